"""How is a figure drawn month by month, so that a real change stands out and chance does not?

A line of dots with the mean, the limits of chance and the target. What is no chance differs in shape as well as in
colour: blue diamonds are better, orange squares worse, dark triangles different where neither way is better. There is
no red, amber and green, since that makes a signal of every wobble. A dot that is not yet whole, as that of the running
month, is hollow; where a figure is withheld the line has a gap.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cairn.foundation.core.charts import BETTER, FONT, INK, QUIET, Chart, svg_of, words_at

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 576, 250, 14, 74, 26, 34  # as wide as a card beside its context
LEAST_STEP = 9  # from month to month; more than three years make the chart wider
LINE, AIM, ORANGE, NOTE = "#8d969a", "#24705f", "#a9471a", "#6a4785"
COLOURS = {"": QUIET, "better": BETTER, "worse": ORANGE, "different": INK}
APART = 14  # between two words at the right edge


@dataclass(frozen=True)
class Dot:
    """One month. `look` is better, worse, different, or nothing where chance explains it."""

    label: str
    value: float | None
    look: str = ""
    is_hollow: bool = False


@dataclass(frozen=True)
class Stretch:
    """Mean and limits, from one dot to another, both included."""

    first: int
    last: int
    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Drawing:
    """All that a control chart shows. `worded` says a value; `notes` are numbered lines at dots."""

    title: str
    dots: Sequence[Dot]
    stretches: Sequence[Stretch]
    target: float | None
    worded: Callable[[float], str]
    notes: Sequence[int] = ()
    floor: float | None = None
    ceiling: float | None = None


def control(
    drawing: Drawing,
    said: str,
    heads: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    *,
    identity: str = "control",
    font: str = FONT,
) -> Chart:
    """The chart, with what it says in words and its figures as a table."""
    width = max(WIDTH, LEFT + RIGHT + LEAST_STEP * len(drawing.dots))
    place = _Places(drawing, width=width)
    parts = [*_notes(drawing, place), *_lines(drawing, place), *_joined(drawing, place), *_dots(drawing, place)]
    parts += [*_labels(drawing, place), *_months(drawing, place)]
    svg = svg_of(identity, drawing.title, said, width, HEIGHT, "".join(parts), font)
    return Chart(svg, drawing.title, said, heads, rows)


def sparkline(title: str, dots: Sequence[Dot], said: str, *, identity: str = "spark", font: str = FONT) -> Chart:
    """The same line as small as a word: the last dot marked, its shape and colour as in the chart."""
    place = _Places(Drawing(title, dots, (), None, str), width=150, height=40, left=8, right=10, top=8, foot=8)
    last = max((index for index, dot in enumerate(dots) if dot.value is not None), default=-1)
    parts = _joined(place.drawing, place)
    if last >= 0:
        parts.append(_shape(place.x(last), place.y(dots[last].value or 0), dots[last]))
    return Chart(svg_of(identity, title, said, 150, 40, "".join(parts), font), title, said, (), ())


class _Places:
    """Where a month and a value lie on the paper."""

    def __init__(
        self, drawing: Drawing, *, width: int = WIDTH, height: int = HEIGHT, left: int = LEFT, right: int = RIGHT,
        top: int = TOP, foot: int = FOOT,
    ):  # fmt: skip
        self.drawing, self.left, self.top, self.bottom = drawing, left, top, height - foot
        self.step = (width - left - right) / max(len(drawing.dots) - 1, 1)
        self.edge = width - right
        lines = [line for one in drawing.stretches for line in (one.lower, one.upper)]
        values = [dot.value for dot in drawing.dots if dot.value is not None]
        all_ = [*values, *lines, *([drawing.target] if drawing.target is not None else [])] or [0.0]
        margin = (max(all_) - min(all_)) * 0.08 or abs(all_[0]) * 0.05 or 1.0
        self.low, self.high = min(all_) - margin, max(all_) + margin
        if drawing.floor is not None:
            self.low = max(self.low, drawing.floor)
        if drawing.ceiling is not None:
            self.high = min(self.high, drawing.ceiling)
        if self.high <= self.low:
            self.low, self.high = self.low - margin, self.high + margin

    def x(self, index: int) -> float:
        return round(self.left + index * self.step, 1)

    def y(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        return round(self.bottom - (self.bottom - self.top) * (inside - self.low) / (self.high - self.low), 1)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, dashes: str = "", width: str = "1.5") -> str:
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" stroke="{colour}" stroke-width="{width}"{broken}/>'


def _lines(drawing: Drawing, place: _Places) -> list[str]:
    found = []
    if drawing.target is not None:
        y = place.y(drawing.target)
        found.append(_line(place.left, y, place.edge, y, AIM, "2 3", "2"))
    for one in drawing.stretches:
        start = place.x(one.first)
        end = place.edge if one is drawing.stretches[-1] else place.x(one.last)
        for value, dashes in ((one.mean, ""), (one.lower, "7 5"), (one.upper, "7 5")):
            found.append(_line(start, place.y(value), end, place.y(value), LINE, dashes))
    return found


def _joined(drawing: Drawing, place: _Places) -> list[str]:
    """The line through the dots, with a gap where a figure is missing."""
    way, pen = "", "M"
    for index, dot in enumerate(drawing.dots):
        if dot.value is not None:
            way += f"{pen}{place.x(index):g} {place.y(dot.value):g}"
        pen = "M" if dot.value is None else "L"
    return [f'<path d="{way}" fill="none" stroke="#a5acaf" stroke-width="1.8"/>'] if way else []


def _dots(drawing: Drawing, place: _Places) -> list[str]:
    return [
        _shape(place.x(index), place.y(dot.value), dot)
        for index, dot in enumerate(drawing.dots)
        if dot.value is not None
    ]


def _shape(x: float, y: float, dot: Dot) -> str:
    colour = COLOURS[dot.look]
    paint = f'fill="#ffffff" stroke="{colour}" stroke-width="1.8"' if dot.is_hollow else f'fill="{colour}"'
    if dot.look == "better":
        return f'<path d="M{x:g} {y - 6.5:g}l6.5 6.5l-6.5 6.5l-6.5 -6.5z" {paint}/>'
    if dot.look == "worse":
        return f'<path d="M{x - 4.6:g} {y - 4.6:g}h9.2v9.2h-9.2z" {paint}/>'
    if dot.look == "different":
        return f'<path d="M{x:g} {y - 6:g}l6 10.5h-12z" {paint}/>'
    return f'<circle cx="{x:g}" cy="{y:g}" r="4.2" {paint}/>'


def _notes(drawing: Drawing, place: _Places) -> list[str]:
    found = []
    for number, index in enumerate(drawing.notes, 1):
        x = place.x(index)
        found.append(_line(x, place.top - 8, x, place.bottom, NOTE, "2 3", "1"))
        found.append(words_at(x, place.top - 12, str(number), size=13, fill=NOTE, weight="bold", anchor="middle"))
    return found


def _labels(drawing: Drawing, place: _Places) -> list[str]:
    """The values of the lines at the right edge, moved apart where they would lie on each other."""
    wanted: list[tuple[float, str, str]] = []
    if drawing.target is not None:
        wanted.append((place.y(drawing.target), f"{drawing.worded(drawing.target)} target", AIM))
    if drawing.stretches:
        last = drawing.stretches[-1]
        wanted += [
            (place.y(value), drawing.worded(value), colour)
            for value, colour in ((last.mean, INK), (last.upper, QUIET), (last.lower, QUIET))
        ]
    found, free = [], float("-inf")
    for y, text, colour in sorted(wanted):
        y = max(y, free)
        free = y + APART
        found.append(words_at(place.edge + 6, y + 4, text, size=12, fill=colour))
    return found


def _months(drawing: Drawing, place: _Places) -> list[str]:
    """The first month, the last, and some between, as many as there is room for."""
    last = len(drawing.dots) - 1
    every = max(1, -(-last // 8))
    named = [index for index in range(0, last + 1, every) if last - index >= every or index == last]
    named += [last] if last not in named and last >= 0 else []
    found = []
    for index in named:
        anchor = "start" if index == 0 else "end" if index == last and last else "middle"
        x = place.x(index) + (-place.left + 2 if index == 0 else 8 if index == last else 0)
        found.append(words_at(x, place.bottom + 22, drawing.dots[index].label, size=12, fill=QUIET, anchor=anchor))
    return found
