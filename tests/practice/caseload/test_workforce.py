"""Do posts say who left, who is from an agency and who is away: counted by hand, opened to those who may?"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cairn.cycle.evidence.declaring import indicator_of
from cairn.foundation.core import clock
from cairn.foundation.people.models import Absence, Post
from cairn.practice.caseload.commands.establishment import set_posts

pytestmark = pytest.mark.django_db
FEBRUARY = date(2024, 2, 1)


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(datetime(2024, 3, 20, 9, 0, tzinfo=UTC)):
        yield


def measured(cast, key, month=FEBRUARY):
    names = {cast.team_a.pk: "a", cast.team_b.pk: "b", cast.service.pk: "s"}
    found = indicator_of(f"caseload.{key}").measure(cast.north.pk, month, month)
    return {(names[one.unit_id], one.staff_group): (one.numerator, one.denominator) for one in found}


def rows(cast, key, name):
    return [(row.title, row.counts) for row in indicator_of(f"caseload.{key}").rows(cast[name], None, FEBRUARY)]


def posts_of(cast, name):
    return Post.objects.filter(person=cast.people[name])


def test_who_left_in_a_month(cast):
    senior = ("s", "senior-practitioner")
    assert measured(cast, "turnover")[("a", "social-worker")] == (0, 1)
    posts_of(cast, "eilidh").update(ends_on=date(2024, 2, 29))  # the last day of a leap year's February
    posts_of(cast, "catriona").update(ends_on=date(2024, 3, 1))
    assert measured(cast, "turnover") == {
        ("a", "social-worker"): (1, 1), ("b", "social-worker"): (0, 1), senior: (0, 1)
    }  # fmt: skip
    assert measured(cast, "turnover", date(2024, 3, 1)) == {("b", "social-worker"): (0, 1), senior: (1, 1)}
    assert ("Eilidh Farrow, Team A", True) in rows(cast, "turnover", "morag")


def test_who_moves_is_no_leaver_and_who_will_leave_has_not_left(cast):
    one = posts_of(cast, "eilidh").get()
    posts_of(cast, "eilidh").update(ends_on=date(2024, 2, 14))
    one.pk, one.starts_on, one.ends_on, one.unit_id = None, date(2024, 2, 15), date(2024, 3, 25), cast.team_b.pk
    one.save(force_insert=True)
    assert measured(cast, "turnover")[("a", "social-worker")] == (0, 1)
    assert measured(cast, "turnover", date(2024, 3, 1))[("b", "social-worker")] == (0, 2)
    with clock.at(datetime(2024, 3, 26, 9, 0, tzinfo=UTC)):
        assert measured(cast, "turnover", date(2024, 3, 1))[("b", "social-worker")] == (1, 2)


def test_agency_posts_are_a_share_of_all(cast):
    posts_of(cast, "shona").update(staff_group="agency", unit=cast.team_a)
    assert measured(cast, "agency") == {("a", ""): (1, 2), ("s", ""): (0, 1)}


def test_who_is_away_through_sickness_is_opened_to_the_line_only(cast):
    for why, name in (("sickness", "eilidh"), ("leave", "shona")):
        Absence.objects.create(
            organisation=cast.north, person=cast[name], why=why, starts_on=date(2024, 2, 29), ends_on=date(2024, 3, 4)
        )
    assert measured(cast, "absence")[("a", "social-worker")] == (1, 1)
    assert measured(cast, "absence")[("b", "social-worker")] == (0, 1)
    assert measured(cast, "absence", date(2024, 1, 1))[("a", "social-worker")] == (0, 1)
    assert rows(cast, "absence", "morag") == [("Eilidh Farrow, Team A", True)]
    assert rows(cast, "absence", "catriona") == [("Catriona Weir, Adult services", False)]
    assert rows(cast, "absence", "nadia") == []


def test_what_stands_empty_is_counted_in_working_days_a_week(cast):
    """Team A: three posts, one employed, one agency worker. Team B: half a post, which two people more than fill."""
    said = {"by": cast["una"], "source": "Budget"}
    set_posts(cast.team_a, posts=Decimal(3), starts_on=FEBRUARY, **said)
    set_posts(cast.team_b, posts=Decimal("0.5"), starts_on=FEBRUARY, **said)
    set_posts(cast.team_a, posts=Decimal("1.5"), starts_on=date(2024, 3, 1), **said)
    set_posts(cast.service, posts=Decimal(0), starts_on=FEBRUARY, **said)
    Post.objects.filter(person=cast["callum"]).update(staff_group="agency", unit=cast.team_a)
    assert measured(cast, "vacancy") == {("a", ""): (10, 15), ("b", ""): (0, 3)}
    assert measured(cast, "vacancy", date(2024, 3, 1)) == {("a", ""): (3, 8), ("b", ""): (0, 3)}
    assert measured(cast, "vacancy", date(2024, 1, 1)) == {}
    assert rows(cast, "vacancy", "eilidh") == [("Team A", True), ("Team B", False)]
    [first, _] = indicator_of("caseload.vacancy").rows(cast["eilidh"], None, FEBRUARY)
    assert first.detail == "3.00 posts, 1.00 held, 1.00 covered by agency workers"
