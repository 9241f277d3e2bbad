"""When two give out work in the same moment: nobody is filled twice over, and no case has two who answer for it."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from tests.at_once import ON_POSTGRESQL, at_once
from tests.practice.caseload.made import case, fill, give

from cairn.practice.caseload.commands.allocations import OverLimit
from cairn.practice.caseload.commands.establishment import set_posts
from cairn.practice.caseload.models import Allocation, Establishment, Load

pytestmark = [ON_POSTGRESQL, pytest.mark.django_db(transaction=True)]


def test_the_last_room_is_filled_once(cast, weighting):
    """Eilidh has room for one case of four points, and four are given to her at once."""
    fill(cast, points=96)
    waiting = [case(cast, f"20{number}") for number in range(4)]
    said = at_once(*[partial(give, cast, one) for one in waiting])
    assert sum(isinstance(one, Allocation) for one in said) == 1
    assert sum(isinstance(one, OverLimit) for one in said) == 3
    assert Load.objects.get(person=cast["eilidh"]).points == 100


def test_a_case_is_given_to_one_of_them(cast, weighting):
    made = case(cast)
    said = at_once(*[partial(give, cast, made, to) for to in ("eilidh", "nadia", "eilidh", "nadia")])
    assert sum(isinstance(one, Allocation) for one in said) == 1
    assert Allocation.objects.filter(case=made).count() == 1


def test_posts_said_twice_for_one_day_stand_once(cast):
    said = {"by": cast["una"], "starts_on": date(2026, 1, 1), "source": "Budget"}
    numbers = (Decimal(3), Decimal(4), Decimal(5))
    at_once(*[partial(set_posts, cast.team_a, posts=posts, **said) for posts in numbers])
    assert Establishment.objects.get().posts in numbers
