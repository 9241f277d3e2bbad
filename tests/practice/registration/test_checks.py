"""The register here beside the regulator's own: every check is kept, and a difference is for a person to decide."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.practice.registration.conftest import SSSC, registered

from cairn.cycle.duties.commands.planning import plan_everything
from cairn.cycle.duties.models import Duty, Outcome
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.imports import commands as imports
from cairn.foundation.ledger.models import Entry
from cairn.practice.registration.checking import is_same_name, status_called, status_of
from cairn.practice.registration.commands import checks, register
from cairn.practice.registration.models import Check, Standing

NOVEMBER = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
TODAY = NOVEMBER.date()
HEAD = "Registration number,Registered name,Registration status\n"


@pytest.fixture(autouse=True)
def in_november():
    with clock.at(NOVEMBER):
        yield


def stage(cast, *rows, by="rhona", head=HEAD, **options):
    content = (head + "".join(f"{row}\n" for row in rows)).encode()
    return imports.stage(content, by=cast[by], kind="register-checks", file_name="list.csv", options=options)


def differs():
    return {check.number: check.differs for check in Check.objects.matters()}


@pytest.mark.django_db
def test_a_list_of_the_regulator_is_kept_and_differences_are_owed_a_decision(cast):
    registered(cast)
    registered(cast, "shona", "3012346")
    registered(cast, "morag", "3012347")
    batch = stage(
        cast,
        "3012345,Eilidh Farrow,Registered",
        '3012346,"SMITH, Shona",Registered',
        "3012347,Morag Lindsay,Removed",
        "3999999,Somebody Else,Registered",
    )
    assert (batch.state, batch.counts) == ("staged", {"agrees": 1, "differs": 3})
    assert not Check.objects.exists()
    imports.apply(batch, by=cast["rhona"])
    assert differs() == {"3012346": ["name"], "3012347": ["status"], "3999999": ["unknown"]}
    one = Check.objects.get(number="3012345")
    assert (one.looked_up_on, one.checked_by_id, one.differs) == (TODAY, cast["rhona"].pk, [])
    assert "list of the regulator" in one.source
    assert Entry.objects.filter(act="check.looked_up").count() == 4
    owed = Duty.objects.filter(kind="registration.decide", outcome="").order_by("words")
    assert [duty.words for duty in owed] == [
        "Morag Lindsay, SSSC 3012347", "Shona Petrie, SSSC 3012346", "a number that nobody here has, SSSC 3999999"
    ]  # fmt: skip
    assert {(duty.office, duty.due_on) for duty in owed} == {("registration_officer", TODAY + timedelta(days=5))}
    assert set(Standing.objects.known().values_list("state", flat=True)) == {"registered"}  # nothing changed by itself
    assert stage(cast, "3012345,Eilidh Farrow,Registered", "3012347,Morag Lindsay,Removed").counts == {}


@pytest.mark.django_db
def test_whoever_is_not_in_a_whole_list_is_a_matter_too(cast):
    registered(cast)
    registered(cast, "shona", "3012346")
    imports.apply(stage(cast, "3012345,Eilidh Farrow,Registered"), by=cast["rhona"])
    assert differs() == {}
    batch = stage(cast, "3012345,Eilidh Farrow,Registered (online)", whole=True)
    imports.apply(batch, by=cast["rhona"])
    assert differs() == {"3012345": ["status"], "3012346": ["missing"]}


@pytest.mark.django_db
def test_every_fault_of_a_list_is_named(cast):
    registered(cast)
    head = "Number,Name,Status,Date checked,Register\n"
    batch = stage(
        cast,
        "3012345,Eilidh Farrow,Registered,2027-01-01,",
        "3012345,Eilidh Farrow,Registered,,",
        "3012348,Eilidh Farrow,Registered,,Guild",
        "?,Eilidh Farrow,Registered,,",
        "3012349,Eilidh Farrow,Registered,2024-01-01,",
        head=head,
    )
    assert [(one["row"], one["sentence"].partition(".")[0]) for one in batch.problems] == [
        (2, "A register is looked up on a day that has come"),
        (3, "Row 2 holds this number already"),
        (4, "Cairn knows no such regulator"),
        (5, "No regulator that Cairn knows gives out such a number"),
        (6, "That is more than a year ago"),
    ]
    assert not Check.objects.exists()
    for name in ("una", "morag", "fraser"):
        with pytest.raises(Refused):
            stage(cast, "3012345,Eilidh Farrow,Registered", by=name)


@pytest.mark.django_db
def test_a_difference_is_decided_once_with_a_reason_and_put_right_only_where_it_was(cast):
    one = registered(cast)
    check = checks.look_up(one, on=TODAY, source="The public register", status="Removed", by=cast["rhona"])
    assert check.differs == ["status"]

    def refusal(by="rhona", **asked):
        with pytest.raises(Refused) as said:
            checks.decide(check, **{"decision": "here_is_right", "why": "Looked twice."} | asked, by=cast[by])
        return str(said.value)

    assert "kept by the registration officer" in refusal("morag")
    assert refusal(decision="perhaps") == "Choose what was decided."
    assert "in a few words why" in refusal(why="ok")
    assert "still says something else" in refusal(decision="put_right")
    register.state(one, state="removed", starts_on=TODAY, by=cast["rhona"])
    decided = checks.decide(check, decision="put_right", why="Removed, as the notice says.", by=cast["rhona"])
    assert (decided.decided_by_id, decided.decided_at) == (cast["rhona"].pk, NOVEMBER)
    assert Duty.objects.get(kind="registration.decide").outcome == Outcome.MET
    assert Entry.objects.get(act="check.decided").facts == {"decision": "put_right"}
    assert refusal() == "Somebody has decided about it already."


@pytest.mark.django_db
def test_nobody_decides_about_their_own_entry(cast):
    one = registered(cast, "rhona", "3012399", by="isla")
    with pytest.raises(Refused, match="Somebody else keeps your own entry"):
        checks.look_up(one, on=TODAY, source="The register", status="Registered", by=cast["rhona"])
    check = checks.look_up(one, on=TODAY, source="The register", status="Lapsed", by=cast["isla"])
    with pytest.raises(Refused, match="Somebody else keeps your own entry"):
        checks.decide(check, decision="here_is_right", why="I paid in time.", by=cast["rhona"])


@pytest.mark.django_db
def test_each_quarter_everybody_is_looked_up(cast):
    one = registered(cast)
    two = registered(cast, "shona", "3012346")
    plan_everything(cast.north)
    duty = Duty.objects.get(kind="registration.look_up")
    assert (duty.office, duty.opens_on, duty.due_on) == ("registration_officer", date(2026, 10, 1), date(2026, 12, 31))
    assert duty.words == "SSSC, October to December 2026"
    checks.look_up(one, on=TODAY, source="The register", status="Registered", by=cast["rhona"])
    plan_everything(cast.north)
    assert Duty.objects.get(kind="registration.look_up").outcome == Outcome.OPEN
    checks.look_up(two, on=TODAY, source="The register", status="Registered", by=cast["rhona"])
    assert Duty.objects.get(kind="registration.look_up").outcome == Outcome.MET
    with clock.at(NOVEMBER + timedelta(days=70)):
        plan_everything(cast.north)
        assert Duty.objects.filter(kind="registration.look_up", outcome="").count() == 1


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("Eilidh Farrow", True), ("FARROW, EILIDH", True), ("Eilidh Jane Farrow", True), ("Farrow Eilidh", True),
        ("Eilidh Smith", False), ("E Farrow", False), ("", False),
    ],
)  # fmt: skip
def test_names_agree_in_any_order(said, same):
    from cairn.foundation.people.models import Person

    assert is_same_name(Person(given_name="Eilidh", family_name="Farrow"), said) is same


def test_how_registers_put_it():
    assert status_called("Registered with conditions") == status_of(["registered", "conditions"]) == "bound"
    assert status_called("REGISTERED") == status_of(["awaiting"]) == "on"  # a regulator's delay is no lapse
    assert status_called("Voluntarily removed") == status_of(["registered", "removed"]) == status_of([]) == "off"
    assert status_called("Registered with warning") == status_of(["registered", "warning"]) == "warned"
    assert status_called("Pending review") == ""


@pytest.mark.django_db
def test_the_pages_show_progress_numbers_and_matters_to_keepers_only(cast, client, django_assert_max_num_queries):
    one = registered(cast)
    registered(cast, "shona", "3012346")
    client.force_login(cast["rhona"])
    text = client.get("/registration/checks/").content.decode()
    assert "0 of 2 looked up" in text
    assert "3012345\n3012346</textarea>" in client.get(f"/registration/checks/numbers/{SSSC}/").content.decode()
    assert client.get("/registration/checks/numbers/guild/").status_code == 404
    asked = {"on_day": 3, "on_month": 11, "on_year": 2026, "source": "The register", "status": "Removed"}
    answer = client.post(f"/registration/registrations/{one.pk}/look-up/", asked)
    check = Check.objects.get()
    assert answer.headers["Location"] == f"/registration/checks/{check.pk}/"
    with django_assert_max_num_queries(12):
        text = client.get("/registration/checks/").content.decode()
    assert "1 of 2 looked up" in text
    assert "Eilidh Farrow, 3012345" in text
    text = client.post(
        f"/registration/checks/{check.pk}/", {"decision": "put_right", "why": "It was."}
    ).content.decode()
    assert "still says something else" in text
    assert "It was." in text
    assert "they differ" in client.get(f"/registration/people/{cast['eilidh'].pk}/").content.decode()
    for name in ("eilidh", "morag", "una", "wren"):
        client.force_login(cast[name])
        addresses = ("", f"{check.pk}/", f"numbers/{SSSC}/")
        answers = [client.get(f"/registration/checks/{rest}").status_code for rest in addresses]
        assert (name, answers) == (name, [404, 404, 404])
