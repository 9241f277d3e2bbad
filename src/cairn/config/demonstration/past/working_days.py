"""Which working day lies so many working days later? Asked a million times, so all of them are numbered once."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from cairn.foundation.core.working_days import AS_THE_NATION, LocalDays, is_working_day

ONE_DAY = timedelta(days=1)
MARGIN = timedelta(days=400)


class WorkingDays:
    """The working days of a nation from some time before a first day to some time after a last one."""

    def __init__(self, nation: str, first: date, last: date, local: LocalDays = AS_THE_NATION) -> None:
        self._days: list[date] = []
        day = first - MARGIN
        while day <= last + MARGIN:
            if is_working_day(day, nation, local):
                self._days.append(day)
            day += ONE_DAY
        self._known = set(self._days)

    def __contains__(self, day: object) -> bool:
        return day in self._known

    def is_one(self, day: date) -> bool:
        return day in self._known

    def after(self, day: date, count: int) -> date:
        """So many working days later; the day itself is not counted."""
        return self._days[bisect_right(self._days, day) + count - 1]

    def before(self, day: date, count: int) -> date:
        """So many working days earlier; the day itself is not counted."""
        return self._days[bisect_left(self._days, day) - count]

    def up_to(self, day: date) -> date:
        """The day itself, else the last one before it."""
        return self._days[bisect_right(self._days, day) - 1]

    def since(self, day: date) -> date:
        """The day itself, else the first one after it."""
        return self._days[bisect_left(self._days, day)]
