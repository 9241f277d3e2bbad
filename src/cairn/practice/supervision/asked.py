"""What does a policy ask for, as plain values: how often and how long, for whom, from one week in post to another?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cairn.foundation.people.models import StaffGroup
from cairn.practice.supervision.models import Line, Period


@dataclass(frozen=True)
class Asked:
    """One line: from `from_week` whole weeks in post to `to_week`, or on and on where that is None."""

    staff_group: str
    every: int
    period: str
    minutes: int = 90
    from_week: int = 0
    to_week: int | None = None

    @classmethod
    def of(cls, line: Line) -> "Asked":
        return cls(line.staff_group, line.every, line.period, line.minutes, line.from_week, line.to_week)


EXPERIENCED = (
    StaffGroup.SOCIAL_WORKER,
    StaffGroup.MENTAL_HEALTH_OFFICER,
    StaffGroup.SENIOR,
    StaffGroup.TEAM_LEADER,
    StaffGroup.MANAGER,
    StaffGroup.SOCIAL_CARE_WORKER,
    StaffGroup.OCCUPATIONAL_THERAPIST,
    StaffGroup.OTHER,
)
SIX_WEEKS, SIX_MONTHS = 6, 26

# What Cairn proposes where nothing has been adopted (es1.whole, standard 5; agency staff as English services have it).
STARTING = (
    Asked(StaffGroup.NEWLY_QUALIFIED, 1, Period.WEEK, 90, 0, SIX_WEEKS),
    Asked(StaffGroup.NEWLY_QUALIFIED, 2, Period.WEEK, 90, SIX_WEEKS, SIX_MONTHS),
    Asked(StaffGroup.NEWLY_QUALIFIED, 1, Period.MONTH, 90, SIX_MONTHS),
    *(Asked(group, 1, Period.MONTH) for group in EXPERIENCED),
    Asked(StaffGroup.AGENCY, 8, Period.SHIFT),
    Asked(StaffGroup.STUDENT, 1, Period.AGREED),
)
STARTING_TITLE = "Supervision policy"


def of_group(lines: Iterable[Asked], group: str) -> list[Asked]:
    """The lines of one staff group, by week."""
    return sorted((line for line in lines if line.staff_group == group), key=lambda line: line.from_week)


def in_order(lines: Sequence[Asked]) -> list[Asked]:
    """Staff groups in their usual order, and each by week."""
    return [line for group in StaffGroup.values for line in of_group(lines, group)]


def fault_in(lines: Sequence[Asked]) -> str:
    """What is wrong with the lines of a policy, naming the staff group and the weeks; nothing where all is well."""
    if unknown := {line.staff_group for line in lines} - set(StaffGroup.values):
        return f"There is no staff group called {', '.join(sorted(unknown))}."
    missing = [StaffGroup(group).label for group in StaffGroup.values if not of_group(lines, group)]
    if missing:
        return f"Nothing is said about: {', '.join(missing)}. Every staff group needs a line."
    for group in StaffGroup.values:
        fault = _fault_in_weeks(of_group(lines, group)) or _fault_in_values(of_group(lines, group))
        if fault:
            return f"{StaffGroup(group).label}: {fault}"
    return ""


def weeks(first: int, end: int | None) -> str:
    """Weeks in post as people count them: 0 to 6 are 'weeks 1 to 6', 6 to 7 is 'week 7'."""
    if end is None:
        return f"week {first + 1} and after"
    return f"week {end}" if end == first + 1 else f"weeks {first + 1} to {end}"


def _fault_in_weeks(lines: Sequence[Asked]) -> str:
    for line in lines:
        if line.to_week is not None and line.to_week <= line.from_week:
            return f"the line that begins in week {line.from_week + 1} ends before it begins."
    reached: int | None = 0
    for line in lines:
        if reached is None or line.from_week < reached:
            return f"there are two lines for {weeks(line.from_week, _earlier(reached, line.to_week))}."
        if line.from_week > reached:
            return f"nothing is said about {weeks(reached, line.from_week)}."
        reached = line.to_week
    return "" if reached is None else f"nothing is said about {weeks(reached, None)}."


def _earlier(one: int | None, other: int | None) -> int | None:
    return min((week for week in (one, other) if week is not None), default=None)


def _fault_in_values(lines: Sequence[Asked]) -> str:
    for line in lines:
        if line.period not in Period.values:
            return "say in what the frequency is counted."
        if not 1 <= line.every <= 60:
            return "the frequency must be between 1 and 60."
        if not 15 <= line.minutes <= 480:
            return "a session takes between 15 and 480 minutes."
    return ""
