"""Which case references does the organisation work on, in which unit, and since when?

A case is known by the reference that the case-management system resolves, and by nothing else: no name of anybody who
uses services is ever kept here.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import parts, permits, reach
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order
from cairn.foundation.people.models.unit import ServiceArea


class State(models.TextChoices):
    """Whether work on it goes on."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Level(models.IntegerChoices):
    """How much a feature of a case adds to its weight."""

    USUAL = 0, "Usual"
    HIGH = 1, "High"
    VERY_HIGH = 2, "Very high"


class CaseQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """The cases that one carries oneself, and those of the units for which one answers."""
        led = Q(organisation_id=viewer.organisation_id)
        if "" not in parts(viewer, "case.see"):  # by units, of which there are few, and not case by case
            led &= Q(unit__in=Unit.objects.filter(reach(viewer, "case.see", unit="", owner="", state="")).values("pk"))
        if not permits(viewer, "case.see"):
            return self.filter(led)
        from cairn.practice.caseload.models.allocation import Allocation

        own = Allocation.objects.live().filter(person=viewer).values("case")
        return self.filter(led | Q(organisation_id=viewer.organisation_id, pk__in=own))

    def open(self) -> Self:
        """Those on which work goes on."""
        return self.filter(state=State.OPEN)


class Case(Identified):
    """One case, in exactly one unit. `points` is its weight by the weighting in force, whoever carries it."""

    PERSONAL = {"reference": "names a case in the case-management system", "reference_key": "the same"}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=60)
    reference_key = models.CharField(max_length=60, editable=False)  # without regard to case: one reference is one case
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    service_area = models.CharField(max_length=10, choices=ServiceArea, default=ServiceArea.OTHER)
    case_type = models.CharField(max_length=40)
    complexity = models.PositiveSmallIntegerField(choices=Level, default=Level.USUAL)
    intensity = models.PositiveSmallIntegerField(choices=Level, default=Level.USUAL)
    travel = models.PositiveSmallIntegerField(choices=Level, default=Level.USUAL)
    points = models.PositiveSmallIntegerField(default=0)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    source = models.CharField(max_length=100, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["reference_key"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference_key"], name="case_reference_once"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, closed_on=None)
                | Q(state=State.CLOSED, closed_on__gte=models.F("opened_on")),
                name="case_closed_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "unit"]),
            models.Index(fields=["organisation", "source", "state"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def parties(self) -> tuple[object, ...]:
        """Who carries it now."""
        return tuple(self.allocations.live().values_list("person_id", flat=True))


def reference_key(reference: str) -> str:
    """References are one whatever their case and spaces."""
    return "".join(reference.split()).upper()


class WaitQuerySet(DatedQuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """What waits in the units for which one answers."""
        return self.filter(reach(viewer, "case.see", owner="", state=""))

    def live(self) -> Self:
        """What waits now."""
        return self.filter(ends_on=None)


class Wait(Identified, Dated):
    """A time in which a case had nobody accountable: the queue of unallocated work, and its history."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="waits")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    objects = WaitQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            in_order("wait_in_order"),
            models.UniqueConstraint(fields=["case"], condition=Q(ends_on=None), name="case_waits_once"),
        ]
        indexes = [models.Index(fields=["organisation", "ends_on", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.case} waits since {self.starts_on}"
