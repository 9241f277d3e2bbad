"""Where does one begin: one's own work?"""

from django.http import HttpResponse

from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people.access import parts, permits
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.queries import home as queries

ASKED = {
    "cases": "case.see",
    "open": "case.open",
    "spread": "caseload.see",
    "posts": "establishment.see",
    "import": "case.import",
}


@page("workload.see")
def home(request: Request) -> HttpResponse:
    """My work: my cases by reference, my points against my limit."""
    may = {name: permits(request.user, act) for name, act in ASKED.items()}
    may |= {"team": bool(parts(request.user, "workload.see")), "waiting": bool(parts(request.user, "case.see"))}
    context = {"home": queries.home(request.user), "may": may}
    return render(request, "caseload/home.html", context)
