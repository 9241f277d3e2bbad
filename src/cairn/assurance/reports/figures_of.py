"""How do the stored results of a round become the figures of the report, and what is said where there is none?"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from cairn.assurance.evaluation.models import Result, Round
from cairn.assurance.reports.report import (
    FIRST_ROUND,
    NO_ANSWERS,
    NO_EARLIER_FIGURE,
    NOT_APPLICABLE,
    NOT_ASKED,
    NOT_BOTH,
    NOT_JUDGED,
    ONE_SIDE,
    WITHHELD,
    Area,
    Figure,
    Judged,
    Spread,
    count,
    mean,
)


def areas(round: Round, results: Iterable[Result]) -> tuple[Area, ...]:
    """Every area with its statements, in the order of the framework; areas without a statement are left out."""
    headings, below = [], defaultdict(list)
    for result in results:
        if result.is_area:
            headings.append(result)
        else:
            below[result.statement.area_id].append(_judged(round, result))
    return tuple(_area(round, one, tuple(below[one.statement_id])) for one in headings if below[one.statement_id])


def _area(round: Round, result: Result, statements: tuple[Judged, ...]) -> Area:
    return Area(
        ref=result.statement.ref,
        title=result.statement.wording,
        grade=_nearest(result, NOT_JUDGED if _anybody(statements, "employers") else NOT_ASKED),
        employers=mean(result.employers_mean, NOT_JUDGED if _anybody(statements, "employers") else NOT_ASKED),
        practitioners=mean(result.practitioners_mean, _no_practitioners(round, result, statements)),
        gap=_gap(result),
        change=_change(round, result),
        answers=count(result.practitioners_n, _no_practitioners(round, result, statements)),
        spread=Spread(
            tuple(result.employers_counts) if result.employers_counts else None,
            tuple(result.practitioners_counts) if result.practitioners_counts else None,
            NOT_JUDGED if _anybody(statements, "employers") else NOT_ASKED,
            _no_practitioners(round, result, statements),
        ),
        statements=statements,
    )


def _judged(round: Round, result: Result) -> Judged:
    employers, practitioners = _no_employers(round, result), _no_answer(round, result)
    return Judged(
        ref=result.statement.ref,
        title=result.statement.wording,
        grade=_nearest(result, employers),
        employers=mean(result.employers_mean, employers),
        practitioners=mean(result.practitioners_mean, practitioners),
        gap=_gap(result),
        answers=count(result.practitioners_n or None, practitioners),
        evidence=result.evidence_count,
    )


def _nearest(result: Result, missing: str) -> Figure:
    """The headline: the point of the scale nearest to the employers' mean, halves up."""
    if result.employers_mean is None:
        return Figure(None, missing)
    return Figure(int(result.employers_mean.quantize(Decimal(1), ROUND_HALF_UP)))


def _gap(result: Result) -> Figure:
    if result.gap is not None:
        return mean(result.gap)
    both = result.employers_mean is not None and result.practitioners_mean is not None
    return Figure(None, NOT_BOTH if both else ONE_SIDE)


def _change(round: Round, result: Result) -> Figure:
    if round.previous_id is None:
        return Figure(None, FIRST_ROUND)
    if result.employers_mean is None or result.employers_previous is None:
        return Figure(None, NO_EARLIER_FIGURE)
    return mean(result.employers_mean - result.employers_previous)


def _no_employers(round: Round, result: Result) -> str:
    if result.not_applicable_count:
        return NOT_APPLICABLE
    asked = {*round.asks_of(whole=True), *round.asks_of(whole=False)}
    return NOT_JUDGED if result.statement.audience in asked else NOT_ASKED


def _no_answer(round: Round, result: Result) -> str:
    if result.practitioners_withheld:
        return WITHHELD
    return NO_ANSWERS if result.statement.audience in round.asks_practitioners else NOT_ASKED


def _no_practitioners(round: Round, result: Result, statements: tuple[Judged, ...]) -> str:
    if result.practitioners_withheld or any(judged.practitioners.missing == WITHHELD for judged in statements):
        return WITHHELD
    return NO_ANSWERS if _anybody(statements, "practitioners") else NOT_ASKED


def _anybody(statements: tuple[Judged, ...], side: str) -> bool:
    """Whether anybody on this side was asked anything in this area."""
    return any(getattr(judged, side).missing != NOT_ASKED for judged in statements)
