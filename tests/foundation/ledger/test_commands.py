"""Does every act leave one entry, in its own transaction, placed, bound and attributed?"""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import commands, commitments, heads, keys, merkle
from cairn.foundation.ledger.canonical import canonical
from cairn.foundation.ledger.merkle import Peaks
from cairn.foundation.ledger.models import Entry, Signature, Tail, TreeHead

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def leaf_of(entry):
    return merkle.leaf_hash(
        canonical(
            {
                "act": entry.act,
                "at": entry.at,
                "commitment": bytes(entry.commitment).hex(),
                "id": entry.pk,
                "organisation_id": entry.organisation_id,
                "sequence": entry.sequence,
            }
        )
    )


def test_record_writes_who_did_what_to_which_subject_why_and_when(ann, a_round):
    with clock.at(MORNING), transaction.atomic():
        given = commands.record(
            "round.opened", by=ann, subject=a_round, reason="Yearly", facts={"on": date(2026, 12, 1)}
        )

    entry = Entry.objects.get()
    assert (entry.act, entry.actor, entry.actor_name) == ("round.opened", str(ann.pk), "Ann Muir")
    assert (entry.subject, entry.reason, entry.facts) == ("evaluation.Round:round-1", "Yearly", {"on": "2026-12-01"})
    assert (entry.organisation_id, entry.sequence, entry.at) == (ann.organisation_id, 1, MORNING)
    assert not entry.is_disposed
    assert vars(given).keys() == vars(entry).keys()
    assert {name: getattr(given, name) for name in ("pk", "at", "facts")} == {
        name: getattr(entry, name) for name in ("pk", "at", "facts")
    }


def test_record_binds_the_content_under_a_salt_of_its_own(do):
    first, second = do(reason="Same"), do(reason="Same")

    content = {"actor": first.actor, "actor_name": "Ann Muir", "facts": {}, "reason": "Same", "subject": first.subject}
    assert first.commitment == hashlib.sha256(first.salt + canonical(content)).digest()
    assert (len(first.salt), first.salt != second.salt) == (commitments.SALT_LENGTH, True)


def test_record_grows_one_tree_for_each_organisation(do, ann, sam):
    entries = [do() for _ in range(5)]
    do(by=sam)

    tail = Tail.objects.get(pk=ann.organisation_id)
    peaks = Peaks.from_bytes(tail.size, bytes(tail.peaks))
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
    assert (peaks.root(), tail.last_at) == (merkle.root([leaf_of(entry) for entry in entries]), entries[-1].at)
    assert Tail.objects.get(pk=sam.organisation_id).size == 1


def test_record_costs_three_queries_whatever_the_length_of_history(do, ann):
    do()
    for length in (1, 5):
        for _ in range(length):
            do()
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            commands.record("round.opened", by=ann, subject="x:1")
        assert len([query for query in queries if "ledger_" in query["sql"]]) == 3


@pytest.mark.django_db(transaction=True)
def test_record_insists_on_the_transaction_of_the_act(ann):
    with pytest.raises(transaction.TransactionManagementError, match="transaction of the act"):
        commands.record("round.opened", by=ann, subject="x:1")

    assert not Entry.objects.exists()


def test_an_act_that_fails_leaves_no_entry_and_no_gap(do, ann):
    do()

    def act_and_fail():
        with transaction.atomic():
            commands.record("round.opened", by=ann, subject="x:1")
            raise Refused("No.")

    with pytest.raises(Refused, match=r"No\."):
        act_and_fail()
    do()

    assert list(Entry.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]


def test_time_never_runs_back(do):
    with clock.at(MORNING):
        do()
    with clock.at(MORNING - timedelta(days=1)):
        assert do().at == MORNING
    with clock.at(MORNING + timedelta(seconds=1)):
        assert do().at == MORNING + timedelta(seconds=1)


def test_the_system_acts_without_a_name_in_a_named_organisation(do, ann, a_round):
    named = do("round.reminded", by=None, subject="x:1", organisation_id=ann.organisation_id)
    by_subject = do("round.reminded", by=None, subject=a_round)

    assert (named.actor, named.actor_name, named.organisation_id) == ("", "", ann.organisation_id)
    assert by_subject.organisation_id == ann.organisation_id
    with pytest.raises(ValueError, match="which organisation's ledger"):
        do("round.reminded", by=None, subject="x:1")


@pytest.mark.parametrize("facts", [{"fte": 0.5}, {"when": object()}, {"n": 2**60}])
def test_facts_that_can_be_written_in_two_ways_are_refused(do, facts):
    with pytest.raises(TypeError):
        do(facts=facts)

    assert not Entry.objects.exists()


@pytest.mark.parametrize("text", ['"', "\r\n{}", "\x1b[31m", "{{ 7 }}", "'); DROP TABLE x; --", "é\u2028\U0001f600"])
def test_typed_text_can_not_forge_an_entry(do, text):
    entry = Entry.objects.get(pk=do(reason=text, facts={"said": text}).pk)

    assert (entry.reason, entry.facts) == (text, {"said": text})


def test_long_names_are_cut_to_what_fits(do, ann):
    ann.name = "A" * 300

    assert Entry.objects.get(pk=do().pk).actor_name == "A" * 200


def test_record_each_writes_one_entry_a_subject_under_one_lock(ann):
    subjects = [SimpleNamespace(pk=n, _meta=SimpleNamespace(label="people.Person")) for n in range(5)]

    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        count = commands.record_each("person.imported", by=ann, subjects=subjects, facts=lambda one: {"row": one.pk})

    entries = list(Entry.objects.order_by("sequence"))
    assert count == 5
    assert [(e.sequence, e.subject, e.facts) for e in entries] == [
        (n + 1, f"people.Person:{n}", {"row": n}) for n in range(5)
    ]
    assert bytes(Tail.objects.get().peaks) == b"".join(
        [merkle.root([leaf_of(e) for e in entries[:4]]), leaf_of(entries[4])]
    )
    assert sum(query["sql"].startswith("UPDATE") for query in queries) == 1


def test_record_each_of_nothing_does_nothing(ann):
    assert commands.record_each("person.imported", by=ann, subjects=[]) == 0
    assert not Tail.objects.exists()


def test_record_reading_says_who_read_what_and_for_what(ann, a_round):
    entry = commands.record_reading(a_round, by=ann, purpose="Annual report")

    assert (entry.act, entry.actor, entry.subject) == ("round.read", str(ann.pk), "evaluation.Round:round-1")
    assert Entry.objects.get().reason == "Annual report"


def test_sign_keeps_the_hash_of_the_content_and_records_it(ann, a_round):
    content = {"grade": 4, "text": "Good"}

    signature = commands.sign(a_round, by=ann, content=content, statement="This is our judgement.", method="passkey")

    entry, kept = Entry.objects.get(), Signature.objects.get()
    assert kept == signature
    assert kept.content_hash == hashlib.sha256(b'{"grade":4,"text":"Good"}').hexdigest()
    assert (kept.signer, kept.signer_name, kept.statement) == (str(ann.pk), "Ann Muir", "This is our judgement.")
    assert (kept.subject, kept.method, kept.at) == ("evaluation.Round:round-1", "passkey", entry.at)
    assert (entry.act, entry.sequence, entry.subject) == ("round.signed", kept.entry_sequence, kept.subject)
    assert entry.facts == {
        "content_hash": kept.content_hash,
        "method": "passkey",
        "signature": str(kept.pk),
        "statement": "This is our judgement.",
    }


@pytest.mark.parametrize("act", ["sign", "seal"])
def test_while_the_clock_is_behind_nothing_is_signed_or_sealed(do, ann, a_round, act):
    with clock.at(MORNING):
        do()

    acts = {
        "sign": lambda: commands.sign(a_round, by=ann, content={}, statement="I agree."),
        "seal": lambda: commands.seal(ann.organisation_id),
    }
    with clock.at(MORNING - timedelta(minutes=3)), pytest.raises(Refused, match="clock is 3 minutes behind"):
        acts[act]()

    assert (Entry.objects.count(), Signature.objects.count(), TreeHead.objects.count()) == (1, 0, 0)


def test_a_clock_that_is_two_minutes_behind_is_tolerated(do, ann, a_round):
    with clock.at(MORNING):
        do()
    with clock.at(MORNING - timedelta(minutes=2)):
        assert commands.sign(a_round, by=ann, content={}, statement="I agree.").at == MORNING


def test_seal_signs_the_root_over_everything_so_far(do, ann):
    entries = [do() for _ in range(3)]

    commands.seal(ann.organisation_id)

    head = TreeHead.objects.get()
    assert (head.size, head.root_hex) == (3, merkle.root([leaf_of(entry) for entry in entries]).hex())
    public = keys.public_key(head.key_id)
    assert hashlib.sha256(public).hexdigest() == head.key_id
    assert keys.is_signed(public, heads.message(heads.line(head)), bytes(head.signature))
    assert not keys.is_signed(public, heads.message(heads.line(head) | {"size": 4}), bytes(head.signature))


def test_seal_makes_a_new_head_only_when_something_was_added(do, ann):
    assert commands.seal(ann.organisation_id) is None
    do()
    first = commands.seal(ann.organisation_id)
    assert commands.seal(ann.organisation_id) == first
    do()
    assert commands.seal(ann.organisation_id) != first
    assert list(TreeHead.objects.order_by("size").values_list("size", flat=True)) == [1, 2]


def test_dispose_blanks_the_content_and_certifies_it(do, ann):
    entry = do(reason="Spoke with Mr Bell", facts={"about": "Mr Bell"})

    certificate = commands.dispose(entry, by=ann, reason="Kept for six years, now over")

    left = Entry.objects.get(pk=entry.pk)
    assert (left.actor, left.actor_name, left.subject, left.reason, left.facts, bytes(left.salt)) == (
        *[""] * 4,
        {},
        b"",
    )
    assert (left.act, left.at, bytes(left.commitment), left.certificate) == (
        entry.act,
        entry.at,
        entry.commitment,
        certificate.sequence,
    )
    assert left.is_disposed
    assert (certificate.act, certificate.subject) == ("ledger.disposed", f"ledger.Entry:{entry.pk}")
    assert certificate.facts == {"sequence": 1, "commitment": entry.commitment.hex()}
    assert certificate.reason == "Kept for six years, now over"


def refused_disposals(do, ann, sam, a_round):
    gone = do()
    certificate = commands.dispose(gone, by=ann, reason="Over")
    commands.sign(a_round, by=ann, content={}, statement="I agree.")
    signed = Entry.objects.get(act="round.signed")
    return {
        "already been disposed": (gone, ann),
        "certifies a disposal": (certificate, ann),
        "proves a signature": (signed, ann),
        "another organisation": (do(), sam),
    }


@pytest.mark.parametrize(
    "reason", ["already been disposed", "certifies a disposal", "proves a signature", "another organisation"]
)
def test_dispose_refused_leaves_no_trace(do, ann, sam, a_round, reason):
    entry, by = refused_disposals(do, ann, sam, a_round)[reason]
    before = list(Entry.objects.order_by("pk").values())

    with pytest.raises(Refused, match=reason):
        commands.dispose(entry, by=by, reason="Tidy")

    assert list(Entry.objects.order_by("pk").values()) == before


def test_facts_are_stored_as_the_bytes_that_were_bound(do):
    entry = do(facts={"b": 1, "a": "é"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM ledger_entry")
        stored = cursor.fetchone()[0]

    assert stored == '{"a":"é","b":1}'
    assert json.loads(stored) == entry.facts
