"""Pages about figures: all of them, one with its chart, and the rows behind it."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse

from cairn.cycle.evidence import charting, queries, rules, wording
from cairn.cycle.evidence.course import Course
from cairn.cycle.evidence.declaring import Indicator, indicator_of
from cairn.cycle.evidence.sight import Part, Sight
from cairn.cycle.evidence.standing import BACK
from cairn.cycle.evidence.units_now import UnitNow
from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people.models import StaffGroup
from cairn.foundation.people.requests import Request

UNITS, ROWS = 20, 50


def indicator_named(key: str) -> Indicator:
    """The indicator of an address; 404 where nobody declared one."""
    try:
        return indicator_of(key)
    except KeyError:
        raise Http404 from None


def unit_named(request: Request) -> UUID | None:
    """The unit that `?unit=` names; nothing named means the whole."""
    try:
        return UUID(request.GET["unit"]) if request.GET.get("unit") else None
    except ValueError:
        raise Http404 from None


def month_named(request: Request) -> date | None:
    """The month that `?month=2026-09` names."""
    named = request.GET.get("month", "")
    try:
        return date.fromisoformat(f"{named}-01") if named else None
    except ValueError:
        raise Http404 from None


@page("indicator.see")
def figures(request: Request) -> HttpResponse:
    """Every figure with its latest month, a small chart and what it says."""
    sight = Sight(request.user)
    unit = sight.units.get(unit_named(request))
    found = queries.figures_in(sight, unit.pk if unit else None)
    context = {
        "unit": unit,
        "led": queries.units_led(request.user),
        "lines": [charting.line_of(course, f"s{number}") for number, course in enumerate(found)],
    }
    return render(request, "evidence/figures.html", context)


@page("indicator.see")
def figure(request: Request, key: str, unit: UUID | None = None) -> HttpResponse:
    """One figure: its chart, what it says, each unit below, its rule, and what became of it later."""
    viewer, indicator, sight = request.user, indicator_named(key), Sight(request.user)
    at = sight.units.get(unit)
    below = Paginator(sight.units.below(at), UNITS).get_page(request.GET.get("page"))
    lines = queries.chart_lines(viewer, indicator)
    of_all = "all" in request.GET
    found = queries.courses(sight, [indicator], [unit, *(one.pk for one in below)], of_all=of_all)
    course = replace(found[key, unit], screened="screened" in request.GET)
    mine = [line for line in lines if line.unit_id == unit and course.covers(line.month)]
    latest = course.latest
    return render(
        request,
        "evidence/figure.html",
        {
            **charting.line_of(course, "spark"),
            **_words(course),
            "indicator": indicator,
            "unit": at,
            "above": list(sight.units.above(at)) if at else [],
            "chart": charting.chart_of(course, notes=[line.month for line in mine]),
            "all_months": of_all,
            "screened": course.screened,
            "has_more": of_all or course.fills(BACK),
            "lines": mine,
            "page": below,
            "units": _units(below, found, indicator),
            "groups": _groups(sight, indicator, at, latest.month) if latest else None,
            "has_rows": sight.has_rows(indicator, at),
            "made": queries.made(viewer, [indicator]).get(key),
            "revisions": queries.revisions(viewer, indicator, unit),
            "may_annotate": rules.may_annotate(viewer, at),
            "may_redraw": rules.may_redraw(viewer, at),
        },
    )


def _words(course: Course) -> dict[str, Any]:
    indicator, latest, running = course.indicator, course.latest, course.running
    return {
        "count": wording.count(indicator, latest) if latest else "",
        "target": wording.target(indicator),
        "rule": wording.rule(indicator),
        "running_words": "" if running is None or running is latest else wording.so_far(indicator, running),
        "why_withheld": wording.why_withheld(indicator),
        "month_name": wording.month_name,
        "value_of": lambda numerator, denominator: (
            wording.value(indicator, numerator / denominator) if denominator else "none"
        ),
    }


def _units(below: "Page[UnitNow]", found: dict[Part, Course], indicator: Indicator) -> list[tuple[UnitNow, Any]]:
    return [(one, charting.line_of(found[indicator.key, one.pk], f"u{place}")) for place, one in enumerate(below)]


def _groups(sight: Sight, indicator: Indicator, unit: UnitNow | None, month: date) -> list[tuple[str, str, str]] | None:
    """The latest month by staff group: name, value, count."""
    found = sight.groups(indicator, unit, month)
    if found is None:
        return None
    names = dict(StaffGroup.choices)
    return [
        (names[group], wording.WITHHELD, "")
        if pair is None
        else (names[group], wording.value(indicator, pair[0] / pair[1]), f"{pair[0]:,} of {pair[1]:,}")
        for group, pair in sorted(found.items(), key=lambda item: names[item[0]])
        if pair is None or pair[1]
    ]


@page("indicator.see")
def rows(request: Request, key: str) -> HttpResponse:
    """The records behind a figure of one month, as far as the reader may see them."""
    indicator, sight = indicator_named(key), Sight(request.user)
    at = sight.units.get(unit_named(request))
    month = months.first_of(month_named(request) or clock.today())
    unit = None if at is None else queries.unit_of(request.user, at.pk)
    shown = Paginator(indicator.rows(request.user, unit, month), ROWS).get_page(request.GET.get("page"))
    context = {
        "indicator": indicator,
        "unit": at,
        "month": month,
        "month_name": wording.month_name(month),
        "before": months.add(month, -1),
        "after": months.add(month, 1) if months.add(month, 1) <= clock.today() else None,
        "page": shown,
        "has_rows": sight.has_rows(indicator, at),
        "rule": wording.rule(indicator),
    }
    return render(request, "evidence/rows.html", context)
