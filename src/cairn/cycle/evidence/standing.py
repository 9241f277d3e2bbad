"""How did a figure stand on a day, held against its target, or against chance where it has none?

Pure: the course of a figure goes in, as one reader may see it. What a judgement is held against is the last three
months that were over on that day, added up. A figure with a target fails it or meets it. One without has got worse
where its last month bears a sign of a special cause for the worse, by the two years before. A figure of fewer than five
records says nothing either way.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cairn.cycle.evidence.course import Course, Pooled
from cairn.cycle.evidence.declaring import Direction, Indicator
from cairn.foundation.core.xmr import EQUAL, Mark

MONTHS = 3
BACK = 24  # months by which chance is judged
LEAST = 5


@dataclass(frozen=True)
class Stand:
    """Three months of a figure, added up; `course` is what was known of it on that day.

    Where it was kept with something signed, `kept` is what was said then of a change for the worse, if only nothing.
    """

    indicator: Indicator
    pooled: Pooled
    course: Course = field(repr=False)
    kept: str | None = None

    @cached_property
    def _beyond(self) -> int:
        """1 on the better side of the target or on it, -1 on the worse one, 0 where it can't be weighed."""
        target, way = self.indicator.target, self.indicator.direction
        if target is None or way == Direction.NEITHER or self.pooled.denominator < LEAST:
            return 0
        over = self.pooled.value - float(target)
        hair = EQUAL * max(1.0, float(target))
        return 1 if (over if way == Direction.UP else -over) >= -hair else -1

    @property
    def meets(self) -> bool:
        return self._beyond > 0

    @property
    def fails(self) -> bool:
        return self._beyond < 0

    @cached_property
    def sign(self) -> Mark | None:
        """The sign of its last month, where a figure without a target has got worse; else nothing."""
        if self.indicator.target is not None or self.pooled.denominator < LEAST:
            return None
        mark = self.course.mark
        return mark if self.course.look(mark) == "worse" else None

    @property
    def has_worsened(self) -> bool:
        return self.sign is not None if self.kept is None else bool(self.kept)


def stand_on(course: Course, day: date) -> Stand | None:
    """How a figure stood on a day; None where none of the three months before is shown."""
    pooled = course.before(day, MONTHS)
    return None if pooled is None else Stand(course.indicator, pooled, course.as_of(day, back=BACK))
