"""In which order does everything happen? The ledger takes no act that lies before its last."""

import heapq
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from cairn.config.demonstration.days import Days
from cairn.foundation.core import clock

Act = Callable[[], object]


class Chronicle:
    """The acts of one employer, kept with their moments and lived through in order.

    An act may put further ones into it, of the same moment or later.
    """

    def __init__(self, days: Days, chance: random.Random) -> None:
        self.days = days
        self.chance = chance
        self._acts: list[tuple[datetime, int, Act]] = []
        self._count = 0

    def on(self, written: date, act: Act, hour: int = 0, minute: int = 0) -> None:
        """On a day as it was written, at an hour of the office day; without one, at any."""
        hour, minute = (hour, minute) if hour else (self.chance.randint(9, 16), self.chance.randrange(60))
        self.at(self.days.at(written, hour, minute), act)

    def at(self, moment: datetime, act: Act) -> None:
        """At this moment; what would lie in the future is left out, since it has not happened yet."""
        if moment < self.days.at_today():
            heapq.heappush(self._acts, (moment, self._count, act))
            self._count += 1

    def live(self, between: Callable[[int, int], Any] = lambda done, of: None) -> None:
        """Everything in the order of its time."""
        done = 0
        while self._acts:
            moment, _, act = heapq.heappop(self._acts)
            with clock.at(moment):
                act()
            done += 1
            between(done, self._count)

    def a_day_between(self, first: date, last: date) -> date:
        """A working day, as it was written, from the first to the last."""
        while True:
            day = first + timedelta(days=self.chance.randint(0, (last - first).days))
            if day.weekday() < 5:
                return day
