"""A commentary that nobody overwrites, and a report that is handed over once and made again byte for byte."""

import json

import pytest
from django.db import IntegrityError, transaction
from tests.assurance.reports.conftest import WORDS

from cairn.assurance.reports import commands, queries, signing
from cairn.assurance.reports.formats import FORMATS
from cairn.assurance.reports.models import Commentary, FrozenReport
from cairn.assurance.reports.report import from_json, hash_of
from cairn.foundation.core.verdicts import Refused, Stale
from cairn.foundation.ledger.models import Entry, Signature
from cairn.foundation.ledger.verification import verify_organisation


def acts():
    return list(Entry.objects.order_by("sequence").values_list("act", flat=True))


def test_write_commentary_writes_and_records_which_heads(cast, signed):
    written = commands.write_commentary(signed, by=cast["isla"], version=0, remedy="An hour a week.")

    assert (written.version, written.by, written.remedy, written.is_whole) == (
        1,
        cast["isla"],
        "An hour a week.",
        False,
    )
    entry = Entry.objects.order_by("sequence").last()
    assert (entry.act, entry.subject) == ("report.commented", f"evaluation.Round:{signed.pk}")
    assert (
        json.loads(entry.facts)["heads"] == ["remedy"]
        if isinstance(entry.facts, str)
        else entry.facts["heads"] == ["remedy"]
    )


def test_the_same_words_again_change_nothing(cast, commented):
    before = acts()

    assert commands.write_commentary(commented, by=cast["isla"], version=1, **WORDS).version == 1
    assert acts() == before


def test_a_second_writer_sees_the_first_text(cast, commented):
    with pytest.raises(Stale) as stale:
        commands.write_commentary(commented, by=cast["catriona"], version=0, remedy="Mine")

    assert stale.value.current.remedy == WORDS["remedy"]
    assert Commentary.objects.get().version == 1


@pytest.mark.parametrize("who", ["fraser", "hamish", "morag", "eilidh", "una", "wren"])
def test_write_commentary_refused_leaves_no_trace(cast, signed, who):
    before = acts()

    with pytest.raises(Refused, match=r"^The commentary is written by the chief or principal social worker.$"):
        commands.write_commentary(signed, by=cast[who], version=0, remedy="x")
    assert not Commentary.objects.exists()
    assert acts() == before


def test_nothing_to_comment_on_while_a_round_is_open(cast, opened):
    with pytest.raises(Refused, match=r"^There is nothing to comment on until the round has closed.$"):
        commands.write_commentary(opened, by=cast["isla"], version=0, remedy="x")


def test_freeze_keeps_signs_and_records_the_report(cast, commented):
    frozen = commands.freeze(commented, by=cast["isla"])

    told = from_json(json.loads(frozen.content))
    assert (told.content_hash, hash_of(told)) == (frozen.content_hash, frozen.content_hash)
    assert {comment.head: comment.text for comment in told.commentary} == WORDS
    assert told.tree_head.size > 0
    assert acts()[-2:] == ["frozenreport.signed", "report.frozen"]
    assert Signature.objects.get(subject=f"reports.FrozenReport:{frozen.pk}").signer_name == str(cast["isla"])
    assert Commentary.objects.get().sealed


def test_freeze_waits_for_the_signature(cast, moderated):
    commands.write_commentary(moderated, by=cast["isla"], version=0, **WORDS)

    with pytest.raises(Refused, match=r"^Sign the round first; its report is handed over after that.$"):
        commands.freeze(moderated, by=cast["isla"])


def test_freeze_waits_for_a_word_under_every_head(cast, signed):
    commands.write_commentary(signed, by=cast["isla"], version=0, remedy="x")

    with pytest.raises(Refused, match=r"^Write under each of the four heads of the commentary first."):
        commands.freeze(signed, by=cast["isla"])
    assert not FrozenReport.objects.exists()


@pytest.mark.parametrize("who", ["fraser", "hamish", "morag", "wren"])
def test_freeze_refused_leaves_no_trace(cast, commented, who):
    before = acts()

    with pytest.raises(Refused, match=r"^A report is handed over by the chief or principal social worker.$"):
        commands.freeze(commented, by=cast[who])
    assert (FrozenReport.objects.count(), acts()) == (0, before)


def test_a_report_is_handed_over_once_and_its_commentary_stands(cast, commented, frozen):
    with pytest.raises(Refused, match=r"^This report has been handed over already.$"):
        commands.freeze(commented, by=cast["isla"])
    with pytest.raises(Refused, match=r"^This report has been handed over, so its commentary stands as it is.$"):
        commands.write_commentary(commented, by=cast["isla"], version=1, remedy="Later thoughts")


@pytest.mark.parametrize(
    "change",
    [
        lambda frozen: FrozenReport.objects.filter(pk=frozen.pk).update(content="{}"),
        lambda frozen: Commentary.objects.update(remedy="Changed"),
    ],
)
def test_the_database_refuses_to_change_what_was_handed_over(frozen, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(frozen)


@pytest.mark.parametrize("kind", FORMATS)
def test_export_makes_the_file_again_byte_for_byte_and_records_it(cast, commented, frozen, kind):
    first = commands.export(commented, by=cast["hamish"], kind=kind)
    entry = Entry.objects.order_by("sequence").last()

    assert (entry.act, entry.subject) == ("report.exported", f"reports.FrozenReport:{frozen.pk}")
    assert commands.export(commented, by=cast["isla"], kind=kind) == first


def test_a_draft_is_taken_away_by_those_who_may_read_it(cast, closed):
    told = json.loads(commands.export(closed, by=cast["fraser"], kind="json"))

    assert (told["state"], told["signatures"], told["tree_head"]) == ("closed, being moderated", [], None)
    with pytest.raises(Refused, match=r"^There is no report of this round that you can see.$"):
        commands.export(closed, by=cast["hamish"], kind="json")


def test_the_signature_covers_every_character_of_the_report(cast, frozen):
    assert verify_organisation(cast.north.pk, []).is_whole

    signed_content = signing.content(frozen)
    frozen.content = frozen.content.replace("Supervision", "supervision", 1)
    assert signing.content(frozen) != signed_content


def test_a_report_says_what_the_round_found(cast, signed):
    told = queries.assurance_report(cast["isla"], signed)

    assert [area.title for area in told.areas] == ["Risk and decisions", "Supervision", "Professional leadership"]
    assert [area.grade.worded for area in told.areas] == ["4", "4", "4"]
    assert [(side.side, side.asked.value) for side in told.participation] == [
        ("Employers, by unit", 3),
        ("Practitioners, by person", 14),
    ]
    assert told.signatures[0].name == str(cast["isla"])
    assert len(told.without_evidence) == 5
