"""What do the records show beside the judgements of a round, in each part that is judged, as a reader may see it?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from cairn.assurance.evaluation.conflicts import conflict
from cairn.assurance.evaluation.models import Round, State, StoodOn
from cairn.assurance.evaluation.queries.days import looked_at_on
from cairn.assurance.evaluation.queries.stood_on import Figure, KnownNow, figures_kept, in_telling_order
from cairn.cycle.evidence.declaring import Indicator, speaking_to
from cairn.cycle.evidence.queries import most_telling, speaking_in, stands
from cairn.cycle.evidence.sight import Sight
from cairn.cycle.evidence.standing import Stand
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement


@dataclass(frozen=True)
class Beside:
    """What stands beside one judgement or mean: figures, where they are found, and what disagrees with it.

    `figures` are those that were kept with a signed round; otherwise there are `stands` alone.
    """

    stands: tuple[Stand, ...]
    figures: tuple[Figure, ...]
    unit: UUID | None
    conflict: str


def beside(
    viewer: Person, round: Round, statement: Statement, unit: UUID | None, grade: Decimal | int | None
) -> Beside:
    """What stands beside a grade of one unit; without a unit, of the part that the round is about.

    One query, or up to three; one more where the round is signed.
    """
    kept = _kept_of(round, statement, unit) if round.state == State.SIGNED else []
    figures = figures_kept(viewer, round, kept)
    found = [one.then for one in figures if one.then] if kept else _stands_of(viewer, round, statement, unit)
    return Beside(tuple(found), tuple(figures), unit or round.scope_id, conflict(round.scale, grade, found))


def _stands_of(viewer: Person, round: Round, statement: Statement, unit: UUID | None) -> list[Stand]:
    """The figures that speak to a statement in one unit, the most telling first."""
    indicators = most_telling(speaking_to(statement.names))
    at = unit or round.scope_id
    found = stands(Sight(viewer), indicators, [at], looked_at_on(round))
    return [found[one.key, at] for one in indicators if (one.key, at) in found]


def _kept_of(round: Round, statement: Statement, unit: UUID | None) -> list[StoodOn]:
    """What was kept with a signed round of the figures that spoke to a statement."""
    rows = StoodOn.objects.filter(round=round, unit=unit)
    return in_telling_order(row for row in rows if statement.ref in row.refs)


@dataclass(frozen=True)
class Records:
    """The figures of a whole round, by statement and unit."""

    scope: UUID | None
    speaking: Mapping[UUID, Sequence[str]]
    stands: Mapping[tuple[str, UUID | None], Stand]

    def of(self, statement: str, unit: str | None) -> list[Stand]:
        """The figures that speak to a statement in one of the units, the most telling first.

        Both are named as the database writes identifiers: there are thousands, and mostly there is nothing to look up.
        """
        speaking = self.speaking.get(UUID(statement)) if self.speaking else None
        if not speaking:
            return []
        at = UUID(unit) if unit else self.scope
        return [self.stands[key, at] for key in speaking if (key, at) in self.stands]


def records_of_round(viewer: Person, round: Round, units: Iterable[str | None]) -> Records:
    """All of them at once, in these units. Two queries, or up to four."""
    if round.state == State.SIGNED and (kept := in_telling_order(StoodOn.objects.filter(round=round))):
        return _kept_of_round(viewer, round, kept)
    speaking = {statement: most_telling(found) for statement, found in speaking_in(round.framework_id).items()}
    indicators: dict[str, Indicator] = {one.key: one for found in speaking.values() for one in found}
    if not indicators:
        return Records(round.scope_id, {}, {})
    at = {UUID(unit) if unit else round.scope_id for unit in units}
    found = stands(Sight(viewer), list(indicators.values()), at, looked_at_on(round))
    keys = {statement: [one.key for one in some] for statement, some in speaking.items()}
    return Records(round.scope_id, keys, found)


def _kept_of_round(viewer: Person, round: Round, kept: Sequence[StoodOn]) -> Records:
    named = {ref for row in kept for ref in row.refs}
    statements = Statement.objects.filter(framework=round.framework_id, ref__in=named).order_by()
    by_ref = dict(statements.values_list("ref", "pk"))
    keys: dict[UUID, dict[str, None]] = defaultdict(dict)
    known = KnownNow(viewer, round, kept)
    found = {}
    for row in kept:
        for ref in row.refs:
            keys[by_ref[ref]][row.indicator] = None
        if stand := known.then(row):
            found[row.indicator, row.unit_id or round.scope_id] = stand
    return Records(round.scope_id, {statement: list(some) for statement, some in keys.items()}, found)
