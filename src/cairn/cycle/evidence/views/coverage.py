"""The page that says which statements have evidence."""

from django.core.paginator import Paginator
from django.http import HttpResponse

from cairn.cycle.evidence import forms, queries
from cairn.cycle.evidence.queries.coverage import Cover
from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.queries import shelf

ON_A_PAGE = 60
TITLES = {
    Cover.LIVE: "Live evidence",
    Cover.DOCUMENTS: "Documents only",
    Cover.NOTHING: "Nothing",
}


@page("indicator.see")
def coverage(request: Request) -> HttpResponse:
    """One framework: each statement with the figures and documents that speak to it."""
    shelved, nation = shelf(request.user), request.user.organisation.nation
    judged = sorted(shelved.judged, key=lambda one: one.nation != nation)
    frameworks = [*shelved.own, *judged]
    form = forms.CoverageForm(request.GET, frameworks=frameworks)
    framework = form.chosen_framework()
    covered = queries.coverage(request.user, framework) if framework else []
    shown = [one for one in covered if form.chosen_cover() in ("", one.cover)]
    context = {
        "form": form,
        "framework": framework,
        "counts": queries.counts(covered),
        "titles": TITLES,
        "page": Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page")),
        "cover": form.chosen_cover(),
        "total": len(covered),
    }
    return render(request, "evidence/coverage.html", context)
