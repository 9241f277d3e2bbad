"""Adding months and going through them: known days, and as properties over twenty years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cairn.foundation.core import months

days = some.dates(date(2016, 1, 1), date(2035, 12, 31))
counts = some.integers(-240, 240)


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_known_days(day, count, later):
    assert months.add(day, count) == later


def test_the_first_and_the_last_of_a_month():
    assert months.first_of(date(2028, 2, 29)) == date(2028, 2, 1)
    assert months.last_of(date(2028, 2, 1)) == date(2028, 2, 29)
    assert months.last_of(date(2026, 12, 31)) == date(2026, 12, 31)


def test_the_months_between_two_days():
    assert list(months.between(date(2026, 11, 30), date(2027, 2, 1))) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
    ]
    assert list(months.between(date(2026, 5, 20), date(2026, 5, 2))) == [date(2026, 5, 1)]
    assert list(months.between(date(2026, 5, 1), date(2026, 4, 30))) == []


@given(day=days, count=counts)
def test_adding_lands_in_the_month_that_is_so_many_later_on_its_day_or_its_last(day, count):
    later = months.add(day, count)

    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day == min(day.day, months.last_of(later).day)


@given(day=days)
def test_counting_from_the_beginning_loses_no_day_on_the_way(day):
    """Twelve turns from the 31st end on the 31st, whatever February did in between."""
    turns = [months.add(day, turn) for turn in range(13)]

    assert turns == sorted(turns)
    assert len({(turn.year, turn.month) for turn in turns}) == 13
    assert (turns[12].month, turns[12].day) in {(day.month, day.day), (2, 28)}


@given(first=days, last=days)
def test_between_gives_each_month_once_and_in_order(first, last):
    found = list(months.between(first, last))

    expected = (last.year - first.year) * 12 + last.month - first.month + 1
    assert len(found) == max(0, expected)
    assert all(month.day == 1 for month in found)
    assert found == sorted(set(found))


@given(day=days)
def test_every_day_lies_in_its_own_month(day):
    assert months.first_of(day) <= day <= months.last_of(day)
    assert months.last_of(day) + timedelta(days=1) == months.add(months.first_of(day), 1)
