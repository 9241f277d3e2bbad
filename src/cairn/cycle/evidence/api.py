"""Figures, for programmes: what can be measured, and what came of it month by month, as on the pages."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404
from ninja import Query
from pydantic import BeforeValidator, Field, WithJsonSchema

from cairn.cycle.evidence import queries
from cairn.cycle.evidence.declaring import Direction, Indicator, all_indicators, indicator_of
from cairn.cycle.evidence.sight import Point, Sight
from cairn.foundation.core import clock, months
from cairn.foundation.core.calls import Calls, NotUnderstood
from cairn.foundation.core.shapes import Identifier, Part, Shape
from cairn.foundation.people.requests import Request

calls = Calls("Figures")

YEARS = 10
MOST_YEARS = 30


def _month(value: Any) -> date:
    """Only 2026-09."""
    if isinstance(value, str) and re.fullmatch(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])", value):
        return date.fromisoformat(f"{value}-01")
    raise ValueError("must be a month such as 2026-09")


Month = Annotated[
    date,
    BeforeValidator(_month),
    WithJsonSchema({"type": "string", "pattern": "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", "examples": ["2026-09"]}),
]


class ComputedShape(Shape):
    """When the latest month was computed, and by which version of the rule."""

    month: str
    version: int
    at: datetime


class IndicatorShape(Shape):
    """A question to the records. `target` is a share from 0 to 1, or the wanted mean where `is_mean`.

    `statements` are those that it speaks to, by clause or ref.
    """

    key: str
    version: int
    title: str
    numerator: str
    denominator: str
    noun: str
    is_mean: bool
    dimension: str
    direction: Annotated[str, Field(json_schema_extra={"enum": [one.value for one in Direction]})]
    target: float | None
    statements: list[str]
    fresh_for_days: int
    computed: ComputedShape | None


class MeasurementShape(Shape):
    """A month. Where it is withheld (fewer than five records, or so few would follow), it has no numbers.

    `value` is numerator over denominator. `is_running`: the month is not over.
    """

    month: str
    numerator: int | None
    denominator: int | None
    value: float | None
    is_withheld: bool
    is_running: bool


@calls.get("/indicators", "indicator.see", gives=Part[IndicatorShape])
def indicators(request: Request) -> Any:
    """What can be measured, by key, with when it was last computed."""
    every = all_indicators()
    made = queries.made(request.user, every)
    return {"items": [_told(one, made.get(one.key)) for one in every], "next": None}


def _told(indicator: Indicator, made: queries.Made | None) -> dict[str, Any]:
    names = IndicatorShape.model_fields.keys() - {"target", "fresh_for_days", "computed", "statements"}
    computed = made and {"month": _written(made.month), "version": made.version, "at": made.at}
    return {name: getattr(indicator, name) for name in names} | {
        "statements": list(indicator.statements),
        "target": None if indicator.target is None else float(indicator.target),
        "fresh_for_days": indicator.fresh_for.days,
        "computed": computed,
    }


@calls.get("/indicators/{key}/measurements", "indicator.see", gives=Part[MeasurementShape])
def measurements(
    request: Request,
    key: str,
    unit: Identifier | None = None,
    from_: Month | None = Query(None, alias="from"),  # noqa: B008 - how the name of a parameter is told
    to: Month | None = None,
) -> Any:
    """The months of one figure that have records, in order; in a unit with all below it, or in the whole.

    `from` and `to` are months such as `2026-09`, both included; without them the last ten years. You get what the pages
    show you: numbers as they are where you may read the records behind them, otherwise with small ones withheld.
    """
    sight = Sight(request.user)
    at = sight.units.get(unit)
    span = _span(from_, to)
    indicator = _declared(key)
    found = sight.points([indicator], [at.pk if at else None], span)
    return {"items": [_measured(one) for points in found.values() for one in points], "next": None}


def _declared(key: str) -> Indicator:
    try:
        return indicator_of(key)
    except KeyError:
        raise Http404 from None


def _span(first: date | None, last: date | None) -> tuple[date, date]:
    running = months.first_of(clock.today())
    until = min(last or running, running)
    since = first or months.add(until, 1 - 12 * YEARS)
    if since > (last or running):
        raise NotUnderstood("'from' lies after 'to', or has not begun yet.")
    if months.add(since, 12 * MOST_YEARS) <= until:
        raise NotUnderstood(f"Ask for {MOST_YEARS} years at most.")
    return since, until


def _measured(point: Point) -> dict[str, Any]:
    return {
        "month": _written(point.month),
        "numerator": point.numerator,
        "denominator": point.denominator,
        "value": point.value,
        "is_withheld": point.is_withheld,
        "is_running": point.is_running,
    }


def _written(month: date) -> str:
    return f"{month:%Y-%m}"
