"""Where does one read and keep the register: the list, one person's entry, and what can be done to it?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import Form, attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.foundation.people.requests import Request
from cairn.practice.registration.commands import register as commands
from cairn.practice.registration.forms import register as forms
from cairn.practice.registration.functions import catalogue_on
from cairn.practice.registration.models import Known
from cairn.practice.registration.queries import checks, concerns, delegations, register
from cairn.practice.registration.regulators import regulators
from cairn.practice.registration.rules import checks as check_rules
from cairn.practice.registration.rules import concerns as concern_rules
from cairn.practice.registration.rules import delegations as delegation_rules
from cairn.practice.registration.rules import register as rules

ON_A_PAGE = 50


@page("registration.see")
def home(request: Request) -> HttpResponse:
    """Whose entries the reader may see, with how they stand today."""
    form = forms.FilterForm(request.GET)
    chosen = form.chosen()
    shown = Paginator(register.people(request.user, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = register.lines_of(shown.object_list)
    context = {
        "form": form,
        "page": shown,
        "rows": [(one, *lines[one.pk]) for one in shown],
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "may_check": check_rules.may_check(request.user),
        "sees_concerns": permits(request.user, "fitness_concern.decide"),
    }
    return render(request, "registration/home.html", context)


@page("registration.see")
def person(request: Request, pk: UUID) -> HttpResponse:
    """One entry: how it stands, or stood on a day, as it is or was known; and what was put right."""
    found, viewer = register.person_for(request.user, pk), request.user
    form = forms.DaysForm(request.GET if "on_day" in request.GET else None)
    asked = form.cleaned_data if form.is_valid() else {}
    on, known = asked.get("on") or clock.today(), asked.get("known")
    moment = clock.of_day(known + timedelta(days=1)) if known else None
    sees_delegations = bool(delegation_rules.may_see(viewer, found))
    context = {
        "person": found,
        "form": form,
        "on": on,
        "known": known,
        "entry": (entry := register.entry_of(found, on=on, known_at=moment)),
        "looked_up": checks.latest_of(entry.registrations),
        "reads_words": bool(rules.may_read_words(viewer, found)),
        "may_keep": rules.may_keep(viewer, found),
        "delegations": delegations.of_person(found) if sees_delegations else [],
        "titles": _titles(found),
        "concerns": concerns.of_person(viewer, found),
        "may_raise": concern_rules.may_raise(viewer, found),
    }
    return render(request, "registration/person.html", context)


@page("registration.keep")
def enter(request: Request, pk: UUID) -> HttpResponse:
    """Put a registration into the register."""
    found = register.person_for(request.user, pk)
    insist(rules.may_keep(request.user, found))
    form = forms.EnterForm(request.POST or None)
    return _act(
        request, found, form, lambda: commands.enter(found, by=request.user, **form.asked()),
        heading="Enter a registration", said="It is in the register.",
    )  # fmt: skip


@page("registration.keep")
def state(request: Request, pk: UUID) -> HttpResponse:
    """Write down what the regulator decided."""
    found = register.registration_for(request.user, pk)
    insist(rules.may_keep(request.user, found.person))
    functions = catalogue_on(request.user.organisation.nation, clock.today()).functions.values()
    form = forms.StateForm(request.POST or None, functions=functions)
    return _act(
        request, found.person, form, lambda: commands.state(found, by=request.user, **form.cleaned_data),
        heading=f"How {found} stands", said="It is in the register, and counts at once.",
        lead="A suspension, lapse or removal suspends delegations at once and tells those who must reassign the work.",
    )  # fmt: skip


@page("registration.keep")
def approve(request: Request, pk: UUID) -> HttpResponse:
    """Write down an approval."""
    found = register.person_for(request.user, pk)
    insist(rules.may_keep(request.user, found))
    form = forms.ApproveForm(request.POST or None)
    return _act(
        request, found, form, lambda: commands.approve(found, by=request.user, **form.cleaned_data),
        heading="Enter an approval", said="The approval is in the register.",
    )  # fmt: skip


@page("registration.keep")
def end_standing(request: Request, pk: UUID) -> HttpResponse:
    """Its last day is known."""
    return _end(request, register.standing_for(request.user, pk))


@page("registration.keep")
def end_approval(request: Request, pk: UUID) -> HttpResponse:
    """Its last day is known."""
    return _end(request, register.approval_for(request.user, pk))


@page("registration.keep")
def correct_standing(request: Request, pk: UUID) -> HttpResponse:
    """Put right what was written down."""
    return _correct(request, register.standing_for(request.user, pk))


@page("registration.keep")
def correct_approval(request: Request, pk: UUID) -> HttpResponse:
    """Put right what was written down."""
    return _correct(request, register.approval_for(request.user, pk))


@page("registration.keep")
def strike_standing(request: Request, pk: UUID) -> HttpResponse:
    """It never was so."""
    return _strike(request, register.standing_for(request.user, pk))


@page("registration.keep")
def strike_approval(request: Request, pk: UUID) -> HttpResponse:
    """It never was so."""
    return _strike(request, register.approval_for(request.user, pk))


@page("registration.see")
def packs(request: Request) -> HttpResponse:
    """What each regulator asks, since when, and what is still to be confirmed."""
    return render(request, "registration/regulators.html", {"regulators": list(regulators().values())})


def _end(request: Request, fact: Known) -> HttpResponse:
    insist(rules.may_keep(request.user, fact.person))
    form = forms.EndForm(request.POST or None)
    return _act(
        request, fact.person, form, lambda: commands.end(fact, by=request.user, **form.cleaned_data),
        heading=f"Last day of: {fact}", said="Its last day is in the register.",
    )  # fmt: skip


def _correct(request: Request, fact: Known) -> HttpResponse:
    insist(rules.may_keep(request.user, fact.person))
    initial = {"starts_on": fact.starts_on, "ends_on": fact.ends_on, "words": fact.words}
    form = forms.CorrectForm(request.POST or None, initial=initial)
    return _act(
        request, fact.person, form, lambda: commands.correct(fact, by=request.user, **form.cleaned_data),
        heading=f"Put right: {fact}", said="It is put right. What was written before stays readable.",
        lead="The answer for days of the past changes with it, and both answers can be given.",
    )  # fmt: skip


def _strike(request: Request, fact: Known) -> HttpResponse:
    insist(rules.may_keep(request.user, fact.person))
    form = forms.StrikeForm(request.POST or None)

    def strike() -> bool:
        commands.strike(fact, by=request.user, **form.cleaned_data)
        return True

    return _act(request, fact.person, form, strike, heading=f"Strike out: {fact}", said="It counts no more.")


def _act(
    request: Request, person: Person, form: Form, act: Callable[[], Any], *, heading: str, said: str, lead: str = ""
) -> HttpResponse:
    """A form about one person's entry."""
    if form.is_valid() and attempt(form, act):
        messages.success(request, said)
        return redirect("registration:person", pk=person.pk)
    context = {"person": person, "form": form, "heading": heading, "lead": lead}
    return render(request, "registration/act.html", context)


def _titles(person: Person) -> dict[str, str]:
    functions = catalogue_on(person.organisation.nation, clock.today()).functions
    return {key: one.title for key, one in functions.items()}
