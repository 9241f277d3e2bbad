"""Does `cairn ledger dispose` show first, do only what was shown, and leave a ledger that is still whole?"""

import json
from datetime import timedelta

import pytest

from cairn.config.command_line import main
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import commands
from cairn.foundation.ledger.models import Entry
from cairn.foundation.people.models import Person, ProfessionalRole

SUBJECT = "people.Person:1"
REASON = "Retention schedule 4.2"


@pytest.fixture
def cairn(capsys):
    """Run `cairn ledger dispose …`: its exit status, what it printed, and what it said on stderr."""

    def run(*words, reason=REASON, person="fraser@north.example"):
        capsys.readouterr()
        status = main(["ledger", "dispose", "--reason", reason, "--person", person, *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def entries(cast):
    """Two entries about one person and one about another; Fraser answers for information."""
    ProfessionalRole.objects.create(
        organisation=cast.north, person=cast["fraser"], role="information_officer", starts_on=clock.today()
    )
    made = [
        commands.record("person.changed", by=cast["una"], subject=SUBJECT, reason="Mr Bell asked for it"),
        commands.record("person.changed", by=cast["una"], subject="people.Person:2"),
        commands.record("person.left", by=cast["una"], subject=SUBJECT, facts={"who": "Mr Bell"}),
    ]
    commands.record("person.changed", by=cast["col"], subject=SUBJECT)
    return made


def code_in(said):
    return said.strip().rpartition("--confirm ")[2]


def disposed():
    return list(Entry.objects.exclude(certificate=None).order_by("sequence").values_list("sequence", flat=True))


def test_the_first_step_shows_and_does_nothing(cairn, entries):
    before = list(Entry.objects.order_by("pk").values())
    status, said, _ = cairn("--about", SUBJECT)
    assert status == 0
    assert [line.split("  ")[-1] for line in said.splitlines()[:2]] == [
        "Person changed, by Una Begg, Person 1", "Person left, by Una Begg, Person 1",
    ]  # fmt: skip
    assert "The content of these 2 entries would go, and can't be brought back." in said
    assert "Nothing has been disposed of yet." in said
    assert list(Entry.objects.order_by("pk").values()) == before


def test_the_second_step_does_what_was_shown_and_says_what_certifies_it(cairn, entries, cast):
    code = code_in(cairn("--about", SUBJECT)[1])
    status, said, _ = cairn("--about", SUBJECT, "--confirm", code)
    assert (status, said) == (
        0,
        "Entry 1: its content is gone. Entry 4 certifies it.\n"
        "Entry 3: its content is gone. Entry 5 certifies it.\n"
        "Backups hold the content until they go themselves.\n",
    )
    assert disposed() == [1, 3]
    certificate = Entry.objects.get(organisation_id=cast.north.pk, sequence=4)
    assert (certificate.act, certificate.actor_name, certificate.reason) == ("ledger.disposed", "Fraser Auld", REASON)
    assert "Bell" not in str(list(Entry.objects.values()))
    assert main(["ledger", "verify"]) == 0


def test_another_choice_or_reason_has_another_code(cairn, entries):
    code = code_in(cairn("--about", SUBJECT)[1])
    for words, reason in ((("--entry", 1), REASON), (("--about", SUBJECT), "Another reason")):
        status, _, said = cairn(*words, "--confirm", code, reason=reason)
        assert (status, said.startswith("The code is not that of what would go now")) == (1, True)
    assert disposed() == []


def test_entries_are_named_by_number_and_all_or_none_goes(cairn, entries):
    code = code_in(cairn("--entry", 1, "--entry", 2)[1])
    assert cairn("--entry", 1, "--entry", 2, "--confirm", code)[0] == 0
    assert disposed() == [1, 2]
    assert cairn("--entry", 3, "--entry", 1)[::2] == (1, "The content of entry 1 has already been disposed of.\n")
    assert cairn("--entry", 3, "--entry", 77)[::2] == (1, "There is no entry 77 to be disposed of in this ledger.\n")


def test_what_has_to_stay_is_named(cairn, entries, cast):
    commands.record("person.signed", by=cast["una"], subject=SUBJECT, facts={"signature": "1"})
    said = cairn("--about", SUBJECT)[1]
    assert "Stays: Entry 4 proves a signature, so it has to stay.\n" in said
    assert "The content of these 2 entries would go" in said


def test_only_what_is_older_than_a_day_goes(cairn, entries):
    tomorrow = clock.today() + timedelta(days=1)
    assert "of these 2 entries" in cairn("--about", SUBJECT, "--before", tomorrow)[1]
    status, _, said = cairn("--about", SUBJECT, "--before", clock.today() - timedelta(days=1))
    assert (status, said) == (1, "There is no entry about this subject.\n")


def test_both_steps_answer_as_data(cairn, entries):
    shown = json.loads(cairn("--entry", 1, "--json")[1])
    assert (shown["disposed"], shown["would_go"], shown["stays"]) == ([], [1], [])
    done = json.loads(cairn("--entry", 1, "--json", "--confirm", shown["confirm"])[1])
    assert done == {"disposed": [{"entry": 1, "certificate": 4}]}


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("una@north.example", "Content is disposed of by the information governance officer."),
        ("isla@north.example", "Content is disposed of by the information governance officer."),
        ("nobody@north.example", "Nobody here signs in as nobody@north.example."),
        ("wren@south.example", "Content is disposed of by the information governance officer."),
    ],
)
def test_who_may(cairn, entries, person, said):
    assert cairn("--entry", 1, person=person)[::2] == (1, f"{said}\n")
    assert disposed() == []


def test_the_ledger_of_others_is_out_of_reach(cairn, entries, cast):
    assert cairn("--entry", 1, "--organisation", cast.south.pk)[::2] == (
        1, "This person belongs to another organisation.\n",
    )  # fmt: skip


def test_the_command_itself_insists(entries, cast):
    with pytest.raises(Refused, match="information governance officer"):
        commands.dispose_each(entries[:1], by=cast["una"], reason=REASON)
    with pytest.raises(Refused, match="Say under which rule"):
        commands.dispose_each(entries[:1], by=Person.objects.get(pk=cast["fraser"].pk), reason=" ")
    assert disposed() == []


@pytest.mark.parametrize(
    "words", [[], ["--entry", "x"], ["--entry", "1", "--about", "x"], ["--about", "x", "--before", "May"]]
)
def test_wrong_usage_is_status_two(cairn, entries, words):
    assert cairn(*words)[0] == 2
