"""Where is seen how work is spread over the organisation, and how that stands beside neighbours?"""

from django.http import HttpResponse

from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people.access import parts, permits
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.forms.spread import AuthorityForm, PartForm
from cairn.practice.caseload.queries import benchmarks, spread
from cairn.practice.caseload.weighed import weights_on


@page("caseload.see")
def organisation(request: Request) -> HttpResponse:
    """The distribution of caseloads: of the whole, or of one part."""
    form = PartForm(request.GET, viewer=request.user)
    unit = form.cleaned_data.get("unit") if form.is_valid() else None
    context = {
        "form": form,
        "found": spread.spread(request.user, unit),
        "in_force": weights_on(request.user.organisation_id),
        "has_benchmarks": benchmarks.has_benchmarks(request.user),
        "sees_people": bool(parts(request.user, "workload.see")),
    }
    return render(request, "caseload/organisation.html", context)


@page("caseload.see")
def benchmark(request: Request) -> HttpResponse:
    """The average caseload beside statistical neighbours, with its spread."""
    has_any = benchmarks.has_benchmarks(request.user)
    found = benchmarks.comparison(request.user, request.GET.get("of", "")[:12]) if has_any else None
    form = AuthorityForm({"of": found.code}, choices=found.choices) if found else None
    context = {
        "found": found,
        "form": form,
        "has_benchmarks": has_any,
        "each": spread.spread(request.user).cases_each,
        "may_import": permits(request.user, "caseload.import"),
    }
    return render(request, "caseload/benchmark.html", context)
