"""Pages about rounds as such: the list, planning, opening, closing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.assurance.evaluation import commands, forms, queries, rules, wording
from cairn.assurance.evaluation.models import Asked, AskedUnit, Round, Side, State
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import Form, attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request

ON_A_PAGE = 50


@page("round.see")
def round_list(request: Request) -> HttpResponse:
    """Every round that the reader may see."""
    insist_may_see(request)
    found = Paginator(queries.rounds(request.user), 25).get_page(request.GET.get("page"))
    waiting = [round for round in found if round.state in (State.OPEN, State.CLOSED, State.MODERATED)]
    return render(
        request,
        "evaluation/list.html",
        {"page": found, "waiting": waiting, "may_plan": rules.may_plan(request.user)},
    )


def insist_may_see(request: Request) -> None:
    """Rounds are seen by those who work here."""
    insist(rules.may_see_rounds(request.user))


@page("round.see")
def round_page(request: Request, pk: UUID) -> HttpResponse:
    """Where a round stands, what this person can do in it, and what happens next."""
    round = queries.round_for(request.user, pk)
    sides = queries.participation(request.user, round)
    mine = list(Asked.objects.filter(round=round, person=request.user).select_related("unit").order_by("unit__path"))
    may = {
        "change": rules.may_change(request.user, round),
        "open": rules.may_open(request.user, round),
        "close": rules.may_close(request.user, round),
        "withdraw": rules.may_withdraw(request.user, round),
        "finish_moderation": rules.may_finish_moderation(request.user, round),
        "sign": rules.may_sign(request.user, round),
        "add": rules.may_add(request.user, round),
        "results": rules.may_see_results(request.user, round),
        "remarks": rules.may_read_remarks(request.user, round, None),
        "assure": rules.may_plan(request.user),
    }
    return render(
        request,
        "evaluation/round.html",
        {
            "round": round,
            "said": wording.of_round(round, *sides),
            "sides": sides,
            "judging": [asked for asked in mine if asked.side == Side.EMPLOYER],
            "answering": next((asked for asked in mine if asked.side == Side.PRACTITIONER), None),
            "may": may,
            **_progress(request, round, shown=bool(may["assure"])),
            "addenda": list(queries.addenda(round)) if round.state == State.SIGNED else [],
        },
    )


def _progress(request: Request, round: Round, *, shown: bool) -> dict[str, Any]:
    """How far each unit has come, for those who run the round."""
    if not shown or round.state in (State.PLANNED, State.WITHDRAWN):
        return {"units": None, "progress": []}
    units = AskedUnit.objects.filter(round=round).select_related("unit").order_by("finished", "unit__path", "id")
    found = Paginator(units, ON_A_PAGE).get_page(request.GET.get("page"))
    return {"units": found, "progress": queries.progress_by_unit(round, list(found))}


@page("round.plan")
def plan(request: Request) -> HttpResponse:
    """Plan a round."""
    insist(rules.may_plan(request.user))
    first = {"level": "team", "scale": "six", "practitioners_are_asked": "own", "sample_percent": 100}
    form = forms.PlanForm(request.POST or None, initial=first, viewer=request.user)
    if form.is_valid():
        mine = request.user.organisation
        if done := attempt(form, lambda: commands.plan(mine, by=request.user, **form.cleaned_data)):
            messages.success(request, "The round is planned.")
            return redirect("evaluation:round", pk=done.pk)
    return render(request, "evaluation/plan.html", {"form": form, "round": None})


@page("round.change")
def change(request: Request, pk: UUID) -> HttpResponse:
    """Change a plan."""
    round = queries.round_for(request.user, pk)
    insist(rules.may_change(request.user, round))
    form = forms.PlanForm(request.POST or None, initial=_as_typed(round), viewer=request.user, round=round)
    if form.is_valid() and attempt(form, lambda: commands.change(round, by=request.user, **form.cleaned_data)):
        messages.success(request, "The plan has been changed.")
        return redirect("evaluation:round", pk=pk)
    return render(request, "evaluation/plan.html", {"form": form, "round": round})


def _as_typed(round: Round) -> dict[str, Any]:
    named = {name: getattr(round, f"{name}_id") or "" for name in ("framework", "scope", "previous")}
    names = ("title", "level", "scale", "practitioners_are_asked", "sample_percent", "opens_on", "closes_on")
    return named | {name: getattr(round, name) for name in names}


@page("round.open")
def open_(request: Request, pk: UUID) -> HttpResponse:
    """Open a round by hand."""
    return _act(request, pk, rules.may_open, commands.open_round, "evaluation/open.html", "The round is open.")


@page("round.close")
def close(request: Request, pk: UUID) -> HttpResponse:
    """Close a round by hand."""
    return _act(request, pk, rules.may_close, commands.close_round, "evaluation/close.html", "The round has closed.")


def _act(
    request: Request, pk: UUID, rule: Callable[..., Any], act: Callable[..., Any], template: str, done: str
) -> HttpResponse:
    """A page that says what will happen, with one button."""
    round = queries.round_for(request.user, pk)
    insist(rule(request.user, round))
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: act(round, by=request.user)):
        messages.success(request, done)
        return redirect("evaluation:round", pk=pk)
    sides = queries.participation(request.user, round)
    return render(request, template, {"round": round, "form": form, "sides": sides})


@page("round.withdraw")
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Withdraw a round, saying why."""
    round = queries.round_for(request.user, pk)
    insist(rules.may_withdraw(request.user, round))
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.withdraw(round, by=request.user, **form.cleaned_data)):
        messages.success(request, "The round has been withdrawn.")
        return redirect("evaluation:list")
    return render(request, "evaluation/withdraw.html", {"form": form, "round": round})
