"""Where is an item added, changed, carried on, minuted, and given its outcomes?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from cairn.assurance.board.commands import items as commands
from cairn.assurance.board.commands import packs as paper_commands
from cairn.assurance.board.forms import meetings as forms
from cairn.assurance.board.models import Board, Item, Meeting, Standing
from cairn.assurance.board.queries import boards as queries
from cairn.assurance.board.rules import meetings as rules
from cairn.assurance.board.rules.packs import may_bring
from cairn.assurance.board.views.boards import act_page, to_board
from cairn.assurance.board.views.meetings import to_meeting
from cairn.foundation.core.answers import render, told
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.people.requests import Request


def _way_to(item: Item) -> list[tuple[str, str]]:
    return to_meeting(item.meeting) if item.meeting else to_board(item.board)


def _back(item: Item) -> HttpResponse:
    return redirect("board:meeting", item.meeting_id) if item.meeting_id else redirect("board:board", item.board_id)


@page("meeting.run")
def add(request: Request, pk: UUID) -> HttpResponse:
    """Onto the agenda of a meeting."""
    meeting = queries.meeting_for(request.user, pk)
    insist(rules.may_change_item(request.user, Item(board=meeting.board, meeting=meeting)))
    return _added(request, meeting.board, meeting)


@page("board.change")
def add_to_backlog(request: Request, pk: UUID) -> HttpResponse:
    """Into the backlog of a board: a topic for later."""
    board = queries.board_for(request.user, pk)
    insist(rules.may_plan(request.user, board))
    return _added(request, board, None)


def _added(request: Request, board: Board, meeting: Meeting | None) -> HttpResponse:
    form = forms.OwnItemForm(request.POST or None, viewer=request.user, board=board)
    if form.is_valid() and (
        made := attempt(form, lambda: commands.add(board, by=request.user, meeting=meeting, **form.asked()))
    ):
        messages.success(request, "It is on the agenda." if meeting else "It waits in the backlog.")
        return _back(made)
    crumbs = to_meeting(meeting) if meeting else to_board(board)
    return act_page(request, form, heading="Add an item", button="Add it", crumbs=crumbs)


@page("meeting.run")
def change(request: Request, pk: UUID) -> HttpResponse:
    """Its title, lead, time and what to read before."""
    item = queries.item_for(request.user, pk)
    insist(rules.may_change_item(request.user, item))
    initial = {name: getattr(item, name) for name in ("title", "kind", "lead", "minutes_asked", "reading")}
    form = forms.ItemForm(request.POST or None, viewer=request.user, initial=initial)
    if item.kind not in forms.OWN_KINDS:
        del form.fields["kind"]
    if form.is_valid() and attempt(form, lambda: commands.change(item, by=request.user, **form.cleaned_data)):
        messages.success(request, "The item is changed.")
        return _back(item)
    return act_page(request, form, heading="Change an item", button="Change it", crumbs=_way_to(item), lead=str(item))


@page("meeting.run")
def carry(request: Request, pk: UUID) -> HttpResponse:
    """On to another meeting, or into the backlog."""
    item = queries.item_for(request.user, pk)
    insist(rules.may_take_on(request.user, item))
    form = forms.CarryForm(request.POST or None, item=item)
    if form.is_valid() and attempt(form, lambda: commands.carry(item, by=request.user, **form.asked())):
        messages.success(request, "The item goes on.")
        return _back(item)
    return act_page(request, form, heading="Take it on", button="Take it on", crumbs=_way_to(item), lead=str(item))


@page("meeting.run")
def write(request: Request, pk: UUID) -> HttpResponse:
    """Minutes beside the agenda: text saves itself, and whoever comes second is shown both texts."""
    item = queries.item_for(request.user, pk)
    if request.headers.get("X-Cairn-Autosave"):
        return _autosave(request, item)
    insist(rules.may_write(request.user, item))
    form = forms.MinutesForm(request.POST or None, initial={"text": item.minutes, "version": item.version})
    theirs: Item | None = None
    if form.is_valid():
        try:
            commands.write(item, by=request.user, **form.cleaned_data)
        except Stale:
            theirs = queries.item_for(request.user, pk)
            typed = request.POST.copy()
            typed["version"] = str(theirs.version)
            form = forms.MinutesForm(typed)
            form.add_error(None, commands.STALE)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The minutes of this item are saved.")
            return redirect("board:write", pk)
    return _beside_the_agenda(request, item, form, theirs)


def _beside_the_agenda(
    request: Request,
    item: Item,
    form: forms.MinutesForm,
    theirs: Item | None,
    outcome: forms.OutcomeForm | None = None,
) -> HttpResponse:
    meeting = queries.meeting_for(request.user, item.meeting_id)
    lines = queries.agenda(request.user, meeting)
    place = next(n for n, line in enumerate(lines) if line.item.pk == item.pk)
    seats = queries.seats(meeting)
    context = {
        "item": item,
        "meeting": meeting,
        "lines": lines,
        "line": lines[place],
        "following": lines[place + 1].item if place + 1 < len(lines) else None,
        "form": form,
        "theirs": theirs,
        "outcome": outcome or forms.OutcomeForm(viewer=request.user, board=item.board),
        "quorate": rules.is_quorate(meeting, seats),
        "present": [one for one in seats if one.standing == Standing.PRESENT],
    }
    return render(request, "board/write.html", context, status=409 if theirs else 200)


def _autosave(request: Request, item: Item) -> HttpResponse:
    if not (may := rules.may_write(request.user, item)):
        return told(may.reason, 403)
    form = forms.MinutesForm(request.POST)
    if not form.is_valid():
        return told("Not saved: the text is too long.", 422)
    try:
        done = commands.write(item, by=request.user, **form.cleaned_data)
    except Stale:
        return told("Somebody else wrote here meanwhile. Your text is still here; press the button to see both.", 409)
    except Refused as refusal:
        return told(str(refusal), 403)
    return JsonResponse({"version": done.version})


@page("meeting.run")
def outcome(request: Request, pk: UUID) -> HttpResponse:
    """Say what came of it."""
    item = queries.item_for(request.user, pk)
    insist(rules.may_write(request.user, item))
    form = forms.OutcomeForm(request.POST or None, viewer=request.user, board=item.board)
    if form.is_valid() and attempt(form, lambda: commands.record_outcome(item, by=request.user, **form.cleaned_data)):
        messages.success(request, "It is recorded.")
        return redirect("board:write", pk)
    minutes = forms.MinutesForm(initial={"text": item.minutes, "version": item.version})
    return _beside_the_agenda(request, item, minutes, None, form)


@page("meeting.run")
def bring(request: Request, pk: UUID) -> HttpResponse:
    """Bring a paper, with its front sheet."""
    item = queries.item_for(request.user, pk)
    insist(may_bring(request.user, item))
    form = forms.PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid() and attempt(form, lambda: paper_commands.bring(item, by=request.user, **form.cleaned_data)):
        messages.success(request, "The paper is brought. The next pack or supplement carries it.")
        return _back(item)
    crumbs = _way_to(item)
    return act_page(
        request, form, heading="Bring a paper", button="Bring it", crumbs=crumbs, lead=str(item), upload=True
    )
