"""Where does somebody find their own supervision, and that of those whom they supervise?"""

from django.http import HttpResponse

from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.queries.home import home as home_of
from cairn.practice.supervision.rules import openings as rules


@page("supervision.see")
def home(request: Request) -> HttpResponse:
    """One's own supervision, and whom one supervises."""
    person = request.user
    may = {"oversee": rules.may_oversee(person), "break_glass": rules.may_look_for_one(person)}
    return render(request, "supervision/home.html", {"home": home_of(person), "may": may})
