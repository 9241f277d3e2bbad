"""On which local day does a moment fall, above all near midnight and where the clocks change?

The oracle is the rule of the law itself: summer time runs from the last Sunday of March to the last of October, each at
one o'clock Greenwich time.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cairn.foundation.core import clock, months
from cairn.foundation.core.working_days import (
    LocalDays,
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)

YEARS = range(2016, 2036)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
nations = some.sampled_from(["scotland", "england"])


def last_sunday(year, month):
    day = months.last_of(date(year, month, 1))
    return day - timedelta(days=(day.weekday() + 1) % 7)


def changes(year):
    """When summer time begins and ends."""
    return [datetime.combine(last_sunday(year, month), time(1), tzinfo=UTC) for month in (3, 10)]


def local_day(moment):
    """The oracle."""
    begins, ends = changes(moment.year)
    return (moment + timedelta(hours=1 if begins <= moment < ends else 0)).date()


EVERY_CHANGE = [change for year in YEARS for change in changes(year)]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 0, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2028, 2, 29, 23, 59, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_known_moments(moment, day):
    with clock.at(moment):
        assert clock.today() == day
    assert local_day(moment) == day


@given(change=some.sampled_from(EVERY_CHANGE), minutes=some.integers(-3 * 24 * 60, 3 * 24 * 60))
@settings(max_examples=400, deadline=None)
def test_every_minute_near_a_change_of_the_clocks_falls_on_its_local_day(change, minutes):
    moment = change + minutes * MINUTE
    with clock.at(moment):
        assert clock.today() == local_day(moment)


@given(minutes=some.integers(0, 20 * 365 * 24 * 60))
@settings(max_examples=300, deadline=None)
def test_every_moment_of_twenty_years_falls_on_its_local_day(minutes):
    moment = datetime(2016, 1, 1, tzinfo=UTC) + minutes * MINUTE
    with clock.at(moment):
        assert clock.today() == local_day(moment)


@pytest.mark.parametrize("year", YEARS)
def test_no_local_day_is_lost_or_comes_twice(year):
    """Each hour of the year in turn: the day never goes back, and every day comes."""
    moment, seen = datetime(year, 1, 1, tzinfo=UTC), []
    while moment.year == year:
        with clock.at(moment):
            today = clock.today()
        if not seen or seen[-1] != today:
            seen.append(today)
        moment += timedelta(hours=1)
    assert seen == [date(year, 1, 1) + n * DAY for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@given(start=some.dates(date(2016, 1, 1), date(2033, 12, 31)), turns=some.integers(1, 24), nation=nations)
@settings(max_examples=150, deadline=None)
def test_what_recurs_by_the_month_falls_on_working_days_in_order(start, turns, nation):
    """A turn on the 31st, on a leap day, at Christmas: each falls on the first working day from its own day on."""
    due = [next_working_day(months.add(start, turn), nation) for turn in range(turns + 1)]

    assert due == sorted(due)
    assert all(is_working_day(day, nation) for day in due)
    assert all((day - months.add(start, turn)).days <= 5 for turn, day in enumerate(due))


@pytest.mark.parametrize(("year", "nation"), [(year, nation) for year in (2024, 2028) for nation in ("SCT", "ENG")])
def test_a_leap_day_counts_like_any_other(year, nation):
    """29 February was a Thursday in 2024 and is a Tuesday in 2028; 2032 has it on a Sunday."""
    leap = date(year, 2, 29)
    assert is_working_day(leap, nation)
    assert add_working_days(leap - DAY, 1, nation) == leap
    assert working_days_between(leap - DAY, leap + DAY, nation) == 2
    assert not is_working_day(date(2032, 2, 29), nation)


@given(
    start=some.dates(date(2016, 1, 1), date(2035, 6, 1)),
    count=some.integers(1, 25),
    nation=nations,
    closed=some.frozensets(some.integers(0, 40), max_size=6),
    opened=some.frozensets(some.integers(0, 40), max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_working_days_agree_with_counting_by_hand(start, count, nation, closed, opened):
    """With local days on both sides of the nation's calendar: the n-th day that works, found one by one."""
    local = LocalDays.of(closed=[start + n * DAY for n in closed], open=[start + n * DAY for n in opened])
    by_hand = [start + n * DAY for n in range(1, 120) if is_working_day(start + n * DAY, nation, local)]
    assert add_working_days(start, count, nation, local) == by_hand[count - 1]
