"""Which grades can be given, what does each mean, and how are different scales compared?"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices

TENTH = Decimal("0.1")
HUNDREDTH = Decimal("0.01")
HALF = Decimal("0.5")


class Scale(TextChoices):
    """The scales on which a round can be judged."""

    SIX = "six", "Six points, excellent to unsatisfactory"
    FOUR = "four", "Four points, outstanding to inadequate"
    THREE = "three", "Achieved, partly achieved, not yet"


@dataclass(frozen=True)
class Point:
    """One grade: its figure, its word, and what it says."""

    value: int
    word: str
    meaning: str


# The six words are those of Scotland's care inspectorate, the four those of England's inspectorates; meanings are ours.
_POINTS: dict[str, tuple[Point, ...]] = {
    Scale.SIX: (
        Point(6, "Excellent", "Outstanding; others learn from it"),
        Point(5, "Very good", "Major strengths"),
        Point(4, "Good", "Important strengths, some areas to improve"),
        Point(3, "Adequate", "Strengths just outweigh weaknesses"),
        Point(2, "Weak", "Important weaknesses"),
        Point(1, "Unsatisfactory", "Major weaknesses, urgent"),
    ),
    Scale.FOUR: (
        Point(4, "Outstanding", "Consistently strong; others learn from it"),
        Point(3, "Good", "It works, with little to mend"),
        Point(2, "Requires improvement", "It works in part, and not reliably"),
        Point(1, "Inadequate", "It does not work, and people may come to harm"),
    ),
    Scale.THREE: (
        Point(3, "Achieved", "In place, and we can show it"),
        Point(2, "Partly achieved", "Begun, or in place in some teams only"),
        Point(1, "Not yet", "Not in place"),
    ),
}


def points(scale: str) -> tuple[Point, ...]:
    """The grades of a scale, the highest first."""
    return _POINTS[scale]


def top(scale: str) -> int:
    """The highest grade."""
    return len(_POINTS[scale])


def labels(scale: str) -> tuple[str, ...]:
    """The words of a scale, the lowest grade first."""
    return tuple(point.word for point in reversed(_POINTS[scale]))


def word(scale: str, grade: int | None) -> str:
    """'Good'; nothing where there is no grade."""
    return "" if grade is None else _POINTS[scale][top(scale) - grade].word


def worded(scale: str, grade: int | None) -> str:
    """'4 Good'."""
    return "" if grade is None else f"{grade} {word(scale, grade)}"


def normalised(scale: str, value: Decimal | int) -> Decimal:
    """A grade or mean from 0 (the lowest grade) to 100 (the highest), so that scales can be compared."""
    return (Decimal(value) - 1) * 100 / (top(scale) - 1)


def translated(value: Decimal | int, old: str, new: str) -> Decimal:
    """What a mean on one scale would be on another, to two places."""
    if old == new:
        return Decimal(value)
    return rounded(1 + normalised(old, value) * (top(new) - 1) / 100)


def rounded(value: Decimal) -> Decimal:
    """To two places, halves up; figures are shown to one."""
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def is_high(scale: str, grade: int) -> bool:
    """Whether a grade says that it goes well: three fifths up the scale, 4 of 6, 3 of 4, 3 of 3."""
    return 5 * (grade - 1) >= 3 * (top(scale) - 1)


def is_low(scale: str, grade: int) -> bool:
    """Whether a grade says that it falls short: in the lowest third, up to 2 of 6, 2 of 4, 1 of 3."""
    return 3 * (grade - 1) <= top(scale) - 1


def nearest(value: Decimal) -> int:
    """The grade that is nearest to a mean, halves up."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def mean(counts: list[int] | tuple[int, ...]) -> Decimal | None:
    """The mean of a spread, given from the lowest grade upwards; nothing where nobody gave a grade."""
    total = sum(counts)
    return rounded(Decimal(sum(grade * count for grade, count in enumerate(counts, 1))) / total) if total else None
