"""Pages of results: areas by units, one area, one statement. They read stored results only."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse

from cairn.assurance.evaluation import queries, rules, scales, wording
from cairn.assurance.evaluation.models import Result, Round
from cairn.cycle.improvement.queries import actions_for_statement
from cairn.foundation.core import charts
from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.models import Unit
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.models import Statement
from cairn.foundation.standards.queries import statement_for

COLUMNS, ON_A_PAGE, TEXTS = 6, 40, 20  # so many units stand side by side on a screen without scrolling
WRITTEN = (
    *("grade", "moderated_grade", "moderation_reason", "not_applicable_because", "how_we_know", "what_next"),
    "unit__name",
)


def _round_with_results(request: Request, pk: UUID) -> Round:
    round = queries.round_for(request.user, pk)
    insist(rules.may_see_results(request.user, round))
    return round


def _unit_named(request: Request, unit: UUID | str | None) -> Unit | None:
    """A unit of one's own organisation; nothing named means the whole."""
    if not unit:
        return None
    try:
        return Unit.objects.visible_to(request.user).get(pk=UUID(str(unit)))
    except ValueError:
        raise Unit.DoesNotExist from None


@page("result.see")
def overview(request: Request, pk: UUID, unit: UUID | None = None) -> HttpResponse:
    """Areas by units: the whole, or one unit, with those just below it."""
    round = _round_with_results(request, pk)
    at = _unit_named(request, unit)
    drawn = queries.heatmap(request.user, round, at)
    columns = Paginator(drawn.units[1:], COLUMNS).get_page(request.GET.get("page"))
    sides = queries.participation(request.user, round)
    return render(
        request,
        "evaluation/results.html",
        {
            "round": round,
            "unit": at,
            "heatmap": drawn,
            "columns": [at, *columns],
            "page": columns,
            "sides": sides,
            "points": scales.points(round.scale),
            "apart": _furthest_apart(drawn),
        },
    )


def _furthest_apart(drawn: queries.Heatmap) -> tuple[queries.Cell, str, str] | None:
    """The cell in which the two sides differ most, with the names of its area and unit."""
    widest = max(drawn.cells.values(), key=_apart, default=None)
    if widest is None or _apart(widest) < 1:
        return None
    area = next(area.wording for area in drawn.areas if area.pk == widest.statement_id)
    unit = next((unit.name for unit in drawn.units if unit and unit.pk == widest.unit_id), "")
    return widest, area, "" if drawn.unit and drawn.unit.pk == widest.unit_id else unit


def _apart(cell: queries.Cell) -> Decimal:
    return abs(cell.gap or Decimal())


@page("result.see")
def area(request: Request, pk: UUID, statement: UUID) -> HttpResponse:
    """The statements of one area, in the whole or in one unit."""
    round = _round_with_results(request, pk)
    heading = statement_for(request.user, statement)
    at = _unit_named(request, request.GET.get("unit"))
    rows = Paginator(queries.area_rows(request.user, round, heading, at), 60).get_page(request.GET.get("page"))
    context = {"round": round, "area": heading, "unit": at, "page": rows}
    return render(request, "evaluation/area.html", context)


@page("result.see")
def statement(request: Request, pk: UUID, statement: UUID) -> HttpResponse:
    """One statement: how it spreads, in every unit, what was judged, what was remarked, what is being done."""
    round = _round_with_results(request, pk)
    about = statement_for(request.user, statement)
    here, at = _result_named(request, round, about)
    units = Paginator(queries.statement_cells(request.user, round, about), ON_A_PAGE).get_page(request.GET.get("page"))
    judgements = _texts(request, round, about, at)
    beside = queries.beside(request.user, round, about, at.pk if at else None, here.employers)
    return render(
        request,
        "evaluation/statement.html",
        {
            "round": round,
            "statement": about,
            "unit": at,
            "result": here,
            "figures": beside,
            "records": wording.of_beside(beside),
            "chart": _chart(round, here),
            "missing": _missing(here),
            "page": units,
            "judgements": judgements[:TEXTS],
            "more_judgements": len(judgements) > TEXTS,
            "remarks": queries.remarks(request.user, round, at, statement=about).get(about.pk, []),
            "may_strike": rules.may_strike(request.user, round),
            "actions": actions_for_statement(request.user, about),
            "points": scales.points(round.scale),
        },
    )


@page("result.see")
def figures(request: Request, pk: UUID) -> HttpResponse:
    """What the records showed when the round closed, beside what they show now, in the whole or in one unit."""
    round = _round_with_results(request, pk)
    at = _unit_named(request, request.GET.get("unit"))
    unit = None if at is None or at.pk == round.scope_id else at.pk
    lines = wording.of_figures(queries.figures_in_round(request.user, round, unit))
    shown = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"round": round, "unit": at, "page": shown, "figures_unit": unit or round.scope_id}
    return render(request, "evaluation/figures.html", context)


@page("result.read")
def remarks(request: Request, pk: UUID) -> HttpResponse:
    """Everything that practitioners remarked, by statement, for those who act on it and who moderate."""
    round = _round_with_results(request, pk)
    insist(rules.may_read_all_remarks(request.user, round))
    found = queries.remarks(request.user, round)
    statements = Paginator(Statement.objects.filter(pk__in=found).defer(*queries.LONG_TEXTS), ON_A_PAGE)
    shown = statements.get_page(request.GET.get("page"))
    context = {
        "round": round,
        "page": shown,
        "remarks": found,
        "count": sum(map(len, found.values())),
        "may_strike": rules.may_strike(request.user, round),
    }
    return render(request, "evaluation/remarks.html", context)


def _result_named(request: Request, round: Round, about: Statement) -> tuple[Result, Unit | None]:
    """The result of the unit that `?unit=` names, and that unit; of the whole where none is named."""
    named = request.GET.get("unit")
    if not named or named == str(round.scope_id):
        return queries.result_of(request.user, round, about, None), round.scope if named else None
    try:
        here = queries.result_of(request.user, round, about, UUID(named))
    except ValueError:
        raise Result.DoesNotExist from None
    return here, here.unit


def _chart(round: Round, here: Result) -> charts.Chart:
    sides = [
        charts.Spread("Employers", _counts(here.employers_counts), "not asked or not judged"),
        charts.Spread("Practitioners", _counts(here.practitioners_counts), _missing(here)),
    ]
    return charts.spread("How both sides see it", [("", sides)], top=round.top)


def _counts(counts: list[int] | None) -> tuple[int, ...] | None:
    return None if counts is None else tuple(counts)


def _missing(here: Result) -> str:
    return "withheld, too few answers" if here.practitioners_withheld else "not asked"


def _texts(request: Request, round: Round, about: Statement, at: Unit | None) -> list[Any]:
    """What was written beside the grades, as far as this person may read it; one more than the page shows."""
    found = queries.judgements(request.user, round, statement=about, state="written").select_related(None)
    found = found.select_related("unit").only(*WRITTEN).order_by("unit__path", "id")
    if at is not None:
        found = found.filter(unit__path__startswith=at.path)
    return list(found[: TEXTS + 1])
