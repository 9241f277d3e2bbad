"""How many social work posts ought there to be in a unit, since when, and who said so?"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person, Unit


class EstablishmentQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """How many posts there ought to be is no secret of anybody who works here."""
        return self.filter(organisation_id=viewer.organisation_id)

    def on(self, day: date) -> Self:
        """What held on a day: for each unit that was open, the newest that had begun."""
        begun = self.filter(starts_on__lte=day)
        later = Establishment.objects.filter(unit=OuterRef("unit"), starts_on__gt=OuterRef("starts_on"))
        is_open = Q(unit__closed_on=None) | Q(unit__closed_on__gt=day)
        return begun.filter(is_open).exclude(Exists(later.filter(starts_on__lte=day)))


class Establishment(Identified):
    """The social work posts of a unit, in full-time equivalents. It holds until the next one of the unit begins."""

    PERSONAL = {"set_by": "staff identity"}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    posts = models.DecimalField(max_digits=6, decimal_places=2)
    starts_on = models.DateField()
    source = models.CharField(max_length=200)  # the decision behind it, such as a budget
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "starts_on"], name="establishment_begins_once_a_day"),
            models.CheckConstraint(condition=Q(posts__gte=0), name="establishment_not_below_none"),
        ]
        indexes = [models.Index(fields=["organisation", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.posts.normalize():f} posts in {self.unit}"
