"""How did figures stand on a day, in several units at once?"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cairn.cycle.evidence.course import Course
from cairn.cycle.evidence.declaring import Indicator
from cairn.cycle.evidence.sight import Part, Point, Sight
from cairn.cycle.evidence.standing import BACK, MONTHS, Stand, stand_on
from cairn.cycle.evidence.stored import Row, rows_and_baselines
from cairn.foundation.core import months


def stands(
    sight: Sight, indicators: Collection[Indicator], units: Collection[UUID | None], day: date
) -> dict[Part, Stand]:
    """How each figure stood in each of these units (None: the whole), where it stood at all, as the reader may see it.

    One query, and up to two more for whoever has the right to the rows of some units only. Of a figure with a target
    three months are read, of others as many as it takes to know whether they got worse.
    """
    if not indicators:
        return {}
    declared = {one.key: one for one in indicators}
    points, redrawn = sight.charted(indicators, units, _span(day), since=_since(indicators, day))
    found = {
        part: stand_on(Course(declared[part[0]], some, tuple(redrawn.get(part, ()))), day)
        for part, some in points.items()
    }
    return {part: stand for part, stand in found.items() if stand is not None}


@dataclass(frozen=True)
class Kept:
    """How a figure stood, to be kept with something signed. An open one rests on what is open to everybody alone."""

    unit: UUID | None
    stand: Stand
    is_open: bool


def stands_to_keep(
    organisation_id: UUID, indicators: Collection[Indicator], units: QuerySet[Any], whole: UUID | None, day: date
) -> list[Kept]:
    """How each figure stood in each of these units and in the whole, whoever may see it. One query.

    `units` is a query for identifiers; `whole` the unit that stands for the whole, None for the organisation.

    Where all its months are open to everybody, so is what is kept of it: then nothing but open months speaks of chance.
    """
    if not indicators:
        return []
    declared = {one.key: one for one in indicators}
    rows, redrawn = rows_and_baselines(
        organisation_id, declared, None, _span(day), since=_since(indicators, day),
        inside=Q(series__unit__in=units) | Q(series__unit=whole),
    )  # fmt: skip
    by_part: dict[Part, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.month):
        by_part[row.indicator, row.unit].append(row)
    found = []
    for (key, unit), some in by_part.items():
        baselines = tuple(sorted(redrawn.get((key, unit), ())))
        full = stand_on(Course(declared[key], _points(some), baselines), day)
        shown = stand_on(Course(declared[key], _points(row for row in some if row.is_open), baselines), day)
        if full is not None:
            is_open = shown is not None and shown.pooled == full.pooled
            found.append(Kept(unit, shown if shown is not None and is_open else full, is_open))
    return sorted(found, key=lambda one: (str(one.unit), one.stand.indicator.key))


def _points(rows: Iterable[Row]) -> tuple[Point, ...]:
    return tuple(Point(row.month, row.numerator, row.denominator) for row in rows)


def _span(day: date) -> tuple[date, date]:
    end = months.first_of(day)
    return months.add(end, -BACK), months.add(end, -1)


def _since(indicators: Iterable[Indicator], day: date) -> dict[str, date]:
    first = months.add(months.first_of(day), -MONTHS)
    return {one.key: first for one in indicators if one.target is not None}
