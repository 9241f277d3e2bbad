"""Pages of moderation, and the X-ray: every line opens the form that mends it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.assurance.evaluation import commands, forms, queries, rules, scales, wording
from cairn.assurance.evaluation.models import Result
from cairn.assurance.evaluation.queries.flaws import FLAWS, Flaw
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import Form, attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request

ON_A_PAGE = 40
SHOWN = {"flawed": "What stands out", "moderated": "Moderated", "all": "All judgements"}


@page("judgement.see")
def xray(request: Request, pk: UUID) -> HttpResponse:
    """What the judgements rest on: each flaw in a sentence, with the form that mends it."""
    round = queries.round_for(request.user, pk)
    kind = request.GET.get("kind", "")
    kind = kind if kind in FLAWS else ""
    found = queries.xray(request.user, round)
    context = {"round": round, "kind": kind, "kinds": FLAWS, "counts": found.counts}
    return render(request, "evaluation/xray.html", context | _flaws(request, found, kind))


def _flaws(request: Request, found: queries.Xray, kind: str) -> dict[str, Any]:
    """One page of what was found, by statement."""
    chosen = Paginator(found.chosen(kind), ON_A_PAGE).get_page(request.GET.get("page"))
    grouped: dict[UUID, list[Flaw]] = {}
    for flaw in queries.flaws_of(request.user, found.round, chosen):
        grouped.setdefault(flaw.judgement.statement_id, []).append(flaw)
    return {"page": chosen, "flaws": list(grouped.values())}


@page("judgement.moderate")
def moderation(request: Request, pk: UUID) -> HttpResponse:
    """The judgements to look at again, what stands out first."""
    round = queries.round_for(request.user, pk)
    insist(rules.may_see_moderation(request.user, round))
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "flawed"
    if show == "flawed":
        found = _flaws(request, queries.xray(request.user, round), "")
    else:
        state = "moderated" if show == "moderated" else "judged"
        rows = queries.judgements(request.user, round, state=state)
        found = {"page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")), "flaws": []}
    may_finish = rules.may_finish_moderation(request.user, round)
    context = {"round": round, "show": show, "shown": SHOWN, "may_finish": may_finish, **found}
    return render(request, "evaluation/moderation.html", context)


@page("judgement.moderate")
def moderate(request: Request, pk: UUID) -> HttpResponse:
    """One judgement beside its evidence and what practitioners of the unit said."""
    found = queries.judgement_for(request.user, pk)
    insist(rules.may_see_moderation(request.user, found.round))
    may = rules.may_moderate(request.user, found)
    first = {"grade": found.stands, "reason": found.moderation_reason}
    form = forms.ModerateForm(request.POST or None, initial=first, scale=found.round.scale)
    if form.is_valid() and attempt(form, lambda: commands.moderate(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The grade that stands has been set.")
        return redirect("evaluation:moderation", pk=found.round_id)
    beside = queries.beside(request.user, found.round, found.statement, found.unit_id, found.stands)
    there = Result.objects.filter(round=found.round, statement=found.statement, unit=found.unit, is_area=False).first()
    return render(
        request,
        "evaluation/moderate.html",
        {
            "judgement": found,
            "round": found.round,
            "form": form,
            "may": may,
            "may_cite": rules.may_cite(request.user, found),
            "result": there,
            "figures": beside,
            "records": wording.of_beside(beside),
            "points": scales.points(found.round.scale),
            "last_time": queries.last_time(found),
        },
    )


@page("result.strike")
def strike(request: Request, pk: UUID) -> HttpResponse:
    """Strike a remark that names somebody, saying why."""
    row, read = queries.remarks_in(request.user, pk)
    insist(rules.may_strike(request.user, row.round))
    choices = list({one.key: one.text for one in read}.items())
    form = forms.StrikeForm(request.POST or None, remarks=choices, initial={"remark": request.GET.get("remark", "")})
    if form.is_valid():
        key, reason = form.cleaned_data["remark"], form.cleaned_data["reason"]
        if attempt(form, lambda: commands.strike(row, by=request.user, key=key, reason=reason)):
            messages.success(request, "The remark has been struck. Nothing is kept of what it said.")
            return redirect("evaluation:remarks", pk=row.round_id)
    context = {"round": row.round, "row": row, "remarks": read, "form": form}
    return render(request, "evaluation/strike.html", context)


@page("round.moderate")
def finish(request: Request, pk: UUID) -> HttpResponse:
    """Say that moderation is complete."""
    round = queries.round_for(request.user, pk)
    insist(rules.may_finish_moderation(request.user, round))
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.finish_moderation(round, by=request.user)):
        messages.success(request, "Moderation is finished. Those who sign have been told.")
        return redirect("evaluation:round", pk=pk)
    counts = queries.flaw_counts(request.user, round)
    return render(request, "evaluation/finish_moderation.html", {"round": round, "form": form, "counts": counts})
