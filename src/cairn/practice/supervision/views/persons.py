"""Where does one see how somebody's supervision is agreed, and agree on more than the policy asks?"""

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
from cairn.foundation.people.forms.keeping import DayForm
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.commands import needs as commands
from cairn.practice.supervision.forms import needs as forms
from cairn.practice.supervision.queries import agreements, needs
from cairn.practice.supervision.queries.circumstances import circumstances
from cairn.practice.supervision.rules import needs as rules
from cairn.practice.supervision.rules.agreements import may_draft_for
from cairn.practice.supervision.rules.openings import supervises
from cairn.practice.supervision.wording import says


@page("supervision.see")
def person(request: Request, pk: UUID) -> HttpResponse:
    """Somebody's agreements, what the policy asks for them, and what was agreed beyond it."""
    found = agreements.supervisee_for(request.user, pk)
    situation = circumstances(found, clock.today())
    context = {
        "person": found,
        "agreements": list(agreements.of_person(request.user, found)),
        "situation": situation,
        "asked": says(situation.asked) if situation and situation.asked else "",
        "needs": needs.needs_of(request.user, found),
        "mark": situation.mark if situation else None,
        "supervises": supervises(request.user, found),
        "may": {
            "draft": may_draft_for(request.user, found),
            "agree": rules.may_agree(request.user, found),
            "mark": rules.may_mark(request.user, found),
        },
    }
    return render(request, "supervision/person.html", context)


@page("particular_need.agree")
def agree(request: Request, pk: UUID) -> HttpResponse:
    """Write down what was agreed beyond the policy."""
    found = agreements.supervisee_for(request.user, pk)
    if not rules.may_know(request.user, found):
        raise found.DoesNotExist
    insist(rules.may_agree(request.user, found))
    form = forms.NeedForm(request.POST or None, initial={"minutes": 90, "period": "week"})
    if form.is_valid() and attempt(form, lambda: commands.agree_need(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "It is agreed. The next session is due accordingly.")
        return redirect("supervision:person", pk=pk)
    return render(request, "supervision/agree_need.html", {"person": found, "form": form})


@page("particular_need.agree")
def end(request: Request, pk: UUID) -> HttpResponse:
    """Say until which day it holds."""
    need = needs.need_for(request.user, pk)
    insist(rules.may_agree(request.user, need.person))
    form = DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.end_need(need, by=request.user, **form.cleaned_data)):
        messages.success(request, "Afterwards the policy holds.")
        return redirect("supervision:person", pk=need.person_id)
    return render(request, "supervision/end_need.html", {"person": need.person, "form": form})


@page("supervision.agree")
@require_POST
def mark(request: Request, pk: UUID) -> HttpResponse:
    """Say that the line manager is of another discipline, or that this is no longer so."""
    found = agreements.supervisee_for(request.user, pk)
    insist(rules.may_mark(request.user, found))
    if request.POST.get("is") == "no":
        commands.unmark_another_discipline(found, by=request.user)
        messages.success(request, "From today professional supervision is not owed for this reason.")
    else:
        commands.mark_another_discipline(found, by=request.user)
        messages.success(request, "From today professional supervision is owed. An agreement on it has to be made.")
    return redirect("supervision:person", pk=pk)
