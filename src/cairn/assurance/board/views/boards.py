"""Where are boards seen and kept: terms, members, standing agenda, backlog, referrals?"""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.assurance.board.commands import boards as commands
from cairn.assurance.board.forms import boards as forms
from cairn.assurance.board.queries import boards as queries
from cairn.assurance.board.rules import boards as rules
from cairn.assurance.board.rules import meetings as meeting_rules
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.access import permits
from cairn.foundation.people.requests import Request

ON_A_PAGE = 24


def act_page(
    request: Request,
    form: django_forms.Form,
    *,
    heading: str,
    button: str,
    crumbs: list[tuple[str, str]],
    lead: str = "",
    upload: bool = False,
    warning: bool = False,
) -> HttpResponse:
    """A form about one thing; its last crumb but the heading is the way back."""
    said = {"heading": heading, "button": button, "crumbs": crumbs, "lead": lead}
    context = {"form": form, **said, "upload": upload, "warning": warning}
    return render(request, "board/act.html", context)


def to_board(board: Any) -> list[tuple[str, str]]:
    """The way to a board."""
    return [("Boards", "/board/"), (board.name, f"/board/{board.pk}/")]


@page("board.see")
def boards(request: Request) -> HttpResponse:
    """Every board, to which it reports, and when it meets next."""
    context = {
        "boards": list(queries.boards(request.user)),
        "next": queries.next_meetings(request.user) if permits(request.user, "meeting.see") else {},
        "may_found": rules.may_found(request.user),
    }
    return render(request, "board/boards.html", context)


@page("board.see")
def board(request: Request, pk: UUID) -> HttpResponse:
    """One board: what it is for, who sits on it, when it met, what waits for it."""
    found = queries.board_for(request.user, pk)
    may_plan = meeting_rules.may_plan(request.user, found)
    sees = permits(request.user, "meeting.see")
    met = queries.meetings(request.user, found) if sees else queries.meetings(request.user, found).none()
    members = queries.members(found)
    runs_or_sits = bool(may_plan) or any(one.person_id == request.user.pk for one in members)
    context = {
        "board": found,
        "members": members,
        "page": Paginator(met, ON_A_PAGE).get_page(request.GET.get("page")),
        "backlog": list(queries.backlog(request.user, found)[:50]) if may_plan else (),
        "referrals": queries.referrals(request.user, found) if runs_or_sits else (),
        "may_change": rules.may_change(request.user, found),
        "may_plan": may_plan,
        "standing": list(found.standing_items.all()),
    }
    return render(request, "board/board.html", context)


@page("board.found")
def found(request: Request) -> HttpResponse:
    """Found a board."""
    insist(rules.may_found(request.user))
    form = forms.BoardForm(request.POST or None, viewer=request.user)
    if form.is_valid() and (made := attempt(form, lambda: commands.found(by=request.user, **form.cleaned_data))):
        messages.success(
            request, "The board is founded, with the standing agenda of thirteen numbers. Seat its members."
        )
        return redirect("board:board", made.pk)
    return act_page(request, form, heading="Found a board", button="Found it", crumbs=[("Boards", "/board/")])


@page("board.change")
def change(request: Request, pk: UUID) -> HttpResponse:
    """Change its terms of reference."""
    one = queries.board_for(request.user, pk)
    insist(rules.may_change(request.user, one))
    initial = {name: getattr(one, name) for name in commands.TERMS}
    form = forms.BoardForm(request.POST or None, viewer=request.user, board=one, initial=initial)
    if form.is_valid() and attempt(form, lambda: commands.change(one, by=request.user, **form.cleaned_data)):
        messages.success(request, "The terms are changed.")
        return redirect("board:board", pk)
    return act_page(request, form, heading="Change its terms", button="Change them", crumbs=to_board(one))


@page("board.change")
def seat(request: Request, pk: UUID) -> HttpResponse:
    """Seat somebody."""
    one = queries.board_for(request.user, pk)
    insist(rules.may_change(request.user, one))
    form = forms.SeatForm(request.POST or None, viewer=request.user)
    if form.is_valid() and attempt(form, lambda: commands.seat(one, by=request.user, **form.cleaned_data)):
        messages.success(request, "They sit on the board. Meetings that were sent out have a seat for them.")
        return redirect("board:board", pk)
    return act_page(request, form, heading="Seat somebody", button="Seat them", crumbs=to_board(one))


@page("board.change")
def end(request: Request, pk: UUID) -> HttpResponse:
    """End a term."""
    term = queries.membership_for(request.user, pk)
    insist(rules.may_change(request.user, term.board))
    form = forms.EndForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.end(term, by=request.user, **form.cleaned_data)):
        messages.success(request, "The term ends on that day.")
        return redirect("board:board", term.board_id)
    lead = f"{term.person.full_name}, {term.get_capacity_display().lower()}, since {term.starts_on:%-d %B %Y}."
    crumbs = to_board(term.board)
    return act_page(request, form, heading="End a term", button="End it", crumbs=crumbs, lead=lead)


@page("board.change")
def add_standing(request: Request, pk: UUID) -> HttpResponse:
    """Put one more item on every agenda."""
    one = queries.board_for(request.user, pk)
    insist(rules.may_change(request.user, one))
    form = forms.StandingForm(request.POST or None, board=one)
    if form.is_valid() and attempt(form, lambda: commands.add_standing(one, by=request.user, **form.cleaned_data)):
        messages.success(request, "It stands on every agenda from the next planned meeting on.")
        return redirect("board:board", pk)
    lead = "Meetings that have been planned keep their agenda."
    return act_page(request, form, heading="Add a standing item", button="Add it", crumbs=to_board(one), lead=lead)


@page("board.change")
@require_POST
def remove_standing(request: Request, pk: UUID) -> HttpResponse:
    """Take an item off the standing agenda."""
    item = queries.standing_item_for(request.user, pk)
    commands.remove_standing(item, by=request.user)
    messages.success(request, "It is off the standing agenda. Meetings that have been planned keep it.")
    return redirect("board:board", item.board_id)
