"""How does something become a PDF that can be read aloud, kept for decades and made again byte for byte?

Typst lays out the blocks: tagged, PDF/UA-1 (for screen readers) and PDF/A-2a (for keeping). The only time in the file
is that at which it was made, and the only fonts are the product's own. What people typed is passed as data, never as
markup.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from cairn.foundation.core.blocks import Block, Cell, Drawing, Section, Table
from cairn.foundation.core.typeface import showable

TYPEFACE = "Source Sans Pro"
REGULAR = "SourceSansPro-Regular.ttf"
TEMPLATE = Path(__file__).parent / "templates" / "core" / "paper.typ"
STANDARDS: list[Any] = ["ua-1", "a-2a"]


@dataclass(frozen=True)
class Paper:
    """What stands on paper: the title and the byline below it, what runs along the top and the foot of each page.

    `watermark` lies across each page of what is for one reader only. `first_page` is the number of the first page.
    """

    title: str
    organisation: str
    subject: str
    byline: str
    footer: str
    made_at: datetime
    sections: tuple[Section, ...]
    watermark: str = ""
    first_page: int = 1
    numbered: bool = True  # whether its sections get numbers; those of an agenda bring their own


def render(paper: Paper) -> bytes:
    """The whole on A4; where the typeface lacks a character, a box stands for it."""
    told = json.dumps(_told(paper), ensure_ascii=False)
    try:
        return _compiled(told, int(paper.made_at.timestamp()))
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    shown = _in_boxes(json.loads(told), Path(settings.CAIRN_FONTS_DIR) / REGULAR)
    return _compiled(json.dumps(shown, ensure_ascii=False), int(paper.made_at.timestamp()))


def _compiled(told: str, at: int) -> bytes:
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_fonts(str(settings.CAIRN_FONTS_DIR)),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=at,
        sys_inputs={"paper": told},
    )
    return made


def _in_boxes(told: Any, regular: Path) -> Any:
    if isinstance(told, str):
        return showable(told, regular)
    if isinstance(told, list):
        return [_in_boxes(one, regular) for one in told]
    return {name: _in_boxes(one, regular) for name, one in told.items()} if isinstance(told, dict) else told


def picture(svg: str, *, width: float) -> bytes:
    """A drawing as a PNG, `width` points wide and sharp in print, for formats that can't hold SVG."""
    drawing = 'image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    page = f"#set page(width: {width}pt, height: auto, margin: 0pt)\n#{drawing}"
    made: bytes = typst.compile(
        page.encode(),
        font_paths=_fonts(str(settings.CAIRN_FONTS_DIR)),
        ignore_system_fonts=True,
        format="png",
        ppi=200,
        sys_inputs={"svg": _in_own_typeface(svg)},
    )
    return made


@cache
def _fonts(folder: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _told(paper: Paper) -> dict[str, Any]:
    made = paper.made_at
    return {
        "title": paper.title,
        "organisation": paper.organisation,
        "subject": paper.subject,
        "byline": paper.byline,
        "footer": paper.footer,
        "watermark": paper.watermark,
        "first_page": paper.first_page,
        "numbered": paper.numbered,
        "typeface": TYPEFACE,
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "sections": [{"title": one.title, "blocks": _blocks(one.blocks)} for one in paper.sections],
    }


def _blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:
    kind = {"kind": block.kind}
    if isinstance(block, Drawing):
        chart = block.chart
        return {**kind, "svg": _in_own_typeface(chart.svg), "title": chart.title, "alt": chart.description}
    if isinstance(block, Table):
        rows = [_cell(cell) for row in block.rows for cell in row]
        return {**kind, "widths": block.widths, "heads": block.heads, "cells": rows, "refs": block.heads[0] == "Ref"}
    return {**kind, **asdict(block)}


def _cell(cell: Cell) -> str | dict[str, str]:
    """Mostly plain words, which are laid out fastest; a grade as its number on a shade, then its word."""
    if not cell.shade and not cell.detail:
        return cell.text
    number, _, text = cell.text.partition(", ") if cell.shade else ("", "", cell.text)
    return {"text": text, "number": number, "shade": cell.shade, "detail": cell.detail}


def _in_own_typeface(svg: str) -> str:
    return svg.replace("Helvetica Neue, Arial, Liberation Sans, sans-serif", TYPEFACE)


def stamps(texts: Iterable[str]) -> bytes:
    """Pages that are empty but for a small line at the lower left, to be laid over pages that came from elsewhere."""
    source = (
        '#set page(paper: "a4", margin: 0pt, fill: none)\n#set text(8pt, font: sys.inputs.face, fill: rgb("#59636a"))\n'
        "#for line in json(bytes(sys.inputs.lines)) { page(place(bottom + left, dx: 12mm, dy: -6mm, line)) }"
    )
    made: bytes = typst.compile(
        source.encode(),
        font_paths=_fonts(str(settings.CAIRN_FONTS_DIR)),
        ignore_system_fonts=True,
        format="pdf",
        timestamp=0,
        sys_inputs={"lines": json.dumps(list(texts)), "face": TYPEFACE},
    )
    return made
