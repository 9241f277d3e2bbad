"""How did a figure run over the months, as one reader sees it, and what does its latest month say?"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cairn.cycle.evidence.declaring import Direction, Indicator
from cairn.cycle.evidence.sight import Point
from cairn.foundation.core import clock, months
from cairn.foundation.core.xmr import Assurance, Limits, Mark, Segment, Xmr, assurance, xmr


@dataclass(frozen=True)
class Pooled:
    """Several months added up, of those that are shown: the first and the last of them."""

    numerator: int
    denominator: int
    since: date
    until: date

    @property
    def value(self) -> float:
        return self.numerator / self.denominator


@dataclass(frozen=True)
class Course:
    """The months of one indicator in one part of the organisation that have records.

    Limits and signs rest on the months that are over and that the reader may see, so they tell nothing of the others.
    A `screened` course leaves single leaps out of its limits, once (`foundation/core/xmr.py`).
    """

    indicator: Indicator
    points: tuple[Point, ...]
    baselines: tuple[date, ...] = ()
    screened: bool = False

    @cached_property
    def known(self) -> list[Point]:
        """The months that are over and shown."""
        return [point for point in self.points if not point.is_withheld and not point.is_running]

    @property
    def latest(self) -> Point | None:
        """The latest month that is shown; the running one only where there is no other."""
        shown = [point for point in self.points if not point.is_withheld]
        return self.known[-1] if self.known else shown[-1] if shown else None

    def covers(self, month: date) -> bool:
        """Whether a month is among those that are drawn."""
        return bool(self.points) and self.points[0].month <= month <= self.points[-1].month

    def fills(self, count: int) -> bool:
        """Whether it has so many months that there may be earlier ones."""
        return len(self.points) >= count

    @property
    def is_stale(self) -> bool:
        """Whether nothing has been counted for longer than the figure stays fresh."""
        latest = self.running or self.latest
        return latest is not None and months.last_of(latest.month) + self.indicator.fresh_for < clock.today()

    @property
    def running(self) -> Point | None:
        """The running month, where it is shown."""
        return next((point for point in self.points if point.is_running and not point.is_withheld), None)

    @cached_property
    def chart(self) -> Xmr | None:
        """Limits and signs; None before the first month is over."""
        if not self.known:
            return None
        places = [
            next((place for place, point in enumerate(self.known) if point.month >= month), 0)
            for month in self.baselines
        ]
        return xmr([point.value or 0.0 for point in self.known], baselines=places, screened=self.screened)

    @property
    def mark(self) -> Mark | None:
        """The sign at the latest month that is over."""
        return self.chart.marks[-1] if self.chart else None

    @property
    def assurance(self) -> Assurance | None:
        """Whether the target will be met if nothing changes; None without a target or with a single month."""
        if self.chart is None or self.indicator.target is None or self.indicator.direction == Direction.NEITHER:
            return None
        latest = self.chart.latest
        if latest.end - latest.start < 2:
            return None
        up = self.indicator.direction == Direction.UP
        return assurance(latest.limits, float(self.indicator.target), up_is_better=up)

    def look(self, mark: Mark | None) -> str:
        """Better, worse, different, or nothing where chance explains it."""
        if mark is None:
            return ""
        if self.indicator.direction == Direction.NEITHER:
            return "different"
        return "better" if mark.is_up == (self.indicator.direction == Direction.UP) else "worse"

    def bounds(self, segment: Segment) -> tuple[float, float]:
        """The limits as they are drawn and said: a share is never below nothing nor above all."""
        return clipped(segment.limits, is_mean=self.indicator.is_mean)

    def as_of(self, day: date, *, back: int) -> "Course":
        """The course as it could be drawn on a day: `back` months that were over by then, and no later baseline."""
        end = months.first_of(day)
        first = months.add(end, -back)
        return Course(
            self.indicator,
            tuple(point for point in self.known if first <= point.month < end),
            tuple(month for month in self.baselines if month < end),
        )

    def before(self, day: date, count: int = 3) -> Pooled | None:
        """The months that were over on a day, the last three of them added up, as far as they are shown."""
        some = self.as_of(day, back=count).known
        if not some:
            return None
        numerator, denominator = (sum(numbers) for numbers in zip(*map(_counts, some), strict=True))
        return Pooled(numerator, denominator, some[0].month, some[-1].month)


def _counts(point: Point) -> tuple[int, int]:
    return point.numerator or 0, point.denominator or 0


def clipped(limits: Limits, *, is_mean: bool) -> tuple[float, float]:
    """Lower and upper limit; those of a share within nought and one."""
    if is_mean:
        return limits.lower, limits.upper
    return max(0.0, limits.lower), min(1.0, limits.upper)
