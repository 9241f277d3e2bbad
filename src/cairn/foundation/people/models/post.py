"""Which post does somebody hold, in which unit, under whom, and since when?"""

from typing import Self

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order
from cairn.foundation.people.models.organisation import Organisation
from cairn.foundation.people.models.person import Person
from cairn.foundation.people.models.unit import Unit


class StaffGroup(models.TextChoices):
    """What kind of worker: it decides frequencies, protections and limits."""

    SOCIAL_WORKER = "social-worker", "Social worker"
    NEWLY_QUALIFIED = "newly-qualified", "Newly qualified social worker"
    MENTAL_HEALTH_OFFICER = "mental-health-officer", "Mental health officer or approved mental health professional"
    SENIOR = "senior-practitioner", "Senior practitioner"
    TEAM_LEADER = "team-leader", "Team leader"
    MANAGER = "manager", "Service or senior manager"
    SOCIAL_CARE_WORKER = "social-care-worker", "Social care worker"
    OCCUPATIONAL_THERAPIST = "occupational-therapist", "Occupational therapist"
    STUDENT = "student", "Student on placement"
    AGENCY = "agency", "Agency social worker"
    OTHER = "other", "Other staff"


PRACTITIONERS = (
    StaffGroup.SOCIAL_WORKER,
    StaffGroup.NEWLY_QUALIFIED,
    StaffGroup.MENTAL_HEALTH_OFFICER,
    StaffGroup.SENIOR,
    StaffGroup.SOCIAL_CARE_WORKER,
    StaffGroup.OCCUPATIONAL_THERAPIST,
    StaffGroup.AGENCY,
)
SOCIAL_WORK = (
    StaffGroup.SOCIAL_WORKER,
    StaffGroup.NEWLY_QUALIFIED,
    StaffGroup.MENTAL_HEALTH_OFFICER,
    StaffGroup.SENIOR,
    StaffGroup.AGENCY,
)


class PostQuerySet(DatedQuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """Who works where is seen by everybody of the same organisation."""
        return self.filter(organisation_id=viewer.organisation_id)


class Post(Identified, Dated):
    """A person's place in a unit, with the line manager and, apart from it, the professional line."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    job_title = models.CharField(max_length=120)
    staff_group = models.CharField(max_length=24, choices=StaffGroup)
    full_time_equivalent = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    leads_unit = models.BooleanField(default=False)
    line_manager = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="manages")
    professional_lead = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="advises")

    PERSONAL = {
        "person": "staff identity",
        "line_manager": "staff identity",
        "professional_lead": "staff identity",
    }

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            in_order("post_in_order"),
            models.CheckConstraint(
                condition=models.Q(full_time_equivalent__gt=0, full_time_equivalent__lte=1),
                name="full_time_equivalent_to_one",
            ),
        ]
        indexes = [models.Index(fields=["unit", "ends_on"]), models.Index(fields=["person", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.job_title}, {self.unit}"
