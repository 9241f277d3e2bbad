"""Concerns about fitness to practise: few read them, reasons are kept either way, and an order counts at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.practice.registration.conftest import registered

from cairn.cycle.duties.commands.planning import plan_everything
from cairn.cycle.duties.models import Duty, Outcome
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice
from cairn.practice.registration.accountable import may_be_accountable
from cairn.practice.registration.commands import concerns as commands
from cairn.practice.registration.commands import delegations
from cairn.practice.registration.commands.concerns import Order
from cairn.practice.registration.models import Concern, Standing, Suspension
from cairn.practice.registration.rules.delegations import Instrument

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
TODAY = NOVEMBER.date()
WHAT = "Three visits were written down that did not take place."
WHY = "It may put people at risk, and it happened more than once."
ENQUIRY = "child.protection_enquiry"


@pytest.fixture(autouse=True)
def in_november():
    with clock.at(NOVEMBER):
        yield


def raised(cast, name="eilidh", by="morag"):
    return commands.raise_concern(cast[name], what=WHAT, raised_on=TODAY, by=cast[by])


def readers(cast, concern):
    return {name for name in cast.people if Concern.objects.visible_to(cast[name]).filter(pk=concern.pk)}


def test_few_read_it_and_the_person_once_they_were_told(cast):
    registered(cast)
    concern = raised(cast)
    assert readers(cast, concern) == {"isla", "rhona", "morag"}
    commands.tell(concern, on=TODAY, by=cast["isla"])
    assert readers(cast, concern) == {"isla", "rhona", "morag", "eilidh"}
    assert Notice.objects.get(person=cast["eilidh"]).text == commands.TOLD
    assert "fitness" not in commands.TOLD.lower()


def test_nobody_reads_or_handles_what_is_raised_about_them(cast):
    concern = raised(cast, "rhona", by="isla")
    assert readers(cast, concern) == {"isla"}
    commands.tell(concern, on=TODAY, by=cast["isla"])
    assert readers(cast, concern) == {"isla", "rhona"}
    with pytest.raises(Refused, match="Somebody else handles what concerns you"):
        commands.choose(concern, choice="not_refer", why=WHY, by=cast["rhona"])
    with pytest.raises(Refused, match="About yourself you tell your regulator"):
        raised(cast, "isla", by="isla")


@pytest.mark.parametrize(
    ("by", "asked", "said"),
    [
        ("callum", {}, "raised by whoever leads the person"),
        ("eilidh", {}, "About yourself"),
        ("morag", {"what": "Bad."}, "Say what was seen or heard"),
        ("morag", {"what": "x" * 4001}, "fewer words"),
        ("morag", {"raised_on": TODAY + timedelta(days=1)}, "on a day that has come"),
    ],
)
def test_who_raises_what(cast, by, asked, said):
    with pytest.raises(Refused, match=said):
        commands.raise_concern(cast["eilidh"], **{"what": WHAT, "raised_on": TODAY} | asked, by=cast[by])
    assert not Concern.objects.exists()


def test_it_is_decided_in_days_with_reasons_either_way(cast):
    registered(cast)
    concern = raised(cast)
    duty = Duty.objects.get(kind="registration.refer")
    assert (duty.office, duty.due_on, duty.words) == ("cswo", TODAY + timedelta(days=5), "")
    with pytest.raises(Refused, match="decided by the chief social work officer"):
        commands.choose(concern, choice="refer", why=WHY, by=cast["morag"])
    with pytest.raises(Refused, match="the reasons are kept"):
        commands.choose(concern, choice="not_refer", why="No.", by=cast["isla"])
    commands.choose(concern, choice="not_refer", why="Looked into: one visit, put right the same day.", by=cast["isla"])
    plan_everything(cast.north)
    assert Duty.objects.get(kind="registration.refer").outcome == Outcome.MET
    with pytest.raises(Refused, match="decided already"):
        commands.choose(concern, choice="not_refer", why=WHY, by=cast["isla"])
    concern = commands.choose(concern, choice="refer", why=WHY, by=cast["rhona"])
    assert concern.why == f"Looked into: one visit, put right the same day.\n\n{WHY}"
    assert [entry.facts for entry in Entry.objects.filter(act="concern.decided").order_by("sequence")] == [
        {"choice": "not_refer"}, {"choice": "refer"}
    ]  # fmt: skip
    with pytest.raises(Refused, match="referred already"):
        commands.choose(concern, choice="not_refer", why=WHY, by=cast["isla"])


def test_an_interim_order_counts_in_the_same_moment(cast):
    registered(cast)
    asked = Instrument(ENQUIRY, cast["eilidh"], "all", TODAY, None)
    held = delegations.give(asked, by=cast["isla"])
    concern = raised(cast)
    order = Order("interim_suspension", TODAY)
    with pytest.raises(Refused, match="was not referred"):
        commands.follow(concern, stage="interim", on=TODAY, order=order, by=cast["isla"])
    commands.choose(concern, choice="refer", why=WHY, by=cast["isla"])
    commands.follow(concern, stage="sent", on=TODAY, by=cast["isla"])
    made = commands.follow(concern, stage="interim", on=TODAY, words="Made today.", order=order, by=cast["isla"])
    assert made.standing == Standing.objects.known().get(state="interim_suspension")
    assert Suspension.objects.get(delegation=held).lifted_at is None
    assert not may_be_accountable(cast["eilidh"], ENQUIRY, on=TODAY)
    commands.follow(concern, stage="closed", on=TODAY, by=cast["isla"])
    with pytest.raises(Refused, match="It ended on 3 November 2026"):
        commands.follow(concern, stage="hearing", on=TODAY, by=cast["isla"])


def test_an_order_that_cannot_be_leaves_nothing_behind(cast):
    registered(cast)
    concern = raised(cast)
    commands.choose(concern, choice="refer", why=WHY, by=cast["isla"])
    with pytest.raises(Refused, match="first registration was on"):
        commands.follow(concern, stage="outcome", on=TODAY, order=Order("removed", date(2001, 1, 1)), by=cast["isla"])
    concern.refresh_from_db()
    assert (concern.stages.count(), concern.ended_on) == (0, None)


def test_whoever_has_no_registration_is_referred_to_nobody(cast):
    concern = raised(cast, "ruaridh")
    with pytest.raises(Refused, match="no regulator to refer to"):
        commands.choose(concern, choice="refer", why=WHY, by=cast["isla"])
    commands.choose(concern, choice="not_refer", why=WHY, by=cast["isla"])


def test_the_pages_keep_what_was_typed_and_are_not_there_for_others(cast, client):
    registered(cast)
    client.force_login(cast["morag"])
    person = f"/registration/people/{cast['eilidh'].pk}/"
    assert f"{person}concern/" in client.get(person).content.decode()
    asked = {"what": WHAT, "raised_on_day": 3, "raised_on_month": 11, "raised_on_year": 2027}
    text = client.post(f"{person}concern/", asked).content.decode()
    assert WHAT in text
    assert "on a day that has come" in text
    answer = client.post(f"{person}concern/", {**asked, "raised_on_year": 2026})
    concern = Concern.objects.get()
    address = f"/registration/concerns/{concern.pk}/"
    assert answer.headers["Location"] == address
    text = client.get(address).content.decode()
    assert WHAT in text
    assert "Decide whether" not in text
    client.force_login(cast["isla"])
    assert client.post(f"{address}choose/", {"choice": "refer", "why": WHY}).status_code == 302
    day = {"on_day": 3, "on_month": 11, "on_year": 2026}
    text = client.post(f"{address}follow/", {"stage": "interim", "state": "interim_suspension", **day}).content.decode()
    assert "Say from which day the order holds" in text
    order = {"state": "interim_suspension", "starts_on_day": 3, "starts_on_month": 11, "starts_on_year": 2026}
    assert client.post(f"{address}follow/", {"stage": "interim", **day, **order}).status_code == 302
    assert "Temporary suspension order" in client.get(address).content.decode()
    for name in ("eilidh", "callum", "fraser", "una", "hamish", "wren"):
        client.force_login(cast[name])
        steps = ("", "choose/", "tell/", "follow/")
        assert {client.get(f"{address}{step}").status_code for step in steps} == {404}
        assert "Concern raised" not in client.get(person).content.decode()
