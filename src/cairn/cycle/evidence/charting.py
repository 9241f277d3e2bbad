"""How does the course of a figure become a chart, with its months as a table and what it says in words?"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from cairn.cycle.evidence import wording
from cairn.cycle.evidence.course import Course
from cairn.cycle.evidence.sight import Point
from cairn.foundation.core import clock, months
from cairn.foundation.core.charts import Chart
from cairn.foundation.core.control_charts import Dot, Drawing, Stretch, control, sparkline
from cairn.foundation.core.xmr import Mark, Sign

SIGNS = {
    Sign.OUTSIDE: ("above the upper limit", "below the lower limit"),
    Sign.TREND: ("rising", "falling"),
    Sign.NEAR: ("far above the mean", "far below the mean"),
    Sign.SHIFT: ("above the mean, in a run", "below the mean, in a run"),
}
LOOKS = {"": "", "better": "better: ", "worse": "worse: ", "different": "a real change: "}
# The same figures make the same chart, and many people open them, so the latest charts are kept: some megabytes.
DRAWN = 512
HEADS = ("Month", "Figure", "Records", "What stands out")


def chart_of(course: Course, *, notes: Iterable[date] = (), identity: str = "chart") -> Chart:
    """Every month of the course, with a number above each that has a note."""
    return _chart(course, tuple(notes), identity)


@lru_cache(maxsize=DRAWN)
def _chart(course: Course, notes: tuple[date, ...], identity: str) -> Chart:
    shown = _months(course)
    places = {month: place for place, month in enumerate(shown)}
    marks = _marks(course)
    points = {point.month: point for point in course.points}
    indicator = course.indicator
    drawing = Drawing(
        title=indicator.title,
        dots=[_dot(course, month, points.get(month), marks.get(month)) for month in shown],
        stretches=_stretches(course, places),
        target=None if indicator.target is None else float(indicator.target),
        worded=lambda figure: wording.value(indicator, figure),
        notes=[places[month] for month in notes if month in places],
        floor=None if indicator.is_mean else 0.0,
        ceiling=None if indicator.is_mean else 1.0,
    )
    rows = tuple(_row(course, points[month], marks.get(month)) for month in reversed(shown) if month in points)
    return control(drawing, description(course), HEADS, rows, identity=identity)


def spark_of(course: Course, *, identity: str) -> Chart:
    """The months that are over as small as a word; the last dot bears the sign."""
    shown, marks = _months(course), _marks(course)
    points = {point.month: point for point in course.points if not point.is_running}
    dots = [_dot(course, month, points.get(month), marks.get(month)) for month in shown if month in points]
    return sparkline(course.indicator.title, dots, description(course), identity=identity)


def line_of(course: Course, identity: str) -> dict[str, Any]:
    """A figure as one line of a page: its latest month, a small chart, and what it says."""
    return dict(_line(course, identity, clock.today()))


@lru_cache(maxsize=DRAWN)
def _line(course: Course, identity: str, _today: date) -> dict[str, Any]:
    latest = course.latest
    return {
        "course": course,
        "latest": latest,
        "value": wording.of_point(course.indicator, latest) if latest else "",
        "spark": spark_of(course, identity=identity),
        "variation": wording.variation(course),
        "assurance": (assured := wording.assurance(course)),
        "aim": wording.aim(assured) if latest else None,
        "stale": wording.missing(course) if course.is_stale else "",
    }


def description(course: Course) -> str:
    """What the chart says, for those who don't see it."""
    latest = course.latest
    if latest is None:
        return wording.NEVER
    figure = wording.of_point(course.indicator, latest)
    said = [f"{wording.month_name(latest.month)}: {figure}.", wording.variation(course).sentence]
    if assured := wording.assurance(course):
        said.append(assured.sentence)
    return " ".join(said)


def _months(course: Course) -> list[date]:
    return list(months.between(course.points[0].month, course.points[-1].month)) if course.points else []


def _marks(course: Course) -> dict[date, Mark]:
    if course.chart is None:
        return {}
    pairs = zip(course.known, course.chart.marks, strict=True)
    return {point.month: mark for point, mark in pairs if mark is not None}


def _dot(course: Course, month: date, point: Point | None, mark: Mark | None) -> Dot:
    label = wording.short_month(month)
    if point is None:
        return Dot(label, None)
    return Dot(label, point.value, course.look(mark), point.is_running)


def _stretches(course: Course, places: dict[date, int]) -> list[Stretch]:
    """Mean and limits as far as their months are drawn; they go on to the running month."""
    if course.chart is None:
        return []
    found = []
    for segment in course.chart.segments:
        inside = [places[point.month] for point in course.known[segment.start : segment.end] if point.month in places]
        if inside:
            found.append(Stretch(inside[0], inside[-1], segment.limits.mean, *course.bounds(segment)))
    return found


def _row(course: Course, point: Point, mark: Mark | None) -> tuple[str, ...]:
    stands_out = "not over yet" if point.is_running else ""
    if mark is not None:
        stands_out = LOOKS[course.look(mark)] + SIGNS[mark.sign][0 if mark.is_up else 1]
    figure, count = wording.of_point(course.indicator, point), wording.count(course.indicator, point)
    return wording.month_name(point.month), figure, "" if point.is_withheld else count, stands_out
