"""Who supervises whom, on which terms, since when?"""

from typing import Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
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


class State(models.TextChoices):
    """How far an agreement has come."""

    DRAFT = "draft", "Being written"
    OFFERED = "offered", "Signed by one, waits for the other"
    IN_FORCE = "in force", "Signed by both"
    ENDED = "ended", "Ended"


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
        return self.filter(
            reach(viewer, "supervision.see", owner=("supervisee", "supervisor"), state="")
            | Q(organisation_id=viewer.organisation_id, members__person=viewer)
        ).distinct()


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
                condition=Q(kind__in=OF_TWO, supervisee__isnull=False)
                | Q(kind__in=[Kind.GROUP, Kind.PEER], supervisee=None),
                name="agreement_is_of_two_or_of_a_group",
            ),
            models.UniqueConstraint(
                fields=["supervisee", "kind"],
                condition=Q(ends_on=None, stands_in_for=None, supervisee__isnull=False) & ~Q(state=State.ENDED),
                name="one_open_agreement_of_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "kind", "state"])]

    def __str__(self) -> str:
        return self.title or f"{self.supervisor} and {self.supervisee}"

    @property
    def parties(self) -> tuple[object, ...]:
        """Whose it is, as the access policy asks for it."""
        return (self.supervisor_id, self.supervisee_id)


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
            models.UniqueConstraint(fields=["agreement", "person"], name="member_of_a_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.agreement}"
