"""Where is it recorded that somebody is away, and that they are back?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people import commands, queries, rules
from cairn.foundation.people.forms import keeping as forms
from cairn.foundation.people.requests import Request


@page("absence.record")
def record(request: Request, pk: Any) -> HttpResponse:
    """Say that somebody is away for longer."""
    person = queries.person_who_may_be_away(request.user, pk)
    insist(rules.may_keep_absences(request.user, person))
    form = forms.AbsenceForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.record_absence(person, by=request.user, **form.cleaned_data)):
        messages.success(request, "It is recorded. What is owed to and by them waits.")
        return redirect("people:person", person.pk)
    lead = "Longer absences only: what is due meanwhile waits until they are back."
    return _form(request, form, person.pk, f"{person} is away", "Record the absence", lead)


@page("absence.record")
def end(request: Request, pk: Any) -> HttpResponse:
    """Say that somebody is back."""
    absence = queries.absence_for(request.user, pk)
    insist(rules.may_keep_absences(request.user, absence.person))
    form = forms.DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.end_absence(absence, by=request.user, **form.cleaned_data)):
        messages.success(request, "The absence has ended.")
        return redirect("people:person", absence.person_id)
    return _form(request, form, absence.person_id, f"{absence.person} is back", "End the absence")


@page("absence.record")
def correct(request: Request, pk: Any) -> HttpResponse:
    """Put right the days of an absence, or the word for it."""
    absence = queries.absence_for(request.user, pk)
    insist(rules.may_keep_absences(request.user, absence.person))
    before = {name: getattr(absence, name) for name in ("why", "starts_on", "ends_on")}
    form = forms.AbsenceForm(request.POST or None, initial=before)
    if form.is_valid() and attempt(
        form, lambda: commands.correct_absence(absence, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "It has been put right.")
        return redirect("people:person", absence.person_id)
    return _form(request, form, absence.person_id, f"Put right an absence of {absence.person}", "Save")


def _form(request: Request, form: Any, person_id: Any, heading: str, button: str, lead: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "button": button, "back": "people:person", "at": (person_id,)}
    return render(request, "people/form.html", context | ({"lead": lead} if lead else {}))
