"""Where is one record opened by somebody whose it is not, and read for an hour?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Verdict, insist
from cairn.foundation.people.access import permits
from cairn.foundation.people.fresh import confirm_by_second_step_first, confirm_first, how_known
from cairn.foundation.people.models import Person
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.commands import openings as commands
from cairn.practice.supervision.forms import openings as forms
from cairn.practice.supervision.models import Kind, Opening, Session
from cairn.practice.supervision.queries import openings as queries
from cairn.practice.supervision.queries import quality
from cairn.practice.supervision.rules import openings as rules

Rule = Callable[[Person, Session], Verdict]
NONE_FOUND = "There is no record of that kind up to that day. Nothing was opened."


def _session(viewer: Person, pk: UUID, is_known: Callable[[Session], Any]) -> Session:
    """A session with a record; it exists for those who held it, and for whom this holds."""
    found = queries.written_session(viewer, pk)
    if not rules.is_theirs(viewer, found) and not is_known(found):
        raise Session.DoesNotExist
    return found


@page("supervision_record.ask")
def ask(request: Request, pk: UUID) -> HttpResponse:
    """Ask for one record as of right, with a reason."""
    person = request.user
    found = _session(person, pk, lambda one: rules.grounds_to_ask(person, one))
    insist(rules.may_ask(person, found))
    if request.method == "POST" and (first := confirm_first(request)):
        return first
    form = forms.OpenForm(request.POST or None, grounds=rules.grounds_to_ask(person, found))
    return _opening(request, found, form, commands.ask, breaks_glass=False)


@page("supervision_record.break_glass")
def break_glass(request: Request, pk: UUID) -> HttpResponse:
    """Open one record without a right to ask for it, on a stated ground."""
    person = request.user
    found = _session(person, pk, lambda one: permits(person, "supervision_record.break_glass", one))
    insist(rules.may_break_glass(person, found))
    if request.method == "POST" and (first := confirm_by_second_step_first(request)):
        return first
    form = forms.OpenForm(request.POST or None, grounds=rules.TO_BREAK_GLASS)
    return _opening(request, found, form, commands.break_glass, breaks_glass=True)


def _opening(
    request: Request, found: Session, form: forms.OpenForm, command: Callable[..., Opening], *, breaks_glass: bool
) -> HttpResponse:
    running = queries.running_for(request.user, found)
    if running is not None:
        return redirect("supervision:opening", pk=running.pk)
    if form.is_valid():
        typed, method = form.cleaned_data, how_known(request)
        made = attempt(form, lambda: command(found, by=request.user, method=method, **typed))
        if made:
            return redirect("supervision:opening", pk=made.pk)
    context = {"session": found, "form": form, "breaks_glass": breaks_glass}
    if breaks_glass:
        context["has_officer"] = rules.has_officer(request.user, found)
    return render(request, "supervision/open_record.html", context)


@page("supervision_record.break_glass")
def find(request: Request) -> HttpResponse:
    """Say whose record is meant; there is no list of records to choose from."""
    insist(rules.may_look_for_one(request.user))
    form = forms.FindForm(request.POST or None, viewer=request.user, initial={"kind": Kind.LINE})
    if form.is_valid():
        typed = form.cleaned_data
        found = queries.last_written(request.user, typed["person"], typed["kind"], typed["day"])
        if found is not None:
            return redirect("supervision:break_glass", pk=found.pk)
        form.add_error(None, NONE_FOUND)
    context = {"form": form, "made": queries.made_by(request.user)}
    return render(request, "supervision/find_record.html", context)


@page("supervision_record.summary")
def summary(request: Request, pk: UUID) -> HttpResponse:
    """Decisions, actions and case references, for whoever supervises the person now."""
    person = request.user
    found = _session(person, pk, lambda one: rules.may_see_summary(person, one))
    insist(rules.may_see_summary(person, found))
    commands.look_at_summary(found, by=person)
    context = {
        "session": found,
        "actions": queries.actions_of(person, found),
        "lines": queries.case_lines(found),
        "has_consent": rules.has_consent(person, found),
    }
    return render(request, "supervision/summary.html", context)


@page("opening.see")
def opening(request: Request, pk: UUID) -> HttpResponse:
    """One opening: what was said, for its reader and within the hour; afterwards, and for others, who read and why."""
    person = request.user
    found = queries.opening_for(person, pk)
    may_read = rules.may_read(person, found)
    written = queries.written(commands.read(found, by=person).session) if may_read else None
    context = {
        "opening": found,
        "role": queries.roles_of([found.reader_id])(found),
        "may_read": may_read,
        "written": written,
        "is_reader": person.pk == found.reader_id,
        "is_about_me": person.pk in found.concerned,
        "may": {
            "review": rules.may_review(person, found),
            "decide": rules.may_decide_telling(person, found),
        },
    }
    return render(request, "supervision/opening.html", context)


@page("supervision_record.see")
def readings(request: Request, pk: UUID) -> HttpResponse:
    """Who else has read the record of one session, for those who held it."""
    found = _session(request.user, pk, lambda one: False)
    context = {
        "session": found,
        "readings": queries.readings_of(request.user, found),
        "sampled": quality.sampled_readings_of(found),
    }
    return render(request, "supervision/readings_of_one.html", context)


def opened(request: Request, text: str, pk: UUID) -> HttpResponse:
    """Back to the opening, with a word of what was done."""
    messages.success(request, text)
    return redirect("supervision:opening", pk=pk)
