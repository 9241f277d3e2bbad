"""What was added to a round after it was signed?"""

from django.db import models

from cairn.assurance.evaluation.models.round import Round
from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Person


class Addendum(Identified):
    """A correction or an addition to what was signed. It stands beside it and is written once."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="addenda")
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PERSONAL = {"text": "may describe people", "by": "staff identity"}

    class Meta:
        verbose_name_plural = "addenda"
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:60]
