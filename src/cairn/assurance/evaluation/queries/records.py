"""What do the records show beside the judgements of a round, in each part that is judged, as a reader may see it?

The day on which they are looked at is that on which the round closed, before that today.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from cairn.assurance.evaluation.conflicts import conflict
from cairn.assurance.evaluation.models import Round
from cairn.cycle.evidence.declaring import Indicator, speaking_to
from cairn.cycle.evidence.queries import most_telling, speaking_in, stands
from cairn.cycle.evidence.sight import Sight
from cairn.cycle.evidence.standing import Stand
from cairn.foundation.core import clock
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement


def looked_at_on(round: Round) -> date:
    """The day to which evidence and records are held."""
    return timezone.localdate(round.closed_at) if round.closed_at else clock.today()


def records_of(viewer: Person, round: Round, statement: Statement, unit: UUID | None) -> list[Stand]:
    """The figures that speak to a statement in one unit, the most telling first. One query, or up to three.

    Without a unit: in the part that the round is about.
    """
    indicators = most_telling(speaking_to(statement.clause_names))
    at = unit or round.scope_id
    found = stands(Sight(viewer), indicators, [at], looked_at_on(round))
    return [found[one.key, at] for one in indicators if (one.key, at) in found]


@dataclass(frozen=True)
class Beside:
    """The figures beside one judgement or mean, where they are looked at, and what disagrees with it."""

    stands: tuple[Stand, ...]
    unit: UUID | None
    conflict: str


def beside(
    viewer: Person, round: Round, statement: Statement, unit: UUID | None, grade: Decimal | int | None
) -> Beside:
    """What stands beside a grade of one unit; without a unit, of the part that the round is about."""
    found = records_of(viewer, round, statement, unit)
    return Beside(tuple(found), unit or round.scope_id, conflict(round.scale, grade, found))


@dataclass(frozen=True)
class Records:
    """The figures of a whole round, by statement and unit."""

    scope: UUID | None
    speaking: Mapping[UUID, Sequence[Indicator]]
    stands: Mapping[tuple[str, UUID | None], Stand]

    def of(self, statement: str, unit: str | None) -> list[Stand]:
        """The figures that speak to a statement in one of the units, the most telling first.

        Both are named as the database writes identifiers: there are thousands, and mostly there is nothing to look up.
        """
        speaking = self.speaking.get(UUID(statement)) if self.speaking else None
        if not speaking:
            return []
        at = UUID(unit) if unit else self.scope
        return [self.stands[one.key, at] for one in speaking if (one.key, at) in self.stands]


def records_of_round(viewer: Person, round: Round, units: Iterable[str | None]) -> Records:
    """All of them at once, in these units. Two queries, or up to four."""
    speaking = {statement: most_telling(found) for statement, found in speaking_in(round.framework_id).items()}
    indicators = {one.key: one for found in speaking.values() for one in found}
    if not indicators:
        return Records(round.scope_id, {}, {})
    at = {UUID(unit) if unit else round.scope_id for unit in units}
    found = stands(Sight(viewer), list(indicators.values()), at, looked_at_on(round))
    return Records(round.scope_id, speaking, found)
