"""With which regulator is somebody registered, in which part, under which number, and how did it stand on a day?"""

from typing import Self

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.people.models.dated import in_order
from cairn.practice.registration.around import of_people_seen
from cairn.practice.registration.models.known import KNOWN_PERSONAL, Known
from cairn.practice.registration.regulators import Part, Regulator, regulator_of


class State(models.TextChoices):
    """How a registration stands for a time."""

    REGISTERED = "registered", "Registered"
    AWAITING = "awaiting", "Renewal submitted, awaiting the register"
    WARNING = "warning", "Warning"
    CONDITIONS = "conditions", "Conditions of practice"
    INTERIM_CONDITIONS = "interim_conditions", "Temporary conditions"
    SUSPENDED = "suspended", "Suspended"
    INTERIM_SUSPENSION = "interim_suspension", "Temporary suspension order"
    LAPSED = "lapsed", "Lapsed"
    REMOVED = "removed", "Removed from the register"


COVERS = (State.REGISTERED, State.AWAITING)  # a regulator's delay is no lapse
ENDS = (State.SUSPENDED, State.INTERIM_SUSPENSION, State.LAPSED, State.REMOVED)
BARS = (State.CONDITIONS, State.INTERIM_CONDITIONS)
ORDERS = (State.WARNING, *BARS, *ENDS)


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """One's own; those of the line below; all for the officers who keep the register."""
        return self.filter(of_people_seen(viewer, "registration.see"))


class Registration(Identified):
    """A number in a part of a regulator's register. How it stands is in its standings."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations")
    regulator = models.CharField(max_length=60)
    part = models.CharField(max_length=40)
    number = models.CharField(max_length=20)

    PERSONAL = {"person": "staff identity", "number": "staff identity"}

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["regulator", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "regulator", "number"], name="registration_number_once"),
        ]
        indexes = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.rules.short} {self.number}"

    @property
    def rules(self) -> Regulator:
        """The pack of its regulator."""
        return regulator_of(self.regulator)

    @property
    def part_of(self) -> Part:
        """The part of the register; one that the pack no longer knows by its key."""
        return self.rules.part(self.part) or Part(self.part, self.part.replace("_", " ").capitalize())


class Standing(Known):
    """How a registration stood from one day to another: registered, under conditions, suspended, removed."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="standings")
    state = models.CharField(max_length=20, choices=State)
    # The keys of the functions that conditions keep somebody from; "every" is all of them.
    bars = models.JSONField(default=list, blank=True)

    PERSONAL = KNOWN_PERSONAL

    class Meta:
        ordering = ["starts_on", "recorded_at"]
        constraints = [in_order("standing_in_order")]
        indexes = [models.Index(fields=["person", "replaced_at"]), models.Index(fields=["registration"])]

    def __str__(self) -> str:
        return f"{self.get_state_display()} from {self.starts_on}"
