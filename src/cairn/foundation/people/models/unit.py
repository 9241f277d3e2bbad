"""How is the organisation divided: directorates, services and teams, as a tree that keeps its history."""

from typing import TYPE_CHECKING, Self

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order
from cairn.foundation.people.models.organisation import Organisation

if TYPE_CHECKING:
    from cairn.foundation.people.models.person import Person


class Kind(models.TextChoices):
    """How large a unit is."""

    DIRECTORATE = "directorate", "Directorate"
    SERVICE = "service", "Service"
    TEAM = "team", "Team"


class ServiceArea(models.TextChoices):
    """Whom a unit works with."""

    CHILDREN = "children", "Children and families"
    ADULTS = "adults", "Adults"
    JUSTICE = "justice", "Justice"
    OTHER = "other", "Across services"


def depth_of(path: str) -> int:
    """How many units stand above the one with this path."""
    return path.count("/") - 1


class UnitQuerySet(models.QuerySet):
    def visible_to(self, viewer: "Person") -> Self:
        """Everybody sees how their own organisation is divided."""
        return self.filter(organisation_id=viewer.organisation_id)

    def open(self) -> Self:
        """Units that have not been closed."""
        return self.filter(closed_on=None)

    def below(self, unit: "Unit") -> Self:
        """This unit and all under it."""
        return self.filter(path__startswith=unit.path)


class Unit(Identified):
    """A directorate, a service or a team."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind)
    service_area = models.CharField(max_length=10, choices=ServiceArea, default=ServiceArea.OTHER)
    # Where it stands today: the codes from the top down, each closed by a slash. History is in Placement.
    path = models.CharField(max_length=400, db_index=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="unit_code_once")]
        indexes = [models.Index(fields=["organisation", "path"])]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        return depth_of(self.path)

    def is_in(self, other: "Unit") -> bool:
        """Whether this is the other unit or lies below it."""
        return self.organisation_id == other.organisation_id and self.path.startswith(other.path)


class Placement(Identified, Dated):
    """Under which unit a unit stood, from when to when."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [in_order("placement_in_order")]

    def __str__(self) -> str:
        return f"{self.unit} under {self.parent or 'the organisation'} from {self.starts_on}"
