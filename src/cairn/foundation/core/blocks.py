"""Of which few kinds of block is anything made that is also read on paper, so that each format can render them all?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from cairn.foundation.core.charts import SHADES, Chart


@dataclass(frozen=True)
class Cell:
    """What stands in a table: always its words; where it is a figure or a date, that too; a shade for a grade."""

    text: str
    number: int | float | None = None
    day: date | None = None
    shade: str = ""
    detail: str = ""

    @property
    def place(self) -> int:
        """Which of the six shades it bears, from 1; 0 where it bears none."""
        return SHADES.index(self.shade) + 1 if self.shade else 0


@dataclass(frozen=True)
class Block:
    """Anything that stands in a section; `kind` names it to the templates."""

    @property
    def kind(self) -> str:
        return type(self).__name__


@dataclass(frozen=True)
class Words(Block):
    """A paragraph; `strong` where it must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Heading(Block):
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class Items(Block):
    """A list of sentences."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Facts(Block):
    """Names and what they are: the particulars at the head of a report."""

    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table(Block):
    """Rows under heads; `widths` are shares of the page; `sheet` names it in a workbook."""

    sheet: str
    caption: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Drawing(Block):
    """A chart whose figures stand in the table that follows it."""

    key: str
    chart: Chart


@dataclass(frozen=True)
class Section:
    """One numbered part."""

    key: str
    title: str
    blocks: tuple[Block, ...]


BLOCKS: dict[str, type[Block]] = {one.__name__: one for one in (Words, Heading, Items, Facts, Table, Drawing)}


def as_plain(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks as plain JSON values, each with its kind, to be kept."""
    return [{"kind": block.kind, **_adapter(block.kind).dump_python(block, mode="json")} for block in blocks]


def from_plain(kept: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    """The blocks that `as_plain` wrote."""
    return tuple(_adapter(one["kind"]).validate_python({k: v for k, v in one.items() if k != "kind"}) for one in kept)


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(BLOCKS[kind])


def words(text: str, detail: str = "") -> Cell:
    """A cell of text, with a quieter second line where there is one."""
    return Cell(text, detail=detail)


def on(day: date | None, missing: str) -> Cell:
    """A date as people read it."""
    return Cell(missing) if day is None else Cell(british(day), day=day)


def british(day: date) -> str:
    """22 November 2026."""
    return f"{day.day} {day:%B %Y}"
