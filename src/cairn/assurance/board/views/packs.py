"""Where is the pack of a meeting frozen, read on a tablet, and taken away?"""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_POST
from markupsafe import Markup

from cairn.assurance.board import packing
from cairn.assurance.board.commands import packs as commands
from cairn.assurance.board.models import Pack
from cairn.assurance.board.queries import boards as queries
from cairn.foundation.core.answers import render, taken_away
from cairn.foundation.core.blocks import Block, Drawing
from cairn.foundation.core.blocks_on_page import macros, rows_of
from cairn.foundation.core.pages import page
from cairn.foundation.files.downloads import open_file
from cairn.foundation.people.requests import Request


def on_page(blocks: Iterable[Block]) -> Markup:
    """Blocks as they stand on a page."""
    drawing = macros()
    return Markup("").join(drawing.block(one, rows_of, _drawn) for one in blocks)


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
        "body": macros().sections(sections, rows_of, _drawn, numbered=False),
        "private": macros().sections(private, rows_of, _drawn, numbered=False) if private else "",
        "papers": [paper for line in queries.agenda(request.user, meeting) for paper in line.papers],
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
    return taken_away(content, packing.PDF, name)


@page("meeting.see")
def paper(request: Request, pk: UUID) -> HttpResponse:
    """A paper as it was brought."""
    return open_file(queries.paper_for(request.user, pk).file)
