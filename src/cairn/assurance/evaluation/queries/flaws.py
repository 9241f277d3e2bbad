"""Which judgements need a second look? Each flaw names the form that mends it (the X-ray of a round)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from cairn.assurance.evaluation import scales
from cairn.assurance.evaluation.models import Judgement, Result, Round, Shows, State
from cairn.assurance.evaluation.models.judgement import JUDGED
from cairn.cycle.evidence.models import STALE_AFTER
from cairn.foundation.core import clock
from cairn.foundation.people.models import Person

FLAWS = {
    "contradicted": "Judgement and evidence disagree",
    "without_evidence": "Judged without evidence",
    "stale_evidence": "Only old or expired evidence",
    "unconfirmed": "Carried over, not confirmed",
    "unjudged": "Not judged",
}
HIGH = Decimal("0.6")  # of the way from the lowest to the highest grade: 4 of 6
APART = Decimal("0.3")  # of the scale: one and a half grades of six


@dataclass(frozen=True)
class Flaw:
    """One judgement, what is the matter with it in a sentence, and where that can be mended."""

    judgement: Judgement
    kinds: tuple[str, ...]
    sentence: str
    address: str


def lint(viewer: Person, round: Round, *, kind: str = "") -> QuerySet[Any]:
    """The judgements with a flaw that this person may read; `flaw_of` makes a `Flaw` of each. One query.

    Without a kind: every flaw of what was judged. While a round is open, what is not yet judged is no flaw.
    """
    conditions = _conditions(round)
    if not kind and round.state == State.OPEN:
        del conditions["unjudged"]
    found = _weighed(viewer, round).filter(conditions[kind] if kind else _any(conditions.values()))
    return found.select_related("round__scope", "statement", "unit").order_by("position", "unit__path", "id")


def flaws(viewer: Person, round: Round) -> list[Flaw]:
    """All of them, for reports."""
    return [flaw_of(judgement) for judgement in lint(viewer, round)]


def flaw_counts(viewer: Person, round: Round) -> dict[str, int]:
    """How many judgements have each kind of flaw. One query."""
    weighed = _weighed(viewer, round).order_by()
    conditions = _conditions(round)
    row = weighed.aggregate(**{kind: Count("id", filter=condition) for kind, condition in conditions.items()})
    return {kind: row[kind] for kind in FLAWS}


def flaw_of(judgement: Any) -> Flaw:
    """What is the matter with a judgement that `lint` found."""
    round = judgement.round
    said = [(kind, sentence) for kind, sentence in _sentences(judgement, round) if sentence]
    kinds = tuple(dict.fromkeys(kind for kind, _ in said))
    return Flaw(judgement, kinds, " ".join(sentence for _, sentence in said), _address(judgement, round))


def _sentences(judgement: Any, round: Round) -> Iterable[tuple[str, str]]:
    grade = judgement.standing
    if grade is None:
        yield "unjudged", "" if judgement.not_applicable_because else "Nobody has judged this yet."
    else:
        yield from _weak_support(judgement, round, f"Judged {scales.worded(round.scale, grade)}")
        yield "contradicted", _practitioners_say(judgement, round, grade)
    yield "unconfirmed", "Carried over from last time and not confirmed yet." if judgement.needs_confirming else ""


def _weak_support(judgement: Any, round: Round, judged: str) -> Iterable[tuple[str, str]]:
    high = judgement.standing >= _high(round)
    if not judgement.cited:
        yield "without_evidence", f"{judged}, and nothing is named that shows it."
    elif not judgement.fresh:
        yield "stale_evidence", f"{judged}; all that is named has expired or is more than a year old."
    if judgement.against:
        yield "contradicted", f"{judged}, but evidence named for it shows otherwise."
    elif high and not judgement.fresh:
        yield "contradicted", "A high grade needs something current to stand on."


def _practitioners_say(judgement: Any, round: Round, grade: int) -> str:
    said = judgement.said
    if said is None or grade - said < _apart(round):
        return ""
    return f"Practitioners there say {said:.1f}, which is {grade - said:.1f} lower."


def _address(judgement: Judgement, round: Round) -> str:
    if round.state == State.OPEN:
        return reverse("evaluation:judgement", args=[judgement.pk])
    if round.state == State.CLOSED:
        return reverse("evaluation:moderate", args=[judgement.pk])
    return reverse("evaluation:statement", args=[round.pk, judgement.statement_id])


def _weighed(viewer: Person, round: Round) -> QuerySet[Any]:
    """Every judgement with the grade that stands, its citations counted, and what practitioners of the unit said."""
    day = timezone.localdate(round.closed_at) if round.closed_at else clock.today()
    there = Result.objects.filter(round=round, statement=OuterRef("statement"), is_area=False)
    said = there.filter(unit=OuterRef("unit"))
    return (
        Judgement.objects.visible_to(viewer)
        .filter(round=round)
        .annotate(
            standing=Coalesce("moderated_grade", "grade"),
            cited=Count("citations"),
            fresh=Count("citations", filter=_fresh(day)),
            against=Count("citations", filter=Q(citations__shows=Shows.CONTRADICTS)),
            said=Subquery(said.values("practitioners_mean")[:1]),
        )
    )


def _fresh(day: date) -> Q:
    """Evidence that is neither withdrawn nor expired, and speaks about the last twelve months."""
    recent = Q(citations__evidence__happened_on__gte=day - STALE_AFTER)
    recent |= Q(citations__evidence__happened_on=None, citations__evidence__period_to__gte=day - STALE_AFTER)
    expired = Q(citations__evidence__expires_on__lt=day)
    return Q(citations__isnull=False, citations__evidence__withdrawn_at=None) & recent & ~expired


def _conditions(round: Round) -> dict[str, Q]:
    judged = Q(standing__isnull=False)
    high = Q(standing__gte=_high(round))
    lower = judged & Q(said__isnull=False, standing__gte=F("said") + _apart(round))
    return {
        "contradicted": judged & Q(against__gt=0) | high & Q(fresh=0) | lower,
        "without_evidence": judged & Q(cited=0),
        "stale_evidence": judged & Q(cited__gt=0, fresh=0),
        "unconfirmed": Q(needs_confirming=True),
        "unjudged": ~JUDGED,
    }


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _high(round: Round) -> Decimal:
    return 1 + HIGH * (round.top - 1)


def _apart(round: Round) -> Decimal:
    return APART * (round.top - 1)
