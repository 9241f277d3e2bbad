"""How do the stored results of a round become the figures of the report, and what is said where there is none?"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from cairn.assurance.evaluation.models import Round
from cairn.assurance.reports import findings
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
    Finding,
    Judged,
    Spread,
    count,
    mean,
)
from cairn.assurance.reports.rows import WIDE, WIDE_IN_A_UNIT, Row


def areas(round: Round, results: Iterable[Row]) -> tuple[Area, ...]:
    """Every area with its statements, in the order of the framework; areas without a statement are left out."""
    headings, below = [], defaultdict(list)
    for result in results:
        if result.unit is not None:
            continue
        if result.is_area:
            headings.append(result)
        else:
            below[result.area_id].append(_judged(round, result))
    return tuple(_area(round, one, tuple(below[one.statement_id])) for one in headings if below[one.statement_id])


def disagreements(round: Round, results: Iterable[Row], areas: tuple[Area, ...]) -> tuple[Finding, ...]:
    """Where the two sides are furthest apart, in the whole or in a unit; each statement once, where it is widest."""
    known = {judged.ref: (area, judged) for area in areas for judged in area.statements}
    widest: dict[str, Row] = {}
    for result in results:
        ref = result.ref
        if ref in known and _is_wide(round, result) and abs(_apart(result)) > abs(_apart(widest.get(ref))):
            widest[ref] = result
    ordered = sorted(widest.values(), key=lambda result: (-abs(_apart(result)), result.position))
    return tuple(_disagreement(round, result, known[result.ref][0]) for result in ordered[: findings.MOST])


def _disagreement(round: Round, result: Row, area: Area) -> Finding:
    judged = _judged(round, result)
    where = f"{area.title}: {result.unit}" if result.unit else area.title
    figures = (judged.grade, judged.employers, judged.practitioners, judged.gap)
    return Finding(judged.ref, judged.title, where, *figures, findings.who_is_higher(judged))


def _is_wide(round: Round, result: Row) -> bool:
    """A fifth of the scale in the whole; in a unit, where fewer people speak, three tenths."""
    least = WIDE_IN_A_UNIT if result.unit else WIDE
    return not result.is_area and abs(_apart(result)) >= least * (round.top - 1)


def _apart(result: Row | None) -> Decimal:
    return (result.gap if result else None) or Decimal(0)


def _area(round: Round, result: Row, statements: tuple[Judged, ...]) -> Area:
    return Area(
        ref=result.ref,
        title=result.title,
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


def _judged(round: Round, result: Row) -> Judged:
    employers, practitioners = _no_employers(round, result), _no_answer(round, result)
    return Judged(
        ref=result.ref,
        title=result.title,
        grade=_nearest(result, employers),
        employers=mean(result.employers_mean, employers),
        practitioners=mean(result.practitioners_mean, practitioners),
        gap=_gap(result),
        answers=count(result.practitioners_n or None, practitioners),
        evidence=result.evidence_count,
    )


def _nearest(result: Row, missing: str) -> Figure:
    """The headline: the point of the scale nearest to the employers' mean as it is read, halves up."""
    shown = mean(result.employers_mean, missing)
    if shown.value is None:
        return shown
    return Figure(int(Decimal(str(shown.value)).quantize(Decimal(1), ROUND_HALF_UP)))


def _gap(result: Row) -> Figure:
    if result.gap is not None:
        return mean(result.gap)
    both = result.employers_mean is not None and result.practitioners_mean is not None
    return Figure(None, NOT_BOTH if both else ONE_SIDE)


def _change(round: Round, result: Row) -> Figure:
    if round.previous_id is None:
        return Figure(None, FIRST_ROUND)
    if result.employers_mean is None or result.employers_previous is None:
        return Figure(None, NO_EARLIER_FIGURE)
    return mean(result.employers_mean - result.employers_previous)


def _no_employers(round: Round, result: Row) -> str:
    if result.not_applicable_count:
        return NOT_APPLICABLE
    asked = {*round.asks_of(whole=True), *round.asks_of(whole=False)}
    return NOT_JUDGED if result.audience in asked else NOT_ASKED


def _no_answer(round: Round, result: Row) -> str:
    if result.practitioners_withheld:
        return WITHHELD
    return NO_ANSWERS if result.audience in round.asks_practitioners else NOT_ASKED


def _no_practitioners(round: Round, result: Row, statements: tuple[Judged, ...]) -> str:
    if result.practitioners_withheld or any(judged.practitioners.missing == WITHHELD for judged in statements):
        return WITHHELD
    return NO_ANSWERS if _anybody(statements, "practitioners") else NOT_ASKED


def _anybody(statements: tuple[Judged, ...], side: str) -> bool:
    """Whether anybody on this side was asked anything in this area."""
    return any(getattr(judged, side).missing != NOT_ASKED for judged in statements)
