"""Delegations: given by whom, to whom, how long; suspended at once, reassigned by people, and nothing lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.practice.registration.conftest import registered

from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post
from cairn.practice.registration import stakes
from cairn.practice.registration.commands import delegations as commands
from cairn.practice.registration.commands import register
from cairn.practice.registration.instruments import hash_of
from cairn.practice.registration.models import Delegation, Suspension
from cairn.practice.registration.queries import delegations as queries
from cairn.practice.registration.rechecking import recheck
from cairn.practice.registration.rules.delegations import Instrument

pytestmark = pytest.mark.django_db
ENQUIRY = "child.protection_enquiry"
TEN = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
TODAY = TEN.date()


@pytest.fixture(autouse=True)
def at_ten():
    with clock.at(TEN):
        yield


def instrument(cast, holder="eilidh", **given):
    asked = {"function": ENQUIRY, "holder": cast[holder], "scope": "all", "starts_on": TODAY, "ends_on": None}
    return Instrument(**{**asked, **given})


def given(cast, holder="eilidh", by="isla", **asked):
    return commands.give(instrument(cast, holder, **asked), by=cast[by])


def test_it_is_given_signed_and_told(cast):
    registered(cast)
    made = given(cast, tasks_kept="Signing off the report.")
    (signature,) = ledger.signatures_of(cast["isla"], made)
    assert (signature.signer_name, signature.content_hash) == ("Isla Renwick", hash_of(made))
    assert Notice.objects.get(person=cast["eilidh"]).text == commands.GIVEN
    sees = {name for name in cast.people if Delegation.objects.visible_to(cast[name]).filter(pk=made.pk)}
    assert sees == {"isla", "eilidh", "morag", "catriona", "rhona"}


@pytest.mark.parametrize(
    ("asked", "by", "reason"),
    [
        ({}, "morag", "The chief social work officer delegates a function"),
        ({"function": "no.such"}, "isla", "Choose a function from the catalogue."),
        ({"holder": "isla"}, "isla", "Choose somebody else: nobody delegates to themselves."),
        ({"holder": "wren"}, "isla", "Choose a colleague."),
        ({"holder": "ruaridh"}, "isla", "Ruaridh Ogg is not registered as social worker."),
        ({"starts_on": TODAY - timedelta(days=1)}, "isla", "It begins today or later"),
        ({"starts_on": date(2028, 1, 1)}, "isla", "That is more than a year ahead."),
        ({"ends_on": TODAY - timedelta(days=1)}, "isla", "It would end before it begins."),
        ({"ends_on": date(2030, 11, 27)}, "isla", "A delegation lasts three years at most"),
        ({"scope": "unit"}, "isla", "Choose the unit."),
        ({"scope": "case", "case_reference": " "}, "isla", "Enter the reference of the case."),
        ({"scope": "every"}, "isla", "Say for which part of the work."),
    ],
)
def test_a_refusal_says_which_condition_failed(cast, asked, by, reason):
    registered(cast)
    entries = Entry.objects.count()
    asked = dict(asked)
    with pytest.raises(Refused) as refused:
        given(cast, asked.pop("holder", "eilidh"), by, **asked)
    assert str(refused.value).startswith(reason)
    assert (Delegation.objects.count(), Entry.objects.count()) == (0, entries)


def test_nobody_passes_on_more_or_longer_than_they_hold(cast):
    registered(cast)
    registered(cast, "shona", "3012346")
    until = TODAY + timedelta(days=100)
    mine = given(cast, scope="unit", unit=cast.team_a, ends_on=until, may_pass_on=True)
    inside = {"scope": "unit", "unit": cast.team_a, "under": mine}
    for asked, reason in (
        ({**inside, "ends_on": None}, "Your own delegation runs from 26 November 2026 to 6 March 2027"),
        ({**inside, "ends_on": until + timedelta(days=1)}, "Your own delegation runs from"),
        ({**inside, "unit": cast.team_b, "ends_on": until}, "Yours is for Team A and what is below it."),
        ({"scope": "all", "under": mine, "ends_on": until}, "Yours is for Team A and what is below it."),
        ({**inside, "function": "child.looked_after", "ends_on": until}, "You don't hold this function today"),
    ):
        with pytest.raises(Refused) as refused:
            given(cast, "shona", "eilidh", **asked)
        assert str(refused.value).startswith(reason)
    passed = given(cast, "shona", "eilidh", **inside, ends_on=until)
    assert passed.under == mine
    with pytest.raises(Refused, match=r"^You hold this function and may not pass it on\.$"):
        given(cast, "ruaridh", "shona", **{**inside, "under": passed}, ends_on=until)
    with pytest.raises(Refused, match=r"^Shona Petrie holds it already"):
        given(cast, "shona", "eilidh", **inside, ends_on=until)


def test_a_removal_at_ten_suspends_at_once_and_tells_those_who_must_reassign(cast):
    registration = registered(cast)
    made = given(cast)
    case = stakes.Stake("Case C-1", "/caseload/", ENQUIRY)
    stakes.register(source := stakes.Source(lambda person: [case], lambda organisation, people: []))
    register.state(registration, state="removed", starts_on=TODAY, by=cast["rhona"])
    (rest,) = Suspension.objects.all()
    assert (rest.delegation, rest.because) == (
        made, "Eilidh Farrow was removed from the register on 26 November 2026."
    )  # fmt: skip
    owed = Duty.objects.open().filter(kind="registration.reassign")
    assert {(duty.office, duty.bearer_id) for duty in owed} == {("cswo", None), ("", cast.people["morag"])}
    assert {duty.words for duty in owed} == {"Eilidh Farrow"}
    acts = list(Entry.objects.filter(act__startswith="delegation.").values_list("act", flat=True))
    assert acts == ["delegation.signed", "delegation.suspended"]
    found = queries.reassignment_of(cast["morag"], cast["eilidh"])
    assert (found.suspensions, [stake.words for stake in found.stakes]) == ((rest,), ["Case C-1"])
    stakes._sources.remove(source)
    assert recheck(cast.north) == 0  # twice changes nothing
    with pytest.raises(Refused, match="was removed from the register"):
        given(cast, scope="unit", unit=cast.team_a)

    made.refresh_from_db()
    commands.revoke(made, why="Given to Shona.", by=cast["isla"])
    assert not Duty.objects.open().filter(kind="registration.reassign").exists()


def test_time_travel_is_right_for_the_day_before_and_after(cast):
    registration = registered(cast)
    given(cast, starts_on=TODAY)
    with clock.at(TEN + timedelta(days=10)):
        register.state(registration, state="suspended", starts_on=TODAY + timedelta(days=7), by=cast["rhona"])
        before, on = (
            queries.with_answers(list(queries.held_on(cast["isla"], ENQUIRY, day)), ENQUIRY, day)
            for day in (TODAY + timedelta(days=6), TODAY + timedelta(days=8))
        )
        assert (bool(before[0].answer.then), bool(before[0].answer.now), before[0].answer.differs) == (
            True,
            True,
            False,
        )
        assert (bool(on[0].answer.then), bool(on[0].answer.now)) == (True, False)
        assert on[0].answer.now.reason == "Eilidh Farrow was suspended from the register on 3 December 2026."


def test_it_goes_on_only_when_a_person_says_so_and_the_holder_qualifies(cast):
    registration = registered(cast)
    given(cast)
    order = register.state(registration, state="interim_suspension", starts_on=TODAY, by=cast["rhona"])
    rest = Suspension.objects.get()
    with pytest.raises(Refused, match=r"was suspended from the register"):
        commands.lift(rest, by=cast["isla"])
    register.strike(order, why="It was about somebody else.", by=cast["rhona"])
    assert Suspension.objects.get().lifted_at is None  # never by itself
    for name in ("eilidh", "morag", "rhona"):
        with pytest.raises(Refused):
            commands.lift(rest, by=cast[name])
    commands.lift(rest, by=cast["isla"])
    rest.refresh_from_db()
    assert (rest.lifted_by, Duty.objects.open().filter(kind="registration.reassign").count()) == (cast["isla"], 0)
    with pytest.raises(Refused, match="It is no longer suspended"):
        commands.lift(rest, by=cast["isla"])


def test_the_nightly_look_finds_leavers_and_approvals_that_ran_out(cast):
    registered(cast)
    registered(cast, "shona", "3012346")
    register.approve(cast["shona"], kind="council_officer", starts_on=date(2024, 1, 1), ends_on=TODAY, by=cast["rhona"])
    given(cast)
    given(cast, "shona", function="adult.council_officer")
    Post.objects.filter(person=cast["eilidh"]).update(ends_on=TODAY)
    assert recheck(cast.north) == 0
    with clock.at(TEN + timedelta(days=1)):
        assert recheck(cast.north) == 2
        reasons = sorted(Suspension.objects.values_list("because", flat=True))
    assert reasons == [
        "Eilidh Farrow held no post here on 27 November 2026.",
        "Shona Petrie was not approved as council officer on 27 November 2026; the approval ended on 26 November 2026.",
    ]


def test_who_revokes(cast):
    registered(cast)
    made = given(cast)
    for name in ("eilidh", "morag", "catriona", "rhona"):
        with pytest.raises(Refused, match="A delegation is revoked by whoever gave it"):
            commands.revoke(made, why="No.", by=cast[name])
    with pytest.raises(Refused, match="Say why it is revoked"):
        commands.revoke(made, why=" ", by=cast["isla"])
    commands.revoke(made, why="Another team.", by=cast["isla"])
    with pytest.raises(Refused, match="It was revoked on 26 November 2026"):
        commands.revoke(made, why="Again.", by=cast["isla"])


def test_what_was_passed_on_rests_with_what_it_was_given_under(cast):
    one, _ = registered(cast), registered(cast, "shona", "3012346")
    above = given(cast, may_pass_on=True)
    below = given(cast, "shona", "eilidh", under=above)
    register.state(one, state="suspended", starts_on=TODAY, ends_on=TODAY, by=cast["rhona"])
    reasons = dict(Suspension.objects.values_list("delegation", "because"))
    assert set(reasons) == {above.pk, below.pk}
    assert reasons[below.pk].startswith("It was passed on by Eilidh Farrow, who holds the function no longer")
    owed = Duty.objects.open().filter(kind="registration.reassign", words="Shona Petrie")
    assert {(duty.office, duty.bearer_id) for duty in owed} == {("cswo", None), ("", cast.people["callum"])}
    assert recheck(cast.north) == 0
    with clock.at(TEN + timedelta(days=1)):
        with pytest.raises(Refused, match="Eilidh Farrow passed it on and holds it no longer, or not now"):
            commands.lift(Suspension.objects.get(delegation=below), by=cast["isla"])
        commands.lift(Suspension.objects.get(delegation=above), by=cast["isla"])
        commands.lift(Suspension.objects.get(delegation=below), by=cast["isla"])
        assert not Duty.objects.open().filter(kind="registration.reassign").exists()


def test_what_was_passed_on_rests_when_the_one_above_is_revoked(cast):
    registered(cast)
    registered(cast, "shona", "3012346")
    above = given(cast, may_pass_on=True)
    below = given(cast, "shona", "eilidh", under=above)
    commands.revoke(above, why="The team changes.", by=cast["isla"])
    assert Suspension.objects.get().delegation == below
    with pytest.raises(Refused, match="Delegate it anew"):
        commands.lift(Suspension.objects.get(), by=cast["isla"])


def test_whoever_leads_the_unit_reassigns_where_the_line_manager_may_not_see_it(cast):
    Post.objects.filter(person=cast["eilidh"]).update(line_manager=cast["shona"])
    one = registered(cast)
    given(cast)
    register.state(one, state="removed", starts_on=TODAY, by=cast["rhona"])
    owed = Duty.objects.open().filter(kind="registration.reassign")
    assert {(duty.office, duty.bearer_id, duty.unit_id) for duty in owed} == {
        ("cswo", None, None), ("leader", None, cast.team_a.pk)
    }  # fmt: skip
