"""How much does everybody carry now, and what did both say of each month's figure?"""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person, StaffGroup, Unit


class LoadQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """One's own, and those of the units for which one answers."""
        return self.filter(reach(viewer, "workload.see", owner="person", state=""))

    def over(self) -> Self:
        """Those above their limit."""
        return self.filter(points__gt=F("limit"))


class Load(models.Model):
    """What somebody carries now, kept by every act that changes it, so that no page ever adds up cases.

    `points` holds the stable part, the cases and the further responsibilities; `limit` is what they may carry.
    """

    PERSONAL = {"person": "staff identity"}

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    staff_group = models.CharField(max_length=24, choices=StaffGroup)
    cases = models.PositiveIntegerField(default=0)  # for which they are accountable
    others = models.PositiveIntegerField(default=0)  # in which they work along
    case_points = models.PositiveIntegerField(default=0)
    points = models.PositiveIntegerField(default=0)
    limit = models.PositiveIntegerField(default=0)
    over_since = models.DateField(null=True)

    objects = LoadQuerySet.as_manager()

    class Meta:
        ordering = ["person"]
        indexes = [models.Index(fields=["organisation", "unit"]), models.Index(fields=["organisation", "staff_group"])]

    def __str__(self) -> str:
        return f"{self.points} of {self.limit} points"

    @property
    def room(self) -> int:
        """How many points are left; below zero where they are over."""
        return self.limit - self.points

    @property
    def is_over(self) -> bool:
        return self.points > self.limit

    @property
    def percent(self) -> int:
        """How full: 100 is exactly at the limit."""
        return round(100 * self.points / self.limit) if self.limit else (100 if self.points else 0)


class FigureQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """One's own, those of whom one manages, and those of the units for which one answers."""
        return self.filter(reach(viewer, "workload.see", owner=("person", "manager"), state=""))


class Figure(Identified):
    """The figure of one worker for one month. Both agree on it, or say that they don't, and why (sa.4.e.2)."""

    class State(models.TextChoices):
        OPEN = "open", "Waits for both"
        AGREED = "agreed", "Agreed by both"
        DISPUTED = "disputed", "Not agreed"

    PERSONAL = {"person": "staff identity", "manager": "staff identity", "extra_hours": "working time of staff",
                "person_words": "may tell of health", "manager_words": "may describe people"}  # fmt: skip

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    manager = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    staff_group = models.CharField(max_length=24, choices=StaffGroup)
    month = models.DateField()
    cases = models.PositiveIntegerField(default=0)
    points = models.PositiveIntegerField(default=0)
    limit = models.PositiveIntegerField(default=0)
    has_plan = models.BooleanField(default=False)
    extra_hours = models.DecimalField(max_digits=5, decimal_places=1, default=Decimal(0))
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    person_agrees = models.BooleanField(null=True)
    person_words = models.TextField(blank=True)
    person_at = models.DateTimeField(null=True)
    manager_agrees = models.BooleanField(null=True)
    manager_words = models.TextField(blank=True)
    manager_at = models.DateTimeField(null=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="one_figure_a_month"),
            models.CheckConstraint(condition=Q(extra_hours__gte=0), name="extra_hours_not_below_zero"),
        ]
        indexes = [models.Index(fields=["organisation", "month", "unit"])]

    def __str__(self) -> str:
        return f"{self.points} of {self.limit} points in {self.month:%B %Y}"

    @property
    def parties(self) -> tuple[object, ...]:
        """The worker, and the manager who agrees with them."""
        return (self.person_id, self.manager_id)

    @property
    def is_over(self) -> bool:
        return self.points > self.limit
