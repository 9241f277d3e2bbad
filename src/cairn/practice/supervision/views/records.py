"""Where is the record of a session written, signed, not agreed and added to, and where do actions follow?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render, told
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.people.fresh import confirm_first, how_known
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.commands import records as commands
from cairn.practice.supervision.forms import records as forms
from cairn.practice.supervision.models import Session, State
from cairn.practice.supervision.queries import sessions as queries
from cairn.practice.supervision.queries.openings import case_lines
from cairn.practice.supervision.rules import records as rules
from cairn.practice.supervision.rules.sessions import may_raise_action
from cairn.practice.supervision.said import DECLARATION, Said, hash_of
from cairn.practice.supervision.views.preparing import put_together
from cairn.practice.supervision.views.sessions import act_page

BY_THE_OTHER = "Somebody else changed this record meanwhile. Your text is still here; press the button to see both."


@page("supervision_record.write")
def record(request: Request, pk: UUID) -> HttpResponse:
    """Write down the main points, beside what was said last time and what was agreed then."""
    found = queries.recorded_session_for(request.user, pk)
    insist(rules.may_write(request.user, found))
    said, form = Said.of(found), _form(request, found)
    theirs = None
    if form.is_valid():
        try:
            done = _write(request, found, form, is_finished=request.POST.get("go") != "keep")
            messages.success(request, _after(done))
            return redirect("supervision:session", pk=pk)
        except Stale:
            found = queries.recorded_session_for(request.user, pk)
            theirs = Said.of(found)
            form = _form(request, found, found.personal.version)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"session": found, "form": form, "said": said, "theirs": theirs}
    context |= {"last_time": queries.last_time(request.user, found), "earlier": queries.earlier_actions(found)}
    context["prepared"] = queries.preparations(request.user, found)
    return render(request, "supervision/write_record.html", context, status=409 if theirs else 200)


def _after(done: Session) -> str:
    if done.state == State.HELD:
        return "It is kept as a draft of both. Nobody has been asked to sign yet."
    return "It is recorded. Now both sign it." if done.is_of_two else "It is recorded. Now you sign it."


@page("supervision_record.write")
def save(request: Request, pk: UUID) -> HttpResponse:
    """A draft saves itself as it is typed; a record that waits for signatures changes only by the button."""
    found = queries.recorded_session_for(request.user, pk)
    if not (may := rules.may_write(request.user, found)):
        return told(may.reason, 403)
    if request.method != "POST":
        return redirect("supervision:record", pk=pk)
    if found.state != State.HELD:
        return told("Press the button to save: a change undoes signatures that were given.", 409)
    form = _form(request, found)
    if not form.is_valid():
        return told(" ".join(text for _, text in form.problems()), 422)
    try:
        done = _write(request, found, form, is_finished=False)
    except Stale:
        return told(BY_THE_OTHER, 409)
    except Refused as refusal:
        return told(str(refusal), 403)
    return JsonResponse({"version": done.personal.version})


def _form(request: Request, found: Session, version: int | None = None) -> forms.RecordForm:
    """What was typed, or what stands in the record; a new one begins with the workload figure of last time."""
    is_supervisee = request.user.pk == found.supervisee_id
    sent = request.POST.dict() if request.method == "POST" else None
    initial = forms.RecordForm.beginning(Said.of(found), found.personal.version)
    if sent is not None and version is not None:
        sent = put_together(sent, initial) | {"version": str(version)}
    if found.personal.version == 0 and (last := queries.last_time(request.user, found)):
        initial["workload_points"] = last.record.workload_points
    return forms.RecordForm(sent, initial=initial, is_supervisee=is_supervisee, is_of_two=found.is_of_two)


def _write(request: Request, found: Session, form: forms.RecordForm, *, is_finished: bool) -> Session:
    version = form.cleaned_data["version"]
    return commands.write(found, said=form.said, version=version, is_finished=is_finished, by=request.user)


@page("supervision_record.sign")
def sign(request: Request, pk: UUID) -> HttpResponse:
    """What is signed, in words, and its hash."""
    found = queries.recorded_session_for(request.user, pk)
    insist(rules.may_sign(request.user, found))
    if request.method == "POST" and (first := confirm_first(request)):
        return first
    form = forms.SignForm(request.POST or None)
    if form.is_valid():
        seen, method = form.cleaned_data["seen"], how_known(request)
        if attempt(form, lambda: commands.sign(found, by=request.user, seen=seen, method=method)):
            messages.success(request, "Your name stands under the record.")
            return redirect("supervision:session", pk=pk)
    context = {"session": found, "form": form, "declaration": DECLARATION, "hash": hash_of(found)}
    context["lines"] = case_lines(found)
    return render(request, "supervision/sign_record.html", context)


@page("supervision_record.refuse")
def refuse(request: Request, pk: UUID) -> HttpResponse:
    """Say with what one does not agree."""
    found = queries.recorded_session_for(request.user, pk)
    insist(rules.may_begin_refusing(request.user, found))
    form = forms.RefuseForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.refuse(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "It is noted that you don't agree, and why.")
        return redirect("supervision:session", pk=pk)
    lead = "It stays beside the record. If the record is put right, you can sign it after all."
    return act_page(request, found, form, "You don't agree with this record", "Say so", lead)


@page("supervision_record.add")
def add(request: Request, pk: UUID) -> HttpResponse:
    """Add to a record that both have signed."""
    found = queries.recorded_session_for(request.user, pk)
    insist(rules.may_add(request.user, found))
    form = forms.AddForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.add(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "It stands beside the record, which stays as it was signed.")
        return redirect("supervision:session", pk=pk)
    return act_page(request, found, form, "Add to this record", "Add it", "The record itself stays as it was signed.")


@page("supervision_record.write")
def follow(request: Request, pk: UUID) -> HttpResponse:
    """Let an action follow."""
    found = queries.recorded_session_for(request.user, pk)
    insist(may_raise_action(request.user, found))
    form = forms.ActionForm(request.POST or None, viewer=request.user, initial={"owner": request.user})
    if form.is_valid() and attempt(
        form, lambda: commands.let_action_follow(found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "It stands in the action log. Nothing there leads back to this session.")
        return redirect("supervision:session", pk=pk)
    return act_page(request, found, form, "Raise an action", "Put it into the log")
