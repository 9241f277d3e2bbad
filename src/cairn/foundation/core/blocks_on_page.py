"""How do tables and drawings stand on a page, lightly enough that hundreds of rows cost little?

Rows of tables are written here and not in a template, which would take ten times as long.
"""

import re
from html import escape
from typing import Any

from django.template import engines
from markupsafe import Markup

from cairn.foundation.core.blocks import Cell, Drawing, Table
from cairn.foundation.core.charts import printable

WORDS = re.compile(r'<text (x="[^"]*" y="[^"]*") ([^>]*)>([^<]*)</text>')


def macros() -> Any:
    """The macros that draw blocks and sections, for whoever writes a page of them."""
    return engines["jinja2"].get_template("core/blocks.html").template.module  # type: ignore[attr-defined]


def rows_of(table: Table) -> Markup:
    """The rows of a table. They leave out the end tags that HTML lets them leave out, so that the page stays light."""
    return Markup("".join("<tr>" + _row(row) for row in table.rows))  # noqa: S704 - every cell is escaped


def drawn(drawing: Drawing) -> Markup:
    """The drawing; its figures stand in the table below it, so that they need not be told twice."""
    told = escape(printable(drawing.chart.description))
    svg = drawing.chart.svg.replace(told, "The figures stand in the table that follows.")
    return Markup(_gathered(svg))  # noqa: S704 - charts escape what they write


def _gathered(svg: str) -> str:
    """Words of the same look in one group that says it once: it looks the same, and a page of many rows stays light.

    Words without a look of their own, and those whose place is said by a group around them, stay where they are.
    """
    looks: dict[str, list[str]] = {}

    def taken(found: re.Match[str]) -> str:
        place, look, text = found.groups()
        looks.setdefault(look, []).append(f"<text {place}>{text}</text>")
        return ""

    rest = WORDS.sub(taken, svg).removesuffix("</svg>")
    return rest + "".join(f"<g {look}>{''.join(words)}</g>" for look, words in looks.items()) + "</svg>"


def _row(cells: tuple[Cell, ...]) -> str:
    first, *others = cells
    return f"<th scope=row>{_cell(first)}" + "".join(f"<td>{_cell(cell)}" for cell in others)


def _cell(cell: Cell) -> str:
    """A grade as its number on a shade, then its word; a second, quieter line where there is one."""
    text = escape(cell.text)
    if cell.place:
        number, _, word = text.partition(", ")
        return f"<b class=g{cell.place}>{number}</b> {word}"
    return f"{text}<br><small>{escape(cell.detail)}</small>" if cell.detail else text
