"""Has the employer held a function, or what a regulator asks, against its own scheme and the law, and when?"""

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person


class Confirmation(Identified):
    """The employer confirms one edition of a function's entry in the catalogue; a new edition asks anew."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    function = models.CharField(max_length=80)
    edition = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    PERSONAL = {"confirmed_by": "staff identity"}

    class Meta:
        ordering = ["function", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "function", "edition"], name="function_confirmed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.function} of {self.edition}"
