"""Does verification find whatever was changed behind Cairn's back, and nothing where nothing was?"""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from cairn.foundation.ledger import commands, guards, heads, keys, signables, verification
from cairn.foundation.ledger.models import Entry, Signature, Tail, TreeHead

NORTH, SOUTH = UUID("aaaaaaaa-0000-4000-8000-000000000001"), UUID("bbbbbbbb-0000-4000-8000-000000000002")

pytestmark = pytest.mark.django_db


@pytest.fixture
def contents(monkeypatch):
    """What the signed rounds say at present."""
    monkeypatch.setattr(signables, "_contents", {})
    present = {"round-1": {"grade": 4, "text": "Good"}}

    def content(pk):
        if pk not in present:
            raise ObjectDoesNotExist
        return present[pk]

    signables.register("evaluation.Round", content)
    return present


@pytest.fixture
def history(do, ann, sam, a_round, contents):
    """Acts, a signature, a disposal and heads in one organisation; one act in another."""
    for number in range(5):
        do(reason=f"Reason {number}", facts={"number": number})
    commands.seal(ann.organisation_id)
    commands.sign(a_round, by=ann, content=contents["round-1"], statement="I agree.")
    commands.dispose(Entry.objects.get(sequence=2, organisation_id=ann.organisation_id), by=ann, reason="Over")
    do()
    commands.seal(ann.organisation_id)
    do("round.closed")
    do(by=sam)


def tamper(statement, *values):
    """As whoever runs the database could: with the guards down."""
    lowered = list(guards.expected(connection))
    guards.lower(lowered)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        count = cursor.rowcount
    guards.raise_all()
    assert count > 0, statement


def problems():
    return [problem for report in verification.verify_installation() for problem in report.problems]


def problems_in_rows():
    found = {NORTH, SOUTH}
    for model in (Entry, TreeHead):
        found |= set(model.objects.values_list("organisation_id", flat=True))
    reports = (verification.verify_organisation(organisation_id) for organisation_id in found)
    return [problem for report in reports for problem in report.problems]


def test_a_clean_history_has_no_problem(history, ann):
    reports = {report.organisation_id: report for report in verification.verify_installation()}
    report = reports[str(ann.organisation_id)]

    assert {name: found.problems for name, found in reports.items()} == {name: [] for name in reports}
    assert len(reports) == 3
    assert (report.entries, report.heads, report.signatures) == (9, 2, 1)
    assert report.as_content() | {"root": ""} == {
        "organisation": str(ann.organisation_id),
        "whole": True,
        "entries": 9,
        "heads": 2,
        "signatures": 1,
        "root": "",
        "problems": [],
        "problems_untold": 0,
    }


def test_an_installation_without_history_has_no_problem():
    assert problems() == []


FIRST = "UPDATE ledger_entry SET {} WHERE sequence = 1 AND act = 'round.opened' AND reason <> ''"
CHANGED_ENTRIES = {
    "actor = 'other'": "content is not what was recorded",
    "actor_name = 'Bea Orr'": "content is not what was recorded",
    "subject = 'evaluation.Round:2'": "content is not what was recorded",
    "reason = 'Another'": "content is not what was recorded",
    "facts = '{{\"number\":7}}'": "content is not what was recorded",
    "facts = '{{\"number\": 0}}'": "its facts is not written as Cairn writes it",
    "facts = ''": "content is not what was recorded",
    "act = 'round.closed'": "no longer fits",
    "certificate = 5": "still has content",
    "sequence = 77": "Entry 1 is missing",
}


@pytest.mark.parametrize(("change", "finding"), CHANGED_ENTRIES.items())
@pytest.mark.usefixtures("history")
def test_every_column_of_an_entry_is_covered(change, finding):
    tamper(FIRST.format(change).replace("{{", "{").replace("}}", "}"))

    assert [problem for problem in problems() if finding in problem]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL stores no text here")
@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("column", ["id", "at", "organisation_id", "reason"])
def test_a_value_that_only_reads_the_same_is_found(column):
    change = {"id": "upper(id)", "organisation_id": "upper(organisation_id)"}.get(column)
    change = change or {"at": "replace(at, ' ', 'T')", "reason": "CAST(reason AS BLOB)"}[column]
    tamper(f"UPDATE ledger_entry SET {column} = {change} WHERE sequence = 3")  # noqa: S608

    assert problems()


def removed(row):
    return f"DELETE FROM {row._meta.db_table} WHERE id = %s"  # noqa: S608


@pytest.mark.usefixtures("history")
def test_a_removed_entry_is_missing(ann):
    tamper(removed(Entry), connection_identifier(Entry.objects.get(sequence=4)))

    assert problems() == ["Entry 4 is missing: nothing after it could be checked."]


@pytest.mark.usefixtures("history")
def test_a_removed_last_entry_is_missing(ann):
    tamper(removed(Entry), connection_identifier(Entry.objects.get(act="round.closed")))

    assert problems() == ["Entry 9 is missing: the ledger should have 9 entries."]


@pytest.mark.usefixtures("history")
def test_an_end_moved_back_over_removed_entries_no_longer_fits(ann):
    tamper(removed(Entry), connection_identifier(Entry.objects.get(act="round.closed")))
    tamper("UPDATE ledger_tail SET size = 8 WHERE size = 9")

    assert problems() == ["The end of the ledger does not fit its entries."]


@pytest.mark.usefixtures("history")
def test_a_whole_ledger_rolled_back_is_caught_by_a_head_kept_elsewhere(do, ann):
    kept = [heads.complete(head) for head in TreeHead.objects.filter(size=8)]
    assert verification.verify_organisation(ann.organisation_id, kept).is_whole

    for table, column in (
        ("ledger_entry", "sequence"),
        ("ledger_treehead", "size"),
        ("ledger_signature", "entry_sequence"),
    ):
        with connection.cursor() as cursor:
            guards.lower(list(guards.expected(connection)))
            cursor.execute(f"DELETE FROM {table} WHERE {column} > 0")  # noqa: S608
            cursor.execute("DELETE FROM ledger_tail")
    guards.raise_all()
    do()

    found = verification.verify_organisation(ann.organisation_id, kept)
    assert found.problems == ["A tree head over 8 entries was kept elsewhere; the ledger now has 1."]
    for _ in range(9):
        do()
    found = verification.verify_organisation(ann.organisation_id, kept)
    assert found.problems == [
        "The tree head over 8 entries that was kept elsewhere no longer fits: "
        "the entries before it have been rewritten."
    ]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE ledger_treehead SET size = 4 WHERE size = 5", "signature does not fit"),
        ("UPDATE ledger_treehead SET at = (SELECT max(at) FROM ledger_entry) WHERE size = 5", "signature does not fit"),
        ("UPDATE ledger_treehead SET key_id = 'x' WHERE size = 5", "a key that this installation never had"),
        ("UPDATE ledger_treehead SET size = 99 WHERE size = 8", "covers 99 entries; the ledger has 9"),
        ("DELETE FROM ledger_tail WHERE size = 9", "marks the end of this ledger is missing"),
        ("UPDATE ledger_tail SET size = 10 WHERE size = 9", "the ledger should have 10 entries"),
        ("UPDATE ledger_tail SET last_at = NULL WHERE size = 9", "does not fit its entries"),
        ("UPDATE ledger_signature SET statement = 'I do not agree.'", "has been changed: statement"),
        ("UPDATE ledger_signature SET signer_name = 'Bea Orr'", "has been changed: signer_name"),
        ("UPDATE ledger_signature SET content_hash = 'x'", "has been changed: content_hash"),
        ("UPDATE ledger_signature SET entry_sequence = 7", "has no entry in the ledger"),
        ("UPDATE ledger_signature SET entry_sequence = 70", "has no entry in the ledger"),
        ("DELETE FROM ledger_signature", "signature that entry 6 records is missing"),
        ("UPDATE ledger_entry SET certificate = 8 WHERE sequence = 2", "is gone, and no certificate|but it is there"),
    ],
)
def test_whatever_else_was_changed_is_found(statement, finding):
    tamper(statement)

    assert [problem for problem in problems() if any(part in problem for part in finding.split("|"))]


@pytest.mark.usefixtures("history")
def test_content_that_came_back_with_an_old_backup_is_found(ann):
    salt, content = b"s" * 16, ("x", "y", "z", "w", "{}")
    tamper(
        "UPDATE ledger_entry SET certificate = NULL, salt = %s, actor = %s, actor_name = %s, subject = %s, "
        "reason = %s, facts = %s WHERE sequence = 2",
        salt,
        *content,
    )

    assert [problem for problem in problems() if "Where an old backup was restored" in problem]


def test_a_signed_record_that_was_changed_is_found(history, contents):
    contents["round-1"]["grade"] = 5

    assert problems() == ["evaluation.Round:round-1 has been changed since Ann Muir signed it."]


def test_a_signed_record_that_is_gone_is_found(history, contents):
    del contents["round-1"]

    assert problems() == ["evaluation.Round:round-1 was signed by Ann Muir and no longer exists."]


def test_a_signed_record_that_can_not_be_read_is_found(history, monkeypatch):
    signables.register("evaluation.Round", lambda pk: 1 / 0)

    assert problems() == [
        "evaluation.Round:round-1 was signed by Ann Muir and can't be read any more: division by zero"
    ]


def test_a_signed_record_that_nobody_can_read_again_is_a_problem(history, monkeypatch):
    monkeypatch.setattr(signables, "_contents", {})

    assert problems() == ["evaluation.Round:round-1 was signed by Ann Muir, but no room says how its content is read."]
    assert signables.labels() == []


def test_the_newest_signature_speaks_for_the_present_content(history, contents, a_round, ann):
    contents["round-1"] = {"grade": 5}
    commands.sign(a_round, by=ann, content=contents["round-1"], statement="I agree to the correction.")

    assert problems() == []


def test_a_signature_that_was_voided_speaks_for_nothing(history, contents, a_round, ann):
    contents["round-1"] = {"grade": 5}
    entry = commands.void(a_round, by=ann, reason="The grade was changed before both had signed.")

    assert (entry.act, entry.reason) == ("round.signatures_voided", "The grade was changed before both had signed.")
    assert problems() == []


def test_a_signature_after_a_void_is_held_against_the_present_again(history, contents, a_round, ann):
    commands.void(a_round, by=ann, reason="Changed.")
    commands.sign(a_round, by=ann, content=contents["round-1"], statement="I agree.")
    contents["round-1"] = {"grade": 5}

    assert problems() == ["evaluation.Round:round-1 has been changed since Ann Muir signed it."]


def test_the_last_signature_of_all_stands_whatever_comes_later(history, contents, a_round, ann):
    commands.sign(a_round, by=ann, content=contents["round-1"], statement="I agree too.", is_last=True)
    contents["round-1"] = {"grade": 5}
    commands.void(a_round, by=ann, reason="Somebody would like to have it otherwise.")

    assert problems() == ["evaluation.Round:round-1 has been changed since Ann Muir signed it."]


def test_a_missing_guard_is_told(history):
    guards.lower([guards.RefuseShrinking("ledger_tail")])

    assert {problem.split(" is missing")[0] for problem in problems()} >= {
        "The guard only_grows_ledger_tail_update",
        "The guard only_grows_ledger_tail_delete",
    }


def test_of_very_many_problems_a_hundred_are_told(do, ann):
    for _ in range(120):
        do(reason="x")
    tamper("UPDATE ledger_entry SET reason = 'y'")

    report = verification.verify_organisation(ann.organisation_id)

    assert (len(report.problems), report.untold, report.is_whole) == (100, 20, False)


def test_long_ledgers_are_read_in_batches(do, ann, monkeypatch):
    monkeypatch.setattr("cairn.foundation.ledger.reading.BATCH", 3)
    for _ in range(10):
        do()

    assert verification.verify_organisation(ann.organisation_id).entries == 10


def connection_identifier(row):
    return row.pk if connection.features.has_native_uuid_field else row.pk.hex


def test_every_column_of_every_row_is_covered(history):
    """Set each to another value of its kind, one after the other."""
    unnoticed = []
    guards.lower(list(guards.expected(connection)))
    for model in (Entry, Signature, TreeHead, Tail):
        for row in model.objects.all():
            for field in model._meta.fields:
                point = transaction.savepoint()
                change = f"UPDATE {row._meta.db_table} SET {field.column} = %s WHERE id = %s"  # noqa: S608
                other = other_value(field, getattr(row, field.name))
                with connection.cursor() as cursor:
                    cursor.execute(change, [other, connection_identifier(row)])
                if not problems_in_rows():
                    unnoticed.append((row, field.name))
                transaction.savepoint_rollback(point)

    assert unnoticed == []
    assert problems_in_rows() == []


def other_value(field, value):
    if field.name == "facts":
        return '{"other":1}'
    return {
        "UUIDField": lambda: f"{value.int ^ 1:032x}",
        "DateTimeField": lambda: connection.ops.adapt_datetimefield_value(value + timedelta(microseconds=1)),
        "BinaryField": lambda: bytes([*bytes(value)[:-1], bytes(value)[-1] ^ 1]) if value else b"x",
        "PositiveBigIntegerField": lambda: (value or 0) + 1000,
        "CharField": lambda: f"{value[:-1]}~",
        "TextField": lambda: f"{value}~",
    }[field.get_internal_type()]()


def test_the_key_that_signed_must_be_known(history, settings, tmp_path):
    settings.CAIRN_KEYS_DIR = tmp_path / "other"
    keys.signing_key()

    assert [problem for problem in problems() if "a key that this installation never had" in problem]
    assert Signature.objects.exists()
