"""Where are the figures of a month read, and where do both say whether one is right?"""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.commands import figures as commands
from cairn.practice.caseload.forms.figures import MonthForm, SayForm
from cairn.practice.caseload.models import Figure
from cairn.practice.caseload.queries import figures as queries
from cairn.practice.caseload.rules.figures import may_say
from cairn.practice.caseload.views.cases import ON_A_PAGE


@page("workload.see")
def listing(request: Request) -> HttpResponse:
    """The figures of a month that the reader may see, with additional hours."""
    months = queries.months_of(request.user)
    form = MonthForm(request.GET, months=[(f"{one:%Y-%m-%d}", f"{one:%B %Y}") for one in months])
    asked = form.cleaned_data.get("month") if form.is_valid() else ""
    month = date.fromisoformat(asked) if asked else next(iter(months), None)
    found = queries.figures(request.user, month)
    context = {
        "form": form,
        "month": month,
        "tally": queries.tally(found),
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "query": f"month={asked}" if asked else "",
    }
    return render(request, "caseload/figures.html", context)


@page("workload.see")
def figure(request: Request, pk: UUID) -> HttpResponse:
    """One figure, what both say of it, and a form for whoever may still say something."""
    found = queries.figure_for(request.user, pk)
    allowed, is_own = may_say(request.user, found), request.user.pk == found.person_id
    form = SayForm(request.POST or None, figure=found, is_own=is_own)
    if allowed and form.is_valid() and attempt(form, lambda: _say(request, found, form)):
        messages.success(request, "It is noted what you say.")
        return redirect("caseload:figure", found.pk)
    return render(request, "caseload/figure.html", {"figure": found, "form": form if allowed else None})


def _say(request: Request, figure: Figure, form: SayForm) -> Figure:
    typed = {name: value for name, value in form.cleaned_data.items() if name != "names_nobody"}
    return commands.say(figure, by=request.user, **typed)
