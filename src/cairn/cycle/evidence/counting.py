"""How do records become figures by unit, staff group and month, in one grouped query?"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import ExpressionWrapper, F, Q, QuerySet, TextField

from cairn.cycle.evidence.declaring import Figure
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Unit

THE_MONTH, THE_GROUP = F("month"), F("staff_group")
# A few hundred units in a hundred thousand rows: each is read into an identifier once, and not for every row.
AS_STORED = ExpressionWrapper(F("unit_id"), output_field=TextField())


def figures(
    records: QuerySet[Any],
    *,
    numerator: Any,
    denominator: Any,
    month: Any = THE_MONTH,
    group: Any = THE_GROUP,
) -> Iterator[Figure]:
    """One figure for each unit, staff group and month that has anything to count."""
    grouped = records.order_by().values(its_unit=AS_STORED, its_group=group, its_month=month)
    counted = grouped.annotate(over=numerator, under=denominator).filter(under__gt=0)
    units: dict[Any, UUID | None] = {None: None}  # what belongs to the whole organisation has no unit
    for unit, *rest in counted.values_list("its_unit", "its_group", "its_month", "over", "under"):
        if unit not in units:
            units[unit] = UUID(str(unit))
        yield Figure(units[unit], *rest)


def within(unit: Unit | None) -> Q:
    """A unit and all below it; everything, where none is named."""
    return Q(unit__path__startswith=unit.path) if unit else Q()


def looked_at(month: date) -> date:
    """The day for which a month is asked how things stand: its last, in the running month today."""
    return min(months.last_of(month), clock.today())
