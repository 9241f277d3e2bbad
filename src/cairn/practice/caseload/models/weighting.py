"""How much does what weigh, and how much may anybody carry, since when?"""

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order


class WeightingQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """How work is weighed is known to everybody who works here: transparent, or it is not believed."""
        return self.filter(organisation_id=viewer.organisation_id)

    def in_force(self, organisation_id: UUID, day: date) -> "Weighting | None":
        """The weighting of this day: the newest that had begun."""
        begun = Weighting.objects.filter(organisation_id=organisation_id, starts_on__lte=day)
        return begun.order_by("-starts_on").first()


class Weighting(Identified):
    """One version of the weighting. It holds from its first day until the next one begins; the past stays as it was.

    `settings` is what `weighing.read_weights` reads.
    """

    PERSONAL = {"adopted_by": "staff identity"}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    starts_on = models.DateField()
    settings = models.JSONField()
    adopted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField()

    objects = WeightingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "starts_on"], name="weighting_begins_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.title


class CircumstanceQuerySet(DatedQuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """One's own, and those of the units for which one answers."""
        return self.filter(reach(viewer, "workload.see", owner="person", state=""))


class Circumstance(Identified, Dated):
    """What leaves somebody less room: a further responsibility in points, or an adjusted limit in per cent.

    Why a limit is adjusted is not kept: it may tell of health, and nobody needs it to give work out.
    """

    class Sort(models.TextChoices):
        RESPONSIBILITY = "responsibility", "A further responsibility"
        ADJUSTMENT = "adjustment", "An adjusted limit"

    PERSONAL = {"person": "staff identity", "percent": "may tell of health", "agreed_by": "staff identity"}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    sort = models.CharField(max_length=14, choices=Sort)
    responsibility = models.CharField(max_length=40, blank=True)
    percent = models.PositiveSmallIntegerField(null=True)
    agreed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()

    objects = CircumstanceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            in_order("circumstance_in_order"),
            models.CheckConstraint(
                condition=Q(sort="responsibility", percent=None) & ~Q(responsibility="")
                | Q(sort="adjustment", responsibility="", percent__range=(10, 100)),
                name="circumstance_says_how_much",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} from {self.starts_on}"
