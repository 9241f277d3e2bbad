"""Where is a meeting prepared, held, closed and read?"""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.assurance.board import making
from cairn.assurance.board.commands import meetings as commands
from cairn.assurance.board.forms import meetings as forms
from cairn.assurance.board.models import Kind, Meeting, State
from cairn.assurance.board.queries import boards as queries
from cairn.assurance.board.rules import meetings as rules
from cairn.assurance.board.rules.packs import may_freeze
from cairn.assurance.board.views.boards import act_page, to_board
from cairn.assurance.board.views.packs import on_page
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.fresh import confirm_first, how_known
from cairn.foundation.people.requests import Request

STEPS: dict[str, tuple[Callable[..., Meeting], str]] = {
    "open": (commands.open_meeting, "It is sent out. Everybody with a seat has been told."),
    "begin": (commands.begin, "The meeting is in progress. Say who is there, then write beside the agenda."),
    "close": (commands.close, "The meeting is closed. Its minutes are approved at the next one."),
}


def to_meeting(meeting: Meeting) -> list[tuple[str, str]]:
    """The way to a meeting."""
    return [*to_board(meeting.board), (f"Meeting {meeting.number}", f"/board/meetings/{meeting.pk}/")]


@page("board.change")
def plan(request: Request, pk: UUID) -> HttpResponse:
    """Plan the next meeting."""
    board = queries.board_for(request.user, pk)
    insist(rules.may_plan(request.user, board))
    form = forms.PlanForm(request.POST or None)
    if form.is_valid() and (made := attempt(form, lambda: commands.plan(board, by=request.user, **form.cleaned_data))):
        messages.success(request, "The meeting is planned. Prepare its agenda, then send it out.")
        return redirect("board:meeting", made.pk)
    return act_page(request, form, heading="Plan a meeting", button="Plan it", crumbs=to_board(board))


@page("meeting.see")
def meeting(request: Request, pk: UUID) -> HttpResponse:
    """One meeting: its agenda, what came of it, who sits there, and what can be done next."""
    found = queries.meeting_for(request.user, pk)
    seats = queries.seats(found)
    last = queries.last_closed(found)
    context = {
        "meeting": found,
        "lines": queries.agenda(request.user, found),
        "seats": seats,
        "mine": next((one for one in seats if one.person_id == request.user.pk), None),
        "counted": rules.counted_present(seats),
        "quorate": rules.is_quorate(found, seats),
        "packs": queries.packs(found),
        "last": last,
        "may": {
            "run": rules.may_run(request.user, found),
            "open": rules.may_open(request.user, found) if found.state == State.DRAFT else None,
            "begin": rules.may_begin(request.user, found),
            "close": rules.may_close(request.user, found, seats),
            "freeze": may_freeze(request.user, found),
            "approve": last and rules.may_approve(request.user, last, found, seats),
        },
        "kinds": Kind,
    }
    return render(request, "board/meeting.html", context)


@page("meeting.run")
def move(request: Request, pk: UUID) -> HttpResponse:
    """Another day, time or place."""
    found = queries.meeting_for(request.user, pk)
    insist(rules.may_run(request.user, found))
    form = forms.PlanForm(request.POST or None, initial=forms.initial_of(found))
    if form.is_valid() and attempt(form, lambda: commands.move_to(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The meeting is moved.")
        return redirect("board:meeting", pk)
    return act_page(request, form, heading="Move the meeting", button="Move it", crumbs=to_meeting(found))


@page("meeting.run")
@require_POST
def step(request: Request, pk: UUID, to: str) -> HttpResponse:
    """Send it out, begin it, close it."""
    found = queries.meeting_for(request.user, pk)
    act, said = STEPS[to]
    act(found, by=request.user)
    messages.success(request, said)
    return redirect("board:meeting", pk)


@page("meeting.run")
def cancel(request: Request, pk: UUID) -> HttpResponse:
    """It does not take place."""
    found = queries.meeting_for(request.user, pk)
    insist(rules.may_step(request.user, found, State.CANCELLED))
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.cancel(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The meeting is cancelled. Its own items wait in the backlog.")
        return redirect("board:meeting", pk)
    crumbs = to_meeting(found)
    return act_page(request, form, heading="Cancel the meeting", button="Cancel it", crumbs=crumbs, warning=True)


@page("meeting.run")
def attendance(request: Request, pk: UUID) -> HttpResponse:
    """Say who is there."""
    found = queries.meeting_for(request.user, pk)
    insist(rules.may_run(request.user, found))
    form = forms.AttendanceForm(request.POST or None, seats=queries.seats(found))
    if form.is_valid() and attempt(form, lambda: commands.mark(found, by=request.user, standings=form.asked())):
        messages.success(request, "It is marked who is there.")
        return redirect("board:meeting", pk)
    return act_page(request, form, heading="Who is there?", button="Mark it", crumbs=to_meeting(found))


@page("meeting.attend")
@require_POST
def apologise(request: Request, pk: UUID) -> HttpResponse:
    """Say that one can't come, or can."""
    seat = queries.seat_of(request.user, pk)
    comes = request.POST.get("comes") == "yes"
    commands.apologise(seat, by=request.user, comes=comes)
    messages.success(request, "You are expected." if comes else "Your apologies stand in the meeting.")
    return redirect("board:meeting", pk)


@page("meeting.attend")
def declare(request: Request, pk: UUID) -> HttpResponse:
    """Declare an interest."""
    seat = queries.seat_of(request.user, pk)
    insist(rules.may_apologise(request.user, seat))
    form = forms.InterestForm(request.POST or None, initial={"interest": seat.interest})
    if form.is_valid() and attempt(form, lambda: commands.declare(seat, by=request.user, **form.cleaned_data)):
        messages.success(request, "It stands in the meeting.")
        return redirect("board:meeting", pk)
    crumbs = to_meeting(seat.meeting)
    return act_page(request, form, heading="Declare an interest", button="Declare it", crumbs=crumbs)


@page("meeting.see")
def minutes(request: Request, pk: UUID) -> HttpResponse:
    """The record of a meeting on one page."""
    found = queries.meeting_for(request.user, pk)
    blocks = making.minutes_of(request.user, found, private=True)
    return render(request, "board/minutes.html", {"meeting": found, "body": on_page(blocks)})


@page("meeting.approve")
def approve(request: Request, pk: UUID) -> HttpResponse:
    """Sign the minutes of the last meeting, at this one."""
    at = queries.meeting_for(request.user, pk)
    last = queries.last_closed(at)
    if last is None:
        raise Meeting.DoesNotExist
    insist(rules.may_approve(request.user, last, at, queries.seats(at)))
    if request.method == "POST" and (first := confirm_first(request)):
        return first
    form = forms.ApproveForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: commands.approve_minutes(last, by=request.user, at=at, method=how_known(request)))
    ):
        messages.success(request, "The minutes are approved, with your signature.")
        return redirect("board:meeting", pk)
    blocks = making.minutes_of(request.user, last, private=True)
    context = {"meeting": last, "at": at, "form": form, "body": on_page(blocks)}
    return render(request, "board/approve.html", context)
