"""Where does one see the steps of a renewal, and say what is done?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people.requests import Request
from cairn.practice.registration.commands import renewals as commands
from cairn.practice.registration.forms.renewals import StepsForm, named
from cairn.practice.registration.models import Registration
from cairn.practice.registration.queries import register
from cairn.practice.registration.regulators import EMPLOYER, REGISTRANT
from cairn.practice.registration.renewing import Turn, turns_of
from cairn.practice.registration.rules import renewals as rules


@page("registration.see")
def steps(request: Request, pk: UUID) -> HttpResponse:
    """What one registration asks for within a year, what of it is done, and what the reader may say."""
    found, viewer = register.registration_for(request.user, pk), request.user
    turns = _turns(found)
    says = {by: rules.may_say(viewer, found.person, by) for by in (REGISTRANT, EMPLOYER)}
    mine = [turn for turn in turns if turn.is_asked and not turn.is_done and says[turn.step.by]]
    form = StepsForm(request.POST or None, waiting=mine, initial={"on": clock.today()})

    def finish() -> bool:
        with transaction.atomic():
            for turn in form.chosen():
                key, closes_on = named(turn)
                commands.finish(found, key=key, closes_on=closes_on, on=form.cleaned_data["on"], by=viewer)
        return True

    if form.is_valid() and attempt(form, finish):
        messages.success(request, "It is written down.")
        return redirect("registration:steps", pk=pk)
    context = {
        "registration": found,
        "person": found.person,
        "edition": found.rules.edition_on(clock.today()),
        "windows": _by_window(turns),
        "form": form if mine else None,
        "says": says,
    }
    return render(request, "registration/steps.html", context)


@page("registration.see")
@require_POST
def take_back(request: Request, pk: UUID) -> HttpResponse:
    """A step was not done after all."""
    return _act(request, pk, commands.take_back, "It is owed again.")


@page("registration.see")
@require_POST
def ask(request: Request, pk: UUID) -> HttpResponse:
    """The regulator asks for a step that it asks only of some."""
    return _act(request, pk, commands.ask, "It is written down, and owed now.")


def _turns(registration: Registration) -> list[Turn]:
    return [turn for turn in turns_of(registration.person) if turn.registration == registration]


def _act(request: Request, pk: UUID, command: Callable[..., Any], said: str) -> HttpResponse:
    found = register.registration_for(request.user, pk)
    turn = next((one for one in _turns(found) if one.occasion == request.POST.get("step")), None)
    if turn is None:
        raise Refused(rules.NOT_ASKED)
    key, closes_on = named(turn)
    command(found, key=key, closes_on=closes_on, by=request.user)
    messages.success(request, said)
    return redirect("registration:steps", pk=pk)


def _by_window(turns: list[Turn]) -> list[tuple[Any, list[Turn]]]:
    """The steps by the days within which they are done."""
    found: dict[Any, list[Turn]] = {}
    for turn in turns:
        found.setdefault(turn.window, []).append(turn)
    return list(found.items())
