"""Where is work given out, moved and ended, and which waits?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.commands import allocations as commands
from cairn.practice.caseload.forms import allocations as forms
from cairn.practice.caseload.queries import cases, people
from cairn.practice.caseload.rules import allocations as rules
from cairn.practice.caseload.views.cases import ON_A_PAGE, act_page

TALK = "Work is given out after a conversation, to somebody with room."


@page("case.allocate")
def allocate(request: Request, pk: UUID) -> HttpResponse:
    """Give a case to somebody."""
    case = cases.case_for(request.user, pk)
    insist(rules.may_allocate(request.user, case))
    form = forms.AllocateForm(request.POST or None, viewer=request.user)
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("to", "conversation", "role", "function")}
        if _given(form, lambda: commands.allocate(case, by=request.user, plan=form.plan(), **typed)):
            messages.success(request, f"The case was given to {typed['to']}.")
            return redirect("caseload:case", case.pk)
    return _page(request, form, f"Give out {case.reference}", "Give it to them", case)


@page("case.allocate")
def reallocate(request: Request, pk: UUID) -> HttpResponse:
    """Move a case from one to another in one step."""
    allocation = people.allocation_for(request.user, pk)
    insist(rules.may_end(request.user, allocation))
    form = forms.GiveForm(request.POST or None, viewer=request.user)
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("to", "conversation")}
        if _given(form, lambda: commands.reallocate(allocation, by=request.user, plan=form.plan(), **typed)):
            messages.success(request, f"The case went from {allocation.person} to {typed['to']}.")
            return redirect("caseload:case", allocation.case_id)
    heading = f"Move {allocation.case.reference} from {allocation.person}"
    return _page(request, form, heading, "Move it", allocation.case)


def _given(form: forms.GiveForm, act: Callable[[], Any]) -> Any:
    """Where somebody would go over their limit, the form comes back and asks for a plan."""

    def asking() -> Any:
        try:
            return act()
        except commands.OverLimit:
            form.ask_for_plan()
            raise

    return attempt(form, asking)


@page("case.allocate")
def end(request: Request, pk: UUID) -> HttpResponse:
    """Somebody no longer carries a case."""
    allocation = people.allocation_for(request.user, pk)
    insist(rules.may_end(request.user, allocation))
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        because = form.cleaned_data["because"]
        if attempt(form, lambda: commands.end(allocation, by=request.user, because=because)):
            messages.success(request, f"{allocation.person} no longer carries the case.")
            return redirect("caseload:case", allocation.case_id)
    return _page(request, form, f"End {allocation.person}’s part in it", "End it", allocation.case)


def _page(request: Request, form: Any, heading: str, button: str, case: Any) -> HttpResponse:
    back = f"/caseload/cases/{case.pk}/"
    return act_page(request, form, heading=heading, button=button, back=back, case=case, lead=TALK)


@page("case.see")
def waiting(request: Request) -> HttpResponse:
    """Work that nobody is accountable for, and since when."""
    form = forms.WaitingForm(request.GET, viewer=request.user)
    unit = form.cleaned_data.get("unit") if form.is_valid() else None
    found = Paginator(people.waiting(request.user, unit), ON_A_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    rows = [(wait, (today - wait.starts_on).days) for wait in found]
    query = f"unit={unit.pk}" if unit else ""
    return render(request, "caseload/waiting.html", {"page": found, "rows": rows, "form": form, "query": query})
