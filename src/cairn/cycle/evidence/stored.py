"""Which figures are stored for some indicators, units and months, whoever may see them?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, BooleanField, Q, QuerySet, Value

from cairn.cycle.evidence.models import Baseline, Measurement
from cairn.foundation.core.prepared import prepared


class Row(NamedTuple):
    """A month of an indicator in a unit or in the whole, as it is stored, before anybody's sight."""

    indicator: str
    unit: UUID | None
    month: date
    numerator: int
    denominator: int
    own: int
    is_open: bool
    rest: int


COLUMNS = (
    "series__indicator", "series__unit_id", "month", "numerator", "denominator", "own_denominator", "is_open", "rest",
)  # fmt: skip
Place = tuple[str, UUID | None, date]
Months = tuple[date, date]
BASELINE = -1  # stands in the place of a rest, which is never below nought


Units = Collection[UUID | None]


def rows_and_baselines(
    organisation_id: UUID,
    indicators: Collection[str],
    units: Units | None,
    span: Months,
    **which: Any,
) -> tuple[list[Row], dict[tuple[str, UUID | None], list[date]]]:
    """The same rows, and from which months on charts of these indicators are drawn anew. One query for both."""
    ask = _rows_and_baselines.plainly if "inside" in which else _rows_and_baselines
    rows, baselines = [], defaultdict(list)
    for row in map(Row._make, ask(**_asked(organisation_id, indicators, units, span, **which))):
        if row.rest == BASELINE:
            baselines[row.indicator, row.unit].append(row.month)
        else:
            rows.append(row)
    return rows, baselines


def rows_of(
    organisation_id: UUID, indicators: Collection[str], units: Units | None, span: Months, **which: Any
) -> list[Row]:
    """The stored months that have records, of these indicators in these units. One query.

    None among the units is the whole; None instead of units means all of them. `more` adds units for some indicators,
    `since` leaves out their earlier months, `inside` says which units where the caller does not know them yet.
    """
    return [Row(*row) for row in _rows(**_asked(organisation_id, indicators, units, span, **which))]


def _asked(
    organisation_id: UUID,
    indicators: Collection[str],
    units: Units | None,
    span: Months,
    *,
    more: Mapping[str, Collection[UUID]] | None = None,
    since: Mapping[str, date] | None = None,
    inside: Q | None = None,
) -> dict[str, Any]:
    """What the questions take: values, and conditions made of them."""
    if inside is None and units is not None:
        inside = Q(series__unit__pk__in=[unit for unit in units if unit is not None])
        for key, others in (more or {}).items():
            inside |= Q(series__indicator=key, series__unit__pk__in=list(others))
        inside = inside | Q(series__unit=None) if None in units else inside
    earlier = [Q(series__indicator__in=keys, month__lt=first) for first, keys in _by_month(since or {}).items()]
    return {
        "organisation": organisation_id,
        "indicators": sorted(indicators),
        "span": span,
        "inside": inside or Q(),
        "earlier": earlier,
    }


@prepared
def _rows_and_baselines(*, organisation: Any, indicators: Any, **which: Any) -> QuerySet[Any]:
    redrawn = Baseline.objects.filter(organisation=organisation, indicator__in=indicators, withdrawn_at=None)
    none, no = Value(0, BigIntegerField()), Value(value=False, output_field=BooleanField())
    marked = Value(BASELINE, BigIntegerField())
    as_rows = redrawn.order_by().annotate(some=none, of=none, own=none, is_open=no, rest=marked)
    columns = ("indicator", "unit_id", "from_month", "some", "of", "own", "is_open", "rest")
    found = _found(organisation=organisation, indicators=indicators, **which)
    return found.union(as_rows.values_list(*columns), all=True)


@prepared
def _rows(**which: Any) -> QuerySet[Any]:
    return _found(**which)


def _found(*, organisation: Any, indicators: Any, span: Any, inside: Q, earlier: Sequence[Q]) -> QuerySet[Any]:
    found = Measurement.objects.filter(
        inside,
        series__organisation=organisation,
        series__indicator__in=indicators,
        series__staff_group="",
        month__range=span,
        denominator__gt=0,
    )
    for condition in earlier:
        found = found.exclude(condition)
    return found.order_by().values_list(*COLUMNS)


def _by_month(since: Mapping[str, date]) -> dict[date, list[str]]:
    found: dict[date, list[str]] = defaultdict(list)
    for key, first in since.items():
        found[first].append(key)
    return found
