"""Which days count: against the published calendar, and as properties over twenty years."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cairn.foundation.core.working_days import (
    AS_THE_NATION,
    LocalDays,
    Nation,
    add_working_days,
    is_working_day,
    next_working_day,
    public_holidays,
    working_days_between,
)

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "reference" / "bank-holidays_alphagov_frontend.json"
DIVISIONS = {
    "common.nations.england-and-wales_slug": ("england", "wales"),
    "common.nations.scotland_slug": ("scotland",),
    "common.nations.northern-ireland_slug": ("northern-ireland",),
}

days = some.dates(date(2016, 1, 1), date(2035, 12, 31))
nations = some.sampled_from([nation.value for nation in Nation])
near = some.dates(date(2016, 1, 1), date(2035, 12, 31))
locals_ = some.builds(
    LocalDays,
    closed=some.frozensets(near, max_size=5),
    open=some.frozensets(near, max_size=5),
)


@pytest.mark.parametrize(
    ("day", "nation", "works"),
    [
        (date(2026, 11, 30), "scotland", False),  # St Andrew's Day
        (date(2026, 11, 30), "england", True),
        (date(2026, 1, 2), "scotland", False),
        (date(2026, 1, 2), "england", True),
        (date(2026, 4, 6), "england", False),  # Easter Monday
        (date(2026, 4, 6), "scotland", True),
        (date(2026, 7, 13), "northern-ireland", False),
        (date(2026, 12, 28), "wales", False),  # Boxing Day in lieu
        (date(2026, 11, 22), "england", False),  # a Sunday
        (date(2026, 11, 23), "england", True),
    ],
)
def test_known_days(day, nation, works):
    assert is_working_day(day, nation) is works


@pytest.mark.skipif(not SHARED.exists(), reason=f"needs {SHARED.name} in the shared folder")
def test_agrees_with_the_published_calendar():
    """Sources differ on one day only: 15 June 2026 in Scotland."""
    published = json.loads(SHARED.read_text())["divisions"]
    differences = set()
    for slug, nations_ in DIVISIONS.items():
        years = {year: listed for year, listed in published[slug].items() if year.isdigit()}
        for year, listed in years.items():
            theirs = {datetime.strptime(one["date"], "%d/%m/%Y").date() for one in listed}  # noqa: DTZ007
            for nation in nations_:
                ours = {day for day in public_holidays(nation, int(year)) if day.weekday() < 5}
                differences |= {(nation, day) for day in ours ^ {day for day in theirs if day.weekday() < 5}}
    assert differences <= {("scotland", date(2026, 6, 15))}


def test_an_organisation_closes_and_opens_on_its_own_days():
    local = LocalDays.of(closed=[date(2026, 9, 21)], open=[date(2026, 11, 30)])

    assert not is_working_day(date(2026, 9, 21), "scotland", local)
    assert is_working_day(date(2026, 9, 21), "scotland")
    assert is_working_day(date(2026, 11, 30), "scotland", local)


def test_the_day_of_receipt_is_not_counted():
    assert add_working_days(date(2026, 11, 20), 5, "england") == date(2026, 11, 27)
    assert add_working_days(date(2026, 12, 24), 1, "england") == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), -1, "england") == date(2026, 12, 24)
    assert add_working_days(date(2026, 11, 21), 0, "england") == date(2026, 11, 23)


def test_a_nation_may_be_named_by_its_subdivision():
    assert public_holidays("SCT", 2026) == public_holidays(Nation.SCOTLAND, 2026)


def test_an_unknown_nation_is_an_error():
    with pytest.raises(ValueError, match="'france' is not a nation of the United Kingdom"):
        is_working_day(date(2026, 1, 1), "france")


@given(day=days, nation=nations, local=locals_)
@settings(max_examples=150, deadline=None)
def test_next_working_day_is_the_first_that_works(day, nation, local):
    found = next_working_day(day, nation, local)

    assert is_working_day(found, nation, local)
    passed = [day + timedelta(days=after) for after in range((found - day).days)]
    assert not [one for one in passed if is_working_day(one, nation, local)]


@given(day=days, count=some.integers(1, 60), nation=nations, local=locals_)
@settings(max_examples=150, deadline=None)
def test_adding_counts_exactly_that_many_days_that_work(day, count, nation, local):
    due = add_working_days(day, count, nation, local)

    assert is_working_day(due, nation, local)
    assert working_days_between(day, due, nation, local) == count
    passed = [day + timedelta(days=after) for after in range(1, (due - day).days + 1)]
    assert sum(is_working_day(one, nation, local) for one in passed) == count


@given(day=days, there=some.integers(1, 40), further=some.integers(1, 40), nation=nations)
@settings(max_examples=100, deadline=None)
def test_adding_in_two_steps_is_adding_once(day, there, further, nation):
    once = add_working_days(day, there + further, nation)

    assert add_working_days(add_working_days(day, there, nation), further, nation) == once


@given(day=days, count=some.integers(1, 40), nation=nations)
@settings(max_examples=100, deadline=None)
def test_going_back_undoes_going_on_from_a_day_that_works(day, count, nation):
    start = next_working_day(day, nation)

    assert add_working_days(add_working_days(start, count, nation), -count, nation) == start


@given(one=days, other=days, nation=nations)
@settings(max_examples=60, deadline=None)
def test_between_is_the_same_both_ways_but_for_its_sign(one, other, nation):
    assert working_days_between(one, other, nation) == -working_days_between(other, one, nation)


@pytest.mark.parametrize("nation", list(Nation))
def test_every_year_of_twenty_has_eight_to_twelve_weekdays_off(nation):
    for year in range(2016, 2036):
        start = date(year, 1, 1)
        every = [start + timedelta(days=after) for after in range(365)]
        weekdays_off = [day for day in every if day.weekday() < 5 and not is_working_day(day, nation, AS_THE_NATION)]
        assert 8 <= len(weekdays_off) <= 12, (nation, year, weekdays_off)
