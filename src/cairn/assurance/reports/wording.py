"""With which sentences does the report begin and sum up?"""

from collections import Counter
from collections.abc import Sequence

from cairn.assurance.reports.report import ActionLine, Area, AssuranceReport, Scale
from cairn.foundation.core.words import capital, joined, number, plural


def headline(report: AssuranceReport) -> list[str]:
    """What a chief executive should know after half a minute, each sentence a fact from the report."""
    judged = [area for area in report.areas if area.grade.value is not None]
    if not judged:
        return ["No area has a headline judgement yet."]
    return [_standing(judged, len(report.areas), report.scale), *_apart(report.areas), _mending(report)]


def points(scale: Scale) -> str:
    """'6 excellent, 5 very good, … 1 unsatisfactory'."""
    return joined((f"{point} {label}" for point, label in reversed(list(enumerate(scale.labels, 1)))), "to")


def actions(lines: Sequence[ActionLine]) -> str:
    """How many actions there are, in which state, and how many are late."""
    if not lines:
        return "No action has been set out from this round yet."
    states = joined(f"{number(many)} {state}" for state, many in sorted(Counter(line.state for line in lines).items()))
    late = sum(line.is_late for line in lines)
    return f"{capital(plural(len(lines), 'action'))} from this round: {states}. {capital(_none_or(late))} late."


def _standing(judged: Sequence[Area], of: int, scale: Scale) -> str:
    middle = (1 + scale.top) / 2
    upper = [area for area in judged if (area.grade.value or 0) > middle]
    weakest = min(judged, key=_height)
    share = f"all {number(of)} areas" if 1 < of == len(upper) else f"{plural(len(upper), 'area')} of {number(of)}"
    stands = f"{capital(share)} {_stand(len(upper))} in the upper half of the scale"
    return f"{stands}; the lowest is {weakest.title}, judged {scale.worded(weakest.grade)}."


def _height(area: Area) -> tuple[float, float]:
    """The grade, and among areas that bear the same one the mean itself."""
    grade = area.grade.value or 0
    return grade, grade if area.employers.value is None else area.employers.value


def _apart(areas: Sequence[Area]) -> list[str]:
    known = [area for area in areas if area.gap.value is not None]
    if not known:
        return ["No area has figures for both sides, so employers and practitioners can't be compared."]
    widest = max(known, key=lambda area: abs(area.gap.value or 0))
    gap = widest.gap.value or 0
    if not gap:
        return ["Employers and practitioners agree in every area where both have figures."]
    higher = "employers rate it higher" if gap > 0 else "practitioners rate it higher"
    return [f"The two sides are furthest apart on {widest.title}, by {abs(gap):.1f}: {higher}."]


def _mending(report: AssuranceReport) -> str:
    contradicted, stale, bare = map(len, (report.contradictions, report.stale_evidence, report.without_evidence))
    late = sum(line.is_late for line in report.actions)
    return (
        f"Evidence contradicts the judgement of {plural(contradicted, 'statement')}; "
        f"{plural(stale, 'statement')} {_rest(stale)} on old evidence only and {number(bare)} on none; "
        f"{_are(late, 'action')} late."
    )


def _is(how_many: int) -> str:
    return "is" if how_many == 1 else "are"


def _are(how_many: int, noun: str = "") -> str:
    return f"{plural(how_many, noun) if noun else number(how_many)} {_is(how_many)}"


def _none_or(how_many: int) -> str:
    """'none is', 'one is', 'two are'."""
    return _are(how_many) if how_many else "none is"


def _rest(how_many: int) -> str:
    return "rests" if how_many == 1 else "rest"


def _stand(how_many: int) -> str:
    return "stands" if how_many == 1 else "stand"
