"""When is somebody away for longer: leave, sickness, secondment? What they owe waits for them."""

from typing import Self

from django.db import models
from django.db.models import FilteredRelation, Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order
from cairn.foundation.people.models.organisation import Organisation
from cairn.foundation.people.models.person import Person


class Why(models.TextChoices):
    """Why somebody is away. Nothing about health beyond the word is kept."""

    LEAVE = "leave", "Annual or other leave"
    SICKNESS = "sickness", "Sickness"
    FAMILY = "family", "Maternity, adoption or parental leave"
    SECONDMENT = "secondment", "Secondment or study"
    OTHER = "other", "Another reason"


class AbsenceQuerySet(DatedQuerySet):
    """Absences, and who may know of them."""

    def visible_to(self, viewer: Person) -> Self:
        """One's own, those of the people one leads now, and all for whoever keeps people and posts."""
        from cairn.foundation.people.access import reach

        today = clock.today()
        not_over = Q(person__posts__ends_on=None) | Q(person__posts__ends_on__gte=today)
        held = FilteredRelation("person__posts", condition=not_over & Q(person__posts__starts_on__lte=today))
        seen = reach(viewer, "absence.see", unit="held__unit", owner="person", state="")
        return self.annotate(held=held).filter(seen).distinct()


class Absence(Identified, Dated):
    """A person is away from one day to another; without an end, until they are back."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    why = models.CharField(max_length=12, choices=Why)

    PERSONAL = {"person": "staff identity", "why": "may tell of health"}

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [in_order("absence_in_order")]
        indexes = [
            models.Index(fields=["organisation", "starts_on"]),
            models.Index(fields=["person", "starts_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.person} away from {self.starts_on}"
