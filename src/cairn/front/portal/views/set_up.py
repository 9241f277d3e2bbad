"""How is an empty installation set up: the organisation, its first administrator, and what comes next?"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page, public
from cairn.foundation.people.commands import set_up_first_organisation
from cairn.foundation.people.entering import enter
from cairn.foundation.people.queries import is_set_up
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.commands import load_library
from cairn.front.portal import set_up_forms as forms

CHOSEN = "set-up"
View = Callable[..., HttpResponse]


def while_empty(view: View) -> View:
    """Open to everybody, but only until there is an organisation; afterwards these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_set_up():
            raise Http404
        return view(request, *args, **kwargs)

    return public(guarded)


@while_empty
def welcome(request: HttpRequest) -> HttpResponse:
    """What Cairn is, and what the next three minutes bring."""
    return render(request, "portal/set_up_welcome.html")


@while_empty
def organisation(request: HttpRequest) -> HttpResponse:
    """The name and nation of the first organisation."""
    form = forms.OrganisationForm(request.POST or None, initial=request.session.get(CHOSEN))
    if form.is_valid():
        request.session[CHOSEN] = form.cleaned_data
        return redirect("portal:set_up_administrator")
    return render(request, "portal/set_up_organisation.html", {"form": form})


@while_empty
@sensitive_post_parameters("password", "password_again")
def administrator(request: HttpRequest) -> HttpResponse:
    """The person who looks after people and posts; with them the organisation is made."""
    chosen = request.session.get(CHOSEN)
    if not chosen:
        return redirect("portal:set_up_organisation")
    form = forms.AdministratorForm(request.POST or None)
    if form.is_valid():
        person = attempt(form, lambda: set_up_first_organisation(**chosen, **form.cleaned_data))
        if person:
            load_library(by=None)
            request.session.pop(CHOSEN, None)
            return enter(request, person, there="/set-up/done/")
    return render(request, "portal/set_up_administrator.html", {"form": form, "chosen": chosen})


@page("home.see")
def done(request: Request) -> HttpResponse:
    """What to do next: people, standards, the first round."""
    return render(request, "portal/set_up_done.html")
