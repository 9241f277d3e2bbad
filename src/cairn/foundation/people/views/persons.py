"""Where are the directory and each person's page?"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people import commands, queries, rules
from cairn.foundation.people.forms import keeping as forms
from cairn.foundation.people.requests import Request

ON_A_PAGE = 50


@page("person.see")
def directory(request: Request) -> HttpResponse:
    """Everybody who works here, found by name or e-mail address."""
    insist(rules.may_see_people(request.user))
    words, left = request.GET.get("q", "")[:200].strip(), request.GET.get("left") == "yes"
    found = queries.people_who_left(request.user, words) if left else queries.people(request.user, words)
    context = {
        "people": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "left": left,
        "may_change": rules.may_add_person(request.user, request.user.organisation),
    }
    return render(request, "people/directory.html", context)


@page("person.see")
def person(request: Request, pk: Any) -> HttpResponse:
    """Somebody's posts, roles and lines, today and before."""
    insist(rules.may_see_people(request.user))
    found = queries.person_for(request.user, pk)
    context = {
        "person_shown": found,
        "posts": list(queries.posts_of(request.user, found)),
        "roles": list(queries.roles_of(request.user, found)),
        "managed": list(queries.managed_by(request.user, found)),
        "advised": list(queries.advised_by(request.user, found)),
        "absences": queries.absences_of(request.user, found),
        "may_keep_absences": rules.may_keep_absences(request.user, found),
        "may_change": rules.may_change_person(request.user, found),
        "may_invite": rules.may_invite(request.user, found),
        "may_deactivate": rules.may_deactivate(request.user, found),
        "may_reactivate": rules.may_reactivate(request.user, found),
    }
    return render(request, "people/person.html", context)


@page("person.change")
def add(request: Request) -> HttpResponse:
    """Add somebody to the directory."""
    organisation = request.user.organisation
    insist(rules.may_add_person(request.user, organisation))
    form = forms.PersonForm(request.POST or None)
    if form.is_valid() and (
        added := attempt(form, lambda: commands.add_person(organisation, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, f"{added} was added. Give them a post, then invite them to sign in.")
        return redirect("people:person", added.pk)
    return render(request, "people/form.html", _page(form, "Add a person", "Add the person", "people:directory"))


@page("person.change")
def change(request: Request, pk: Any) -> HttpResponse:
    """Correct a name, an address or a staff number."""
    found = queries.person_for(request.user, pk)
    insist(rules.may_change_person(request.user, found))
    before = {name: getattr(found, name) for name in ("given_name", "family_name", "email", "staff_number")}
    form = forms.PersonForm(request.POST or None, initial=before)
    if form.is_valid() and attempt(form, lambda: commands.change_person(found, by=request.user, **form.cleaned_data)):
        return redirect("people:person", found.pk)
    return render(request, "people/form.html", _page(form, f"Change {found}", "Save", "people:person", found.pk))


@page("person.invite")
@require_POST
def invite(request: Request, pk: Any) -> HttpResponse:
    """Send the letter with which somebody chooses their first password."""
    found = queries.person_for(request.user, pk)
    commands.invite(found, by=request.user)
    messages.success(request, f"An e-mail to {found} is on its way. Its link works once, for 14 days.")
    return redirect("people:person", found.pk)


@page("person.change")
def leave(request: Request, pk: Any) -> HttpResponse:
    """Record that somebody left: posts, roles and access end."""
    found = queries.person_for(request.user, pk)
    insist(rules.may_deactivate(request.user, found))
    form = forms.DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.record_leaving(found, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{found} has left. What they did stays under their name.")
        return redirect("people:person", found.pk)
    context = _page(form, f"{found} leaves", "Record the leaving", "people:person", found.pk)
    context["lead"] = "Posts and roles end on the last day, and access ends at once. Nothing that they did goes away."
    return render(request, "people/form.html", context)


@page("person.change")
def deactivate(request: Request, pk: Any) -> HttpResponse:
    """End somebody's access at once."""
    found = queries.person_for(request.user, pk)
    insist(rules.may_deactivate(request.user, found))
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.deactivate(found, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{found} can't sign in any more.")
        return redirect("people:person", found.pk)
    context = _page(form, f"End the access of {found}", "End it now", "people:person", found.pk)
    context["lead"] = "Their next click finds the door shut. Posts and roles stay as they are."
    return render(request, "people/form.html", context)


@page("person.change")
@require_POST
def reactivate(request: Request, pk: Any) -> HttpResponse:
    """Let somebody sign in again."""
    found = queries.person_for(request.user, pk)
    commands.reactivate(found, by=request.user)
    messages.success(request, f"{found} can sign in again.")
    return redirect("people:person", found.pk)


def _page(form: Any, heading: str, button: str, back: str, *at: Any) -> dict[str, Any]:
    return {"form": form, "heading": heading, "button": button, "back": back, "at": at}
