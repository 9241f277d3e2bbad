"""Does `cairn ledger` say the truth, in words, as JSON and by its exit status?"""

import io
import json
import random
import sqlite3
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from cairn.config.command_line import main
from cairn.foundation.ledger import commands, guards, signables
from cairn.foundation.ledger.models import Entry, Signature, TreeHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def cairn(capsys):
    """Run `cairn ledger …`: its exit status, what it printed, and what it said on stderr."""

    def run(*words):
        capsys.readouterr()
        status = main(["ledger", *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_verify_of_a_whole_ledger(cairn, do, ann):
    do()

    status, said, _ = cairn("verify")

    assert status == 0
    assert said == (
        "The database and its guards: in order.\n"
        f"Organisation {ann.organisation_id}: 1 entries, 0 tree heads, 0 signatures, all in order.\n"
        "The ledger is whole.\n"
    )


def test_verify_of_a_changed_ledger_ends_with_status_one(cairn, do, ann):
    do(reason="Before")
    guards.lower(list(guards.expected(connection)))
    Entry.objects.update(reason="After")
    guards.raise_all()

    status, said, _ = cairn("verify", "--organisation", ann.organisation_id)
    as_json, report, _ = cairn("verify", "--json")

    assert (status, as_json) == (1, 1)
    assert said == (
        f"Organisation {ann.organisation_id}: 1 entries, 0 tree heads, 0 signatures.\n"
        "  Entry 1 (round.opened) has been changed: its content is not what was recorded.\n"
        "THE LEDGER IS NOT WHOLE.\n"
    )
    assert json.loads(report)["whole"] is False
    assert json.loads(report)["reports"][1]["problems"] == [said.splitlines()[1].strip()]


def test_very_many_problems_are_counted(cairn, do, ann):
    for _ in range(103):
        do(reason="Before")
    guards.lower(list(guards.expected(connection)))
    Entry.objects.update(reason="After")

    _, said, _ = cairn("verify", "--organisation", ann.organisation_id)

    assert said.splitlines()[-2] == "  … and 3 more."


def test_verify_holds_the_ledger_against_heads_kept_elsewhere(cairn, do, ann, tmp_path):
    do()
    commands.seal(ann.organisation_id)
    _, kept, _ = cairn("heads")
    file = tmp_path / "kept.jsonl"
    file.write_text(kept)
    assert cairn("verify", "--heads", file)[0] == 0

    head = json.loads(kept) | {"root": "00" * 32}
    file.write_text(json.dumps(head))
    status, said, _ = cairn("verify", "--heads", file)

    assert status == 1
    assert "The tree head over 1 entries that was kept elsewhere no longer fits" in said


def test_a_file_that_holds_no_heads_is_refused_with_its_line(cairn, tmp_path):
    file = tmp_path / "kept.jsonl"
    file.write_text("{}\n")

    assert cairn("verify", "--heads", file)[::2] == (1, "Line 1 of the kept tree heads is no tree head.\n")


def test_guard_raises_what_fell(cairn):
    assert cairn("guard")[:2] == (0, "Every guard stands.\n")
    guards.lower([guards.RefuseShrinking("ledger_tail")])

    status, said, _ = cairn("guard")

    assert (status, said.splitlines()[0]) == (0, "Raised again: only_grows_ledger_tail_update")
    assert json.loads(cairn("guard", "--json")[1]) == {"raised": []}


def test_seal_says_over_how_much(cairn, do, ann):
    assert cairn("seal")[:2] == (0, "There is nothing to seal yet.\n")
    do()

    status, said, _ = cairn("seal")

    head = TreeHead.objects.get()
    assert (status, said) == (0, f"{ann.organisation_id}: 1 entries, root {head.root_hex}\n")
    assert json.loads(cairn("seal", "--json")[1])[0]["root"] == head.root_hex


def test_export_writes_a_file_that_closes_with_a_head(cairn, do, ann, tmp_path):
    do()

    status, said, _ = cairn("export", "--to", tmp_path / "ledger.jsonl")
    _, printed, _ = cairn("export")

    lines = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert (status, said) == (
        0,
        f"1 entries written to {tmp_path / 'ledger.jsonl'}; root {lines[-1]['head']['root']}.\n",
    )
    assert printed == (tmp_path / "ledger.jsonl").read_text()
    assert [lines[0]["organisation_id"], lines[1]["act"], lines[2]["head"]["size"]] == [
        str(ann.organisation_id),
        "round.opened",
        1,
    ]
    assert json.loads(cairn("export", "--to", tmp_path / "x", "--json")[1])["entries"] == 1


def test_export_is_of_one_organisation(cairn, do, ann, sam):
    assert cairn("export", "--organisation", ann.organisation_id)[::2] == (
        1,
        "This organisation has no entries yet.\n",
    )
    do()
    do(by=sam)

    assert cairn("export")[::2] == (
        1,
        "A file holds one organisation's ledger and there are 2. Choose with --organisation.\n",
    )


def test_a_changed_entry_does_not_leave_unnoticed(cairn, do):
    do()
    guards.lower(list(guards.expected(connection)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET facts = '{ }'")

    assert cairn("export")[::2] == (1, "Entry 1 has been changed. `cairn ledger verify` says more.\n")


def test_show_lists_the_newest_first(cairn, do, ann):
    do("round.opened", subject="evaluation.Round:1")
    gone = do("round.closed", subject="evaluation.Round:1")
    do("round.reminded", by=None, subject="evaluation.Round:2", organisation_id=ann.organisation_id)
    commands.dispose(gone, by=ann, reason="Over")

    _, said, _ = cairn("show", "--last", 4)
    _, about, _ = cairn("show", "--about", "evaluation.Round:1", "--json")

    assert [line.split("  ")[-3:-1] for line in said.splitlines()[:2]] == [
        ["Ann Muir", "ledger.disposed"],
        ["Cairn", "round.reminded"],
    ]
    assert said.splitlines()[2].endswith("(disposed of)  round.closed")
    assert [entry["act"] for entry in json.loads(about)] == ["round.opened"]


@pytest.mark.parametrize("words", [[], ["mend"], ["verify", "--organisation", "x"], ["show", "--last", "x"]])
def test_wrong_usage_is_status_two(cairn, words):
    assert cairn(*words)[0] == 2


@contextmanager
def database_in(file):
    """Let Cairn look at a database file for a moment."""
    usual = connections["default"]
    other = type(usual)(usual.settings_dict | {"NAME": str(file)}, "default")
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = usual


@pytest.fixture
def database_file(do, ann, a_round, tmp_path, monkeypatch):
    """A ledger in a file of its own."""
    monkeypatch.setattr(signables, "_contents", {"evaluation.Round": lambda pk: {"grade": 4}})
    for number in range(12):
        do(reason=f"Reason number {number}", facts={"said": f"fact {number}"})
    commands.sign(a_round, by=ann, content={"grade": 4}, statement="This is our judgement.")
    commands.dispose(Entry.objects.get(sequence=3), by=ann, reason="Kept for six years")
    commands.seal(ann.organisation_id)
    file = tmp_path / "copy.sqlite3"
    copy = sqlite3.connect(file)
    connection.connection.backup(copy)
    copy.close()
    return file


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's files are not one's own to open")
@pytest.mark.django_db(transaction=True)
def test_one_byte_changed_in_the_database_file_is_found(cairn, database_file):
    whole, die, unnoticed = database_file.read_bytes(), random.Random(7), []
    with database_in(database_file):
        assert cairn("verify")[0] == 0
    places = [
        (place, value)
        for model in (Entry, Signature, TreeHead)
        for row in model.objects.values_list()
        for value in map(as_stored, row)
        for place in occurrences(value, whole)
    ]
    for place, value in die.sample(places, 40):
        changed = bytearray(whole)
        changed[place + die.randrange(len(value))] ^= 1 << die.randrange(8)
        database_file.write_bytes(changed)
        with database_in(database_file):
            if cairn("verify")[0] != 1:
                unnoticed.append((place, value))

    assert unnoticed == []


def as_stored(value):
    if hasattr(value, "hex") and not isinstance(value, bytes | float):
        return value.hex.encode()
    return (
        bytes(value)
        if isinstance(value, bytes | memoryview)
        else str(value).encode()
        if isinstance(value, str)
        else b""
    )


def occurrences(value, whole):
    place = whole.find(value) if len(value) > 12 else -1
    while place >= 0:
        yield place
        place = whole.find(value, place + 1)


def test_heads_are_lines_that_can_be_kept(cairn, do, ann):
    do()
    commands.seal(ann.organisation_id)

    _, said, _ = cairn("heads", "--organisation", ann.organisation_id)

    assert [json.loads(line)["size"] for line in io.StringIO(said)] == [1]
