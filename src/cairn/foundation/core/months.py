"""Which month is a day in, and which day is so many months later?"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

IN_A_YEAR = 12


def first_of(day: date) -> date:
    """The first day of the month that this day is in."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """The last day of the month that this day is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add(day: date, count: int) -> date:
    """The same day so many months later, earlier where `count` is below zero.

    A month that has no such day gives its last: 31 January and one month is 28 February, 29 in a leap year. Whatever
    recurs counts from the day it began, never from its last turn: 31 January and two months is 31 March.
    """
    years, month = divmod(day.year * IN_A_YEAR + day.month - 1 + count, IN_A_YEAR)
    last = monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def between(first: date, last: date) -> Iterator[date]:
    """The first day of every month from that of `first` up to and with that of `last`."""
    month = first_of(first)
    while month <= last:
        yield month
        month = add(month, 1)
