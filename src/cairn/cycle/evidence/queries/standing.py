"""How did figures stand on a day, in several units at once?"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from cairn.cycle.evidence.course import Course
from cairn.cycle.evidence.declaring import Indicator
from cairn.cycle.evidence.sight import Part, Sight
from cairn.cycle.evidence.standing import BACK, MONTHS, Stand, stand_on
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
    end = months.first_of(day)
    since = {one.key: months.add(end, -MONTHS) for one in indicators if one.target is not None}
    points, redrawn = sight.charted(indicators, units, (months.add(end, -BACK), months.add(end, -1)), since=since)
    declared = {one.key: one for one in indicators}
    found = {
        part: stand_on(Course(declared[part[0]], some, tuple(redrawn.get(part, ()))), day)
        for part, some in points.items()
    }
    return {part: stand for part, stand in found.items() if stand is not None}
