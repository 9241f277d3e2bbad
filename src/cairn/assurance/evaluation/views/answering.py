"""Pages on which practitioners answer. Nothing here is recorded but that somebody has answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from cairn.assurance.evaluation import commands, drafts, forms, queries, rules, scales
from cairn.assurance.evaluation.commands import Answer
from cairn.assurance.evaluation.models import Round
from cairn.assurance.evaluation.queries.judgements import place_among
from cairn.foundation.core.answers import render, told
from cairn.foundation.core.forms import Form, attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.models import Statement


@page("answer.give")
def overview(request: Request, pk: UUID) -> HttpResponse:
    """What is asked, how it is kept apart from the person, and how far this browser's draft has come."""
    round, said = _open_round(request, pk)
    statements = queries.statements_to_answer(round)
    areas: dict[UUID, list[Statement]] = {}
    for statement in statements:
        areas.setdefault(statement.area_id or statement.pk, []).append(statement)
    headings = {area.pk: area for area in Statement.objects.filter(pk__in=areas)}
    given = {pk for pk, answer in said.items() if answer.is_given}
    return render(
        request,
        "evaluation/answering.html",
        {
            "round": round,
            "areas": [(headings[area], statements) for area, statements in areas.items()],
            "said": said,
            "count": len(statements),
            "given": len(given),
            "begin": next((one for one in statements if one.pk not in given), statements[0]),
        },
    )


def _open_round(request: Request, pk: UUID) -> tuple[Round, dict[UUID, Answer]]:
    """The round, where this person may answer in it, and what their browser keeps."""
    round = queries.round_for(request.user, pk)
    insist(rules.may_answer(request.user, round, queries.asked_as_practitioner(request.user, round)))
    return round, drafts.answers_in(round, request.user, drafts.key_of(request, round, request.user))


@page("answer.give")
def answer(request: Request, pk: UUID, statement: UUID) -> HttpResponse:
    """One statement a screen."""
    round, said = _open_round(request, pk)
    statements = queries.statements_to_answer(round)
    shown = _among(statements, statement)
    around = place_among([one.pk for one in statements], shown.pk)
    form = forms.AnswerForm(request.POST or None, initial=_as_typed(said.get(shown.pk)), scale=round.scale)
    if form.is_valid():
        key = attempt(form, lambda: _put(request, round, shown, form))
        if key is not None:
            going = around.before if request.POST.get("go") == "back" else around.after
            response = redirect("evaluation:answer", pk, going) if going else redirect("evaluation:answering", pk)
            drafts.remember(response, round, request.user, key)
            return response
    context = {"round": round, "statement": shown, "form": form, "around": around}
    return render(request, "evaluation/answer.html", context | {"points": scales.points(round.scale)})


def _among(statements: list[Statement], pk: UUID) -> Statement:
    found = next((one for one in statements if one.pk == pk), None)
    if found is None:
        raise ObjectDoesNotExist
    return found


def _as_typed(said: Answer | None) -> dict[str, Any]:
    if said is None:
        return {}
    return {"grade": "cannot" if said.cannot_say else said.grade, "remark": said.remark}


def _put(request: Request, round: Round, statement: Statement, form: forms.AnswerForm) -> drafts.Key:
    chosen, remark = form.cleaned_data["grade"], form.cleaned_data["remark"]
    said = Answer(int(chosen) if chosen.isdigit() else None, chosen == "cannot", remark)
    return drafts.put(round, request.user, drafts.key_of(request, round, request.user), statement.pk, said)


@page("answer.give")
def save(request: Request, pk: UUID, statement: UUID) -> HttpResponse:
    """The draft saves itself as it is typed."""
    round, _ = _open_round(request, pk)
    shown = _among(queries.statements_to_answer(round), statement)
    if request.method != "POST":
        return redirect("evaluation:answer", pk, statement)
    form = forms.AnswerForm(request.POST, scale=round.scale)
    if not form.is_valid():
        return told(" ".join(text for _, text in form.problems()), 422)
    try:
        key = _put(request, round, shown, form)
    except Refused as refusal:
        return told(str(refusal), 422)
    response = JsonResponse({})
    drafts.remember(response, round, request.user, key)
    return response


@page("answer.give")
def give(request: Request, pk: UUID) -> HttpResponse:
    """The last step: from here on nobody can see or change what was said, not even this person."""
    round, said = _open_round(request, pk)
    key = drafts.key_of(request, round, request.user)
    statements = {one.pk for one in queries.statements_to_answer(round)}
    said = {statement: answer for statement, answer in said.items() if statement in statements}
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = key.row if key and said else None
        done = attempt(form, lambda: commands.answer(round, by=request.user, answers=said, draft=draft) or True)
        if done:
            messages.success(request, "Thank you. Your answers have been given, and nobody can tell which are yours.")
            response = redirect("evaluation:round", pk=pk)
            drafts.forget(response, round, request.user)
            return response
    given = sum(1 for answer in said.values() if answer.is_given)
    context = {"round": round, "form": form, "given": given, "count": len(statements)}
    return render(request, "evaluation/give.html", context)
