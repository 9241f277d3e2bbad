"""Who is asked in a round? Frozen on the day it opens, from the posts of that day."""

from django.db import models
from django.db.models import Q

from cairn.assurance.evaluation.models.round import Round
from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Person, Unit


class Side(models.TextChoices):
    """From which side somebody looks."""

    EMPLOYER = "employer", "Employers"
    PRACTITIONER = "practitioner", "Practitioners"


class AskedUnit(Identified):
    """A unit whose leaders judge; without a unit: the whole, which its professional leaders judge."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="asked_units")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    finished = models.BooleanField(default=False)
    finished_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"finished_by": "staff identity"}

    class Meta:
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="unit_asked_once"),
            models.UniqueConstraint(fields=["round"], condition=Q(unit=None), name="whole_asked_once"),
        ]

    def __str__(self) -> str:
        return self.unit.name if self.unit else "The whole"


class Asked(Identified):
    """Somebody who is asked. Whether a practitioner answered is known, so that nobody answers twice; when, is not."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="asked")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    side = models.CharField(max_length=12, choices=Side)
    answered = models.BooleanField(default=False)

    PERSONAL = {"person": "staff identity"}

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person", "side", "unit"], name="asked_once_for_a_unit"),
            models.UniqueConstraint(
                fields=["round", "person"], condition=Q(side=Side.PRACTITIONER), name="practitioner_asked_once"
            ),
        ]
        indexes = [models.Index(fields=["person", "answered"]), models.Index(fields=["round", "side", "unit"])]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.person}"

    @property
    def organisation_id(self) -> object:
        """The round's organisation, as the access policy asks for it."""
        return self.round.organisation_id

    @property
    def state(self) -> str:
        """The round's state, as the access policy asks for it."""
        return self.round.state
