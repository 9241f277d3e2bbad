"""Pages on which leaders judge: all statements of a unit, and one statement a screen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from cairn.assurance.evaluation import commands, forms, queries, rules, scales, wording
from cairn.assurance.evaluation.models import Judgement
from cairn.foundation.core.answers import render, told
from cairn.foundation.core.forms import Form, attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.models import Statement


@page("judgement.see")
def overview(request: Request, pk: UUID, unit: UUID | None) -> HttpResponse:
    """All statements that a unit judges, with what is left to do."""
    round = queries.round_for(request.user, pk)
    asked = queries.asked_unit_for(round, unit)
    rows = queries.judgements_to_list(request.user, round, asked.unit)
    insist(rules.may_read_judgements(request.user, round, asked.unit))
    left = [row for row in rows if not row.is_judged]
    unconfirmed = [row for row in rows if row.needs_confirming]
    return render(
        request,
        "evaluation/overview.html",
        {
            "round": round,
            "asked": asked,
            "areas": _by_area(rows),
            "count": len(rows),
            "left": left,
            "unconfirmed": unconfirmed,
            "said": wording.left_to_judge(len(left), len(unconfirmed)),
            "begin": next(iter(left or unconfirmed or rows), None),
            "may": rules.may_judge_for(request.user, round, asked.unit),
            "may_carry": bool(round.previous_id and all(row.version == 0 for row in rows)),
        },
    )


def _by_area(rows: list[queries.Line]) -> list[tuple[Statement, list[queries.Line]]]:
    """The statements under the heading of their area, in the order of the document."""
    found: dict[UUID, list[queries.Line]] = {}
    for row in rows:
        found.setdefault(row.area, []).append(row)
    areas = Statement.objects.only("heading", "text").in_bulk(list(found))
    return [(areas[area], below) for area, below in found.items()]


@page("judgement.change")
def judgement(request: Request, pk: UUID) -> HttpResponse:
    """One statement: the grade, how we know, what next."""
    found = queries.judgement_for(request.user, pk)
    insist(rules.may_judge(request.user, found))
    form = forms.JudgeForm(request.POST or None, initial=_as_stored(found), scale=found.round.scale)
    around = queries.neighbours(found)
    if form.is_valid():
        try:
            commands.judge(found, by=request.user, **form.cleaned_data)
            return _onwards(request, found, around)
        except Stale as stale:
            return _conflict(request, found, form, stale)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "evaluation/judgement.html", _shown(request, found, form, around))


def _shown(request: Request, found: Judgement, form: forms.JudgeForm, around: Any) -> dict[str, Any]:
    beside = queries.beside(request.user, found.round, found.statement, found.unit_id, found.stands)
    return {
        "figures": beside,
        "records": wording.of_beside(beside),
        "judgement": found,
        "round": found.round,
        "form": form,
        "points": scales.points(found.round.scale),
        "around": around,
        "last_time": queries.last_time(found),
    }


def _as_stored(found: Judgement) -> dict[str, Any]:
    names = ("version", "grade", "how_we_know", "what_next")
    return {name: getattr(found, name) for name in names}


def _onwards(request: Request, found: Judgement, around: Any) -> HttpResponse:
    """The next statement; from the last one back to all of them."""
    going = {"next": around.after, "back": around.before, "stay": found.pk}.get(request.POST.get("go", "next"))
    if request.POST.get("go") == "evidence":
        return redirect("evaluation:cite", pk=found.pk)
    if going is None:
        return redirect("evaluation:judging", pk=found.round_id, unit=found.unit_id)
    return redirect("evaluation:judgement", pk=going)


def _conflict(request: Request, found: Judgement, form: forms.JudgeForm, stale: Stale) -> HttpResponse:
    """Both texts side by side; saving again says: this is the one."""
    theirs = stale.current
    context = {"judgement": found, "round": found.round, "theirs": theirs, "form": form}
    return render(request, "evaluation/conflict.html", context, status=409)


@page("judgement.change")
def save(request: Request, pk: UUID) -> HttpResponse:
    """Text saves itself as it is typed: answers with the new version, or says in a sentence why not."""
    found = queries.judgement_for(request.user, pk)
    if not (may := rules.may_judge(request.user, found)):
        return told(may.reason, 403)
    if request.method != "POST":
        return redirect("evaluation:judgement", pk=pk)
    form = forms.JudgeForm(request.POST, scale=found.round.scale)
    if not form.is_valid():
        return told(" ".join(text for _, text in form.problems()), 422)
    try:
        done = commands.judge(found, by=request.user, confirms=False, **form.cleaned_data)
    except Stale:
        return told("Somebody else changed this meanwhile. Your text is still here; go on to see both.", 409)
    except Refused as refusal:
        return told(str(refusal), 403)
    return JsonResponse({"version": done.version})


@page("judgement.change")
def not_applicable(request: Request, pk: UUID) -> HttpResponse:
    """Say that a statement does not apply, and why."""
    found = queries.judgement_for(request.user, pk)
    insist(rules.may_judge(request.user, found))
    first = {"version": found.version, "because": found.not_applicable_because}
    form = forms.NotApplicableForm(request.POST or None, initial=first)
    if form.is_valid() and attempt(
        form, lambda: commands.mark_not_applicable(found, by=request.user, **form.cleaned_data)
    ):
        return _onwards(request, found, queries.neighbours(found))
    context = {"judgement": found, "round": found.round, "form": form}
    return render(request, "evaluation/not_applicable.html", context)


@page("judgement.change")
def finish(request: Request, pk: UUID, unit: UUID | None) -> HttpResponse:
    """Say that a unit's judgements are complete."""
    round = queries.round_for(request.user, pk)
    asked = queries.asked_unit_for(round, unit)
    insist(rules.may_finish_judging(request.user, asked))
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.finish_judging(round, asked.unit, by=request.user)):
        messages.success(request, "Thank you. You can still mend your judgements until the round closes.")
        return redirect("evaluation:judging", pk=pk, unit=unit)
    return render(request, "evaluation/finish.html", {"round": round, "asked": asked, "form": form})


@page("judgement.change")
def carry(request: Request, pk: UUID, unit: UUID | None) -> HttpResponse:
    """Begin from last time's answers."""
    round = queries.round_for(request.user, pk)
    asked = queries.asked_unit_for(round, unit)
    insist(rules.may_judge_for(request.user, round, asked.unit))
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        carried = attempt(form, lambda: commands.carry_from(round, asked.unit, by=request.user))
        if carried is not None:
            messages.success(request, f"{carried} answers were brought over. Confirm each of them.")
            return redirect("evaluation:judging", pk=pk, unit=unit)
    return render(request, "evaluation/carry.html", {"round": round, "asked": asked, "form": form})
