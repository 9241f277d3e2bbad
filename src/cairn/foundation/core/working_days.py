"""Which days count as working days in this nation and this organisation?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Nation(StrEnum):
    """The nations of the United Kingdom; each keeps its own public holidays."""

    SCOTLAND = "scotland"
    ENGLAND = "england"
    WALES = "wales"
    NORTHERN_IRELAND = "northern-ireland"


SUBDIVISIONS: dict[str, str] = {
    Nation.SCOTLAND: "SCT",
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.NORTHERN_IRELAND: "NIR",
}


@dataclass(frozen=True)
class LocalDays:
    """Where an organisation departs from its nation: closed on local holidays, open on days others have off.

    A day named in both is closed. Weekends are never working days, unless they stand in `open`.
    """

    closed: frozenset[date] = field(default_factory=frozenset)
    open: frozenset[date] = field(default_factory=frozenset)

    @classmethod
    def of(cls, *, closed: Iterable[date] = (), open: Iterable[date] = ()) -> "LocalDays":
        return cls(frozenset(closed), frozenset(open))


AS_THE_NATION = LocalDays()


def public_holidays(nation: str, year: int) -> frozenset[date]:
    """The public holidays of a nation in one year, days in lieu included.

    The nation is a `Nation` or its two- or three-letter subdivision ("SCT"). Source: the `holidays` package.
    """
    return _public_holidays(_subdivision(nation), year)


def is_working_day(day: date, nation: str, local: LocalDays = AS_THE_NATION) -> bool:
    """Is this day neither a weekend nor a holiday here?"""
    if day in local.closed:
        return False
    if day in local.open:
        return True
    return day.weekday() < SATURDAY and day not in public_holidays(nation, day.year)


def next_working_day(day: date, nation: str, local: LocalDays = AS_THE_NATION) -> date:
    """The day itself where it is a working day, otherwise the first working day after it."""
    while not is_working_day(day, nation, local):
        day += ONE_DAY
    return day


def add_working_days(day: date, count: int, nation: str, local: LocalDays = AS_THE_NATION) -> date:
    """The day that is `count` working days later; earlier where `count` is below zero.

    The day one starts from is not counted, as in 'within five working days of receipt'. With a
    count of 0 it is the day itself or, where that is no working day, the next one.
    """
    if count == 0:
        return next_working_day(day, nation, local)
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, nation, local)
    return day


def working_days_between(start: date, end: date, nation: str, local: LocalDays = AS_THE_NATION) -> int:
    """How many working days lie after `start` up to and with `end`; below zero where `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, nation, local)
    return sum(
        is_working_day(start + timedelta(days=after), nation, local) for after in range(1, (end - start).days + 1)
    )


def _subdivision(nation: str) -> str:
    known = SUBDIVISIONS.get(nation, nation.upper())
    if known not in SUBDIVISIONS.values():
        raise ValueError(f"{nation!r} is not a nation of the United Kingdom.")
    return known


@lru_cache(maxsize=512)
def _public_holidays(subdivision: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=subdivision, years=year))
