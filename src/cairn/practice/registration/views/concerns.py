"""Where is a concern about fitness to practise raised, decided about and followed?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import Form, attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.registration.commands import concerns as commands
from cairn.practice.registration.forms import concerns as forms
from cairn.practice.registration.functions import catalogue_on
from cairn.practice.registration.models import Concern
from cairn.practice.registration.queries import concerns, register
from cairn.practice.registration.rules import concerns as rules

ON_A_PAGE = 50


@page("fitness_concern.see")
def home(request: Request) -> HttpResponse:
    """Concerns that the reader may read."""
    shown = Paginator(concerns.concerns(request.user, show=request.GET.get("show", "")), ON_A_PAGE)
    context = {"page": shown.get_page(request.GET.get("page")), "show": request.GET.get("show", "")}
    return render(request, "registration/concerns.html", context)


@page("fitness_concern.raise")
def raise_concern(request: Request, pk: UUID) -> HttpResponse:
    """Say what may put somebody's fitness to practise in question."""
    person = register.person_for(request.user, pk)
    allowed = rules.may_raise(request.user, person)
    if not allowed and person.pk != request.user.pk:
        raise Http404  # whoever only sees the register learns nothing of concerns
    insist(allowed)
    form = forms.RaiseForm(request.POST or None, initial={"raised_on": clock.today()})
    if form.is_valid() and (
        made := attempt(form, lambda: commands.raise_concern(person, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, "It is raised. Those who decide about it know.")
        return redirect("registration:concern", pk=made.pk)
    context = {"person": person, "form": form, "heading": "Raise a concern about fitness to practise", "lead": ""}
    return render(request, "registration/act.html", context)


@page("fitness_concern.see")
def concern(request: Request, pk: UUID) -> HttpResponse:
    """One concern: what was raised, what was decided and why, and what followed."""
    found = concerns.concern_for(request.user, pk)
    context = {
        "concern": found,
        "stages": concerns.stages_of(found),
        "may_handle": rules.may_handle(request.user, found),
        "regulator": found.registration.rules.edition_on(clock.today()) if found.registration else None,
    }
    return render(request, "registration/concern.html", context)


@page("fitness_concern.decide")
def choose(request: Request, pk: UUID) -> HttpResponse:
    """Refer it or not, with reasons."""
    found, form = _handled(request, pk), forms.ChooseForm(request.POST or None)
    return _act(request, found, form, commands.choose, "Is it referred?", "It is decided, and the reasons are kept.")


@page("fitness_concern.decide")
def tell(request: Request, pk: UUID) -> HttpResponse:
    """The person was told."""
    found, form = _handled(request, pk), forms.TellForm(request.POST or None)
    lead = "From now on they read what was raised, what was decided and why, and what followed."
    said = "It is written down. They can read it now."
    return _act(request, found, form, commands.tell, "The person was told", said, lead)


@page("fitness_concern.decide")
def follow(request: Request, pk: UUID) -> HttpResponse:
    """What the regulator did, with the order that came with it."""
    found = _handled(request, pk)
    functions = catalogue_on(request.user.organisation.nation, clock.today()).functions.values()
    form = forms.FollowForm(request.POST or None, functions=functions)
    said = "It is written down. An order counts at once."
    return _act(request, found, form, commands.follow, "What the regulator did", said)


def _handled(request: Request, pk: UUID) -> Concern:
    found = concerns.concern_for(request.user, pk)
    insist(rules.may_handle(request.user, found))
    return found


def _act(
    request: Request, found: Concern, form: Form, command: Callable[..., Any], heading: str, said: str, lead: str = ""
) -> HttpResponse:
    def act() -> Any:
        asked = form.asked() if isinstance(form, forms.FollowForm) else form.cleaned_data
        return command(found, by=request.user, **asked)

    if form.is_valid() and attempt(form, act):
        messages.success(request, said)
        return redirect("registration:concern", pk=found.pk)
    context = {"concern": found, "person": found.person, "form": form, "heading": heading, "lead": lead}
    return render(request, "registration/concern_act.html", context)
