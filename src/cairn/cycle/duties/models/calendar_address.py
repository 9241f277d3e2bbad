"""Under which secret address does somebody's own calendar fetch what they owe?"""

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person


class CalendarAddress(Identified):
    """One for each person at most: another one takes its place. Only a hash of its secret is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    PERSONAL = {"person": "staff identity"}

    class Meta:
        verbose_name_plural = "calendar addresses"

    def __str__(self) -> str:
        return "A calendar address"
