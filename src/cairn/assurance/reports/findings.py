"""Which statements does the report pick out, and why?

One rule for all rounds and scales: a strength stands above the middle of the scale, a gap at or below it, and the
two sides disagree where they are at least one point apart (sa.purpose.2). Ties keep the order of the framework.
"""

from collections.abc import Callable, Iterable

from cairn.assurance.reports.report import Area, Finding, Judged, Scale

MOST = 10
APART = 1.0
Placed = tuple[Area, Judged]


def strengths(areas: Iterable[Area], scale: Scale) -> tuple[Finding, ...]:
    """The statements that stand best, the highest first."""
    best = [placed for placed in _with_figure(areas) if _standing(placed) > _middle(scale)]
    return _found(sorted(best, key=lambda placed: -_standing(placed)), lambda judged: _says(judged, scale))


def gaps(areas: Iterable[Area], scale: Scale) -> tuple[Finding, ...]:
    """The statements that fall furthest short, the lowest first."""
    short = [placed for placed in _with_figure(areas) if _standing(placed) <= _middle(scale)]
    return _found(sorted(short, key=_standing), lambda judged: _says(judged, scale))


def disagreements(areas: Iterable[Area]) -> tuple[Finding, ...]:
    """Where employers and practitioners see it differently, the widest first."""
    apart = [placed for placed in _placed(areas) if abs(placed[1].gap.value or 0) >= APART]
    return _found(sorted(apart, key=lambda placed: -abs(placed[1].gap.value or 0)), who_is_higher)


def without_evidence(areas: Iterable[Area]) -> tuple[Finding, ...]:
    """Judgements that nothing has been attached to: all of them, for each is a thing to mend."""
    bare = [placed for placed in _placed(areas) if placed[1].grade.value is not None and not placed[1].evidence]
    return _found(bare, lambda judged: "Judged, and no evidence has been attached.", most=len(bare))


def _placed(areas: Iterable[Area]) -> list[Placed]:
    return [(area, judged) for area in areas for judged in area.statements]


def _with_figure(areas: Iterable[Area]) -> list[Placed]:
    return [placed for placed in _placed(areas) if _standing(placed)]


def _standing(placed: Placed) -> float:
    """The grade that stands; where there is none, the mean of whoever answered."""
    judged = placed[1]
    known = [f.value for f in (judged.grade, judged.employers, judged.practitioners) if f.value is not None]
    return float(known[0]) if known else 0.0


def _middle(scale: Scale) -> float:
    return (1 + scale.top) / 2


def _says(judged: Judged, scale: Scale) -> str:
    if judged.grade.value is not None:
        return f"Judged {scale.worded(judged.grade)}."
    if judged.employers.value is not None:
        return f"Employers' mean {judged.employers.worded} of {scale.top}."
    return f"Practitioners' mean {judged.practitioners.worded} of {scale.top}."


def who_is_higher(judged: Judged) -> str:
    """'Employers rate this 1.5 higher than practitioners do.'"""
    gap = judged.gap.value or 0
    higher, lower = ("Employers", "practitioners") if gap > 0 else ("Practitioners", "employers")
    return f"{higher} rate this {abs(gap):.1f} higher than {lower} do."


def _found(placed: list[Placed], why: Callable[[Judged], str], most: int = MOST) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            judged.ref,
            judged.title,
            area.title,
            judged.grade,
            judged.employers,
            judged.practitioners,
            judged.gap,
            why(judged),
        )
        for area, judged in placed[:most]
    )
