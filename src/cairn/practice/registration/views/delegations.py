"""Where does one read who answers for which function, ask about a day, delegate, revoke and reassign?"""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.people.access import permits
from cairn.foundation.people.requests import Request
from cairn.practice.registration.commands import confirmations as confirmation_commands
from cairn.practice.registration.commands import delegations as commands
from cairn.practice.registration.forms import delegations as forms
from cairn.practice.registration.forms.declarations import ConfirmForm
from cairn.practice.registration.functions import catalogue_on, function_on
from cairn.practice.registration.models import Scope
from cairn.practice.registration.queries import delegations, register
from cairn.practice.registration.queries.confirmations import confirmed
from cairn.practice.registration.rules import confirmations as confirmation_rules
from cairn.practice.registration.rules import delegations as rules

ON_A_PAGE = 50


@page("function.see")
def functions(request: Request) -> HttpResponse:
    """The catalogue: what each function asks, its law, and what others may do within it."""
    context = {
        "catalogue": catalogue_on(request.user.organisation.nation, clock.today()),
        "functions": delegations.functions(request.user, clock.today()),
        "confirmed": confirmed(request.user, catalogue_on(request.user.organisation.nation, clock.today()).since),
        "may_delegate": rules.may_delegate(request.user),
    }
    return render(request, "registration/functions.html", context)


@page("function.see")
def function(request: Request, key: str) -> HttpResponse:
    """Who holds a function, or could lawfully decide on a day: as it was known then and as it is known now."""
    form = forms.DayForm(request.GET if "on_day" in request.GET else None)
    on = (form.is_valid() and form.cleaned_data["on"]) or clock.today()
    found = function_on(request.user.organisation.nation, key, on)
    if found is None:
        raise Http404
    shown = Paginator(delegations.held_on(request.user, key, on), ON_A_PAGE).get_page(request.GET.get("page"))
    catalogue = catalogue_on(request.user.organisation.nation, on)
    context = {
        "function": found,
        "catalogue": catalogue,
        "confirmed": confirmed(request.user, catalogue.since).get(key),
        "may_confirm": permits(request.user, "function.confirm"),
        "form": form,
        "on": on,
        "is_past": delegations.end_of(on) is not None,
        "page": shown,
        "rows": delegations.with_answers(list(shown), key, on),
        "query": f"on_day={on.day}&on_month={on.month}&on_year={on.year}",
        "may_delegate": rules.may_delegate(request.user),
    }
    return render(request, "registration/function.html", context)


@page("function.confirm")
def confirm(request: Request, key: str) -> HttpResponse:
    """The employer held a function of the catalogue against its own scheme."""
    catalogue = catalogue_on(request.user.organisation.nation, clock.today())
    found = catalogue.functions.get(key)
    if found is None:
        raise Http404
    insist(confirmation_rules.may_confirm(request.user, found, catalogue.since))
    form = ConfirmForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: confirmation_commands.confirm(key, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "It is confirmed for your organisation.")
        return redirect("registration:function", key=key)
    return render(request, "registration/confirm.html", {"function": found, "form": form})


@page("registration.see")
def ask(request: Request) -> HttpResponse:
    """May this person be accountable for this function on that day?"""
    catalogue = catalogue_on(request.user.organisation.nation, clock.today())
    form = forms.AskForm(
        request.GET if "function" in request.GET else None, viewer=request.user, functions=catalogue.functions.values()
    )
    answer = on = None
    if form.is_valid():
        on = form.cleaned_data["on"] or clock.today()
        person = form.cleaned_data["person"]
        try:
            found = register.person_for(request.user, person.pk)
            answer = delegations.answer_for(found, form.cleaned_data["function"], on)
        except person.DoesNotExist:
            form.add_error("person", "You may ask about yourself and about those whose registration you may see.")
    return render(request, "registration/ask.html", {"form": form, "answer": answer, "on": on})


@page("delegation.see")
def delegation(request: Request, pk: UUID) -> HttpResponse:
    """One instrument: from whom to whom, for what, signed by whom, and when it rested."""
    found, viewer = delegations.delegation_for(request.user, pk), request.user
    suspensions = delegations.suspensions_of(found)
    resting = next((one for one in suspensions if one.lifted_at is None), None)
    context = {
        "delegation": found,
        "function": function_on(found.organisation.nation, found.function, found.starts_on),
        "signatures": delegations.signatures_of(viewer, found),
        "suspensions": suspensions,
        "resting": resting,
        "may_revoke": rules.may_revoke(viewer, found, why="-"),
        "may_lift": rules.may_lift(viewer, resting) if resting else None,
    }
    return render(request, "registration/delegation.html", context)


@page("delegation.see")
def give(request: Request) -> HttpResponse:
    """Delegate a function, and sign."""
    viewer = request.user
    insist(rules.may_delegate(viewer))
    form = forms.GiveForm(
        request.POST or None,
        viewer=viewer,
        functions=delegations.functions(viewer, clock.today()),
        held=delegations.passable(viewer),
        of_right=permits(viewer, "delegation.give"),
        initial={"function": request.GET.get("function", ""), "scope": Scope.ALL},
    )
    if form.is_valid() and (made := attempt(form, lambda: commands.give(form.instrument(), by=viewer))):
        messages.success(request, "It is delegated, and signed by you.")
        return redirect("registration:delegation", pk=made.pk)
    return render(request, "registration/give.html", {"form": form})


@page("delegation.see")
def revoke(request: Request, pk: UUID) -> HttpResponse:
    """Take a delegation back."""
    found = delegations.delegation_for(request.user, pk)
    insist(rules.may_revoke(request.user, found, why="-"))
    form = forms.RevokeForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.revoke(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "It is revoked. What was decided under it stands.")
        return redirect("registration:delegation", pk=pk)
    return render(request, "registration/revoke.html", {"delegation": found, "form": form})


@page("delegation.see")
@require_POST
def lift(request: Request, pk: UUID) -> HttpResponse:
    """Let a suspended delegation go on."""
    found = delegations.delegation_for(request.user, pk)
    resting = next((one for one in delegations.suspensions_of(found) if one.lifted_at is None), None)
    if resting is None:
        raise Refused("It is not suspended, so there is nothing to decide.")
    resting.delegation = found
    commands.lift(resting, by=request.user)
    messages.success(request, "It goes on.")
    return redirect("registration:delegation", pk=pk)


@page("delegation.see")
def reassign(request: Request, pk: UUID) -> HttpResponse:
    """What somebody answered for and may no longer: each is given to somebody else, revoked, or goes on."""
    found = register.person_for(request.user, pk)
    insist(rules.may_see(request.user, found))
    context = {"person": found, "found": delegations.reassignment_of(request.user, found)}
    context["titles"] = {one.key: one.title for one in delegations.functions(request.user, clock.today())}
    return render(request, "registration/reassign.html", context)
