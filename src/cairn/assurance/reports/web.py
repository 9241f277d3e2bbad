"""How is the report shown as a page, without making 175 statements anew for every reader?

What was handed over never changes, so the last few of those pages are kept in memory under the hash of what they say. A
page shows the first pieces of evidence only and where all of them are: there may be hundreds, and every file of the
report holds them all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup

from cairn.assurance.reports import outline
from cairn.assurance.reports.report import AssuranceReport
from cairn.foundation.core.blocks import Block, Section, Table
from cairn.foundation.core.blocks_on_page import drawn, macros, rows_of

KEPT = 8
EVIDENCE_SHOWN = 40


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
    contents = tuple((section.key, section.title) for section in sections)
    return Page(report, contents, macros().sections([_lightened(section) for section in sections], rows_of, drawn))


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
