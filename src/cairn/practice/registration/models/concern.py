"""Is somebody's fitness to practise in question: what was raised, was it referred and why, and what followed?"""

from typing import Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import parts
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.registration.models.registration import Registration, Standing


class Choice(models.TextChoices):
    """Whether the regulator is told."""

    REFER = "refer", "Refer it to the regulator"
    NOT_REFER = "not_refer", "Do not refer it"


class Stage(models.TextChoices):
    """How far the regulator has come with a referral."""

    SENT = "sent", "Referral sent"
    ACCEPTED = "accepted", "Accepted for investigation"
    INTERIM = "interim", "Temporary order sought or made"
    HEARING = "hearing", "Hearing"
    OUTCOME = "outcome", "Outcome"
    CLOSED = "closed", "Closed by the regulator without action"


LAST = (Stage.OUTCOME, Stage.CLOSED)


class ConcernQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """Those who decide, never about themselves; whoever raised it; and the person, once they were told."""
        seen = Q(raised_by=viewer) & ~Q(person=viewer) | Q(person=viewer, told_on__isnull=False)
        if "" in parts(viewer, "fitness_concern.see"):
            seen |= ~Q(person=viewer)
        return self.filter(seen, organisation_id=viewer.organisation_id)

    def undecided(self) -> Self:
        """Nobody has said yet whether it is referred."""
        return self.filter(choice="")


class Concern(Identified):
    """Something that may put somebody's fitness to practise in question. Referred or not: the reasons are kept."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, models.PROTECT, null=True, related_name="+")
    what = models.TextField()
    raised_on = models.DateField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice, blank=True)
    why = models.TextField(blank=True)
    chosen_at = models.DateTimeField(null=True)
    chosen_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    told_on = models.DateField(null=True)
    told_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

    PERSONAL = {
        "person": "staff identity",
        "raised_by": "staff identity",
        "chosen_by": "staff identity",
        "told_by": "staff identity",
        "what": "tells of conduct or health",
        "why": "tells of conduct or health",
    }

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "-raised_at"]
        indexes = [models.Index(fields=["organisation", "choice"]), models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.person}, raised on {self.raised_on}"

    @property
    def parties(self) -> tuple[object, ...]:
        """Whose it is, as the access policy asks for it: whoever raised it, and the person once they were told."""
        return (self.raised_by_id, *((self.person_id,) if self.told_on else ()))


class ConcernStage(Identified):
    """One stage of a referral, with the order that came with it, if one did."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=10, choices=Stage)
    on = models.DateField()
    words = models.TextField(blank=True)
    standing = models.ForeignKey(Standing, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    PERSONAL = {"recorded_by": "staff identity", "words": "tells of conduct or health"}

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} on {self.on}"
