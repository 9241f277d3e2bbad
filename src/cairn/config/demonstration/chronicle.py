"""In which order does everything happen? The ledger takes no act that lies before its last."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from cairn.config.demonstration.days import Days
from cairn.foundation.core import clock

Act = Callable[[], object]


class Chronicle:
    """The acts of one employer, kept with their moments and lived through in order."""

    def __init__(self, days: Days, chance: random.Random) -> None:
        self.days = days
        self.chance = chance
        self._acts: list[tuple[datetime, int, Act]] = []

    def on(self, written: date, act: Act, hour: int = 0, minute: int = 0) -> None:
        """On a day as it was written, at an hour of the office day; without one, at any."""
        hour, minute = (hour, minute) if hour else (self.chance.randint(9, 16), self.chance.randrange(60))
        self.at(self.days.at(written, hour, minute), act)

    def at(self, moment: datetime, act: Act) -> None:
        """At this moment; what would lie in the future is left out, since it has not happened yet."""
        if moment < self.days.at_today():
            self._acts.append((moment, len(self._acts), act))

    def live(self, between: Callable[[int, int], Any] = lambda done, of: None) -> None:
        """Everything in the order of its time."""
        acts = sorted(self._acts, key=lambda act: act[:2])
        for done, (moment, _, act) in enumerate(acts, 1):
            with clock.at(moment):
                act()
            between(done, len(acts))

    def a_day_between(self, first: date, last: date) -> date:
        """A working day, as it was written, from the first to the last."""
        while True:
            day = first + timedelta(days=self.chance.randint(0, (last - first).days))
            if day.weekday() < 5:
                return day
