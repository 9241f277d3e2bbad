"""Which judgements need a second look? Each flaw names the form that mends it (the X-ray of a round)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast

from cairn.assurance.evaluation import scales
from cairn.assurance.evaluation.conflicts import conflict
from cairn.assurance.evaluation.models import AskedUnit, Citation, Judgement, Result, Round, Shows, State
from cairn.assurance.evaluation.queries.days import looked_at_on
from cairn.assurance.evaluation.queries.records import records_of_round
from cairn.cycle.evidence.models import STALE_AFTER
from cairn.cycle.evidence.standing import Stand
from cairn.foundation.core.links import address
from cairn.foundation.people.models import Person

FLAWS = {
    "contradicted": "Judgement and evidence disagree",
    "without_evidence": "Judged without evidence",
    "stale_evidence": "Only old or expired evidence",
    "unconfirmed": "Carried over, not confirmed",
    "unjudged": "Not judged",
}
APART = Decimal("0.3")  # of the scale: one and a half grades of six


@dataclass(frozen=True)
class Found:
    """A judgement with what is the matter with it, by kind."""

    key: str
    sentences: tuple[tuple[str, str], ...]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(kind for kind, _ in self.sentences))


@dataclass(frozen=True)
class Flaw:
    """One judgement, what is the matter with it in a sentence, and where that can be mended."""

    judgement: Judgement
    kinds: tuple[str, ...]
    sentence: str
    address: str


@dataclass(frozen=True)
class Xray:
    """Everything that was found in a round, in the order of the document."""

    round: Round
    found: tuple[Found, ...]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(kind for one in self.found for kind in one.kinds)
        return {kind: counted[kind] for kind in FLAWS}

    def chosen(self, kind: str = "") -> list[Found]:
        """Those of one kind; without one, the flaws of what was judged. What nobody judged is asked for by its kind:
        while the round is open it simply waits, and afterwards no form can mend it."""
        if kind:
            return [one for one in self.found if kind in one.kinds]
        return [one for one in self.found if one.kinds != ("unjudged",)]


def xray(viewer: Person, round: Round) -> Xray:
    """What is the matter with the judgements that this person may read. At most seven queries, at any size."""
    supports, said, bar = _support(round), _said(round), _bar(round)
    keys, grades = _keys("id", "unit_id", "statement_id"), ("grade", "moderated_grade")
    asked = Judgement.objects.visible_to(viewer).filter(round=round).order_by("position", "unit__path", "id")
    rows = list(asked.values_list(*keys, *grades, "not_applicable_because", "needs_confirming"))
    records = records_of_round(viewer, round, {unit for _, unit, *_ in rows})
    found = []
    for key, unit, statement, grade, moderated, because, unconfirmed in rows:
        weighed = _Weighed(
            grade if moderated is None else moderated,
            bool(because),
            unconfirmed,
            supports.get(key, _NOTHING),
            said.get((unit, statement)),
            records.of(statement, unit),
        )
        if sentences := tuple(_sentences(weighed, bar)):
            found.append(Found(key, sentences))
    return Xray(round, tuple(found))


def flaws_of(viewer: Person, round: Round, found: Iterable[Found]) -> list[Flaw]:
    """The judgements themselves for what was found. One query."""
    wanted = {UUID(one.key): one for one in found}
    rows = Judgement.objects.visible_to(viewer).filter(pk__in=wanted).select_related("statement", "unit")
    rows = rows.only("round", "statement__ref", "statement__heading", "statement__text", "unit__name")
    rows = rows.order_by("position", "unit__path", "id")
    return [_flaw(judgement, round, wanted[judgement.pk]) for judgement in rows]


def lint(viewer: Person, round: Round, *, kind: str = "") -> list[Flaw]:
    """Every flaw, for reports and programmes."""
    return flaws_of(viewer, round, xray(viewer, round).chosen(kind))


def flaw_counts(viewer: Person, round: Round) -> dict[str, int]:
    """How many judgements have each kind of flaw."""
    return xray(viewer, round).counts


def _flaw(judgement: Judgement, round: Round, found: Found) -> Flaw:
    judgement.round = round
    sentence = " ".join(sentence for _, sentence in found.sentences)
    return Flaw(judgement, found.kinds, sentence, _address(judgement, round))


def _address(judgement: Judgement, round: Round) -> str:
    if round.state == State.OPEN:
        return address("evaluation:judgement", judgement.pk)
    if round.state == State.CLOSED:
        return address("evaluation:moderate", judgement.pk)
    return address("evaluation:statement", round.pk, judgement.statement_id)


class _Support(NamedTuple):
    """How much evidence a judgement names, how much of it is current, and how much points the other way."""

    cited: int = 0
    fresh: int = 0
    against: int = 0


_NOTHING = _Support()


class _Weighed(NamedTuple):
    standing: int | None
    does_not_apply: bool
    unconfirmed: bool
    support: _Support
    said: Decimal | None
    stands: Sequence[Stand]


class _Bar(NamedTuple):
    """The scale, and from which difference on the sides are far apart."""

    scale: str
    apart: Decimal


def _bar(round: Round) -> _Bar:
    return _Bar(round.scale, APART * (round.top - 1))


def _sentences(weighed: _Weighed, bar: _Bar) -> Iterator[tuple[str, str]]:
    grade = weighed.standing
    if grade is not None:
        yield from _weak_support(weighed, grade, bar)
        if disagrees := conflict(bar.scale, grade, weighed.stands):
            yield "contradicted", disagrees
        if weighed.said is not None and grade - weighed.said >= bar.apart:
            lower = grade - weighed.said
            yield "contradicted", f"Practitioners there say {weighed.said:.1f}, which is {lower:.1f} lower."
    elif not weighed.does_not_apply:
        yield "unjudged", "Nobody has judged this yet."
    if weighed.unconfirmed:
        yield "unconfirmed", "Carried over from last time and not confirmed yet."


def _weak_support(weighed: _Weighed, grade: int, bar: _Bar) -> Iterator[tuple[str, str]]:
    support, judged = weighed.support, f"Judged {scales.worded(bar.scale, grade)}"
    if not support.cited:
        yield "without_evidence", f"{judged}, and nothing is named that shows it."
    elif not support.fresh:
        yield "stale_evidence", f"{judged}; all that is named has expired or is more than a year old."
    if support.against:
        yield "contradicted", f"{judged}, but evidence named for it shows otherwise."
    elif not support.fresh and scales.is_high(bar.scale, grade) and not any(one.meets for one in weighed.stands):
        yield "contradicted", "A high grade needs something current to stand on."


def _keys(*names: str) -> list[Cast]:
    """Identifiers as the database writes them: thousands of them are only held against each other here."""
    return [Cast(name, TextField()) for name in names]


def _support(round: Round) -> dict[str, _Support]:
    """The evidence of every judgement, weighed on the day the round closed, or today."""
    day = looked_at_on(round)
    rows = Citation.objects.filter(round=round).order_by().values_list(_keys("judgement_id")[0])
    counted = rows.annotate(
        cited=Count("id"), fresh=Count("id", filter=_fresh(day)), against=Count("id", filter=Q(shows=Shows.CONTRADICTS))
    )
    return {judgement: _Support(*counts) for judgement, *counts in counted}


def _fresh(day: date) -> Q:
    """Evidence that is neither withdrawn nor expired, and speaks about the last twelve months."""
    recent = Q(evidence__happened_on__gte=day - STALE_AFTER)
    recent |= Q(evidence__happened_on=None, evidence__period_to__gte=day - STALE_AFTER)
    return recent & Q(evidence__withdrawn_at=None) & (Q(evidence__expires_on=None) | Q(evidence__expires_on__gte=day))


def _said(round: Round) -> dict[tuple[str | None, str], Decimal]:
    """What practitioners said of a statement in the units that are judged, where it is shown."""
    judged = AskedUnit.objects.filter(round=round).order_by().values("unit")
    here = Q(unit=None) | Q(unit__in=judged)
    shown = Result.objects.filter(here, round=round, is_area__in=[False], practitioners_mean__isnull=False).order_by()
    rows = shown.values_list(*_keys("unit_id", "statement_id"), "practitioners_mean")
    return {(unit, statement): mean for unit, statement, mean in rows if mean is not None}
