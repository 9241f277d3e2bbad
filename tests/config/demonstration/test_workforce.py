"""Are the invented people the same for the same seed, and as many and as various as they should be?"""

from collections import Counter
from datetime import date

import pytest

from cairn.config.demonstration.days import WRITTEN_FOR, Days, months_from, season
from cairn.config.demonstration.library import employers
from cairn.config.demonstration.names import address
from cairn.config.demonstration.workforce import Workforce, workforce
from cairn.foundation.people.models import Role, StaffGroup


def made(slug: str, seed: int = 7) -> Workforce:
    return workforce(employers()[slug], seed, Days(WRITTEN_FOR))


@pytest.mark.parametrize(("slug", "here", "units"), [("strathcairn", 588, 52), ("eldermarsh", 231, 24)])
def test_how_many_there_are(slug: str, here: int, units: int) -> None:
    found = made(slug)
    assert (sum(worker.post is not None for worker in found.workers), len(found.units)) == (here, units)


@pytest.mark.parametrize("slug", ["strathcairn", "eldermarsh"])
def test_the_same_seed_gives_the_same_people_and_another_gives_others(slug: str) -> None:
    assert made(slug).workers == made(slug).workers
    assert made(slug).workers != made(slug, seed=8).workers


@pytest.mark.parametrize("slug", ["strathcairn", "eldermarsh"])
def test_nobody_shares_an_address_or_a_number(slug: str) -> None:
    workers = made(slug).workers
    assert max(Counter(worker.email for worker in workers).values()) == 1
    assert max(Counter(worker.number for worker in workers).values()) == 1


@pytest.mark.parametrize("slug", ["strathcairn", "eldermarsh"])
def test_every_unit_is_led_today(slug: str) -> None:
    found = made(slug)
    assert [unit.name for unit in found.units if not found.leader(unit.code)] == []


def test_between_them_the_two_employers_fill_every_role_and_staff_group() -> None:
    both = [worker for slug in ("strathcairn", "eldermarsh") for worker in made(slug).workers]
    assert {role for worker in both for role in worker.roles} == set(Role.values)
    groups = {worker.post.group for worker in both if worker.post}
    assert groups == set(StaffGroup.values) - {StaffGroup.STUDENT}


def test_some_moved_in_march_some_left_and_one_post_stood_empty_for_months() -> None:
    workers = made("strathcairn").workers
    moved = [worker for worker in workers if len(worker.posts) == 2]
    assert {worker.posts[1].starts_on for worker in moved} == {date(2026, 3, 16)}
    assert len(moved) >= 20
    assert sum(worker.has_left for worker in workers) >= 20
    leading = sorted(
        post.starts_on for worker in workers for post in worker.posts if post.leads and post.unit == "AN-LOC"
    )
    assert leading[-1] == date(2026, 11, 2)


def test_days_move_by_whole_weeks_and_never_past_today() -> None:
    for today in (date(2026, 11, 22), date(2026, 11, 25), date(2027, 3, 1), date(2030, 2, 28)):
        moved = Days(today).on(WRITTEN_FOR)
        assert moved.weekday() == WRITTEN_FOR.weekday()
        assert 0 <= (today - moved).days < 7


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 2, 1), "winter"),
        (date(2026, 3, 23), "spring"),
        (date(2026, 8, 31), "summer"),
        (date(2026, 9, 1), "autumn"),
    ],
)
def test_a_round_is_called_after_its_season(day: date, name: str) -> None:
    assert season(day) == name


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert (months_from(date(2026, 1, 15), -2), months_from(date(2026, 12, 1), 1)) == ("November", "January")


def test_an_address_is_plain_letters() -> None:
    assert address("Zoë", "O'Hara-Smith", "x.example") == "zoe.ohara-smith@x.example"
