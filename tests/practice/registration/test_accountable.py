"""May this person be accountable for this function on this day? Every condition, and both times (sa.reserved.1)."""

from datetime import date, timedelta

import pytest
from tests.practice.registration.conftest import registered

from cairn.foundation.core import clock
from cairn.foundation.people.models import Post
from cairn.practice.registration.accountable import may_be_accountable
from cairn.practice.registration.commands import register as commands
from cairn.practice.registration.functions import catalogues
from cairn.practice.registration.queries.delegations import answer_for, answers_for
from cairn.practice.registration.regulators import regulators

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 3)
ENQUIRY, OFFICER, PLAN = "child.protection_enquiry", "mental_health.officer", "child.protection_plan"


def said(person, function, on=DAY, known_at=None):
    return may_be_accountable(person, function, on=on, known_at=known_at).reason


def test_a_registered_social_worker_in_post_may(cast):
    registered(cast)
    assert said(cast["eilidh"], ENQUIRY) == ""


def test_each_condition_that_fails_is_named(cast):
    assert said(cast["eilidh"], ENQUIRY) == "Eilidh Farrow is not registered as social worker."
    registration = registered(cast)
    assert said(cast["eilidh"], ENQUIRY, date(2021, 5, 31)) == (
        "Nothing says that Eilidh Farrow was registered on 31 May 2021 (SSSC 3012345)."
    )
    assert said(cast["eilidh"], ENQUIRY, date(2020, 3, 31)) == "Eilidh Farrow held no post here on 31 March 2020."
    assert said(cast["eilidh"], PLAN, date(2022, 5, 31)) == (
        "Eilidh Farrow was first registered on 1 June 2021; this function asks for 12 months, so from 1 June 2022 on."
    )
    assert said(cast["eilidh"], PLAN, date(2022, 6, 1)) == ""
    assert said(cast["eilidh"], OFFICER) == "Eilidh Farrow was not approved as mental health officer on 3 March 2026."
    approved = {"kind": "mental_health_officer", "starts_on": date(2024, 1, 1), "ends_on": date(2026, 3, 2)}
    commands.approve(cast["eilidh"], by=cast["rhona"], **approved)
    assert said(cast["eilidh"], OFFICER, date(2026, 3, 2)) == ""
    assert said(cast["eilidh"], OFFICER) == (
        "Eilidh Farrow was not approved as mental health officer on 3 March 2026; the approval ended on 2 March 2026."
    )
    assert said(cast["eilidh"], "child.secure") == (
        "Only the chief social work officer or deputy chief social work officer decides this, and Eilidh Farrow did "
        "not hold the office on 3 March 2026."
    )
    assert said(cast["eilidh"], "no.such") == "The catalogue of functions knows none of this name on that day."
    commands.state(registration, state="conditions", starts_on=DAY, bars=[ENQUIRY], by=cast["rhona"])
    assert said(cast["eilidh"], ENQUIRY) == "A condition of 3 March 2026 keeps Eilidh Farrow from this function."
    assert said(cast["eilidh"], PLAN) == ""


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("suspended", "Eilidh Farrow was suspended from the register on 3 March 2026."),
        ("interim_suspension", "Eilidh Farrow was suspended from the register on 3 March 2026, for the time being."),
        ("lapsed", "Eilidh Farrow was no longer on the register from 3 March 2026 on."),
        ("removed", "Eilidh Farrow was removed from the register on 3 March 2026."),
        ("warning", ""),
        ("awaiting", ""),
    ],
)
def test_what_a_regulator_decides_counts_from_its_day(cast, state, reason):
    commands.state(registered(cast), state=state, starts_on=DAY, by=cast["rhona"])
    assert said(cast["eilidh"], ENQUIRY, DAY - timedelta(days=1)) == ""
    assert said(cast["eilidh"], ENQUIRY) == reason


def test_a_regulators_delay_is_no_lapse(cast):
    """A renewal that was submitted counts until the register says otherwise, whatever the day."""
    registration = registered(cast)
    commands.end(registration.standings.get(), on=date(2026, 2, 28), by=cast["rhona"])
    assert said(cast["eilidh"], ENQUIRY).startswith("Nothing says that Eilidh Farrow was registered")
    commands.state(registration, state="awaiting", starts_on=date(2026, 3, 1), by=cast["rhona"])
    assert said(cast["eilidh"], ENQUIRY) == said(cast["eilidh"], ENQUIRY, clock.today()) == ""


def test_another_nations_register_does_not_count_and_an_allied_one_does_where_the_law_says_so(cast):
    registered(cast, part="social_care")
    assert said(cast["eilidh"], ENQUIRY) == "Eilidh Farrow is not registered as social worker."
    swe = {"regulator": "social-work-england", "part": "social_worker", "number": "SW12345"}
    commands.enter(cast["eilidh"], first_registered_on=date(2020, 1, 1), by=cast["rhona"], **swe)
    assert said(cast["eilidh"], ENQUIRY) == "Eilidh Farrow is not registered as social worker."
    hcpc = {"regulator": "health-and-care-professions-council", "part": "occupational_therapist", "number": "OT12345"}
    commands.enter(cast["ruaridh"], first_registered_on=date(2020, 1, 1), by=cast["rhona"], **hcpc)
    commands.approve(cast["ruaridh"], kind="council_officer", starts_on=date(2024, 1, 1), by=cast["rhona"])
    assert said(cast["ruaridh"], "adult.council_officer") == ""
    assert said(cast["ruaridh"], ENQUIRY) == "Ruaridh Ogg is not registered as social worker."


def test_as_known_then_and_as_known_now(cast):
    registration = registered(cast)
    day = clock.today() - timedelta(days=10)
    commands.state(registration, state="removed", starts_on=day, by=cast["rhona"])
    before = answer_for(cast["eilidh"], ENQUIRY, day - timedelta(days=1))
    assert (bool(before.now), before.differs) == (True, True)  # nothing at all was known here ten days ago
    on_the_day = answer_for(cast["eilidh"], ENQUIRY, day)
    assert on_the_day.now.reason.startswith("Eilidh Farrow was removed from the register on")


def test_many_are_asked_in_five_questions(cast, django_assert_num_queries):
    registered(cast)
    registered(cast, "shona", "3012346")
    people = [cast["eilidh"], cast["shona"], cast["ruaridh"]]
    with django_assert_num_queries(5):
        found = answers_for(people, ENQUIRY, DAY)
    assert [bool(found[cast.people[name]].now) for name in ("eilidh", "shona", "ruaridh")] == [True, True, False]
    assert answers_for([], ENQUIRY, DAY) == {}


def test_a_leaver_may_not(cast):
    registered(cast)
    Post.objects.filter(person=cast["eilidh"]).update(ends_on=date(2026, 3, 2))
    assert said(cast["eilidh"], ENQUIRY, date(2026, 3, 2)) == ""
    assert said(cast["eilidh"], ENQUIRY) == "Eilidh Farrow held no post here on 3 March 2026."


def test_the_shipped_data_make_sense():
    from cairn.practice.registration.approvals import APPROVALS

    parts = {part.key for one in regulators().values() for part in one.parts}
    assert {one.nation for one in catalogues()} == {"scotland", "england", "wales", "northern-ireland"}
    for catalogue in catalogues():
        for function in catalogue.functions.values():
            assert function.title
            assert function.basis
            assert set(function.registered_as) <= parts
            assert set(function.approvals) <= set(APPROVALS)
    for regulator in regulators().values():
        assert regulator.is_number(str(regulator.number["example"]))
        assert not regulator.is_number("")
        assert set(regulator.approvals) <= set(APPROVALS)
        for edition in regulator.editions:
            window = edition.window_of(2027, date(2024, 2, 29))
            assert window.opens_on < window.closes_on
