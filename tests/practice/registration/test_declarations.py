"""Declarations: each kind has its own readers, a year goes by before the next, and what was declared stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.practice.registration.conftest import registered

from cairn.cycle.duties.commands.planning import plan_everything
from cairn.cycle.duties.models import Duty, Outcome
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.practice.registration.commands import confirmations
from cairn.practice.registration.commands import declarations as commands
from cairn.practice.registration.models import Declaration
from cairn.practice.registration.models.declaration import Subject

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(MARCH):
        yield


def declared(cast, subject="interests", words="My sister owns a care home.", name="eilidh"):
    return commands.declare(cast[name], subject=subject, nothing=not words, words=words)


@pytest.mark.parametrize(
    ("subject", "readers"),
    [
        ("interests", {"eilidh", "morag", "isla", "rhona"}),
        ("employment", {"eilidh", "morag", "isla", "rhona"}),
        ("relationships", {"eilidh", "morag", "isla"}),
        ("health", {"eilidh", "rhona"}),
    ],
)
def test_each_kind_has_its_own_readers(cast, subject, readers):
    made = declared(cast, subject)
    found = {name for name in cast.people if Declaration.objects.visible_to(cast[name]).filter(pk=made.pk)}
    assert found == readers
    assert Entry.objects.get(act="declaration.made").facts == {"subject": subject, "nothing": False}


def test_the_next_one_replaces_it_and_both_stay(cast):
    declared(cast)
    again = declared(cast, words="")
    assert again.says_nothing
    assert list(Declaration.objects.counting()) == [again]
    assert Declaration.objects.count() == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"subject": "weather", "nothing": True}, "Choose what the declaration is about"),
        ({"subject": "interests", "nothing": True, "words": "A shop."}, "Keep one of the two"),
        ({"subject": "interests", "nothing": False, "words": " "}, "Say what there is to declare"),
        ({"subject": "interests", "nothing": False, "words": "x" * 2001}, "fewer words"),
    ],
)
def test_what_cannot_be_declared(cast, asked, said):
    with pytest.raises(Refused, match=said):
        commands.declare(cast["eilidh"], **asked)
    assert not Declaration.objects.exists()


def test_it_is_answered_once_by_whoever_reads_it(cast):
    made = declared(cast)
    for name, said in (("eilidh", "Somebody else answers"), ("callum", "answered by those who read")):
        with pytest.raises(Refused, match=said):
            commands.answer(made, answer="Not that home.", by=cast[name])
    with pytest.raises(Refused, match="Say what was agreed"):
        commands.answer(made, by=cast["morag"])
    made = commands.answer(made, answer="She is kept from reviews of that home.", by=cast["morag"])
    assert made.answered_by_id == cast["morag"].pk
    with pytest.raises(Refused, match="answered already"):
        commands.answer(made, answer="Again.", by=cast["morag"])
    health = declared(cast, "health", "As the form asks.")
    with pytest.raises(Refused, match="answered by those who read"):
        commands.answer(health, answer="Noted here.", by=cast["isla"])


def test_once_a_year_for_whoever_is_registered(cast):
    registered(cast)
    with clock.at(MARCH + timedelta(days=40)):
        plan_everything(cast.north)
        duty = Duty.objects.get(kind="registration.declare")
        assert (duty.bearer_id, duty.due_on) == (cast["eilidh"].pk, date(2026, 5, 1))
        declared(cast, "interests", "")
        declared(cast, "employment", "")
        assert Duty.objects.get(kind="registration.declare").outcome == Outcome.OPEN
        declared(cast, "relationships", "")
        assert Duty.objects.get(kind="registration.declare").outcome == Outcome.MET
        plan_everything(cast.north)
        assert Duty.objects.filter(kind="registration.declare").count() == 1
    with clock.at(datetime(2027, 4, 1, 9, 0, tzinfo=UTC)):
        plan_everything(cast.north)
        assert Duty.objects.get(kind="registration.declare", outcome="").due_on == date(2027, 4, 11)


def test_the_page_declares_several_at_once_and_keeps_what_was_typed(cast, client):
    registered(cast)
    client.force_login(cast["eilidh"])
    address = f"/registration/people/{cast['eilidh'].pk}/declarations/"
    assert "You have declared nothing yet" in client.get(address).content.decode()
    text = client.post(address, {"interests_nothing": "on", "interests_words": "A shop in town."}).content.decode()
    assert "A shop in town." in text
    assert "Keep one of the two" in text
    assert (
        "Tick that there is nothing, or say what there is"
        in client.post(address, {"interests_words": " "}).content.decode()
    )
    asked = {"interests_nothing": "on", "employment_words": "Saturdays at a library.", "health_words": "A form."}
    assert client.post(address, asked).status_code == 302
    assert set(Declaration.objects.values_list("subject", "words")) == {
        ("interests", ""), ("employment", "Saturdays at a library."), ("health", "A form.")
    }  # fmt: skip
    client.force_login(cast["morag"])
    text = client.get(address).content.decode()
    assert "Saturdays at a library." in text
    assert "A form." not in text
    assert Subject.HEALTH.label not in text
    made = Declaration.objects.get(subject="health")
    assert client.get(f"/registration/declarations/{made.pk}/answer/").status_code == 404
    for name in ("callum", "ruaridh", "una", "wren"):
        client.force_login(cast[name])
        assert client.get(address).status_code == 404


def test_a_function_is_confirmed_once_by_those_who_answer(cast, client):
    client.force_login(cast["isla"])
    address = "/registration/functions/child.protection_enquiry/"
    assert "To be confirmed by the employer" in client.get(address).content.decode()
    assert client.post(f"{address}confirm/", {"words": "Scheme of 2025."}).status_code == 302
    assert "Confirmed for this organisation by Isla Renwick" in client.get(address).content.decode()
    with pytest.raises(Refused, match="Isla Renwick confirmed it on 2 March 2026"):
        confirmations.confirm("child.protection_enquiry", by=cast["rhona"])
    with pytest.raises(Refused, match="no such function"):
        confirmations.confirm("no.such", by=cast["rhona"])
    with pytest.raises(Refused, match="confirmed by the chief social work officer"):
        confirmations.confirm("child.protection_plan", by=cast["morag"])
    client.force_login(cast["morag"])
    assert "Confirm it" not in client.get("/registration/functions/child.protection_plan/").content.decode()
    client.force_login(cast["wren"])
    assert "Isla" not in client.get(address).content.decode()
