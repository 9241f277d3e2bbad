"""How is a set of figures drawn so that everybody can read it, with or without colour, sight or a screen?

Every chart is plain SVG made by pure functions, with a title, a description that says each figure in words, and
the same figures as a table to stand beside it. Colour never carries anything alone: the figure is written in or
next to its bar, and the second side is striped. No style attributes are used, so a strict content-security policy
holds. Shapes: `bars` and `spread` take rows; `trend` takes one row of values in order of time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from textwrap import wrap

SHADES = ("#8f3a1c", "#a8471b", "#8a6212", "#4f6d42", "#2a6f5f", "#1b5e75")  # those of the class grade--N
INK, QUIET, RULE, PAPER = "#1d2a2f", "#59636a", "#cfcac0", "#ffffff"
BETTER, WORSE = "#1b6ca8", "#b7501f"
FONT = "Helvetica Neue, Arial, Liberation Sans, sans-serif"
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
SIZE = 15
ROW, BAR, LABEL, PLOT, VALUE = 26, 18, 250, 360, 150
LETTERS = 27  # of a bold label fit into LABEL in the widest letters that a browser may have to fall back on


@dataclass(frozen=True)
class Chart:
    """A drawing, what it says in words, and its figures as a table."""

    svg: str
    title: str
    description: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Bar:
    """One side's mean: `value` is None where the figure is missing, and `missing` then says why."""

    side: str
    value: float | None
    missing: str = ""

    @property
    def worded(self) -> str:
        return self.missing or "no figure" if self.value is None else f"{self.value:.1f}"


@dataclass(frozen=True)
class Spread:
    """How many chose each point, the lowest point first; `counts` is None where they are withheld."""

    side: str
    counts: tuple[int, ...] | None
    missing: str = ""

    @property
    def worded(self) -> str:
        if self.counts is None:
            return self.missing or "no figure"
        said = [f"{count} at {point}" for point, count in enumerate(self.counts, 1) if count]
        return ", ".join(said) or "no answers"

    def cells(self, top: int) -> tuple[str, ...]:
        return (self.worded,) * top if self.counts is None else tuple(map(str, self.counts))


def shade(value: float, top: int) -> str:
    """The colour of a judgement on a scale from 1 to `top`; every shade bears white text (WCAG 1.4.3)."""
    place = (min(max(value, 1), top) - 1) / max(top - 1, 1)
    return SHADES[int(place * (len(SHADES) - 1) + 0.5)]


def bars(
    title: str, rows: Sequence[tuple[str, Sequence[Bar]]], *, top: int, identity: str = "bars", font: str = FONT
) -> Chart:
    """Means side by side: one group per label, one bar per side, the second side striped."""
    drawn, y = [], 22
    for label, sides in rows:
        drawn.append(_label(y + ROW * len(sides) / 2 - 4, label, weight="bold"))
        for index, bar in enumerate(sides):
            drawn.append(_bar(bar, y, top, striped=index > 0, identity=identity))
            y += ROW
        y += 10
    scale = "".join(_tick(point, top, y - 6) for point in range(1, top + 1))
    height = y + 16
    said = " ".join(f"{label}: {', '.join(f'{bar.side} {bar.worded}' for bar in sides)}." for label, sides in rows)
    heads = ("", *(bar.side for bar in rows[0][1])) if rows else ("",)
    body = _stripes(identity) + scale + "".join(drawn)
    return Chart(
        svg_of(identity, title, said, LABEL + 110 + PLOT + VALUE, height, body, font),
        title,
        said,
        heads,
        tuple((label, *(bar.worded for bar in sides)) for label, sides in rows),
    )


def spread(
    title: str, rows: Sequence[tuple[str, Sequence[Spread]]], *, top: int, identity: str = "spread", font: str = FONT
) -> Chart:
    """How the answers spread: one bar per side, one piece per point of the scale, its count written inside."""
    legend = "Number of answers; the point of the scale stands below"
    drawn, y = [words_at(LABEL + 110, 12, legend, size=12, fill=QUIET)], 22
    for label, sides in rows:
        drawn.append(_label(y + 18 * len(sides) - 6, label, weight="bold"))
        for row in sides:
            drawn.append(_pieces(row, y))
            y += 36
        y += 10
    said = " ".join(f"{label}: {'; '.join(f'{row.side} {row.worded}' for row in sides)}." for label, sides in rows)
    table = tuple((label, row.side, *row.cells(top)) for label, sides in rows for row in sides)
    width = LABEL + 110 + PLOT + VALUE
    return Chart(
        svg_of(identity, title, said, width, y, "".join(drawn), font),
        title,
        said,
        ("", "Side", *(str(point) for point in range(1, top + 1))),
        table,
    )


def trend(
    title: str, values: Sequence[tuple[str, float | None]], *, top: int, identity: str = "trend", font: str = FONT
) -> Chart:
    """One figure over time: a gap where a figure is missing, the last point marked, and its direction in words."""
    points = _points(values, top)
    colour = _direction([value for _, value in values if value is not None])
    lines = "".join(
        f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}" stroke="{colour}" stroke-width="2"/>'
        for a, b in pairwise(points)
        if a and b
    )
    last = len(points) - 1
    dots = "".join(
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{4 if index == last else 2}" fill="{colour}"/>'
        for index, at in enumerate(points)
        if at
    )
    rows = tuple((when, "no figure" if value is None else f"{value:.1f}") for when, value in values)
    said = ", ".join(f"{when} {figure}" for when, figure in rows) + "."
    return Chart(svg_of(identity, title, said, 160, 44, lines + dots, font), title, said, ("When", "Figure"), rows)


def _points(values: Sequence[tuple[str, float | None]], top: int) -> list[tuple[float, float] | None]:
    step = 140 / max(len(values) - 1, 1)
    return [
        None if value is None else (10 + index * step, 36 - 28 * (value - 1) / max(top - 1, 1))
        for index, (_, value) in enumerate(values)
    ]


def _direction(known: Sequence[float]) -> str:
    if len(known) < 2 or known[0] == known[-1]:
        return QUIET
    return BETTER if known[-1] > known[0] else WORSE


def _bar(bar: Bar, y: float, top: int, *, striped: bool, identity: str) -> str:
    x = LABEL + 110
    side = words_at(LABEL, y + 14, bar.side, size=14, fill=QUIET)
    if bar.value is None:
        return side + words_at(x + 4, y + 14, bar.worded, size=14, fill=QUIET, slant=True)
    width = PLOT * bar.value / top
    box = f'x="{x}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2"'
    stripes = f'<rect {box} fill="url(#{identity}-stripes)"/>' if striped else ""
    value = words_at(x + width + 8, y + 14, bar.worded, size=15, weight="bold")
    return f'{side}<rect {box} fill="{shade(bar.value, top)}"/>{stripes}{value}'


def _pieces(row: Spread, y: float) -> str:
    label, left = words_at(LABEL, y + 15, row.side, size=14, fill=QUIET), float(LABEL + 110)
    if row.counts is None:
        return label + words_at(left, y + 15, row.worded, size=14, fill=QUIET, slant=True)
    total = sum(row.counts)
    if not total:
        return label + words_at(left, y + 15, "no answers", size=14, fill=QUIET, slant=True)
    answers = words_at(left + PLOT + 8, y + 15, "1 answer" if total == 1 else f"{total:,} answers", size=14, fill=QUIET)
    return label + _pieces_of(row.counts, left, y, total) + answers


def _pieces_of(counts: Sequence[int], left: float, y: float, total: int) -> str:
    boxes, inside, below, x = "", "", "", 0.0
    for point, count in enumerate(counts, 1):
        width = PLOT * count / total
        start, end, middle = round(x), max(round(x + width) - 1, round(x) + 1), round(x + width / 2)
        if count:
            boxes += f'<path d="M{start} 0H{end}V22H{start}z" fill="{shade(point, len(counts))}"/>'
        if count and width >= 9 * len(str(count)) + 2:
            inside += f'<text x="{middle}">{count}</text>'
            below += f'<text x="{middle}">{point}</text>'
        x += width
    return f'<g transform="translate({left:g} {y:g})" text-anchor="middle">{boxes}{_below(16, 13, PAPER, inside)}' + (
        f"{_below(33, 11, QUIET, below)}</g>"
    )


def _below(y: int, size: int, fill: str, texts: str) -> str:
    return f'<g transform="translate(0 {y})" font-size="{size}" fill="{fill}">{texts}</g>'


def _tick(point: int, top: int, height: float) -> str:
    x = LABEL + 110 + PLOT * point / top
    line = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{height}" stroke="{RULE}"/>'
    return line + words_at(x, 12, str(point), size=12, fill=QUIET, anchor="middle")


def _stripes(identity: str) -> str:
    return (
        f'<defs><pattern id="{identity}-stripes" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="3" height="7" fill="#ffffff" fill-opacity="0.45"/></pattern></defs>'
    )


def words_at(
    x: float,
    y: float,
    text: str,
    *,
    size: int = SIZE,
    fill: str = INK,
    weight: str = "",
    anchor: str = "",
    slant: bool = False,
) -> str:
    extras = f' font-size="{size}"' if size != SIZE else ""
    extras += f' fill="{fill}"' if fill != INK else ""
    extras += f' font-weight="{weight}"' if weight else ""
    extras += f' text-anchor="{anchor}"' if anchor else ""
    extras += ' font-style="italic"' if slant else ""
    return f'<text x="{x:g}" y="{y:g}"{extras}>{_safe(text)}</text>'


def _label(middle: float, text: str, weight: str = "") -> str:
    """A name of up to two lines around the middle of its row; the whole name stands in the table."""
    lines = wrap(text, LETTERS, max_lines=2, placeholder="…")
    top = middle + 5 - 9 * (len(lines) - 1)
    return "".join(words_at(0, top + 18 * index, line, weight=weight) for index, line in enumerate(lines))


def printable(text: str) -> str:
    """The text without the characters that no XML can hold."""
    return UNPRINTABLE.sub("", text)


def _safe(text: str) -> str:
    return escape(printable(text))


def svg_of(identity: str, title: str, said: str, width: float, height: float, body: str, font: str) -> str:
    name = escape(identity)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-labelledby="{name}-title {name}-said" '
        f'font-family="{escape(font)}" font-size="{SIZE}" fill="{INK}">'
        f'<title id="{name}-title">{_safe(title)}</title><desc id="{name}-said">{_safe(said)}</desc>{body}</svg>'
    )
