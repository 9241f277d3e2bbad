"""Where does it stand who holds which professional role, and who advises whom?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people import commands, queries, rules
from cairn.foundation.people.forms import keeping as forms
from cairn.foundation.people.models import Role
from cairn.foundation.people.requests import Request
from cairn.foundation.people.views.units import day_asked_for


@page("person.see")
def roles(request: Request) -> HttpResponse:
    """Every role and who holds it, today or on a day."""
    insist(rules.may_see_people(request.user))
    day = day_asked_for(request)
    held = [(Role(role).label, holders) for role, holders in queries.role_holders(request.user, day).items()]
    context = {"held": held, "day": day, "may_change": rules.may_open_role_form(request.user)}
    return render(request, "people/roles.html", context)


@page("person.see")
def professional_line(request: Request) -> HttpResponse:
    """The professional line, apart from line management (sa.leads.line)."""
    insist(rules.may_see_people(request.user))
    day = day_asked_for(request)
    lines = queries.professional_line(request.user, day)
    chief = queries.role_holders(request.user, day)[Role.CSWO]
    return render(request, "people/professional_line.html", {"lines": lines, "day": day, "chief": chief})


@page("person.give_role")
def give(request: Request) -> HttpResponse:
    """Give a role to a colleague."""
    insist(rules.may_open_role_form(request.user))
    form = forms.NewRoleForm(request.POST or None, viewer=request.user)
    if form.is_valid():
        given = dict(form.cleaned_data)
        person = given.pop("person")
        if attempt(form, lambda: commands.give_role(person, by=request.user, **given)):
            messages.success(request, f"{person} holds the role.")
            return redirect("people:roles")
    context = {"form": form, "heading": "Give a role", "button": "Give the role", "back": "people:roles", "at": ()}
    return render(request, "people/form.html", context)


@page("person.give_role")
def give_to(request: Request, pk: Any) -> HttpResponse:
    """Give a role to this person."""
    person = queries.person_for(request.user, pk)
    insist(rules.may_open_role_form(request.user))
    form = forms.RoleForm(request.POST or None, viewer=request.user)
    if form.is_valid() and attempt(form, lambda: commands.give_role(person, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{person} holds the role.")
        return redirect("people:person", person.pk)
    context = {"form": form, "heading": f"Give {person} a role", "button": "Give the role"}
    return render(request, "people/form.html", context | {"back": "people:person", "at": (person.pk,)})


@page("person.give_role")
def end(request: Request, pk: Any) -> HttpResponse:
    """Say which day was the last in a role."""
    held = queries.role_for(request.user, pk)
    insist(rules.may_open_role_form(request.user))
    form = forms.DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.end_role(held, by=request.user, **form.cleaned_data)):
        return redirect("people:roles")
    context = {"form": form, "heading": f"End a role of {held.person}", "button": "End the role"}
    lead = f"{held.get_role_display()}{f' for {held.unit}' if held.unit else ''}."
    return render(request, "people/form.html", context | {"lead": lead, "back": "people:roles", "at": ()})
