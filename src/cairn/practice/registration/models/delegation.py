"""Who answers for which function, from whom, for which part of the work, and from when to when (sa.reserved.1)?"""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order
from cairn.practice.registration.around import of_people_seen


class Scope(models.TextChoices):
    """For which part of the work."""

    ALL = "all", "All of it"
    UNIT = "unit", "One unit and what is below it"
    CASE = "case", "One case"


class DelegationQuerySet(DatedQuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """The two it binds, those who lead the holder's unit, and those who keep the scheme."""
        return self.filter(of_people_seen(viewer, "delegation.see", "holder") | Q(giver=viewer))

    def live(self, day: date) -> Self:
        """In force on a day or to come, and not revoked."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), revoked_at=None)


class Delegation(Identified, Dated):
    """An instrument: who answers for a function instead of, or under, whom. Signed by the giver.

    Nothing of it is changed once it is signed. It is revoked, or suspended while its holder may not be accountable.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    function = models.CharField(max_length=80)
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    under = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="passed_on")
    scope = models.CharField(max_length=4, choices=Scope)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    case_reference = models.CharField(max_length=60, blank=True)
    # What the giver keeps, and whether the holder may pass the function on.
    tasks_kept = models.TextField(blank=True)
    may_pass_on = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_on = models.DateField(null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    why_revoked = models.CharField(max_length=300, blank=True)

    PERSONAL = {
        "giver": "staff identity",
        "holder": "staff identity",
        "revoked_by": "staff identity",
        "why_revoked": "may tell of conduct or health",
        "tasks_kept": "may describe people",
    }

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["function", "-starts_on", "id"]
        constraints = [
            in_order("delegation_in_order"),
            models.CheckConstraint(
                condition=Q(scope="unit", unit__isnull=False)
                | Q(scope="case", unit=None) & ~Q(case_reference="")
                | Q(scope="all", unit=None, case_reference=""),
                name="delegation_says_for_what",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "function", "ends_on"]),
            models.Index(fields=["holder", "revoked_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.holder}"

    def binds_on(self, day: date, moment: datetime | None = None) -> bool:
        """Whether it was in force on a day, as it was known at a moment (None is now), suspended or not."""
        if not self.holds_on(day) or (moment is not None and self.given_at > moment):
            return False
        is_revoked = self.revoked_on is not None and (moment is None or (self.revoked_at or moment) <= moment)
        return not is_revoked or (self.revoked_on is not None and day < self.revoked_on)


class Suspension(Identified):
    """A delegation rests, because its holder may not be accountable; lifted by a person once they may again."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="suspensions")
    starts_on = models.DateField()
    because = models.CharField(max_length=300)
    suspended_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_on = models.DateField(null=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reassigned_to = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")

    PERSONAL = {"lifted_by": "staff identity", "because": "may tell of conduct or health"}

    class Meta:
        ordering = ["-suspended_at"]
        constraints = [
            models.UniqueConstraint(fields=["delegation"], condition=Q(lifted_at=None), name="suspended_once"),
        ]
        indexes = [models.Index(fields=["organisation", "lifted_at"])]

    def __str__(self) -> str:
        return f"{self.delegation} since {self.starts_on}"
