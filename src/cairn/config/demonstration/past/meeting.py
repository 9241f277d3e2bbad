"""What becomes of one session: when was it planned, cancelled and why, held, and how long?"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cairn.config.demonstration.past.pace import Pace
from cairn.config.demonstration.past.working_days import WorkingDays
from cairn.practice.supervision.models import Reason, Side
from cairn.practice.supervision.turns import Span, Turn

ONE_DAY = timedelta(days=1)
MOST_TRIES = 2
LONGEST_SLIP = 15  # working days
REBOOKED_WITHIN = (1, 1, 2, 3, 3, 4, 5, 5, 8)  # working days; the policy gives five
OVER = (0, 0, 0, 0, 5, 10, 15)  # minutes
# Why sessions were lost, on whose side that lay, and how often.
LOST = (
    *((Reason.SICKNESS, Side.SUPERVISEE),) * 4,
    *((Reason.SICKNESS, Side.SUPERVISOR),) * 2,
    *((Reason.LEAVE, Side.SUPERVISEE),) * 2,
    *((Reason.EMERGENCY, Side.SUPERVISEE),) * 4,
    *((Reason.EMERGENCY, Side.SUPERVISOR),) * 3,
    *((Reason.COURT, Side.SUPERVISEE),) * 2,
    *((Reason.WORKLOAD, Side.SUPERVISOR),) * 3,
    *((Reason.ROOM, Side.ORGANISATION),) * 1,
    *((Reason.OTHER, Side.ORGANISATION),) * 1,
)
LOST_PAIRS = tuple((reason.value, side.value) for reason, side in LOST)
CUT = tuple(pair for pair in LOST_PAIRS if pair[0] not in (Reason.LEAVE, Reason.SICKNESS))


@dataclass(slots=True)
class Lost:
    """A day for which it was planned and on which it was not held."""

    planned_on: date
    cancelled_on: date
    reason: str
    side: str


@dataclass(slots=True)
class Meeting:
    """One turn's session: the days on which it was not held, and the one on which it was, or will be."""

    turn: Turn
    due_on: date
    planned_on: date
    minutes: int
    was_cut_short: bool = False
    reason: str = ""
    side: str = ""
    lost: list[Lost] = field(default_factory=list)

    @property
    def held_on(self) -> date:
        return self.planned_on

    @property
    def opens_from(self) -> date:
        """The first day on which anything of it was known."""
        return min([self.planned_on, *(one.cancelled_on for one in self.lost)])


def meeting(
    turn: Turn, pace: Pace, days: WorkingDays, chance: random.Random, absences: Sequence[Span] = ()
) -> Meeting | None:
    """What becomes of a turn; nothing while somebody is away without an end."""
    if turn.due_on is None:
        return None
    slack = min(7, (turn.due_on - turn.since).days // 4)
    planned = days.up_to(turn.due_on - timedelta(days=chance.randrange(slack + 1)))
    if planned <= turn.since:
        planned = days.after(turn.since, 1)
    if chance.random() < pace.slips:
        planned = days.after(turn.due_on, chance.randint(1, LONGEST_SLIP))
    lost: list[Lost] = []
    while len(lost) < MOST_TRIES and chance.random() < pace.cancelled:
        one = _lost(planned, turn.since, chance)
        lost.append(one)
        planned = days.after(planned, chance.choice(REBOOKED_WITHIN))
    planned = present(planned, absences, days)
    found = Meeting(turn, turn.due_on, planned, _minutes(turn.minutes, pace, chance), lost=lost)
    if chance.random() < pace.cut_short:
        found.was_cut_short = True
        found.minutes = chance.randrange(20, max(25, turn.minutes - 15), 5)
        found.reason, found.side = chance.choice(CUT)
    return found


def _lost(planned: date, since: date, chance: random.Random) -> Lost:
    """Mostly on the day itself or the day before."""
    cancelled_on = max(since, planned - chance.choice((0, 0, 1, 1, 2, 5)) * ONE_DAY)
    return Lost(planned, cancelled_on, *chance.choice(LOST_PAIRS))


def _minutes(least: int, pace: Pace, chance: random.Random) -> int:
    if chance.random() < pace.too_short:
        return least - chance.choice((5, 10, 15, 20))
    return least + chance.choice(OVER)


def present(day: date, absences: Sequence[Span], days: WorkingDays) -> date:
    """This day, or the first working day after an absence that covers it."""
    for absence in absences:
        if absence.holds_on(day) and absence.last is not None:
            day = days.after(absence.last, 1)
    return day
