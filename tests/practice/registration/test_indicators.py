"""Do figures of the register say what the records say: counted by hand, opened to those who may?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.practice.registration.conftest import registered

from cairn.cycle.duties.commands.planning import plan_everything
from cairn.cycle.evidence.declaring import all_indicators, indicator_of
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Post
from cairn.practice.registration.commands import checks, concerns, delegations, register, renewals
from cairn.practice.registration.models import Delegation, Standing, Suspension
from cairn.practice.registration.rules.delegations import Instrument

pytestmark = pytest.mark.django_db
OURS = [one for one in all_indicators() if one.source == "registration"]
JUNE = datetime(2026, 6, 20, 9, 0, tzinfo=UTC)
TODAY = JUNE.date()
ENQUIRY = "child.protection_enquiry"


@pytest.fixture(autouse=True)
def in_june():
    with clock.at(JUNE):
        yield


def measured(cast, key, month=None):
    """(unit, staff group) to (numerator, denominator)."""
    month = month or months.first_of(clock.today())
    names = {cast.team_a.pk: "a", cast.team_b.pk: "b", cast.service.pk: "s", None: ""}
    found = list(indicator_of(f"registration.{key}").measure(cast.north.pk, month, month))
    return {(names[one.unit_id], one.staff_group): (one.numerator, one.denominator) for one in found}


def rows(cast, key, name, unit=None):
    found = indicator_of(f"registration.{key}").rows(cast[name], unit, months.first_of(TODAY))
    return [(row.title, row.counts) for row in found]


def test_they_are_these_and_speak_to_statements_that_are_shipped():
    assert {one.key.removeprefix("registration.") for one in OURS} == {
        "in_date", "steps", "checked", "reserved", "reassigned", "referred"
    }  # fmt: skip
    assert all(one.statements for one in OURS)


def test_who_is_registered_on_the_last_day(cast):
    one = registered(cast)
    assert measured(cast, "in_date") == {
        ("a", "social-worker"): (1, 1), ("b", "social-worker"): (0, 1), ("s", "senior-practitioner"): (0, 1)
    }  # fmt: skip
    assert rows(cast, "in_date", "morag") == [("Eilidh Farrow, Team A", True)]
    assert rows(cast, "in_date", "eilidh") == [("Eilidh Farrow, Team A", True)]
    assert rows(cast, "in_date", "ruaridh") == []
    assert len(rows(cast, "in_date", "rhona")) == 3
    register.state(one, state="awaiting", starts_on=TODAY, by=cast["rhona"])
    assert measured(cast, "in_date")[("a", "social-worker")] == (1, 1)  # a regulator's delay is no lapse
    register.state(one, state="lapsed", starts_on=TODAY, by=cast["rhona"])
    assert measured(cast, "in_date")[("a", "social-worker")] == (0, 1)
    assert measured(cast, "in_date", date(2026, 5, 1))[("a", "social-worker")] == (1, 1)


def test_steps_done_before_their_window_closes(cast):
    with clock.at(JUNE - timedelta(days=40)):
        one = registered(cast, since=date(2021, 6, 10))
        plan_everything(cast.north)
        for key in ("fee", "details"):
            renewals.finish(one, key=key, closes_on=date(2026, 6, 10), on=clock.today(), by=cast["eilidh"])
    assert measured(cast, "steps") == {("a", "social-worker"): (2, 3)}
    renewals.finish(one, key="learning", closes_on=date(2026, 6, 10), on=TODAY, by=cast["eilidh"])
    assert measured(cast, "steps") == {("a", "social-worker"): (2, 3)}  # late stays late
    assert ("Eilidh Farrow: Pay the annual fee (SSSC)", True) in rows(cast, "steps", "morag")
    assert rows(cast, "steps", "callum") == []


def test_who_was_looked_up_in_the_quarter_before(cast):
    one = registered(cast)
    registered(cast, "shona", "3012346")
    assert measured(cast, "checked") == {("a", "social-worker"): (0, 1), ("b", "social-worker"): (0, 1)}
    checks.look_up(one, on=TODAY - timedelta(days=92), source="Register", status="Registered", by=cast["rhona"])
    assert measured(cast, "checked")[("a", "social-worker")] == (1, 1)
    with clock.at(JUNE + timedelta(days=1)):
        assert measured(cast, "checked")[("a", "social-worker")] == (0, 1)


def test_functions_are_held_by_those_who_may(cast):
    one = registered(cast)
    given = delegations.give(Instrument(ENQUIRY, cast["eilidh"], "all", TODAY, None), by=cast["isla"])
    assert measured(cast, "reserved") == {("a", "social-worker"): (1, 1)}
    register.state(one, state="suspended", starts_on=TODAY, by=cast["rhona"])
    assert measured(cast, "reserved") == {}  # it rests, so nobody holds it
    Suspension.objects.all().delete()  # as if nothing had suspended it
    assert measured(cast, "reserved") == {("a", "social-worker"): (0, 1)}
    assert rows(cast, "reserved", "morag") == [("Eilidh Farrow", False)]
    assert rows(cast, "reserved", "callum") == []
    assert rows(cast, "reserved", "isla", cast.team_b) == []
    assert given == Delegation.objects.get()


def test_days_until_somebody_decided(cast):
    one = registered(cast)
    given = delegations.give(Instrument(ENQUIRY, cast["eilidh"], "all", TODAY, None), by=cast["isla"])
    register.state(one, state="suspended", starts_on=TODAY, by=cast["rhona"])
    assert measured(cast, "reassigned") == {}
    with clock.at(JUNE + timedelta(days=4)):
        delegations.revoke(given, why="Given to Shona.", by=cast["isla"])
        assert measured(cast, "reassigned") == {("a", "social-worker"): (4, 1)}
        assert rows(cast, "reassigned", "morag", cast.team_a) == [("Eilidh Farrow", True)]
        assert rows(cast, "reassigned", "morag", cast.team_b) == []
        assert rows(cast, "reassigned", "callum") == []


def test_concerns_decided_in_days_are_opened_to_those_who_decide(cast):
    registered(cast)
    with clock.at(JUNE - timedelta(days=10)):
        said = {"what": "Visits that did not take place.", "raised_on": clock.today()}
        one, _ = (concerns.raise_concern(cast["eilidh"], by=cast[by], **said) for by in ("morag", "isla"))
        concerns.choose(one, choice="not_refer", why="Looked into and put right at once.", by=cast["isla"])
    assert measured(cast, "referred") == {("", ""): (1, 2)}
    assert sorted(rows(cast, "referred", "isla")) == [("A concern", False), ("A concern", True)]
    for name in ("morag", "eilidh", "catriona", "hamish"):
        assert rows(cast, "referred", name) == []


def test_a_month_of_many_is_measured_in_few_questions(cast, django_assert_max_num_queries):
    for place, name in enumerate(("eilidh", "shona", "morag", "callum"), 3012350):
        registered(cast, name, str(place))
        delegations.give(Instrument(ENQUIRY, cast[name], "all", TODAY, None), by=cast["isla"])
    month = months.first_of(TODAY)
    for one in OURS:
        with django_assert_max_num_queries(9):
            list(one.measure(cast.north.pk, month, month))
    assert Standing.objects.count() == Post.objects.filter(person__registrations__isnull=False).distinct().count()
