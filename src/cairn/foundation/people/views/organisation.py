"""Where are the organisation's name and calendar?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core import clock, working_days
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people import commands, queries, rules
from cairn.foundation.people.forms import keeping as forms
from cairn.foundation.people.requests import Request


@page("organisation.see")
def organisation(request: Request) -> HttpResponse:
    """Whose law counts here, and which days are no working days this year and next."""
    insist(rules.may_see_organisation(request.user))
    found, year = request.user.organisation, clock.today().year
    context = {
        "organisation": found,
        "years": [(one, sorted(working_days.public_holidays(found.nation, one))) for one in (year, year + 1)],
        "local_days": list(queries.local_days(request.user)),
        "may_change": rules.may_change_organisation(request.user, found),
    }
    return render(request, "people/organisation.html", context)


@page("organisation.change")
def change(request: Request) -> HttpResponse:
    """Rename the organisation, or say whose law counts."""
    found = request.user.organisation
    insist(rules.may_change_organisation(request.user, found))
    form = forms.OrganisationForm(request.POST or None, initial={"name": found.name, "nation": found.nation})
    if form.is_valid() and attempt(
        form, lambda: commands.change_organisation(found, by=request.user, **form.cleaned_data)
    ):
        return redirect("people:organisation")
    context = {"form": form, "heading": "Change the organisation", "button": "Save"}
    return render(request, "people/form.html", context | {"back": "people:organisation", "at": ()})


@page("organisation.change")
def add_day(request: Request) -> HttpResponse:
    """Say that the organisation rests or works on a day, against its nation's calendar."""
    found = request.user.organisation
    insist(rules.may_change_organisation(request.user, found))
    form = forms.LocalDayForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.add_local_day(found, by=request.user, **form.cleaned_data)):
        return redirect("people:organisation")
    context = {"form": form, "heading": "Add a day to the calendar", "button": "Add the day"}
    return render(request, "people/form.html", context | {"back": "people:organisation", "at": ()})


@page("organisation.change")
@require_POST
def remove_day(request: Request, pk: Any) -> HttpResponse:
    """Let the nation's calendar count again."""
    commands.remove_local_day(queries.local_day_for(request.user, pk), by=request.user)
    messages.success(request, "The day was taken out of the calendar.")
    return redirect("people:organisation")
