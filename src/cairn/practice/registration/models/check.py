"""What did the regulator's own register say of a registration when somebody looked it up, and does it agree?"""

from typing import Self

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.registration.around import of_people_seen
from cairn.practice.registration.models.registration import Registration


class Differs(models.TextChoices):
    """In what the two registers differ."""

    UNKNOWN = "unknown", "The number is not in the register here"
    MISSING = "missing", "The regulator's list does not hold this number"
    NAME = "name", "The name"
    PART = "part", "The part of the register"
    STATUS = "status", "How the registration stands"


class Decision(models.TextChoices):
    """What a person decided about a difference."""

    PUT_RIGHT = "put_right", "It was put right in the register here"
    HERE_IS_RIGHT = "here_is_right", "The register here is right as it is"


class CheckQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """Seen with the registration; numbers that nobody here has, by those who keep the register."""
        return self.filter(of_people_seen(viewer, "registration.see"))

    def matters(self) -> Self:
        """Differences about which nobody has decided."""
        return self.exclude(differs=[]).filter(decided_at=None)


class Check(Identified):
    """One number as it stood in the regulator's register on a day: when, by whom, from where, and what it said.

    Where it does not agree with the register here it is a matter for a person to decide. Nothing follows by itself.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    regulator = models.CharField(max_length=60)
    number = models.CharField(max_length=20)
    registration = models.ForeignKey(Registration, models.PROTECT, null=True, related_name="checks")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    looked_up_on = models.DateField()
    source = models.CharField(max_length=200)
    # As the regulator's register said it; empty where it did not.
    said_name = models.CharField(max_length=200, blank=True)
    said_part = models.CharField(max_length=120, blank=True)
    said_status = models.CharField(max_length=120, blank=True)
    differs = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    why = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    PERSONAL = {
        "person": "staff identity",
        "number": "staff identity",
        "said_name": "staff identity",
        "said_status": "may tell of conduct or health",
        "checked_by": "staff identity",
        "decided_by": "staff identity",
        "why": "may tell of conduct or health",
    }

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-looked_up_on", "-checked_at"]
        indexes = [
            models.Index(fields=["organisation", "looked_up_on"]),
            models.Index(fields=["registration", "looked_up_on"]),
            models.Index(fields=["person"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} on {self.looked_up_on}"

    @property
    def said_differences(self) -> list[str]:
        """In words, in what the two registers differ."""
        return [str(Differs(one).label) for one in self.differs]
