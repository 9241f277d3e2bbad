"""Where are agreements listed, read, drafted and changed?"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.models import Person
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.commands import agreements as commands
from cairn.practice.supervision.forms import agreements as forms
from cairn.practice.supervision.models import Agreement, Kind
from cairn.practice.supervision.queries import agreements as queries
from cairn.practice.supervision.queries.circumstances import circumstances
from cairn.practice.supervision.queries.sessions import next_booked
from cairn.practice.supervision.rules import agreements as rules
from cairn.practice.supervision.rules.sessions import may_plan_under
from cairn.practice.supervision.terms import Written
from cairn.practice.supervision.wording import agreed_often, says

ON_A_PAGE = 50
DRAFTED = "The agreement has been drafted. Now both sign it."


def act_page(
    request: Request, found: Agreement, form: django_forms.Form, heading: str, button: str, lead: str = ""
) -> HttpResponse:
    """A form about one agreement."""
    context = {"agreement": found, "form": form, "heading": heading, "button": button, "lead": lead}
    return render(request, "supervision/act_on_agreement.html", context)


@page("supervision.see")
def listing(request: Request) -> HttpResponse:
    """Every agreement that the reader may see."""
    form = forms.FilterForm(request.GET)
    chosen = form.chosen()
    found = Paginator(queries.visible(request.user, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in chosen.items() if value})
    context = {"page": found, "form": form, "query": query}
    return render(request, "supervision/agreements.html", context)


@page("supervision.see")
def agreement(request: Request, pk: UUID) -> HttpResponse:
    """One agreement: its terms, who signed, and when the next session is due."""
    found = queries.agreement_for(request.user, pk)
    person = request.user
    turn, has_policy = queries.turn_of(found)
    context = {
        "agreement": found,
        "often": agreed_often(found.terms),
        "turn": turn,
        "has_policy": has_policy,
        "signatures": queries.signatures(person, found),
        "members": list(queries.members(found)) if not found.is_of_two else [],
        "reviews": queries.reviews(found),
        "booked": next_booked(found),
        "may": {
            "change": rules.may_change(person, found),
            "sign": rules.may_sign(person, found),
            "end": rules.may_close(person, found),
            "review": rules.may_review(person, found, next_on=Written.beginning(clock.today()).review_on),
            "members": rules.may_change_members(person, found),
            "follow": rules.may_follow(person, found),
            "plan": turn is not None and may_plan_under(person, found),
        },
    }
    return render(request, "supervision/agreement.html", context)


@page("supervision.agree")
def draft(request: Request, pk: UUID) -> HttpResponse:
    """Draw up an agreement with somebody; the policy and their posts fill in what they can."""
    person = queries.supervisee_for(request.user, pk)
    insist(rules.may_draft_for(request.user, person))
    form = forms.DraftForm(
        request.POST or None, viewer=request.user, initial=_beginning(request, person, request.GET.get("kind", ""))
    )
    return _drafting(request, form, person, lambda typed: commands.draft(person, by=request.user, **typed))


@page("supervision.agree")
def follow(request: Request, pk: UUID) -> HttpResponse:
    """Draw up the agreement that follows this one: new terms, or another supervisor."""
    before = queries.agreement_for(request.user, pk)
    insist(rules.may_follow(request.user, before))
    return _successor(request, before, {"supervisor": before.supervisor}, follows=before)


@page("supervision.agree")
def stand_in(request: Request, pk: UUID) -> HttpResponse:
    """Draw up the agreement of somebody who stands in during a long absence of the supervisor."""
    first = queries.agreement_for(request.user, pk)
    insist(rules.may_follow(request.user, first))
    return _successor(request, first, {}, stands_in_for=first)


def _successor(
    request: Request,
    other: Agreement,
    initial: dict[str, Any],
    follows: Agreement | None = None,
    stands_in_for: Agreement | None = None,
) -> HttpResponse:
    """It begins with the terms of the other one, from today, and is looked at again as late as a new one."""
    person, today = _supervisee(other), clock.today()
    again = {"starts_on": today, "review_on": Written.beginning(today).review_on}
    initial = asdict(Written.of(other.terms)) | again | initial
    form = forms.SuccessorForm(request.POST or None, viewer=request.user, initial=initial)

    def act(typed: dict[str, Any]) -> Agreement:
        return commands.draft(
            person, kind=other.kind, follows=follows, stands_in_for=stands_in_for, by=request.user, **typed
        )

    return _drafting(request, form, person, act, other=other, stands_in=stands_in_for is not None)


def _supervisee(found: Agreement) -> Person:
    if found.supervisee is None:
        raise Person.DoesNotExist  # a group has members: nobody follows it or stands in
    return found.supervisee


def _drafting(
    request: Request,
    form: forms.TermsForm,
    person: Person,
    act: Callable[[dict[str, Any]], Agreement],
    **context: Any,
) -> HttpResponse:
    if form.is_valid() and (made := attempt(form, lambda: act({"terms": form.written, **form.beside}))):
        messages.success(request, DRAFTED)
        return redirect("supervision:agreement", pk=made.pk)
    situation = circumstances(person, clock.today())
    context = {"other": None, "stands_in": False} | context
    context |= {"form": form, "person": person, "situation": situation}
    context["asked"] = says(situation.asked) if situation and situation.asked else ""
    return render(request, "supervision/draft.html", context)


def _beginning(request: Request, person: Person, kind: str) -> dict[str, Any]:
    situation = circumstances(person, clock.today())
    kind = kind if kind in (Kind.LINE, Kind.PROFESSIONAL) else Kind.LINE
    supervisor: Person | None = request.user
    if situation and kind == Kind.PROFESSIONAL:
        supervisor = situation.professional_lead
    elif situation and situation.line_manager:
        supervisor = situation.line_manager
    return asdict(Written.beginning(clock.today())) | {
        "kind": kind,
        "supervisor": supervisor,
        "starts_on": clock.today(),
    }


@page("supervision.agree")
def change(request: Request, pk: UUID) -> HttpResponse:
    """Change the terms until both have signed."""
    found = queries.agreement_for(request.user, pk)
    insist(rules.may_change(request.user, found))
    initial = asdict(Written.of(found.terms)) | {"starts_on": found.starts_on, "version": found.terms.version}
    form = forms.ChangeForm(request.POST or None, viewer=request.user, initial=initial)
    if form.is_valid() and attempt(
        form, lambda: commands.change(found, by=request.user, terms=form.written, **form.beside)
    ):
        messages.success(request, "The terms are changed. Both sign them anew.")
        return redirect("supervision:agreement", pk=pk)
    return act_page(request, found, form, "Change the terms", "Save the terms")
