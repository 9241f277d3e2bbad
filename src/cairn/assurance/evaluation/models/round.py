"""What is a self-evaluation round, and through which states does it go?"""

from typing import Self

from django.db import models
from django.db.models import F, Q

from cairn.assurance.evaluation.scales import Scale, top
from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.standards.models import Audience, Framework


class State(models.TextChoices):
    """Where a round stands."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Open for answers"
    CLOSED = "closed", "Closed, being moderated"
    MODERATED = "moderated", "Moderated, waiting for signature"
    SIGNED = "signed", "Signed"
    WITHDRAWN = "withdrawn", "Withdrawn"


NEXT = {
    State.PLANNED: {State.OPEN, State.WITHDRAWN},
    State.OPEN: {State.CLOSED, State.WITHDRAWN},
    State.CLOSED: {State.MODERATED},
    State.MODERATED: {State.SIGNED},
    State.SIGNED: set(),
    State.WITHDRAWN: set(),
}
FINISHED = (State.CLOSED, State.MODERATED, State.SIGNED)


class Level(models.TextChoices):
    """Whose leaders judge."""

    TEAM = "team", "Each team"
    SERVICE = "service", "Each service"
    WHOLE = "whole", "The whole, once"


class Asking(models.TextChoices):
    """What practitioners are asked."""

    OWN = "own", "Statements about practitioners, and the signs that both sides can see"
    ALL = "all", "All of these, and the statements about employers too"


# The statements that somebody must answer for once, for the whole (sa.cswo, sa.leads, sa.board, sa.care.roles).
OF_THE_WHOLE = (Audience.CSWO, Audience.PSW, Audience.BOARD, Audience.CHIEF_EXECUTIVE, Audience.ELECTED_MEMBER)
OF_A_UNIT = (Audience.EMPLOYER, Audience.EVERYONE, Audience.DESCRIPTOR)
OF_PRACTITIONERS = {
    Asking.OWN: (Audience.PRACTITIONER, Audience.EVERYONE, Audience.DESCRIPTOR),
    Asking.ALL: (Audience.PRACTITIONER, Audience.EVERYONE, Audience.DESCRIPTOR, Audience.EMPLOYER),
}


class RoundQuerySet(models.QuerySet):
    """Rounds, and who may know of them."""

    def visible_to(self, viewer: Person) -> Self:
        """What the access policy lets this person see."""
        return self.filter(reach(viewer, "round.see", unit="scope", owner=""))

    def finished(self) -> Self:
        """Those that have results."""
        return self.filter(state__in=FINISHED)


class Round(Identified):
    """Employers and practitioners judge the same framework at the same time (sa.purpose.2)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="+")
    scope = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=10, choices=Level, default=Level.TEAM)
    scale = models.CharField(max_length=6, choices=Scale, default=Scale.SIX)
    opens_on = models.DateField()
    closes_on = models.DateField()
    practitioners_are_asked = models.CharField(max_length=4, choices=Asking, default=Asking.OWN)
    sample_percent = models.PositiveSmallIntegerField(default=100)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="following")
    # What those who answer were promised: no figure from fewer answers than this. Set when the round opens.
    least_answers = models.PositiveSmallIntegerField(default=5)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    # Counted when the round closes.
    employers_asked = models.PositiveIntegerField(default=0)
    employers_answered = models.PositiveIntegerField(default=0)
    practitioners_asked = models.PositiveIntegerField(default=0)
    practitioners_answered = models.PositiveIntegerField(default=0)
    sealed = models.BooleanField(default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_days_in_order"),
            models.CheckConstraint(
                condition=Q(sample_percent__gte=1, sample_percent__lte=100), name="round_sample_is_a_share"
            ),
            models.CheckConstraint(condition=Q(least_answers__gte=5), name="round_never_shows_fewer_than_five"),
            models.CheckConstraint(
                condition=Q(sealed=False) | Q(state=State.SIGNED, signed_at__isnull=False),
                name="sealed_rounds_are_signed",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "opens_on"])]

    def __str__(self) -> str:
        return self.title

    @property
    def unit(self) -> Unit | None:
        """The part of the organisation that it is about, as the access policy asks for it."""
        return self.scope

    @property
    def top(self) -> int:
        """The highest grade."""
        return top(self.scale)

    @property
    def has_results(self) -> bool:
        return self.state in FINISHED

    @property
    def part(self) -> str:
        """What it is about, in words."""
        return self.scope.name if self.scope else "the whole organisation"

    def asks_of(self, *, whole: bool) -> tuple[str, ...]:
        """The audiences whose statements employers judge, for a unit or for the whole.

        Office holders answer for the whole organisation, so a round about one part of it does not ask about them.
        """
        if not whole:
            return OF_A_UNIT
        own = OF_A_UNIT if self.level == Level.WHOLE else ()
        return own if self.scope_id else (*own, *OF_THE_WHOLE)

    @property
    def asks_practitioners(self) -> tuple[str, ...]:
        """The audiences whose statements practitioners answer."""
        return OF_PRACTITIONERS[Asking(self.practitioners_are_asked)]
