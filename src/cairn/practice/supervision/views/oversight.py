"""Where does the privacy role see what was opened, review it, and decide when the person is told?"""

from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.commands import oversight as commands
from cairn.practice.supervision.forms import openings as forms
from cairn.practice.supervision.overseeing import LONGEST_DELAY
from cairn.practice.supervision.queries import openings as queries
from cairn.practice.supervision.rules import openings as rules
from cairn.practice.supervision.views.openings import opened

ON_A_PAGE = 50


@page("opening.review")
def listing(request: Request) -> HttpResponse:
    """Every opening that the reader of this page oversees."""
    insist(rules.may_oversee(request.user))
    form = forms.FilterForm(request.GET)
    chosen = form.chosen()
    found = Paginator(queries.openings(request.user, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": found, "form": form, "query": urlencode({k: v for k, v in chosen.items() if v})}
    context["readings"] = queries.as_readings(request.user, found)
    return render(request, "supervision/openings.html", context)


@page("opening.review")
def review(request: Request, pk: UUID) -> HttpResponse:
    """Say whether it was right."""
    found = queries.opening_for(request.user, pk)
    insist(rules.may_review(request.user, found))
    form = forms.ReviewForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.review(found, by=request.user, **form.outcome)):
        return opened(request, "The review is on record, and whoever opened it is told.", pk)
    context = {"opening": found, "form": form, "heading": "Was it right to open this record?", "button": "Record it"}
    return render(request, "supervision/act_on_opening.html", context)


@page("opening.delay")
def put_off(request: Request, pk: UUID) -> HttpResponse:
    """Put off telling the person."""
    found = queries.opening_for(request.user, pk)
    insist(rules.may_decide_telling(request.user, found))
    form = forms.PutOffForm(request.POST or None, initial={"until": clock.today() + LONGEST_DELAY})
    if form.is_valid() and attempt(form, lambda: commands.put_off(found, by=request.user, **form.cleaned_data)):
        return opened(request, "Telling them is put off. You look at it again by that day.", pk)
    context = {"opening": found, "form": form, "heading": "Put off telling the person", "button": "Put it off"}
    return render(request, "supervision/act_on_opening.html", context)


@page("opening.delay")
@require_POST
def tell(request: Request, pk: UUID) -> HttpResponse:
    """Tell the person now."""
    found = queries.opening_for(request.user, pk)
    commands.tell(found, by=request.user)
    return opened(request, "They are told.", pk)
