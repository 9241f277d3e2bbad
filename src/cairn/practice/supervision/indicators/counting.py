"""How do records become figures by unit, staff group and month, in one grouped query?"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import ExpressionWrapper, F, QuerySet, TextField

from cairn.cycle.evidence.declaring import Figure

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
    units: dict[Any, UUID] = {}
    for unit, *rest in counted.values_list("its_unit", "its_group", "its_month", "over", "under"):
        if unit not in units:
            units[unit] = UUID(str(unit))
        yield Figure(units[unit], *rest)
