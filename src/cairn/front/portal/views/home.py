"""The start page: what is waiting for this person, and what their role needs to see first."""

from django.http import HttpResponse

from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people.requests import Request
from cairn.front.portal import queries


@page("home.see")
def home(request: Request) -> HttpResponse:
    """Five things are waiting, one is late."""
    return render(request, "portal/home.html", {"home": queries.home(request.user)})
