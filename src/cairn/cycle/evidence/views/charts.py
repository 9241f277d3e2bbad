"""Pages on which people write on a chart: what happened in a month, and that its limits are drawn anew."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect as go_to
from django.urls import reverse

from cairn.cycle.evidence import commands, forms, queries, rules, wording
from cairn.cycle.evidence.declaring import Indicator, all_indicators
from cairn.cycle.evidence.views.figures import indicator_named
from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.models import Unit
from cairn.foundation.people.requests import Request

BACK = 36


def _months(*, with_running: bool) -> list[tuple[str, str]]:
    running = months.first_of(clock.today())
    shown = [months.add(running, -back) for back in range(0 if with_running else 1, BACK)]
    return [(month.isoformat(), wording.month_name(month)) for month in shown]


def _address(indicator: str, unit: UUID | None) -> str:
    if unit is None:
        return reverse("evidence:figure", args=[indicator])
    return reverse("evidence:figure_of_unit", args=[indicator, unit])


def _asked(request: Request, template: str, form: Any, indicator: Indicator | None, unit: Unit | None) -> HttpResponse:
    context = {"form": form, "indicator": indicator, "unit": unit}
    if indicator is not None:
        context["back"] = _address(indicator.key, unit.pk if unit else None)
    return render(request, template, context)


@page("indicator.annotate")
def annotate(request: Request, key: str, unit: UUID | None) -> HttpResponse:
    """Say in a line what happened in a month."""
    indicator, at = indicator_named(key), queries.unit_of(request.user, unit)
    insist(rules.may_annotate(request.user, at))
    form = forms.NoteForm(request.POST or None, months=_months(with_running=True))
    if form.is_valid() and attempt(
        form, lambda: commands.annotate(indicator, at, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "The line stands on the chart.")
        return go_to(_address(key, unit))
    return _asked(request, "evidence/annotate.html", form, indicator, at)


@page("indicator.redraw")
def redraw(request: Request, key: str, unit: UUID | None) -> HttpResponse:
    """Have the limits drawn anew from a month on, saying why."""
    indicator, at = indicator_named(key), queries.unit_of(request.user, unit)
    insist(rules.may_redraw(request.user, at))
    form = forms.BaselineForm(request.POST or None, months=_months(with_running=False))
    if form.is_valid() and attempt(form, lambda: commands.redraw(indicator, at, by=request.user, **form.cleaned_data)):
        messages.success(request, "Mean and limits are drawn anew from that month on.")
        return go_to(_address(key, unit))
    return _asked(request, "evidence/redraw.html", form, indicator, at)


@page("indicator.annotate")
def withdraw_note(request: Request, pk: UUID) -> HttpResponse:
    """Take a line off a chart."""
    note = queries.annotation_for(request.user, pk)
    insist(rules.may_withdraw_note(request.user, note))
    if request.method == "POST":
        commands.withdraw_note(note, by=request.user)
        messages.success(request, "The line was taken off the chart.")
        return go_to(_address(note.indicator, note.unit_id))
    return _sure(request, "Take this line off the chart?", note.month, note.text, note)


@page("indicator.redraw")
def withdraw_baseline(request: Request, pk: UUID) -> HttpResponse:
    """Let the limits run on as they were."""
    baseline = queries.baseline_for(request.user, pk)
    insist(rules.may_withdraw_baseline(request.user, baseline))
    if request.method == "POST":
        commands.withdraw_baseline(baseline, by=request.user)
        messages.success(request, "The limits run on as before.")
        return go_to(_address(baseline.indicator, baseline.unit_id))
    question = "Let the limits run on as if nothing had changed?"
    return _sure(request, question, baseline.from_month, baseline.reason, baseline)


def _sure(request: Request, question: str, month: date, text: str, record: Any) -> HttpResponse:
    titles = {one.key: one.title for one in all_indicators()}
    context = {
        "question": question,
        "month_name": wording.month_name(month),
        "text": text,
        "title": titles.get(record.indicator, record.indicator),
        "unit": record.unit,
        "back": _address(record.indicator, record.unit_id),
    }
    return render(request, "evidence/sure.html", context)
