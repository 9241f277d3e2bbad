"""Who carries which case, in which role, since when, and after which conversation?"""

from typing import Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order
from cairn.practice.caseload.models.case import Case


class Role(models.TextChoices):
    """As what somebody carries a case."""

    ACCOUNTABLE = "accountable", "Accountable worker"
    CO_WORKING = "co_working", "Co-working"
    TASK = "task", "A task within a function"


class AllocationQuerySet(DatedQuerySet):
    def live(self) -> Self:
        """What is carried now."""
        return self.filter(ends_on=None)


class Allocation(Identified, Dated):
    """One person carries one case. One person at a time is accountable for a case (sa.4.e.2).

    `points` is what it weighs for this person: the points of the case, times the share of the role.
    """

    PERSONAL = {"person": "staff identity", "given_by": "staff identity", "conversation": "may describe people"}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="allocations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role, default=Role.ACCOUNTABLE)
    function = models.CharField(max_length=80, blank=True)
    conversation = models.TextField(blank=True)
    points = models.PositiveSmallIntegerField(default=0)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    ended_because = models.CharField(max_length=200, blank=True)
    is_imported = models.BooleanField(default=False)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            in_order("allocation_in_order"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(role=Role.ACCOUNTABLE, ends_on=None), name="one_accountable_worker"
            ),
            models.UniqueConstraint(fields=["case", "person"], condition=Q(ends_on=None), name="carries_a_case_once"),
        ]
        indexes = [
            models.Index(fields=["person", "ends_on"]),
            models.Index(fields=["organisation", "ends_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.person}"


class ReliefQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """One's own, those one made, and those of the units for which one answers."""
        return self.filter(reach(viewer, "workload.see", owner=("person", "made_by"), state=""))

    def open(self) -> Self:
        """What is still to be done."""
        return self.filter(finished_on=None)


class Relief(Identified):
    """The written plan by which somebody over their limit gets back within it: what is removed, put off or added.

    Whoever goes over a limit writes one, and the next level looks at it.
    """

    class What(models.TextChoices):
        REMOVE = "remove", "Remove work"
        PUT_OFF = "put_off", "Put work off"
        SUPPORT = "support", "Add support"

    PERSONAL = {"person": "staff identity", "made_by": "staff identity", "seen_by": "staff identity",
                "words": "may describe people", "seen_words": "may describe people"}  # fmt: skip

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    what = models.CharField(max_length=8, choices=What)
    words = models.TextField()
    due_on = models.DateField()
    points_then = models.PositiveSmallIntegerField()
    limit_then = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_on = models.DateField()
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    seen_words = models.TextField(blank=True)
    finished_on = models.DateField(null=True)

    objects = ReliefQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="relief_is_written"),
        ]
        indexes = [models.Index(fields=["organisation", "finished_on"]), models.Index(fields=["person", "finished_on"])]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, by {self.due_on}"

    @property
    def parties(self) -> tuple[object, ...]:
        """Whom it relieves, and who wrote it."""
        return (self.person_id, self.made_by_id)
