"""Where are cases listed, read, opened, put right, moved and closed?"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.commands import cases as commands
from cairn.practice.caseload.forms import cases as forms
from cairn.practice.caseload.models import Case
from cairn.practice.caseload.queries import cases as queries
from cairn.practice.caseload.rules import allocations
from cairn.practice.caseload.rules import cases as rules
from cairn.practice.caseload.weighed import weights_on

ON_A_PAGE = 50


def act_page(
    request: Request, form: django_forms.Form, *, heading: str, button: str, back: str, lead: str = "", case: Any = None
) -> HttpResponse:
    """A form about one thing."""
    context = {"form": form, "heading": heading, "button": button, "back": back, "lead": lead, "case": case}
    return render(request, "caseload/act.html", context)


@page("case.see")
def listing(request: Request) -> HttpResponse:
    """The cases that the reader may see."""
    form = forms.FilterForm(request.GET, viewer=request.user)
    chosen = form.chosen()
    found = Paginator(queries.cases(request.user, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: getattr(value, "pk", value) for name, value in chosen.items() if value})
    context = {
        "page": found,
        "form": form,
        "query": query,
        "carriers": queries.carriers(list(found)),
        "weights": weights_on(request.user.organisation_id).weights,
        "may_open": rules.may_open(request.user),
    }
    return render(request, "caseload/cases.html", context)


@page("case.see")
def case(request: Request, pk: UUID) -> HttpResponse:
    """One case: what it weighs, who carries it and who did."""
    found = queries.case_for(request.user, pk)
    context = {
        "case": found,
        "weights": weights_on(found.organisation_id).weights,
        "allocations": list(queries.allocations_of(found)),
        "wait": queries.wait_of(found),
        "may": {
            "change": rules.may_change(request.user, found),
            "close": rules.may_close(request.user, found),
            "allocate": allocations.may_allocate(request.user, found),
        },
    }
    return render(request, "caseload/case.html", context)


@page("case.open")
def open_case(request: Request) -> HttpResponse:
    """Open a case."""
    insist(rules.may_open(request.user))
    weights = weights_on(request.user.organisation_id).weights
    form = forms.OpenForm(request.POST or None, viewer=request.user, weights=weights)
    if form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if name != "names_nobody"}
        if made := attempt(form, lambda: commands.open_case(by=request.user, **typed)):
            messages.success(request, "The case is open. It waits for somebody accountable.")
            return redirect("caseload:case", made.pk)
    return act_page(request, form, heading="Open a case", button="Open the case", back="/caseload/cases/")


@page("case.change")
def change(request: Request, pk: UUID) -> HttpResponse:
    """Put right what a case weighs."""
    found = queries.case_for(request.user, pk)
    insist(rules.may_change(request.user, found))
    weights = weights_on(found.organisation_id).weights
    initial = {name: getattr(found, name) for name in commands.WEIGHED_BY}
    form = forms.Weighs(request.POST or None, viewer=request.user, weights=weights, initial=initial)
    if form.is_valid() and attempt(form, lambda: commands.change(found, by=request.user, **form.cleaned_data)):
        return redirect("caseload:case", found.pk)
    return _act(request, found, form, "What does it weigh?", "Save")


@page("case.change")
def move(request: Request, pk: UUID) -> HttpResponse:
    """The case stands in another unit."""
    found = queries.case_for(request.user, pk)
    insist(rules.may_change(request.user, found))
    form = forms.MoveForm(request.POST or None, viewer=request.user, initial={"unit": found.unit})
    if form.is_valid() and attempt(form, lambda: commands.move(found, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{found.reference} stands in {form.cleaned_data['unit']} now.")
        return redirect("caseload:cases")
    return _act(request, found, form, "Move it to another unit", "Move it")


@page("case.change")
def close(request: Request, pk: UUID) -> HttpResponse:
    """Work on it has ended."""
    found = queries.case_for(request.user, pk)
    insist(rules.may_close(request.user, found))
    form = forms.CloseForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.close(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The case is closed. Nobody carries it any more.")
        return redirect("caseload:case", found.pk)
    return _act(request, found, form, "Close it", "Close the case")


def _act(request: Request, case: Case, form: django_forms.Form, heading: str, button: str) -> HttpResponse:
    back = f"/caseload/cases/{case.pk}/"
    return act_page(request, form, heading=heading, button=button, back=back, case=case)
