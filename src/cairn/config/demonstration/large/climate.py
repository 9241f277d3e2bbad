"""How do the teams of a large organisation fare, month by month: steady, or for some time under strain?"""

import random
from collections.abc import Callable, Iterable
from datetime import date

from cairn.config.demonstration.past.pace import USUAL, Pace
from cairn.foundation.core import months

STEADY = 0.12  # the usual strain of a team, at most
SPELL, SPELL_MONTHS, SPELL_STRAIN = 0.4, (9, 16), (0.35, 0.9)


class Climate:
    """The pace of each unit in each month; some teams have one long spell in which much is lost."""

    def __init__(self, units: Iterable[str], first: date, last: date, chance: random.Random) -> None:
        every = list(months.between(first, last))
        self._paces = {unit: _through(every, chance) for unit in units}

    def of(self, unit: str) -> Callable[[date], Pace]:
        """What holds in a unit, by day."""
        paces = self._paces[unit]
        return lambda day: paces.get((day.year, day.month), USUAL)


def _through(every: list[date], chance: random.Random) -> dict[tuple[int, int], Pace]:
    usual = USUAL.strained(chance.random() * STEADY)
    found = {(month.year, month.month): usual for month in every}
    if chance.random() < SPELL:
        begins, length = chance.randrange(len(every)), chance.randint(*SPELL_MONTHS)
        strained = USUAL.strained(chance.uniform(*SPELL_STRAIN))
        found |= {(month.year, month.month): strained for month in every[begins : begins + length]}
    return found
