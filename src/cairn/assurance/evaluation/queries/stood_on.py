"""On which figures does a round stand, and how are they now, as far as a reader may see both?

Until a round is signed these are the figures as they are known today; from then on those that were kept with it. What
was kept is shown to whoever has the right to all records behind it. Everybody else sees it where it was open to
everybody, and where the same months have not come out differently since: held against what they are now, the old
figure would tell of the few records that came in between.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairn.assurance.evaluation.models import Result, Round, StoodOn
from cairn.assurance.evaluation.queries.days import looked_at_on
from cairn.cycle.evidence.course import Course, Pooled
from cairn.cycle.evidence.declaring import Indicator, all_indicators
from cairn.cycle.evidence.queries import refs_by_indicator, stands_to_keep
from cairn.cycle.evidence.sight import Part, Point, Sight
from cairn.cycle.evidence.standing import BACK, Stand, stand_on
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Person


def open_figures(round: Round) -> list[StoodOn]:
    """What may be told to everybody of the figures on which a round stands, or would if it were signed now."""
    rows = StoodOn.objects.filter(round=round, is_open=True) if round.sealed else to_stand_on(round)
    return in_telling_order(row for row in rows if row.is_open)


def in_telling_order(rows: Iterable[StoodOn]) -> list[StoodOn]:
    """Those with a target first, then those that spoke to the fewest statements."""
    return sorted(rows, key=lambda row: (not row.told["target"], len(row.refs), row.told["title"]))


def to_stand_on(round: Round, *, only: UUID | None = None) -> list[StoodOn]:
    """What would be kept with the round if it were signed now: each figure in the whole and in each unit with results.

    With a unit: in that one and in the whole. Two queries.
    """
    refs = refs_by_indicator(round.framework_id)
    if not refs:
        return []
    indicators = [one for one in all_indicators() if one.key in refs]
    results = Result.objects.filter(round=round, is_area__in=[False], unit__isnull=False).order_by()
    units = (results.filter(unit=only) if only else results).values("unit")
    kept = stands_to_keep(round.organisation_id, indicators, units, round.scope_id, looked_at_on(round))
    return [StoodOn.of(round, one, refs[one.stand.indicator.key]) for one in kept]


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
    if round.sealed:
        return figures_kept(viewer, round, in_telling_order(StoodOn.objects.filter(round=round, unit=unit)))
    rows = to_stand_on(round, only=unit)
    return figures_kept(viewer, round, in_telling_order(row for row in rows if row.unit_id == unit))


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
        course = Course(self.declared[part[0]], points, self.redrawn.get(part, ()))
        return stand_on(course, clock.today())


def _pooled(points: Iterable[Point], since: date, until: date) -> Pooled | None:
    """The same months added up; None where one of them is withheld."""
    some = [point for point in points if since <= point.month <= until]
    if not some or any(point.numerator is None for point in some):
        return None
    return Pooled(sum(p.numerator or 0 for p in some), sum(p.denominator or 0 for p in some), since, until)


def _counts(pooled: Pooled | None) -> tuple[int, int] | None:
    return None if pooled is None else (pooled.numerator, pooled.denominator)
