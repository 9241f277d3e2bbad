"""Who supervises whom, on which terms, since when?"""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import parts, reach
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order
from cairn.practice.supervision.models.policy import Period


class Kind(models.TextChoices):
    """What kind of supervision it is."""

    LINE = "line", "Supervision by the line manager"
    PROFESSIONAL = "professional", "Professional supervision by a registered social worker"
    GROUP = "group", "Group supervision"
    PEER = "peer", "Peer supervision"


OF_TWO = (Kind.LINE, Kind.PROFESSIONAL)
OF_MANY = (Kind.GROUP, Kind.PEER)


class State(models.TextChoices):
    """How far an agreement has come. Whether it holds on a day follows from its dates, once all have signed."""

    DRAFT = "draft", "Being written"
    OFFERED = "offered", "Signed by one, waits for the other"
    IN_FORCE = "in force", "Signed by both"
    ENDED = "ended", "Ended, or its last day is known"


IN_PREPARATION = (State.DRAFT, State.OFFERED)


NEXT = {
    State.DRAFT: {State.OFFERED, State.ENDED},
    State.OFFERED: {State.DRAFT, State.IN_FORCE, State.ENDED},
    State.IN_FORCE: {State.ENDED},
    State.ENDED: set(),
}


class AgreementQuerySet(DatedQuerySet):
    """Agreements, and who may know of them."""

    def visible_to(self, viewer: Person) -> Self:
        """The two whose it is, the line above, and those who monitor quality."""
        seen = reach(viewer, "supervision.see", owner=("supervisee", "supervisor"), state="")
        if "" in parts(viewer, "supervision.see"):  # in the whole organisation, so groups add nothing
            return self.filter(seen)
        groups = Member.objects.filter(person=viewer).values("agreement")
        return self.filter(seen | Q(organisation_id=viewer.organisation_id, pk__in=groups))

    def in_force(self, day: date | None = None) -> Self:
        """Signed by all, and holding on this day: today, where none is named."""
        return self.filter(terms__sealed=True).on(day or clock.today())

    def open(self) -> Self:
        """Being written, offered, or in force without a known end."""
        return self.exclude(state=State.ENDED)


class Agreement(Identified, Dated):
    """A supervisor and a supervisee, or a group, from a day on. What they agreed is in the terms, which both sign."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    supervisor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    supervisee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    # During a long absence of the supervisor somebody else stands in, under an agreement of their own.
    stands_in_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="stand_ins")
    # New terms, or another supervisor: this one takes the place of the other when all have signed.
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    # As the terms say, then as each review says.
    review_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    PERSONAL = {"supervisor": "staff identity", "supervisee": "staff identity", "ended_because": "may describe people"}

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            in_order("agreement_in_order"),
            models.CheckConstraint(
                condition=Q(supervisee=None) | ~Q(supervisee=models.F("supervisor")),
                name="nobody_supervises_themselves",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_TWO, supervisee__isnull=False) | Q(kind__in=OF_MANY, supervisee=None),
                name="agreement_is_of_two_or_of_a_group",
            ),
            models.UniqueConstraint(
                fields=["supervisee", "kind"],
                condition=Q(ends_on=None, stands_in_for=None, supervisee__isnull=False, state=State.IN_FORCE),
                name="one_open_agreement_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["supervisee", "kind"],
                condition=Q(stands_in_for=None, supervisee__isnull=False, state__in=IN_PREPARATION),
                name="one_agreement_in_preparation",
            ),
            models.UniqueConstraint(
                fields=["stands_in_for"],
                condition=Q(stands_in_for__isnull=False) & ~Q(state=State.ENDED),
                name="one_stand_in_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "kind", "state"])]

    def __str__(self) -> str:
        return self.title or f"{self.supervisor} and {self.supervisee}"

    @property
    def parties(self) -> tuple[object, ...]:
        """Whose it is, as the access policy asks for it."""
        return (self.supervisor_id, self.supervisee_id)

    @property
    def is_of_two(self) -> bool:
        return self.kind in OF_TWO

    @property
    def is_in_preparation(self) -> bool:
        return self.state in IN_PREPARATION

    @property
    def with_whom(self) -> str:
        """The group's name, or the supervisee's."""
        return self.title or (self.supervisee.full_name if self.supervisee else "a group")

    @property
    def signatories(self) -> tuple[UUID, ...]:
        """Who signs: both, or whoever holds a group together."""
        return tuple(one for one in (self.supervisor_id, self.supervisee_id) if one)

    def signed_at_by(self, person_id: object) -> datetime | None:
        """When this person signed the terms as they are."""
        if person_id == self.supervisor_id:
            return self.terms.supervisor_signed_at
        return self.terms.supervisee_signed_at if person_id == self.supervisee_id else None

    def is_in_force_on(self, day: date) -> bool:
        """Signed by all, and holding on this day."""
        return self.terms.sealed and self.holds_on(day)


class Terms(Identified):
    """What the two agreed. Once both have signed, the database refuses change: new terms need a new agreement."""

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="terms")
    # Empty: as the policy asks. Otherwise what these two agreed, such as for a student.
    every = models.PositiveSmallIntegerField(null=True, blank=True)
    period = models.CharField(max_length=6, choices=Period, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    covers = models.TextField()
    preparation = models.TextField(blank=True)
    disagreement = models.TextField(blank=True)
    # Where the line manager is of another discipline: who supervises what (sa.5.e.7).
    who_does_what = models.TextField(blank=True)
    review_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    supervisor_signed_at = models.DateTimeField(null=True, blank=True)
    supervisee_signed_at = models.DateTimeField(null=True, blank=True)
    sealed = models.BooleanField(default=False)

    PERSONAL = {
        "covers": "may describe people",
        "who_does_what": "names colleagues",
        "preparation": "may describe people",
        "disagreement": "may describe people",
    }

    class Meta:
        verbose_name_plural = "terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed=False) | Q(supervisor_signed_at__isnull=False), name="sealed_terms_are_signed"
            ),
        ]

    def __str__(self) -> str:
        return f"Terms of {self.agreement}"


class Review(Identified):
    """The two looked at their agreement on a day, and it stays as it is until the next one."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    next_on = models.DateField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PERSONAL = {"words": "may describe people", "by": "staff identity"}

    class Meta:
        ordering = ["-reviewed_on", "-at"]
        constraints = [
            models.CheckConstraint(condition=Q(next_on__gt=models.F("reviewed_on")), name="review_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"Review of {self.agreement}"


class Member(Identified, Dated):
    """Somebody who belongs to a group or to a circle of peers."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    PERSONAL = {"person": "staff identity"}

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            in_order("member_in_order"),
            models.UniqueConstraint(
                fields=["agreement", "person"], condition=Q(ends_on=None), name="member_of_a_group_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.agreement}"
