"""How often and how long is supervision, for whom, since when (sa.4.d.5b, es1.whole standard 5)?"""

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person, StaffGroup
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order


class Period(models.TextChoices):
    """In what a frequency is counted."""

    WEEK = "week", "weeks"
    MONTH = "month", "months"
    SHIFT = "shift", "shifts worked"
    AGREED = "agreed", "as agreed"


class PolicyQuerySet(models.QuerySet):
    """Policies over time."""

    def visible_to(self, viewer: Person) -> Self:
        """The policy is known to everybody who works here."""
        return self.filter(organisation_id=viewer.organisation_id)

    def in_force(self, organisation_id: UUID, day: date) -> "Policy | None":
        """The policy of this day: the newest that had begun."""
        begun = Policy.objects.filter(organisation_id=organisation_id, starts_on__lte=day)
        return begun.prefetch_related("lines").order_by("-starts_on").first()


class Policy(Identified):
    """A policy holds from its first day until the next one begins, so there is never a gap, and the past stays."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    starts_on = models.DateField()
    # Working days: how soon a cancelled session is booked again, how soon a record is signed by both.
    rebook_within = models.PositiveSmallIntegerField(default=5)
    sign_within = models.PositiveSmallIntegerField(default=10)
    # Part-time staff: intervals stretch as their hours shrink, by up to twice.
    is_pro_rata = models.BooleanField(default=True)
    accepted_reasons = models.JSONField(default=list, blank=True)
    words = models.TextField(blank=True)
    adopted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()

    PERSONAL = {"adopted_by": "staff identity"}
    NOT_PERSONAL = ("words",)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "policies"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "starts_on"], name="one_supervision_policy_a_day"),
            models.CheckConstraint(
                condition=Q(rebook_within__gte=1, rebook_within__lte=60, sign_within__gte=1, sign_within__lte=60),
                name="supervision_policy_days_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Line(Identified):
    """What the policy asks for one staff group, from one week in post to another (the last one stays open)."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="lines")
    staff_group = models.CharField(max_length=24, choices=StaffGroup)
    from_week = models.PositiveSmallIntegerField(default=0)
    to_week = models.PositiveSmallIntegerField(null=True, blank=True)
    every = models.PositiveSmallIntegerField(default=1)
    period = models.CharField(max_length=6, choices=Period)
    minutes = models.PositiveSmallIntegerField(default=90)

    class Meta:
        ordering = ["staff_group", "from_week"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "staff_group", "from_week"], name="policy_line_once"),
            models.CheckConstraint(
                condition=Q(to_week=None) | Q(to_week__gt=F("from_week")), name="policy_line_weeks_in_order"
            ),
            models.CheckConstraint(
                condition=Q(every__gte=1, every__lte=60, minutes__gte=15, minutes__lte=480),
                name="policy_line_makes_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_staff_group_display()}: every {self.every} {self.get_period_display()}"


class ParticularNeed(Identified, Dated):
    """One person's supervision is more frequent, or longer, than the policy asks, for a time and by agreement."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    every = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=6, choices=Period)
    minutes = models.PositiveSmallIntegerField()
    reason = models.TextField()
    agreed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()

    PERSONAL = {"person": "staff identity", "agreed_by": "staff identity", "reason": "may tell of health"}

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            in_order("particular_need_in_order"),
            models.CheckConstraint(
                condition=Q(every__gte=1, every__lte=60, minutes__gte=15, minutes__lte=480),
                name="particular_need_makes_sense",
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.person} from {self.starts_on}"


class AnotherDiscipline(Identified, Dated):
    """Somebody's line manager is of another discipline, so professional supervision is owed to them (sa.5.e.7).

    A leader says so where posts don't show it, until registrations do.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    marked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    PERSONAL = {"person": "staff identity", "marked_by": "staff identity"}

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            in_order("another_discipline_in_order"),
            models.UniqueConstraint(fields=["person"], condition=Q(ends_on=None), name="another_discipline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} from {self.starts_on}"
