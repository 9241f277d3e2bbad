"""Where does one hold the register against the regulator's own, and decide about what differs?"""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.registration.commands import checks as commands
from cairn.practice.registration.forms.checks import DecideForm, LookUpForm
from cairn.practice.registration.matters import quarter_of
from cairn.practice.registration.queries import checks, register
from cairn.practice.registration.regulators import regulators
from cairn.practice.registration.rules import checks as rules
from cairn.practice.registration.rules import register as register_rules

AT_ONCE = 100  # as many numbers as a regulator takes at a time
ON_A_PAGE = 50


@page("register_check.see")
def home(request: Request) -> HttpResponse:
    """How far this quarter's look has come, and what waits for a decision."""
    shown = Paginator(checks.matters(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"progress": checks.progress(request.user), "page": shown, "quarter": quarter_of(clock.today())}
    return render(request, "registration/checks.html", context)


@page("register_check.see")
def numbers(request: Request, key: str) -> HttpResponse:
    """The numbers of one regulator that are still to be looked up, a hundred at a time."""
    if key not in regulators():
        raise Http404
    shown = Paginator(checks.numbers(request.user, key), AT_ONCE).get_page(request.GET.get("page"))
    context = {"regulator": regulators()[key], "page": shown, "numbers": "\n".join(one.number for one in shown)}
    return render(request, "registration/numbers.html", context)


@page("register_check.see")
def look_up(request: Request, pk: UUID) -> HttpResponse:
    """Write down what the regulator's register says of one registration."""
    found = register.registration_for(request.user, pk)
    insist(register_rules.may_keep(request.user, found.person))
    form = LookUpForm(request.POST or None, initial={"on": clock.today()})
    if form.is_valid() and (
        made := attempt(form, lambda: commands.look_up(found, by=request.user, **form.cleaned_data))
    ):
        if made.differs:
            return redirect("registration:check", pk=made.pk)
        messages.success(request, "It is written down. The two registers agree.")
        return redirect("registration:person", pk=found.person_id)
    context = {"person": found.person, "form": form, "heading": f"Look up {found}", "lead": ""}
    return render(request, "registration/act.html", context)


@page("register_check.see")
def check(request: Request, pk: UUID) -> HttpResponse:
    """One look at the regulator's register beside the register here; where they differ, a person decides."""
    found, viewer = checks.check_for(request.user, pk), request.user
    form = DecideForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.decide(found, by=viewer, **form.cleaned_data)):
        messages.success(request, "It is decided.")
        return redirect("registration:checks")
    entry = register.entry_of(found.person, on=clock.today()) if found.person else None
    may = rules.may_decide(viewer, found, decision="here_is_right", why="-----", still_differs=False)
    context = {"check": found, "entry": entry, "form": form, "may": may}
    return render(request, "registration/check.html", context)
