"""How is the report shown as a page, without making 175 statements anew for every reader?

Rows of tables are written here and not in the template, which would take ten times as long. What was handed over never
changes, so the last few of those pages are kept in memory under the hash of what they say. A page shows the first
pieces of evidence only and where all of them are: there may be hundreds, and every file of the report holds them all.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

from django.template import engines
from markupsafe import Markup

from cairn.assurance.reports import outline
from cairn.assurance.reports.report import AssuranceReport
from cairn.foundation.core.blocks import Block, Cell, Drawing, Section, Table
from cairn.foundation.core.charts import printable

KEPT = 8
EVIDENCE_SHOWN = 40
WORDS = re.compile(r'<text (x="[^"]*" y="[^"]*") ([^>]*)>([^<]*)</text>')


@dataclass(frozen=True)
class Further(Block):
    """Where everything stands of which a table shows the first rows."""

    text: str
    href: str


@dataclass(frozen=True)
class Page:
    """What the template needs: the report, its contents and its body."""

    report: AssuranceReport
    contents: tuple[tuple[str, str], ...]
    body: Markup


class _Asked(str):
    """A hash that brings along how to read the report, should it not be in memory yet."""

    read: Callable[[], AssuranceReport]


def page_of(report: AssuranceReport) -> Page:
    """The page of a report."""
    sections = outline.sections(report)
    blocks = engines["jinja2"].get_template("reports/blocks.html").template.module  # type: ignore[attr-defined]
    contents = tuple((section.key, section.title) for section in sections)
    return Page(report, contents, blocks.sections([_lightened(section) for section in sections], rows_of, drawn))


def _lightened(section: Section) -> Section:
    return replace(section, blocks=tuple(part for block in section.blocks for part in _parts(block)))


def _parts(block: Block) -> tuple[Block, ...]:
    if not isinstance(block, Table) or block.sheet != "Evidence" or len(block.rows) <= EVIDENCE_SHOWN:
        return (block,)
    all_of_it = Further(f"All {len(block.rows):,} pieces of evidence", "evidence/")
    return replace(block, rows=block.rows[:EVIDENCE_SHOWN]), all_of_it


def kept_page(content_hash: str, read: Callable[[], AssuranceReport]) -> Page:
    """The page of a report that was handed over; `read` is called only where it is not in memory."""
    asked = _Asked(content_hash)
    asked.read = read
    return _kept(asked)


@lru_cache(maxsize=KEPT)
def _kept(asked: _Asked) -> Page:
    return page_of(asked.read())


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
