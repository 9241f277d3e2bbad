"""Where is seen who has room and who is over, and what is planned for them?"""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.commands import allocations as commands
from cairn.practice.caseload.commands import weightings
from cairn.practice.caseload.forms import allocations as forms
from cairn.practice.caseload.forms.weightings import NoteForm
from cairn.practice.caseload.queries import people as queries
from cairn.practice.caseload.rules import allocations as rules
from cairn.practice.caseload.rules import weightings as noting
from cairn.practice.caseload.views.cases import ON_A_PAGE, act_page
from cairn.practice.caseload.weighed import weights_on


@page("workload.see")
def team(request: Request) -> HttpResponse:
    """Who carries how much in the units for which one answers."""
    form = forms.TeamForm(request.GET, viewer=request.user)
    chosen = form.chosen()
    found = Paginator(queries.team(request.user, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: getattr(value, "pk", value) for name, value in chosen.items() if value})
    context = {
        "page": found,
        "form": form,
        "query": query,
        "in_force": weights_on(request.user.organisation_id),
    }
    return render(request, "caseload/team.html", context)


@page("workload.see")
def person(request: Request, pk: UUID) -> HttpResponse:
    """What one person carries, their room, plans and figures."""
    load = queries.load_for(request.user, pk)
    context = {
        "load": load,
        "home": queries.work_of(load),
        "figures": queries.figures_of(request.user, load),
        "may_relieve": rules.may_relieve(request.user, load),
        "may_note": noting.may_note(request.user, load),
    }
    return render(request, "caseload/person.html", context)


@page("workload.relieve")
def relieve(request: Request, pk: UUID) -> HttpResponse:
    """Write a plan for somebody who is over their limit."""
    load = queries.load_for(request.user, pk)
    insist(rules.may_relieve(request.user, load))
    form = forms.PlanForm(request.POST or None)
    if form.is_valid() and (plan := form.plan()):
        made = attempt(form, lambda: commands.relieve(load, by=request.user, plan=plan))
        if made:
            messages.success(request, "The plan is written. The next level looks at it.")
            return redirect("caseload:relief", made.pk)
    lead = f"They carry {load.points} points and may carry {load.limit}."
    return act_page(
        request, form, heading=f"A plan for {load.person}", button="Write it down", back=_back(pk), lead=lead
    )


@page("workload.relieve")
def note(request: Request, pk: UUID) -> HttpResponse:
    """Note what leaves somebody less room."""
    load = queries.load_for(request.user, pk)
    insist(noting.may_note(request.user, load))
    form = NoteForm(request.POST or None, weights=weights_on(load.organisation_id).weights)
    if form.is_valid() and attempt(form, lambda: weightings.note(load, by=request.user, **form.cleaned_data)):
        messages.success(request, "It is noted, and counts from today.")
        return redirect("caseload:person", load.person_id)
    return act_page(request, form, heading=f"What leaves {load.person} less room", button="Note it", back=_back(pk))


@page("workload.relieve")
@require_POST
def end_circumstance(request: Request, pk: UUID) -> HttpResponse:
    """It no longer holds."""
    found = weightings.end_circumstance(queries.circumstance_for(request.user, pk), by=request.user)
    messages.success(request, "It ends today.")
    return redirect("caseload:person", found.person_id)


def _back(pk: UUID) -> str:
    return f"/caseload/people/{pk}/"
