"""Where are sessions listed, read, booked, moved, cancelled, held and prepared?"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import clock
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.long_lists import LongList
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.supervision import meeting
from cairn.practice.supervision.commands import sessions as commands
from cairn.practice.supervision.forms import sessions as forms
from cairn.practice.supervision.models import Agreement, Session, State
from cairn.practice.supervision.queries import agreements
from cairn.practice.supervision.queries import sessions as queries
from cairn.practice.supervision.queries.openings import actions_of, readings_of
from cairn.practice.supervision.queries.quality import sampled_readings_of
from cairn.practice.supervision.queries.turns import least_minutes
from cairn.practice.supervision.rules import openings as opening_rules
from cairn.practice.supervision.rules import records as record_rules
from cairn.practice.supervision.rules import sessions as rules
from cairn.practice.supervision.rules.quality import may_give_view

ON_A_PAGE = 50


def act_page(
    request: Request, found: Session, form: django_forms.Form, heading: str, button: str, lead: str = ""
) -> HttpResponse:
    """A form about one session."""
    context = {"session": found, "form": form, "heading": heading, "button": button, "lead": lead}
    return render(request, "supervision/act_on_session.html", context)


@page("supervision.see")
def listing(request: Request) -> HttpResponse:
    """Every session that the reader may know of."""
    form = forms.FilterForm(request.GET)
    chosen = form.chosen()
    found = LongList(queries.visible(request.user, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in chosen.items() if value})
    of_late = not chosen.get("words") and queries.is_of_late(request.user)
    context = {"page": found, "form": form, "query": query, "of_late": of_late}
    return render(request, "supervision/sessions.html", context)


@page("supervision.see")
def session(request: Request, pk: UUID) -> HttpResponse:
    """One session: for those who hold it what was prepared and said, for the line above when and how long."""
    person = request.user
    found = queries.session_for(person, pk)
    personal = queries.record_of(person, found)
    is_theirs = person.pk in found.parties
    context: dict[str, Any] = {
        "session": found,
        "is_theirs": is_theirs,
        "personal": personal,
        "lines": queries.cases_of(person, found),
        "prepared": queries.preparations(person, found),
        "last": queries.last_sessions(person, found),
        "may": _may(request, found),
    }
    if personal:
        remarks = queries.remarks(found) if found.state != State.HELD else []
        context |= {
            "signatures": queries.signatures(person, found, personal),
            "disagreements": [one for one in remarks if one.is_disagreement],
            "additions": [one for one in remarks if not one.is_disagreement],
            "actions": actions_of(person, found),
        }
        context["readings"] = readings_of(person, found)
        context["sampled"] = sampled_readings_of(found)
        context["may"] |= _may_with_record(request, found)
    elif not is_theirs and found.state in record_rules.WRITTEN:
        context["may"] |= _may_open(request, found)
    return render(request, "supervision/session.html", context)


def _may(request: Request, found: Session) -> dict[str, Any]:
    person, today = request.user, clock.today()
    return {
        "prepare": rules.may_prepare(person, found),
        "act": rules.may_act_on(person, found),
        "move": rules.may_move(person, found, on=found.planned_on),
        "hold": found.planned_on <= today and bool(rules.may_act_on(person, found)),
        "rebook": rules.may_rebook(person, found),
        "put_right": rules.may_put_right(person, found),
        "raise": rules.may_raise_action(person, found),
    } | dict.fromkeys(("write", "sign", "refuse", "add", "ask", "summary", "break_glass", "view"), False)


def _may_with_record(request: Request, found: Session) -> dict[str, Any]:
    person = request.user
    return {
        "write": record_rules.may_write(person, found),
        "sign": record_rules.may_sign(person, found),
        "refuse": record_rules.may_begin_refusing(person, found),
        "add": record_rules.may_add(person, found),
        "view": may_give_view(person, found),
    }


def _may_open(request: Request, found: Session) -> dict[str, Any]:
    """For those whose record it is not: what they may ask for."""
    person = request.user
    return {
        "ask": opening_rules.may_ask(person, found),
        "summary": opening_rules.supervises_now(person, found),
        "break_glass": opening_rules.may_break_glass(person, found),
    }


@page("supervision.plan")
def plan(request: Request, pk: UUID) -> HttpResponse:
    """Put a session into the book of both."""
    agreement = agreements.agreement_for(request.user, pk)
    insist(rules.may_plan_under(request.user, agreement))
    turn, _ = agreements.turn_of(agreement)
    first = {"on": turn.due_on if turn else None, "minutes": (turn.minutes if turn else 0) or _least(agreement)}
    form = forms.PlanForm(request.POST or None, initial=first)
    if form.is_valid() and (
        made := attempt(form, lambda: commands.plan(agreement, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, "The session is booked, and the other is told.")
        return redirect("supervision:session", pk=made.pk)
    context = {"agreement": agreement, "form": form, "turn": turn, "is_held": False}
    return render(request, "supervision/plan.html", context)


@page("supervision.hold")
def note_held(request: Request, pk: UUID) -> HttpResponse:
    """Note a session that was held without having been booked."""
    agreement = agreements.agreement_for(request.user, pk)
    insist(rules.may_plan_under(request.user, agreement))
    form = forms.HoldForm(request.POST or None, initial={"on": clock.today(), "minutes": _least(agreement)})
    if form.is_valid() and (
        made := attempt(form, lambda: commands.note_held(agreement, by=request.user, facts=form.facts))
    ):
        messages.success(request, "The session is noted. Now write down the main points.")
        return redirect("supervision:record", pk=made.pk)
    context = {"agreement": agreement, "form": form, "turn": None, "is_held": True}
    return render(request, "supervision/plan.html", context)


def _least(agreement: Agreement) -> int:
    return least_minutes(agreement.organisation, agreement.supervisee, agreement.kind, clock.today(), agreement)


@page("supervision.plan")
def move(request: Request, pk: UUID) -> HttpResponse:
    """Choose another day or hour."""
    found = queries.own_session_for(request.user, pk)
    insist(rules.may_move(request.user, found, on=found.planned_on))
    form = forms.MoveForm(request.POST or None, initial={"on": found.planned_on, "at": _clock(found)})
    if form.is_valid() and attempt(form, lambda: commands.move(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The session is moved, and the other is told.")
        return redirect("supervision:session", pk=pk)
    lead = "No later than it is due. A later day is a cancellation, which says why."
    return act_page(request, found, form, "Move this session", "Move it", lead)


def _clock(found: Session) -> str:
    return f"{found.planned_at:%H:%M}" if found.planned_at else ""


@page("supervision.cancel")
def cancel(request: Request, pk: UUID) -> HttpResponse:
    """Say when, by whom and why, and book it again."""
    found = queries.own_session_for(request.user, pk)
    insist(rules.may_act_on(request.user, found))
    form = forms.CancelForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.cancel(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The session is cancelled, and the other is told.")
        return redirect("supervision:session", pk=pk)
    lead = "Say when, by whom and why. Book it again at once if you can: otherwise you are reminded."
    return act_page(request, found, form, "Cancel this session", "Cancel the session", lead)


@page("supervision.plan")
def rebook(request: Request, pk: UUID) -> HttpResponse:
    """Book a cancelled session again."""
    found = queries.own_session_for(request.user, pk)
    insist(rules.may_rebook(request.user, found))
    form = forms.RebookForm(request.POST or None)
    if form.is_valid() and (
        again := attempt(form, lambda: commands.rebook(found, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, "It is booked again, and the other is told.")
        return redirect("supervision:session", pk=again.pk)
    lead = f"The policy asks for it by {in_words(meeting.rebook_by(found))}."
    return act_page(request, found, form, "Book it again", "Book it", lead)


@page("supervision.hold")
def hold(request: Request, pk: UUID) -> HttpResponse:
    """Say that it was held, how long it took, and whether it was cut short."""
    found = queries.own_session_for(request.user, pk)
    insist(rules.may_act_on(request.user, found))
    first = {"on": min(found.planned_on, clock.today()), "minutes": found.planned_minutes}
    form = forms.HoldForm(request.POST or None, initial=first, session=found)
    if form.is_valid() and attempt(
        form, lambda: commands.hold(found, by=request.user, facts=form.facts, absent=form.not_there)
    ):
        messages.success(request, "It was held. Now write down the main points.")
        return redirect("supervision:record", pk=pk)
    return act_page(request, found, form, "It was held", "Save", "When, and how long without interruption.")


@page("supervision.hold")
def put_right(request: Request, pk: UUID) -> HttpResponse:
    """Day, minutes or the cut were noted wrongly."""
    found = queries.own_session_for(request.user, pk)
    insist(rules.may_put_right(request.user, found))
    first = {name: getattr(found, name) for name in ("minutes", "was_cut_short", "because_of", "reason")}
    form = forms.HoldForm(request.POST or None, initial=first | {"on": found.held_on, "words": found.reason_words})
    if form.is_valid() and attempt(form, lambda: commands.put_right(found, by=request.user, facts=form.facts)):
        messages.success(request, "It is put right.")
        return redirect("supervision:session", pk=pk)
    lead = "A signature that was given ends with the change, and whoever gave it is told."
    return act_page(request, found, form, "Put right what was noted", "Put it right", lead)
