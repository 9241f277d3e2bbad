"""Which figures may this reader see: all as they are, those that are open to everybody, or what their own rows allow?

Who has the right to the rows behind a figure (the act `rows_act` of its indicator, in that unit) may count them, so
their figures are shown as they are. Everybody else sees what is open: small numbers are withheld, and with them what
would tell small ones by subtraction. Who has the right in some units only could subtract these from the open figures
above; where that tells something small, what they are shown is weighed anew (`foundation/core/disclosure.py`).

The running month changes with every record. Shown to everybody from hour to hour it would tell what each new record
says, so whoever has no right to the rows sees a unit's month when it is over.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from cairn.cycle.evidence.declaring import Indicator
from cairn.cycle.evidence.knows_some import KnowsSome
from cairn.cycle.evidence.models import Measurement
from cairn.cycle.evidence.stored import Months, Place, Row, rows_and_baselines
from cairn.cycle.evidence.units_now import UnitNow, UnitsNow
from cairn.foundation.core import clock, months
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.access import parts
from cairn.foundation.people.models import Person

Part = tuple[str, UUID | None]


class Point(NamedTuple):
    """What a month came to, as the reader may see it: without numbers where they are withheld."""

    month: date
    numerator: int | None = None
    denominator: int | None = None
    is_running: bool = False

    @property
    def is_withheld(self) -> bool:
        return self.denominator is None

    @property
    def value(self) -> float | None:
        """The share, or the mean; None where it is withheld."""
        return None if self.numerator is None or not self.denominator else self.numerator / self.denominator


class Sight:
    """What one reader may see of the figures of their organisation. Made for one request."""

    def __init__(
        self, viewer: Person, units: UnitsNow | None = None, *, sparing: bool = False, as_everybody: bool = False
    ):
        """A sparing one asks less: what would have to be weighed anew it does not show at all.

        As everybody: what goes into a report, which others will read, shows what is open to all and nothing else.
        """
        self.viewer, self.as_everybody = viewer, as_everybody
        self.running = months.first_of(clock.today())
        self.units = units or UnitsNow(viewer)
        self.some = KnowsSome(viewer, self.units, sparing=sparing)

    def points(
        self, indicators: Iterable[Indicator], units: Collection[UUID | None], span: Months
    ) -> dict[Part, tuple[Point, ...]]:
        """The months of each indicator and unit that have records, in order. None among the units is the whole."""
        return self.charted(indicators, units, span)[0]

    def charted(
        self,
        indicators: Iterable[Indicator],
        units: Collection[UUID | None],
        span: Months,
        *,
        more: Mapping[str, Collection[UUID]] | None = None,
        since: Mapping[str, date] | None = None,
    ) -> tuple[dict[Part, tuple[Point, ...]], dict[Part, tuple[date, ...]]]:
        """The same, and the months from which the charts of these indicators are drawn anew.

        `more` names further units for some of the indicators, `since` a later first month. One query where the reader
        has the right to all rows, or to none; up to three where they have it somewhere.
        """
        asked = {one.key: one for one in indicators}
        partly = {key: one for key, one in asked.items() if self._is_partly_known(one)}
        near = self.some.touched(partly.values(), span) if partly else set()
        rows, redrawn = rows_and_baselines(
            self.viewer.organisation_id, asked, {*units, *near}, span, more=more, since=since
        )
        wanted = {(key, unit) for key in asked for unit in (*units, *(more or {}).get(key, ()))}
        seen = self._seen(asked, partly, rows, wanted)
        found: dict[Part, list[Point]] = defaultdict(list)
        for row in sorted((row for row in rows if row[:2] in wanted), key=lambda row: row.month):
            is_running = row.month == self.running
            if row[:3] in seen:
                point = Point(row.month, row.numerator, row.denominator, is_running)
            else:
                point = Point(row.month, is_running=is_running)
            found[row.indicator, row.unit].append(point)
        points = {part: tuple(some) for part, some in found.items()}
        return points, {part: tuple(sorted(some)) for part, some in redrawn.items()}

    def _reached(self, indicator: Indicator) -> frozenset[str]:
        """The parts of the tree in which the reader has the right to the rows."""
        return frozenset() if self.as_everybody else parts(self.viewer, indicator.rows_act)

    def _is_partly_known(self, indicator: Indicator) -> bool:
        reached = self._reached(indicator)
        return bool(reached) and "" not in reached

    def has_rows(self, indicator: Indicator, unit: UnitNow | None) -> bool:
        """Whether the reader has the right to all rows of a unit and of all below it, or of the whole, as it is now."""
        reached = self._reached(indicator)
        return "" in reached or (unit is not None and any(unit.path.startswith(path) for path in reached))

    def knows_all(self, indicator: Indicator, unit: UUID | None, some: Iterable[date]) -> bool:
        """Whether the reader has the right to all rows of a unit as it stood in each of these months."""
        reached = self._reached(indicator)
        return "" in reached or (bool(reached) and all(self.some.knows_all_of(indicator, unit, m) for m in some))

    def groups(
        self, indicator: Indicator, unit: UnitNow | None, month: date
    ) -> dict[str, tuple[int, int] | None] | None:
        """A month by staff group, None for those withheld. None altogether where the split itself is withheld.

        It is shown to those who have the right to all rows; of the whole also to those who have it nowhere.
        """
        if self.has_rows(indicator, unit):
            return self._groups_in_full(indicator, unit.pk if unit else None, month)
        if unit is None and not self._reached(indicator):
            return self._open_groups(indicator, month)
        return None

    def _groups_in_full(
        self, indicator: Indicator, unit: UUID | None, month: date
    ) -> dict[str, tuple[int, int] | None] | None:
        full = "" in self._reached(indicator) or self.some.knows_all_of(indicator, unit, month)
        place = {"organisation": self.viewer.organisation_id, "indicator": indicator.key, "unit": unit, "month": month}
        for (groups,) in _whole_month(**place) if full else ():
            return None if groups is None else {group: (pair[0], pair[1]) for group, pair in groups.items()}
        return None

    def _open_groups(self, indicator: Indicator, month: date) -> dict[str, tuple[int, int] | None]:
        rows = _split_month(organisation=self.viewer.organisation_id, indicator=indicator.key, month=month)
        return {group: (some, of) if is_open else None for group, some, of, is_open in rows}

    def _seen(
        self, asked: Mapping[str, Indicator], partly: Mapping[str, Indicator], rows: list[Row], wanted: set[Part]
    ) -> set[Place]:
        everywhere = {key for key, one in asked.items() if "" in self._reached(one)}
        seen = {
            row[:3]
            for row in rows
            if row.indicator in everywhere or (row.indicator not in partly and row.is_open and self._is_over(row[:3]))
        }
        if partly:
            full, others = self.some.seen(partly, [row for row in rows if row.indicator in partly], wanted)
            seen |= full | {place for place in others if self._is_over(place)}
        return seen

    def _is_over(self, place: Place) -> bool:
        _, unit, month = place
        return unit is None or month < self.running


@prepared
def _whole_month(*, month: Any, **place: Any) -> QuerySet[Any]:
    """All groups together of one month, with its split."""
    series = {f"series__{name}": value for name, value in place.items()}
    return Measurement.objects.filter(**series, series__staff_group="", month=month).values_list("groups")


@prepared
def _split_month(*, organisation: Any, indicator: Any, month: Any) -> QuerySet[Any]:
    """A month of the whole by staff group, as it may be open to everybody."""
    found = Measurement.objects.filter(series__organisation=organisation, series__indicator=indicator)
    found = found.filter(series__unit=None, month=month, denominator__gt=0).exclude(series__staff_group="")
    columns = ("series__staff_group", "numerator", "denominator", "is_open")
    return found.order_by("series__staff_group").values_list(*columns)
