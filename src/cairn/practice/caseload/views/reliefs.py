"""Where is a plan for too much work read, looked at by the next level, and finished?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.commands import allocations as commands
from cairn.practice.caseload.forms.allocations import LookForm
from cairn.practice.caseload.queries import people as queries
from cairn.practice.caseload.rules import allocations as rules
from cairn.practice.caseload.views.cases import act_page


@page("workload.see")
def relief(request: Request, pk: UUID) -> HttpResponse:
    """One plan: what is done about somebody's work, by when, and whether the next level has read it."""
    found = queries.relief_for(request.user, pk)
    context = {
        "relief": found,
        "may_look": rules.may_look(request.user, found),
        "may_finish": rules.may_finish(request.user, found),
    }
    return render(request, "caseload/relief.html", context)


@page("workload.look")
def look(request: Request, pk: UUID) -> HttpResponse:
    """The next level says that it has read the plan."""
    found = queries.relief_for(request.user, pk)
    insist(rules.may_look(request.user, found))
    form = LookForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data["words"]
        if attempt(form, lambda: commands.look(found, by=request.user, words=words)):
            messages.success(request, "Whoever wrote the plan is told that you looked at it.")
            return redirect("caseload:relief", found.pk)
    back, lead = (
        f"/caseload/plans/{found.pk}/",
        f"{found.get_what_display()} by {in_words(found.due_on)}: {found.words}",
    )
    return act_page(request, form, heading="Look at the plan", button="I have read it", back=back, lead=lead)


@page("workload.relieve")
@require_POST
def finish(request: Request, pk: UUID) -> HttpResponse:
    """What was planned is done."""
    found = commands.finish(queries.relief_for(request.user, pk), by=request.user)
    messages.success(request, "The plan is finished.")
    return redirect("caseload:relief", found.pk)
