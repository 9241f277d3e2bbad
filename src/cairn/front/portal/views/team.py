"""Where does a leader see what is due in the units that they lead, and excuse what need not be done?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.cycle.duties import queries
from cairn.cycle.duties.commands import excuse as excuse_duty
from cairn.cycle.duties.rules import may_excuse
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.models import Unit
from cairn.foundation.people.requests import Request
from cairn.front.portal.forms import ExcuseForm


@page("team.see")
def my_team(request: Request) -> HttpResponse:
    """Everything due in the units that one leads."""
    return _shown(request)


@page("team.see")
def unit(request: Request, pk: UUID) -> HttpResponse:
    """A part of them."""
    return _shown(request, queries.led_unit(request.user, pk))


def _shown(request: Request, part: Unit | None = None) -> HttpResponse:
    return render(request, "portal/my_team.html", {"team": queries.team_of(request.user, part)})


@page("team.see")
def person(request: Request, pk: UUID) -> HttpResponse:
    """What one person owes there."""
    work = queries.persons_work(request.user, pk)
    excusable = {item.duty.pk for item in work.owed if may_excuse(request.user, item.duty)}
    return render(request, "portal/persons_work.html", {"work": work, "excusable": excusable})


@page("duty.excuse")
def excuse(request: Request, pk: UUID) -> HttpResponse:
    """Say why something need not be done."""
    duty = queries.duty_for(request.user, pk)
    insist(may_excuse(request.user, duty))
    form = ExcuseForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: excuse_duty(duty, by=request.user, **form.cleaned_data)):
        messages.success(request, "It is excused, and whoever owed it has been told.")
        return redirect("portal:person", duty.bearer_id) if duty.bearer_id else redirect("portal:my_team")
    return render(request, "portal/excuse.html", {"form": form, "item": queries.Item.of(duty)})
