"""Where is the pack of a meeting frozen, read on a tablet, and taken away?"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.utils.text import slugify
from django.views.decorators.http import require_POST
from markupsafe import Markup

from cairn.assurance.board import packing
from cairn.assurance.board.commands import packs as commands
from cairn.assurance.board.models import Pack
from cairn.assurance.board.queries import boards as queries
from cairn.assurance.board.rules.packs import may_freeze
from cairn.foundation.core.answers import render
from cairn.foundation.core.blocks import Block, Drawing
from cairn.foundation.core.blocks_on_page import rows_of
from cairn.foundation.core.pages import page
from cairn.foundation.files.downloads import open_file
from cairn.foundation.people.requests import Request


def on_page(blocks: Iterable[Block]) -> Markup:
    """Blocks as they stand on a page."""
    drawn = _blocks()
    return Markup("").join(drawn.block(one, rows_of, _drawn) for one in blocks)


def _blocks() -> Any:
    return engines["jinja2"].get_template("core/blocks.html").template.module  # type: ignore[attr-defined]


def _drawn(drawing: Drawing) -> Markup:
    return Markup(drawing.chart.svg)  # noqa: S704 - charts escape what they write


@page("meeting.freeze")
@require_POST
def freeze(request: Request, pk: UUID) -> HttpResponse:
    """Freeze the papers as they are now: the pack, or a supplement to it."""
    meeting = queries.meeting_for(request.user, pk)
    made = commands.freeze(meeting, by=request.user)
    messages.success(request, f"{made} frozen: pages {made.first_page} to {made.last_page}. Everybody has been told.")
    return redirect("board:pack", pk)


@page("meeting.see")
def pack(request: Request, pk: UUID) -> HttpResponse:
    """The pack and its supplements on the screen."""
    meeting = queries.meeting_for(request.user, pk)
    packs = list(Pack.objects.filter(meeting=meeting).order_by("number"))
    if not packs:
        raise Pack.DoesNotExist
    told = [(one, packing.told(one.content)) for one in packs]
    mine = str(request.user.pk)
    sections = [section for _, text in told for section in text.sections]
    private = [section for _, text in told for section, readers in text.private if mine in readers]
    context = {
        "meeting": meeting,
        "packs": packs,
        "contents": [(one.key, one.title) for one in (*sections, *private)],
        "body": _blocks().sections(sections, rows_of, _drawn, numbered=False),
        "private": _blocks().sections(private, rows_of, _drawn, numbered=False) if private else "",
        "papers": [paper for line in queries.agenda(request.user, meeting) for paper in line.papers],
        "may_freeze": may_freeze(request.user, meeting),
    }
    return render(request, "board/pack.html", context)


@page("meeting.see")
def take_away(request: Request, pk: UUID) -> HttpResponse:
    """The pack with its supplements as one PDF."""
    return _pdf(request, pk, private=False)


@page("meeting.see")
def take_private_away(request: Request, pk: UUID) -> HttpResponse:
    """One's own private items as a PDF, with one's name across each page."""
    return _pdf(request, pk, private=True)


def _pdf(request: Request, pk: UUID, *, private: bool) -> HttpResponse:
    meeting = queries.meeting_for(request.user, pk)
    content = commands.hand_out(meeting, by=request.user, private=private)
    name = f"{slugify(meeting.board.name)[:60]}-{meeting.held_on}{'-private' if private else ''}.pdf"
    response = HttpResponse(content, content_type=packing.PDF)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


@page("meeting.see")
def paper(request: Request, pk: UUID) -> HttpResponse:
    """A paper as it was brought."""
    return open_file(queries.paper_for(request.user, pk).file)
