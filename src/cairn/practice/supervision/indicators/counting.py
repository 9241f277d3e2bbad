"""How do records become figures by unit, staff group and month, in one grouped query?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet

from cairn.cycle.evidence.declaring import Figure

THE_MONTH, THE_GROUP = F("month"), F("staff_group")


def figures(
    records: QuerySet[Any],
    *,
    numerator: Any,
    denominator: Any,
    month: Any = THE_MONTH,
    group: Any = THE_GROUP,
) -> Iterator[Figure]:
    """One figure for each unit, staff group and month that has anything to count."""
    grouped = records.order_by().values("unit_id", its_group=group, its_month=month)
    counted = grouped.annotate(over=numerator, under=denominator).filter(under__gt=0)
    for row in counted.values_list("unit_id", "its_group", "its_month", "over", "under"):
        yield Figure(*row)
