"""Has something really changed, or is it chance? Individual values and their moving ranges (the XmR chart).

The limits are those of Shewhart and Wheeler: mean ± 2.66 × the average moving range. The signs of a special cause are
those of NHS England's *Making Data Count*, in the reading of 2024 (docs/evidence.md names the sources), in this order:

1. a point outside the limits;
2. seven points in a row that each rise, or each fall;
3. two of three points beyond two thirds of the way to a limit, all three on the same side of the mean: only the points
   beyond are marked, and one outside the limit counts as beyond;
4. seven points in a row on the same side of the mean.

A point on the mean is on no side, one on a limit is not outside it, and two equal points neither rise nor fall. Values
that differ by less than a thousand millionth count as equal, so that no rounding of the machine makes a sign.

Nothing is drawn anew by itself: `baselines` are the places from which a person had the limits computed afresh. No sign
reaches over a baseline.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

SPREAD, SCREEN = 2.66, 3.267
RUN = 7
ENOUGH = 13  # with fewer points the limits are provisional
EQUAL = 1e-9


class Sign(StrEnum):
    """By which rule a point is no chance."""

    OUTSIDE = "outside"
    TREND = "trend"
    NEAR = "two of three"
    SHIFT = "shift"


@dataclass(frozen=True)
class Mark:
    """A sign at a point, and whether it points up or down."""

    sign: Sign
    is_up: bool


@dataclass(frozen=True)
class Limits:
    """What is to be expected of a stretch of points: its mean, and the limits of chance about it."""

    mean: float
    average_range: float

    @property
    def lower(self) -> float:
        return self.mean - SPREAD * self.average_range

    @property
    def upper(self) -> float:
        return self.mean + SPREAD * self.average_range


@dataclass(frozen=True)
class Segment:
    """A stretch between two baselines: its points are `start` to `end`, the last not included."""

    start: int
    end: int
    limits: Limits

    @property
    def is_provisional(self) -> bool:
        return self.end - self.start < ENOUGH


@dataclass(frozen=True)
class Xmr:
    """The points with their signs, and the stretches with their limits."""

    values: tuple[float, ...]
    marks: tuple[Mark | None, ...]
    segments: tuple[Segment, ...]

    @property
    def latest(self) -> Segment:
        """The stretch that says what is to be expected now."""
        return self.segments[-1]


class Assurance(StrEnum):
    """Whether a target will be met if nothing changes."""

    MET = "met"
    MISSED = "missed"
    BY_CHANCE = "by chance"


def xmr(values: Sequence[float], *, baselines: Sequence[int] = (), screened: bool = False) -> Xmr:
    """The chart of these values, in order of time, at least one.

    `baselines` are places in the row from which the limits are computed anew. `screened` leaves out, once, the moving
    ranges that are at least 3.267 times their average, so that a single leap does not widen the limits.
    """
    cuts = sorted({0, *(place for place in baselines if 0 < place < len(values))})
    segments, marks = [], []
    for start, end in pairwise([*cuts, len(values)]):
        stretch = values[start:end]
        limits = limits_of(stretch, screened=screened)
        segments.append(Segment(start, end, limits))
        marks += marks_of(stretch, limits)
    return Xmr(tuple(values), tuple(marks), tuple(segments))


def run_to(chart: Xmr, place: int) -> int:
    """Where the run began whose mark a point bears: a trend, or points on one side of the mean."""
    mark = chart.marks[place]
    segment = next(one for one in chart.segments if one.start <= place < one.end)
    side, way = _side_of(chart.values), 1 if mark and mark.is_up else -1

    def goes_on(at: int) -> bool:
        line = chart.values[at - 1] if mark and mark.sign == Sign.TREND else segment.limits.mean
        return side(chart.values[at if mark and mark.sign == Sign.TREND else at - 1], line) == way

    while place > segment.start and goes_on(place):
        place -= 1
    return place


def limits_of(values: Sequence[float], *, screened: bool = False) -> Limits:
    """Mean and average moving range of these values; a single value has no range."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    average = _mean(ranges)
    if screened and average > 0:
        average = _mean([one for one in ranges if one < SCREEN * average * (1 - EQUAL)])
    return Limits(_mean(values), average)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def marks_of(values: Sequence[float], limits: Limits) -> list[Mark | None]:
    """The sign of each point, by the first rule that holds."""
    side = _side_of(values)
    about = [side(value, limits.mean) for value in values]
    outside = [max(0, side(value, limits.upper)) + min(0, side(value, limits.lower)) for value in values]
    reach = 2 / 3 * SPREAD * limits.average_range
    beyond = [
        max(0, side(value, limits.mean + reach)) + min(0, side(value, limits.mean - reach)) for value in values
    ]  # fmt: skip
    steps = [side(after, before) for before, after in pairwise(values)]
    by_rule = (
        (Sign.OUTSIDE, outside),
        (Sign.TREND, _trends(steps)),
        (Sign.NEAR, _two_of_three(beyond, about)),
        (Sign.SHIFT, _shifts(about)),
    )
    return [
        next((Mark(sign, found[place] > 0) for sign, found in by_rule if found[place]), None)
        for place in range(len(values))
    ]


def _side_of(values: Sequence[float]) -> Callable[[float, float], int]:
    """1 above, -1 below, 0 where the two are equal but for the machine's rounding."""
    hair = EQUAL * max(1.0, *(abs(value) for value in values))
    return lambda value, line: (value > line + hair) - (value < line - hair)


def _runs(sides: Sequence[int]) -> list[tuple[int, int, int]]:
    """Where the same side is kept: side, first place, and the place after the last; of no side there is no run."""
    found, start = [], 0
    for place in range(1, len(sides) + 1):
        if place == len(sides) or sides[place] != sides[start]:
            if sides[start]:
                found.append((sides[start], start, place))
            start = place
    return found


def _shifts(about: Sequence[int]) -> list[int]:
    found = [0] * len(about)
    for side, start, end in _runs(about):
        if end - start >= RUN:
            found[start:end] = [side] * (end - start)
    return found


def _trends(steps: Sequence[int]) -> list[int]:
    """Six steps the same way join seven points. Where a rise ends and a fall begins, the point belongs to the later."""
    found = [0] * (len(steps) + 1)
    for way, start, end in _runs(steps):
        if end - start >= RUN - 1:
            found[start : end + 1] = [way] * (end - start + 1)
    return found


def _two_of_three(beyond: Sequence[int], about: Sequence[int]) -> list[int]:
    found = [0] * len(about)
    for start in range(len(about) - 2):
        three = range(start, start + 3)
        side = about[start]
        if side and all(about[place] == side for place in three):
            far = [place for place in three if beyond[place] == side]
            if len(far) >= 2:
                for place in far:
                    found[place] = side
    return found


def assurance(limits: Limits, target: float, *, up_is_better: bool) -> Assurance:
    """Whether a target will be met if nothing changes, judged by the limits of the latest stretch.

    A target on a limit is within them. Where all points are the same and lie on the target, each of them meets it.
    """
    side = _side_of((limits.lower, limits.upper, target))
    if side(target, limits.upper) > 0:
        return Assurance.MISSED if up_is_better else Assurance.MET
    if side(target, limits.lower) < 0:
        return Assurance.MET if up_is_better else Assurance.MISSED
    if side(limits.lower, target) == side(limits.upper, target) == 0:
        return Assurance.MET
    return Assurance.BY_CHANCE
