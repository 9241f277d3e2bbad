"""On which figures does a round stand, and how are they now, as far as a reader may see both?

Until a round is signed these are the figures as they are known today; from then on those that were kept with it. What
was kept is shown to whoever has the right to all records behind it. Everybody else sees it where it was open to
everybody, and where the same months have not come out differently since: held against what they are now, the old
figure would tell of the few records that came in between.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairn.assurance.evaluation.models import Result, Round, StoodOn
from cairn.assurance.evaluation.queries.days import looked_at_on
from cairn.cycle.evidence.course import Course, Pooled
from cairn.cycle.evidence.declaring import Indicator, all_indicators
from cairn.cycle.evidence.queries import most_telling, speaking_in, stands_to_keep
from cairn.cycle.evidence.sight import Part, Point, Sight
from cairn.cycle.evidence.standing import BACK, Stand, stand_on
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement


def in_telling_order(rows: Iterable[StoodOn]) -> list[StoodOn]:
    """Those with a target first, then those that spoke to the fewest statements."""
    return sorted(rows, key=lambda row: (not row.told["target"], len(row.refs), row.told["title"]))


def to_stand_on(round: Round, units: Iterable[UUID | None] | None = None) -> list[StoodOn]:
    """What would be kept with the round if it were signed now: each figure in each unit that has results.

    At most four queries.
    """
    speaking = speaking_in(round.framework_id)
    if not speaking:
        return []
    refs = _refs_of(speaking)
    if units is None:
        results = Result.objects.filter(round=round, is_area__in=[False]).order_by()
        units = {None, *results.values_list("unit_id", flat=True).distinct()}
    units = {unit or round.scope_id for unit in units}
    indicators = most_telling({one.key: one for found in speaking.values() for one in found}.values())
    kept = stands_to_keep(round.organisation_id, indicators, units, looked_at_on(round))
    return [StoodOn.of(round, one, refs[one.stand.indicator.key]) for one in kept]


def _refs_of(speaking: Mapping[UUID, Sequence[Indicator]]) -> dict[str, list[str]]:
    """The statements to which each indicator speaks, in the order of the framework."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = Statement.objects.filter(pk__in=list(speaking)).order_by("position").values_list("pk", "ref")
    for pk, ref in rows:
        for indicator in speaking[pk]:
            found[indicator.key].append(ref)
    return found


@dataclass(frozen=True)
class Figure:
    """A figure on which a round stood: then (None: withheld), the same months as they are now, and the latest months.

    `again` is there only where it differs, and only for whoever has the right to the records.
    """

    row: StoodOn
    then: Stand | None
    again: Pooled | None
    now: Stand | None
    is_declared: bool

    @property
    def indicator(self) -> Indicator:
        return self.row.stand().indicator


def figures_in_round(viewer: Person, round: Round, unit: UUID | None) -> list[Figure]:
    """The figures of one unit, or of the whole, as they are kept with a signed round or would be, beside today's."""
    kept = StoodOn.objects.filter(round=round, unit=unit)
    return figures_kept(viewer, round, in_telling_order(kept if round.sealed else to_stand_on(round, units={unit})))


def figures_kept(viewer: Person, round: Round, rows: Sequence[StoodOn]) -> list[Figure]:
    """What was kept of one unit, beside what it is now. One query, or up to two, and those that found the rows."""
    if not rows:
        return []
    known = KnownNow(viewer, round, rows, back=BACK)
    return [known.figure(row) for row in rows]


class KnownNow:
    """What a reader knows today of the months on which a round stood, and of the latest ones."""

    def __init__(self, viewer: Person, round: Round, rows: Iterable[StoodOn], *, back: int = 0):
        self.sight, self.scope = Sight(viewer, sparing=True), round.scope_id
        self.declared = {one.key: one for one in all_indicators()}
        asked = {row.indicator: self.declared[row.indicator] for row in rows if row.indicator in self.declared}
        units = {row.unit_id or self.scope for row in rows}
        end = months.first_of(clock.today())
        first = min(row.since for row in rows)
        until = months.add(end, -1) if back else max(row.until for row in rows)
        span = (min(first, months.add(end, -back)) if back else first, until)
        self.points, self.redrawn = self.sight.charted(asked.values(), units, span) if asked else ({}, {})

    def figure(self, row: StoodOn) -> Figure:
        """What was kept beside what is known now."""
        part = row.indicator, row.unit_id or self.scope
        same = _pooled(self.points.get(part, ()), row.since, row.until)
        kept = Pooled(row.numerator, row.denominator, row.since, row.until)
        knows_all = self._knows_all(row)
        stands_still = _counts(same) == _counts(kept) or row.indicator not in self.declared
        then = row.stand() if knows_all or (row.is_open and stands_still) else None
        again = same if knows_all and _counts(same) != _counts(kept) else None
        return Figure(row, then, again, self._now(part), row.indicator in self.declared)

    def then(self, row: StoodOn) -> Stand | None:
        """What was kept, where the reader may see it."""
        return self.figure(row).then

    def _knows_all(self, row: StoodOn) -> bool:
        indicator = self.declared.get(row.indicator)
        return indicator is not None and self.sight.knows_all(
            indicator, row.unit_id or self.scope, months.between(row.since, row.until)
        )

    def _now(self, part: Part) -> Stand | None:
        points = self.points.get(part)
        if not points:
            return None
        course = Course(self.declared[part[0]], points, tuple(self.redrawn.get(part, ())))
        return stand_on(course, clock.today())


def _pooled(points: Iterable[Point], since: date, until: date) -> Pooled | None:
    """The same months added up; None where one of them is withheld."""
    some = [point for point in points if since <= point.month <= until]
    if not some or any(point.numerator is None for point in some):
        return None
    return Pooled(sum(p.numerator or 0 for p in some), sum(p.denominator or 0 for p in some), since, until)


def _counts(pooled: Pooled | None) -> tuple[int, int] | None:
    return None if pooled is None else (pooled.numerator, pooled.denominator)
