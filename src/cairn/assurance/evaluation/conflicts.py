"""Does a judgement agree with what the records show? Where it does not, in a sentence.

Pure. It does not agree where a grade in the upper part of the scale stands beside a figure that fails its target, or
that has no target and got worse; nor where a low grade stands beside figures that all meet theirs. Whoever judges may
be right all the same: a figure is one thing, what is good another. So a conflict blocks nothing; somebody looks again.
"""

from collections.abc import Sequence
from decimal import Decimal

from cairn.assurance.evaluation import scales
from cairn.cycle.evidence import wording
from cairn.cycle.evidence.standing import Stand
from cairn.foundation.core.words import plural


def conflict(scale: str, grade: Decimal | int | None, stands: Sequence[Stand]) -> str:
    """What disagrees with a grade, or with a mean of several; nothing where it agrees or where nothing is known.

    A mean counts as the grade that is nearest to it. `stands` are the figures that speak to the statement in the same
    part of the organisation, the most telling first.
    """
    if grade is None:
        return ""
    nearest = scales.nearest(Decimal(grade))
    if scales.is_high(scale, nearest):
        against = [one for one in stands if one.fails] or [one for one in stands if one.has_worsened]
        return f"{judged(scale, grade)}, but {_told(against)}" if against else ""
    if scales.is_low(scale, nearest) and _all_is_well(stands):
        met = [one for one in stands if one.meets]
        return f"{judged(scale, grade)}, yet every figure that has a target meets it: {_told(met)}"
    return ""


def judged(scale: str, grade: Decimal | int) -> str:
    """'Judged 5 Very good'; of a mean: 'Judged 4.6 on average'."""
    return f"Judged {scales.worded(scale, grade)}" if isinstance(grade, int) else f"Judged {grade:.1f} on average"


def _all_is_well(stands: Sequence[Stand]) -> bool:
    """At least one figure meets its target, and none fails one or got worse."""
    return any(one.meets for one in stands) and not any(one.fails or one.has_worsened for one in stands)


def _told(stands: Sequence[Stand]) -> str:
    """The first of them in full, and how many others likewise."""
    first, others = stands[0], len(stands) - 1
    said = f"“{first.indicator.title}” stood at {wording.stood(first)}"
    if first.indicator.target is not None:
        said += f"; the target is {wording.target(first.indicator)}."
    else:
        said += f". {wording.worse(first)} That is a real change for the worse, not chance."
    return f"{said} Likewise {plural(others, 'other figure')}." if others else said
