"""The register: what is entered, stated, ended and put right; nothing of it is lost, and bad input is told in words."""

from datetime import date, timedelta

import pytest
from tests.practice.registration.conftest import SSSC, registered

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.practice.registration.commands import register as commands
from cairn.practice.registration.models import Approval, Registration, Standing
from cairn.practice.registration.queries import register as queries
from cairn.practice.registration.rules import register as rules

pytestmark = pytest.mark.django_db
JUNE = date(2021, 6, 1)


def latest():
    entry = Entry.objects.order_by("-sequence").first()
    return entry.act


def test_who_keeps_and_who_sees(cast):
    registration = registered(cast)
    keeps = {name for name in cast.people if rules.may_keep(cast[name], cast["eilidh"])}
    assert keeps == {"rhona", "isla"}
    assert rules.may_keep(cast["isla"], cast["isla"]).reason.startswith("Somebody else keeps your own entry")
    sees = {name for name in cast.people if Registration.objects.visible_to(cast[name]).filter(pk=registration.pk)}
    assert sees == {"rhona", "isla", "eilidh", "morag", "catriona"}
    assert {name for name in cast.people if rules.may_see(cast[name], cast["eilidh"])} == sees


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"number": "12"},
            "A number of the Scottish Social Services Council has six to eight digits, such as 3012345.",
        ),
        ({"regulator": "nobody"}, "Choose a regulator."),
        ({"part": "nurse"}, "The register of the Scottish Social Services Council has no such part."),
        ({"first_registered_on": date(2999, 1, 1)}, "Nobody is first registered on a day to come."),
        ({"by": "morag"}, rules.KEEPS),
    ],
)
def test_what_cannot_be_entered(cast, changes, reason):
    asked = {"regulator": SSSC, "part": "social_worker", "number": "3012345", "first_registered_on": JUNE}
    by = cast[changes.get("by", "rhona")]
    asked |= {name: value for name, value in changes.items() if name != "by"}
    with pytest.raises(Refused) as refused:
        commands.enter(cast["eilidh"], by=by, **asked)
    assert str(refused.value).startswith(reason)
    assert (Registration.objects.count(), Standing.objects.count()) == (0, 0)


def test_two_people_with_one_number(cast):
    registered(cast, number="30 123 45")
    with pytest.raises(Refused, match=r"^Eilidh Farrow has this number already. One of the two is wrong"):
        registered(cast, "shona")
    with pytest.raises(Refused, match=r"^This number is in the register already, for the same person\.$"):
        registered(cast)
    assert Registration.objects.get().number == "3012345"


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"state": "removed", "starts_on": date(2021, 5, 31)}, "The first registration was on 1 June 2021"),
        ({"state": "suspended", "starts_on": JUNE, "ends_on": date(2021, 5, 1)}, "It would end before it begins."),
        ({"state": "registered", "starts_on": date(2022, 1, 1)}, "The same is in the register from 1 June 2021"),
        ({"state": "gone", "starts_on": JUNE}, "Choose how it stands."),
        ({"state": "conditions", "starts_on": JUNE, "bars": ["no.such"]}, "Choose functions from the list."),
        ({"state": "warning", "starts_on": JUNE, "words": "x" * 2001}, "Say it in fewer words"),
        ({"state": "warning", "starts_on": date(2999, 1, 1)}, "That is more than three months ahead."),
    ],
)
def test_what_cannot_be_stated(cast, asked, reason):
    registration = registered(cast)
    with pytest.raises(Refused) as refused:
        commands.state(registration, by=cast["rhona"], **asked)
    assert str(refused.value).startswith(reason)
    assert Standing.objects.count() == 1


def test_what_is_put_right_leaves_both_answers(cast):
    registration = registered(cast)
    with clock.at(clock.now() - timedelta(days=20)):
        wrong = commands.state(registration, state="suspended", starts_on=date(2024, 3, 3), by=cast["rhona"])
    then = clock.now() - timedelta(days=10)
    right = commands.correct(
        wrong, starts_on=date(2024, 4, 3), ends_on=date(2024, 5, 3), why="The letter says April.", by=cast["rhona"]
    )
    assert latest() == "standing.corrected"
    wrong.refresh_from_db()
    assert (wrong.replaced_at, wrong.why_replaced, wrong.starts_on) == (
        right.recorded_at, "The letter says April.", date(2024, 3, 3)
    )  # fmt: skip
    day = date(2024, 3, 10)
    assert [one.state for one in Standing.objects.known_at(then).on(day)] == ["suspended"]
    assert [one.state for one in Standing.objects.known().on(day)] == ["registered"]
    entry = queries.entry_of(cast["eilidh"], on=day)
    assert [line.fact for line in entry.replaced] == [wrong]
    with pytest.raises(Refused, match=r"^This entry was replaced already"):
        commands.correct(wrong, starts_on=JUNE, ends_on=None, why="Once more.", by=cast["rhona"])
    with pytest.raises(Refused, match=r"^Say why it is put right"):
        commands.correct(right, starts_on=JUNE, ends_on=None, why=" ", by=cast["rhona"])


def test_an_end_and_what_was_never_so(cast):
    registration = registered(cast)
    standing = registration.standings.get()
    ended = commands.end(standing, on=date(2025, 12, 31), by=cast["rhona"])
    assert (ended.ends_on, latest()) == (date(2025, 12, 31), "standing.ended")
    with pytest.raises(Refused, match=r"^It ends on 31 December 2025 already"):
        commands.end(ended, on=date(2025, 12, 1), by=cast["rhona"])
    commands.strike(ended, why="Under the wrong person.", by=cast["rhona"])
    assert latest() == "standing.struck"
    assert not Standing.objects.known().exists()
    assert Standing.objects.count() == 2


def test_an_approval_holds_once_at_a_time(cast):
    made = commands.approve(
        cast["eilidh"], kind="mental_health_officer", starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1),
        by=cast["rhona"],
    )  # fmt: skip
    assert latest() == "approval.approved"
    with pytest.raises(Refused, match=r"^The same is in the register from 1 January 2024 to 1 January 2025"):
        commands.approve(cast["eilidh"], kind=made.kind, starts_on=date(2024, 6, 1), by=cast["rhona"])
    commands.approve(cast["eilidh"], kind=made.kind, starts_on=date(2025, 1, 2), by=cast["rhona"])
    assert Approval.objects.known().count() == 2


def test_a_refused_act_leaves_no_trace(cast):
    registration = registered(cast)
    entries = Entry.objects.count()
    for name in ("morag", "eilidh", "catriona", "una"):
        with pytest.raises(Refused):
            commands.state(registration, state="removed", starts_on=date(2025, 1, 1), by=cast[name])
    assert (Entry.objects.count(), Standing.objects.count()) == (entries, 1)


def test_an_entry_and_a_function_are_asked_for_another_day_as_the_form_sends_it(cast, client):
    registered(cast, since=date(2021, 6, 1))
    client.force_login(cast["isla"])
    asked = {
        "on_day": "3",
        "on_month": "March",
        "on_year": "2020",
        "known_day": "",
        "known_month": "",
        "known_year": "",
    }
    text = client.get(f"/registration/people/{cast['eilidh'].pk}/", asked).content.decode()
    assert "As it stood on 3 March 2020, as it is known now" in text
    text = client.get("/registration/functions/child.protection_enquiry/", asked).content.decode()
    assert "3 March 2020" in text
    known = {**asked, "known_day": "4", "known_month": "3", "known_year": "2020"}
    assert (
        "as it was known on 4 March 2020"
        in client.get(f"/registration/people/{cast['eilidh'].pk}/", known).content.decode()
    )
