"""The page that says which statements have evidence."""

from django.http import HttpResponse

from cairn.cycle.evidence import forms, queries
from cairn.cycle.evidence.queries.coverage import Cover
from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.queries import shelf

TITLES = {
    Cover.LIVE: "Live evidence",
    Cover.DOCUMENTS: "Documents only",
    Cover.NOTHING: "Nothing",
}


@page("indicator.see")
def coverage(request: Request) -> HttpResponse:
    """One framework: each statement with the figures and documents that speak to it."""
    shelved = shelf(request.user)
    frameworks = [*shelved.own, *shelved.judged]
    form = forms.CoverageForm(request.GET, frameworks=frameworks)
    framework = form.chosen_framework()
    covered = queries.coverage(request.user, framework) if framework else []
    context = {
        "form": form,
        "framework": framework,
        "counts": queries.counts(covered),
        "titles": TITLES,
        "shown": [one for one in covered if form.chosen_cover() in ("", one.cover)],
        "total": len(covered),
    }
    return render(request, "evidence/coverage.html", context)
