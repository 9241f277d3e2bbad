"""Who holds a professional role, for which part of the organisation, and since when?"""

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order
from cairn.foundation.people.models.organisation import Organisation
from cairn.foundation.people.models.person import Person
from cairn.foundation.people.models.unit import Unit


class Role(models.TextChoices):
    """The roles that the frameworks name, and those that keep a register (sa.cswo.posts, es1.lead.2)."""

    CSWO = "cswo", "Chief social work officer"
    CSWO_DEPUTY = "cswo_deputy", "Deputy chief social work officer"
    PSW = "psw", "Principal social worker"
    PROFESSIONAL_LEAD = "professional_lead", "Professional lead"
    QUALITY_OFFICER = "quality_officer", "Quality assurance officer"
    BOARD_SECRETARY = "board_secretary", "Board secretary"
    LEARNING_OFFICER = "learning_officer", "Learning officer"
    REGISTRATION_OFFICER = "registration_officer", "Registration officer"
    COMPLAINTS_OFFICER = "complaints_officer", "Complaints officer"
    INFORMATION_OFFICER = "information_officer", "Information governance officer"
    CHIEF_EXECUTIVE = "chief_executive", "Chief executive"
    ELECTED_MEMBER = "elected_member", "Elected member"
    ADMINISTRATOR = "administrator", "Administrator"


class ProfessionalRole(Identified, Dated):
    """A role held by a person for a unit, or for the whole organisation where no unit is named."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=24, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    PERSONAL = {"person": "staff identity"}

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["role", "-starts_on"]
        constraints = [in_order("role_in_order")]
        indexes = [models.Index(fields=["person", "ends_on"]), models.Index(fields=["organisation", "role"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"
