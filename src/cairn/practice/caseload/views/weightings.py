"""Where is the weighting read, as it is and as it was, and where is one adopted?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.commands import weightings as commands
from cairn.practice.caseload.forms.weightings import AdoptForm
from cairn.practice.caseload.models import Weighting
from cairn.practice.caseload.queries import weightings as queries
from cairn.practice.caseload.rules import weightings as rules

ADOPTED = "The weighting has been adopted. Everybody's points are reckoned by it from its first day."


@page("weighting.see")
def current(request: Request) -> HttpResponse:
    """The weighting of today; the proposal, where none was ever adopted."""
    history = list(queries.weightings(request.user))
    return _shown(request, queries.weighting_on(history, clock.today()), history)


@page("weighting.see")
def one(request: Request, pk: UUID) -> HttpResponse:
    """One weighting of the history."""
    return _shown(request, queries.weighting_for(request.user, pk), list(queries.weightings(request.user)))


def _shown(request: Request, weighting: Weighting | None, history: list[Weighting]) -> HttpResponse:
    weights = queries.weights_of(weighting)
    context = {
        "weighting": weighting,
        "weights": weights,
        "tables": queries.tables_of(weights),
        "history": history,
        "may_adopt": rules.may_adopt(request.user, request.user.organisation),
        "may_take_back": weighting is not None and rules.may_take_back(request.user, weighting),
    }
    return render(request, "caseload/weighting.html", context)


@page("weighting.adopt")
def adopt(request: Request) -> HttpResponse:
    """Write a weighting, beginning with what is in force, and adopt it from a day on."""
    insist(rules.may_adopt(request.user, request.user.organisation))
    before = queries.weighting_on(list(queries.weightings(request.user)), clock.today())
    weights = queries.weights_of(before)
    names = ("title", "stable_part", "full_time_maximum", "almost_full")
    form = AdoptForm(request.POST or None, weights=weights, initial={name: getattr(weights, name) for name in names})
    if form.is_valid() and attempt(form, lambda: _adopt(request, form)):
        messages.success(request, ADOPTED)
        return redirect("caseload:weighting")
    return render(request, "caseload/adopt.html", {"form": form})


def _adopt(request: Request, form: AdoptForm) -> Weighting:
    starts_on = form.cleaned_data["starts_on"]
    return commands.adopt(request.user.organisation, by=request.user, settings=form.settings(), starts_on=starts_on)


@page("weighting.adopt")
@require_POST
def adopt_proposal(request: Request) -> HttpResponse:
    """Adopt the proposal as it stands."""
    commands.adopt_proposal(request.user.organisation, by=request.user)
    messages.success(request, ADOPTED)
    return redirect("caseload:weighting")


@page("weighting.adopt")
@require_POST
def take_back(request: Request, pk: UUID) -> HttpResponse:
    """Take back a weighting that has not begun."""
    commands.take_back(queries.weighting_for(request.user, pk), by=request.user)
    messages.success(request, "The weighting has been taken back. The one before it goes on.")
    return redirect("caseload:weighting")
