"""Which figures are stored for some indicators, units and months, whoever may see them?"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from cairn.cycle.evidence.models import Measurement
from cairn.foundation.people.models import Person


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


def rows_of(
    viewer: Person,
    indicators: Collection[str],
    units: Collection[UUID | None] | None,
    span: Months,
    *,
    more: Mapping[str, Collection[UUID]] | None = None,
) -> list[Row]:
    """The stored months that have records, of these indicators in these units. One query.

    None among the units is the whole; None instead of units means all of them. `more` adds units for some indicators.
    """
    found = Measurement.objects.filter(
        series__organisation=viewer.organisation_id,
        series__indicator__in=indicators,
        series__staff_group="",
        month__range=span,
        denominator__gt=0,
    )
    if units is not None:
        inside = Q(series__unit__in=[unit for unit in units if unit is not None])
        for key, others in (more or {}).items():
            inside |= Q(series__indicator=key, series__unit__in=others)
        found = found.filter(inside | Q(series__unit=None) if None in units else inside)
    return [Row(*row) for row in found.order_by().values_list(*COLUMNS)]
