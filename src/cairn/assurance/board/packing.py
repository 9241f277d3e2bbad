"""How is a pack frozen as text, and how are its pages and its PDF made of that text again?

A pack's own pages are a tagged PDF. Papers that were uploaded as PDF are bound in behind them as they came, each page
with the number that it has in the pack.
"""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from cairn.assurance.board.making import Piece
from cairn.assurance.board.models import Meeting, Pack, Paper
from cairn.foundation.core import paper as core_paper
from cairn.foundation.core.blocks import Block, Section, as_plain, british, from_plain
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.files.downloads import read_file
from cairn.foundation.people.models import Person

PDF = "application/pdf"
UNREADABLE = "The pages of this PDF can't be read. Save it as a PDF again, and bring it once more."


@dataclass(frozen=True)
class Bound:
    """A paper that is bound in: which one, and how many pages it has."""

    paper: str
    title: str
    pages: int


@dataclass(frozen=True)
class Told:
    """What a pack says."""

    title: str
    organisation: str
    board: str
    byline: str
    frozen_at: datetime
    sections: tuple[Section, ...]
    private: tuple[tuple[Section, tuple[str, ...]], ...]
    bound: tuple[Bound, ...]


def text_of(
    meeting: Meeting,
    title: str,
    pieces: Sequence[Piece],
    papers: Iterable[Paper],
    at: datetime,
    *,
    sent: Iterable[str],
) -> str:
    """The pack as text: what everybody reads, what some alone read, and which papers are bound in.

    `sent` are the identifiers of the items and papers in it, so that a supplement knows what is new.
    """
    board, frozen = meeting.board, timezone.localtime(at)
    held = f"{british(meeting.held_on)} at {meeting.begins_at:%H:%M}, {meeting.place}"
    content = {
        "title": title,
        "organisation": board.organisation.name,
        "board": f"{board.name}, {british(meeting.held_on)}",
        "byline": f"Meeting {meeting.number}, {held}. Frozen {british(frozen.date())} at {frozen:%H:%M}.",
        "frozen_at": at.isoformat(),
        "sections": [_section(one) for one in pieces if not one.readers],
        "private": [{**_section(one), "readers": sorted(one.readers)} for one in pieces if one.readers],
        "sent": sorted(sent),
        "bound": [{"paper": str(one.pk), "title": one.title, "pages": one.pages} for one in papers if one.pages],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _section(piece: Piece) -> dict[str, Any]:
    return {"key": piece.key, "title": piece.title, "blocks": as_plain(piece.blocks)}


def sent_in(packs: Iterable[Pack]) -> set[str]:
    """The items and papers that were sent with these packs, by their identifiers."""
    return {one for pack in packs for one in json.loads(pack.content)["sent"]}


def hash_of(text: str) -> str:
    """SHA-256 of everything that a pack says."""
    return sha256(text.encode()).hexdigest()


def told(text: str) -> Told:
    """A pack read from its own text."""
    kept = json.loads(text)
    return Told(
        title=kept["title"],
        organisation=kept["organisation"],
        board=kept["board"],
        byline=kept["byline"],
        frozen_at=datetime.fromisoformat(kept["frozen_at"]),
        sections=tuple(_read(one) for one in kept["sections"]),
        private=tuple((_read(one), tuple(one["readers"])) for one in kept["private"]),
        bound=tuple(Bound(**one) for one in kept["bound"]),
    )


def _read(kept: dict[str, Any]) -> Section:
    blocks: tuple[Block, ...] = from_plain(kept["blocks"])
    return Section(kept["key"], kept["title"], blocks)


def own_pages(text: str, content_hash: str, first_page: int) -> bytes:
    """The pages that Cairn makes itself, without the papers that are bound in."""
    pack = told(text)
    return core_paper.render(
        core_paper.Paper(
            title=pack.title,
            organisation=pack.organisation,
            subject=pack.board,
            byline=pack.byline,
            footer=f"Pack {content_hash[:16]}",
            made_at=pack.frozen_at,
            sections=pack.sections,
            first_page=first_page,
            numbered=False,
        )
    )


def private_pages(pack: Pack, reader: Person) -> bytes | None:
    """The private items that this person may read, each page with their name across it; None where there are none."""
    text = told(pack.content)
    mine = tuple(section for section, readers in text.private if str(reader.pk) in readers)
    if not mine:
        return None
    return core_paper.render(
        core_paper.Paper(
            title=f"{text.title}: private items",
            organisation=text.organisation,
            subject=text.board,
            byline=f"For {reader.full_name} only. {text.byline}",
            footer=f"Private, {reader.full_name}",
            made_at=text.frozen_at,
            sections=mine,
            watermark=f"Private: {reader.full_name}",
            numbered=False,
        )
    )


def pdf_of(packs: Sequence[Pack]) -> bytes:
    """A pack and its supplements as one file: what was sent keeps its page numbers."""
    if len(packs) == 1 and not told(packs[0].content).bound:
        return own_pages(packs[0].content, packs[0].content_hash, packs[0].first_page)
    writer = PdfWriter()
    for pack in packs:
        _bind(writer, pack, first=len(writer.pages) == 0)
    writer.add_metadata({"/Title": told(packs[0].content).title})
    return _written(writer)


def one_after_another(files: Sequence[bytes]) -> bytes:
    """Several PDFs as one."""
    if len(files) == 1:
        return files[0]
    writer = PdfWriter()
    for content in files:
        writer.append(io.BytesIO(content))
    return _written(writer)


def _bind(writer: PdfWriter, pack: Pack, *, first: bool) -> None:
    own = PdfReader(io.BytesIO(own_pages(pack.content, pack.content_hash, pack.first_page)))
    if first:  # with its tags and its language
        writer.clone_document_from_reader(own)
    else:
        writer.append(own, import_outline=True)
    page = pack.first_page + len(own.pages)
    for one in told(pack.content).bound:
        paper = Paper.objects.select_related("file").get(pk=one.paper)
        writer.append(_numbered(read_file(paper.file), page, one.title), outline_item=one.title, import_outline=False)
        page += one.pages


def _numbered(content: bytes, first: int, title: str) -> io.BytesIO:
    """A paper as it came, each page with its number in the pack at the lower left."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    stamps = PdfReader(
        io.BytesIO(core_paper.stamps([f"Pack page {first + n} · {title}" for n in range(len(writer.pages))]))
    )
    for page, stamp in zip(writer.pages, stamps.pages, strict=True):
        page.merge_page(stamp)
    out = io.BytesIO(_written(writer))
    out.seek(0)
    return out


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pages_in(content: bytes, media_type: str) -> int | None:
    """How many pages a PDF has; None for other files, which are not bound in."""
    if media_type != PDF:
        return None
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Refused("This PDF is locked with a password. Save it without one, and bring it again.")
        return len(reader.pages)
    except PyPdfError as fault:
        raise Refused(UNREADABLE) from fault


def pages_of(text: str, content_hash: str, first_page: int) -> int:
    """How many pages a pack has, the papers that are bound in among them."""
    own = len(PdfReader(io.BytesIO(own_pages(text, content_hash, first_page))).pages)
    return own + sum(one.pages for one in told(text).bound)
