"""Pages about actions: the log, one action, and each thing that can be done to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cairn.cycle.improvement import commands, forms, queries, rules
from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.models import Statement
from cairn.foundation.standards.queries import statement_for


@page("action.see")
def log(request: Request) -> HttpResponse:
    """The one log of the organisation, filtered."""
    form = forms.FilterForm(request.GET)
    found = Paginator(queries.action_log(request.user, **form.chosen()), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "improvement/log.html",
        {
            "page": found,
            "form": form,
            "chosen": form.chosen(),
            "tally": queries.tally(request.user),
            "may_raise": rules.may_raise(request.user),
            "may_export": rules.may_export(request.user),
        },
    )


@page("action.see")
def action(request: Request, pk: UUID) -> HttpResponse:
    """One action: what, why, who, by when, how it goes, and whether it helped."""
    found = queries.action_for(request.user, pk)
    return render(
        request,
        "improvement/action.html",
        {
            "action": found,
            "notes": found.notes.select_related("by"),
            "evidence": found.evidence.all(),
            "may": {
                verb: rule(request.user, found)
                for verb, rule in {
                    "change": rules.may_change,
                    "note": rules.may_note,
                    "finish": rules.may_finish,
                    "check": rules.may_check,
                    "withdraw": rules.may_withdraw,
                }.items()
            },
            "note_form": forms.NoteForm(),
        },
    )


@page("action.raise")
def raise_action(request: Request) -> HttpResponse:
    """Put an action into the log, from a statement where one is named."""
    insist(rules.may_raise(request.user))
    statement = _statement_named(request)
    source = (request.POST.get("source") or request.GET.get("source") or "")[:100]
    source_words = (request.POST.get("source_words") or request.GET.get("source_words") or "")[:200]
    initial = {"owner": request.user, "unit": request.GET.get("unit", "")}
    form = forms.RaiseForm(request.POST or None, viewer=request.user, initial=initial)
    if form.is_valid():
        done = attempt(
            form,
            lambda: commands.raise_action(
                by=request.user, statement=statement, source=source, source_words=source_words, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, f"Action {done.number} is in the log.")
            return redirect("improvement:action", pk=done.pk)
    context = {"form": form, "statement": statement, "source": source, "source_words": source_words}
    return render(request, "improvement/raise.html", context)


@page("action.change")
def change(request: Request, pk: UUID) -> HttpResponse:
    """Change its wording, owner or dates."""
    found = queries.action_for(request.user, pk)
    insist(rules.may_change(request.user, found))
    names = ("what", "why", "owner", "due_on", "priority", "unit")
    initial = {name: getattr(found, name) for name in names}
    form = forms.ChangeForm(request.POST or None, viewer=request.user, initial=initial)
    return _answer(request, found, form, "change", lambda typed: commands.change(found, by=request.user, **typed))


@page("action.note")
def note(request: Request, pk: UUID) -> HttpResponse:
    """Say how it goes."""
    found = queries.action_for(request.user, pk)
    insist(rules.may_note(request.user, found))
    form = forms.NoteForm(request.POST or None)
    return _answer(request, found, form, "note", lambda typed: commands.note(found, by=request.user, **typed))


@page("action.finish")
def finish(request: Request, pk: UUID) -> HttpResponse:
    """Say that it is done, and what shows it."""
    found = queries.action_for(request.user, pk)
    insist(rules.may_finish(request.user, found))
    later = clock.today() + commands.CHECK_AFTER
    initial = {"check_on": found.check_on if found.check_on and found.check_on > clock.today() else later}
    form = forms.FinishForm(request.POST or None, viewer=request.user, action=found, initial=initial)
    return _answer(request, found, form, "finish", lambda typed: commands.finish(found, by=request.user, **typed))


@page("action.see")
def check(request: Request, pk: UUID) -> HttpResponse:
    """Say whether it helped."""
    found = queries.action_for(request.user, pk)
    insist(rules.may_check(request.user, found))
    form = forms.CheckForm(request.POST or None)

    def act(typed: dict[str, Any]) -> Action:
        return commands.check(found, by=request.user, worked=typed["worked"] == "yes", effect=typed["effect"])

    return _answer(request, found, form, "check", act)


@page("action.see")
def reopen(request: Request, pk: UUID) -> HttpResponse:
    """Send it back to its owner."""
    found = queries.action_for(request.user, pk)
    insist(rules.may_check(request.user, found))
    form = forms.ReopenForm(request.POST or None)
    return _answer(request, found, form, "reopen", lambda typed: commands.reopen(found, by=request.user, **typed))


@page("action.withdraw")
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take it off the log with a reason."""
    found = queries.action_for(request.user, pk)
    insist(rules.may_withdraw(request.user, found))
    form = forms.WithdrawForm(request.POST or None)
    return _answer(request, found, form, "withdraw", lambda typed: commands.withdraw(found, by=request.user, **typed))


SAID = {
    "change": ("Change this action", "Save", "The action has been changed."),
    "note": ("How is it going?", "Add", "Your note is with the action."),
    "finish": ("Say that it is done", "It is done", "Done. Its effect will be checked on the day you set."),
    "check": ("Did it help?", "Close the action", "The action is closed."),
    "reopen": ("Send it back", "Open it again", "The action is open again."),
    "withdraw": ("Withdraw this action", "Withdraw", "The action has been withdrawn."),
}


def _answer(
    request: Request,
    found: Action,
    form: django_forms.Form,
    verb: str,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    heading, button, said = SAID[verb]
    if form.is_valid() and attempt(form, lambda: act(form.cleaned_data)):
        messages.success(request, said)
        return redirect("improvement:action", pk=found.pk)
    context = {"form": form, "action": found, "heading": heading, "button": button, "verb": verb}
    return render(request, "improvement/act.html", context)


def _statement_named(request: Request) -> Statement | None:
    named = request.POST.get("statement") or request.GET.get("statement")
    if not named:
        return None
    try:
        return statement_for(request.user, UUID(named))
    except ValueError:
        raise Http404 from None
