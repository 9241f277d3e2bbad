"""Which figures are stored for some indicators, units and months, whoever may see them?"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, BooleanField, Q, QuerySet, Value

from cairn.cycle.evidence.models import Baseline, Measurement


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


def rows_and_baselines(
    organisation_id: UUID,
    indicators: Collection[str],
    units: Collection[UUID | None] | None,
    span: Months,
    **which: Any,
) -> tuple[list[Row], dict[tuple[str, UUID | None], list[date]]]:
    """The same rows, and from which months on charts of these indicators are drawn anew. One query for both."""
    redrawn = Baseline.objects.filter(
        organisation=organisation_id, indicator__in=indicators, withdrawn_at=None
    ).order_by()
    none, no = Value(0, BigIntegerField()), Value(value=False, output_field=BooleanField())
    marked = Value(BASELINE, BigIntegerField())
    as_rows = redrawn.annotate(some=none, of=none, own=none, is_open=no, rest=marked)
    columns = ("indicator", "unit_id", "from_month", "some", "of", "own", "is_open", "rest")
    found = _found(organisation_id, indicators, units, span, **which).union(as_rows.values_list(*columns), all=True)
    rows, baselines = [], defaultdict(list)
    for row in map(Row._make, found):
        if row.rest == BASELINE:
            baselines[row.indicator, row.unit].append(row.month)
        else:
            rows.append(row)
    return rows, baselines


def rows_of(
    organisation_id: UUID,
    indicators: Collection[str],
    units: Collection[UUID | None] | None,
    span: Months,
    **which: Any,
) -> list[Row]:
    """The stored months that have records, of these indicators in these units. One query.

    None among the units is the whole; None instead of units means all of them. `more` adds units for some indicators,
    `since` leaves out their earlier months, `inside` says which units where the caller does not know them yet.
    """
    return [Row(*row) for row in _found(organisation_id, indicators, units, span, **which)]


def _found(
    organisation_id: UUID,
    indicators: Collection[str],
    units: Collection[UUID | None] | None,
    span: Months,
    *,
    more: Mapping[str, Collection[UUID]] | None = None,
    since: Mapping[str, date] | None = None,
    inside: Q | None = None,
) -> QuerySet[Any]:
    found = Measurement.objects.filter(
        series__organisation=organisation_id,
        series__indicator__in=indicators,
        series__staff_group="",
        month__range=span,
        denominator__gt=0,
    )
    for first, keys in _by_month(since or {}).items():
        found = found.exclude(series__indicator__in=keys, month__lt=first)
    if inside is None and units is not None:
        inside = Q(series__unit__in=[unit for unit in units if unit is not None])
        for key, others in (more or {}).items():
            inside |= Q(series__indicator=key, series__unit__in=others)
        inside = inside | Q(series__unit=None) if None in units else inside
    if inside is not None:
        found = found.filter(inside)
    return found.order_by().values_list(*COLUMNS)


def _by_month(since: Mapping[str, date]) -> dict[date, list[str]]:
    found: dict[date, list[str]] = defaultdict(list)
    for key, first in since.items():
        found[first].append(key)
    return found
