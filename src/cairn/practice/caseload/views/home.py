"""Where does one begin: one's own work?"""

from django.http import HttpResponse

from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people.access import permits
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.queries import home as queries

ASKED = {
    "cases": "case.see",
    "open": "case.open",
    "spread": "caseload.see",
    "import": "case.import",
}


@page("workload.see")
def home(request: Request) -> HttpResponse:
    """My work: my cases by reference, my points against my limit."""
    context = {
        "home": queries.home(request.user),
        "may": {name: permits(request.user, act) for name, act in ASKED.items()},
    }
    return render(request, "caseload/home.html", context)
