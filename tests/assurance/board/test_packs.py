"""Packs: filled from live records, frozen and hashed, page numbers that stay, papers bound in, private items apart."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from pypdf import PdfReader
from tests.assurance.board.made import board, item, planned, sent
from tests.assurance.board.papers import FRONT, pdf

from cairn.assurance.board import packing
from cairn.assurance.board.commands import items
from cairn.assurance.board.commands import packs as commands
from cairn.assurance.board.models import Pack, Paper
from cairn.cycle.evidence import briefs
from cairn.cycle.evidence.briefs import Brief, Told
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june():
    with clock.at(datetime(2026, 6, 15, 9, 0, tzinfo=UTC)):
        yield


def bring(cast, to, content=None, name="paper.pdf", **front):
    file = SimpleUploadedFile(name, content or pdf())
    return commands.bring(to, by=cast["isla"], file=file, **(FRONT | front))


def texts(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_each_item_is_filled_or_says_what_is_missing(cast):
    meeting = sent(cast, board(cast))
    pack = commands.freeze(meeting, by=cast["isla"])
    told = {section.title: str(section.blocks) for section in packing.told(pack.content).sections}
    assert list(told)[:4] == ["On one page", "1 Welcome and apologies", "2 Minutes", "3 Action log"]
    assert len(told) == 19
    assert "Cairn keeps no records of this yet." in told["4 Policy development"]
    assert (
        "Cairn keeps no records of this yet."
        in told["10a Registered services: inspection feedback: Children's services"]
    )
    assert "Cairn keeps no records of this yet." not in told["11b Supervision"]
    assert "Eilidh Farrow" in told["1 Welcome and apologies"]


def test_an_item_fills_itself_when_its_room_arrives(cast, monkeypatch):
    made = board(cast)
    monkeypatch.setitem(
        briefs._briefs,
        "policies",
        Brief(
            "policies", "Policies", (), lambda organisation, period: Told(to_decide=("Adopt the lone working policy?",))
        ),
    )
    pack = commands.freeze(sent(cast, made), by=cast["isla"])
    told = packing.told(pack.content).sections
    assert "Adopt the lone working policy?" in str(told[4].blocks)
    assert "4 Policy development: Adopt the lone working policy?" in str(told[0].blocks)


def test_it_is_frozen_and_made_again_byte_for_byte(cast, entries):
    meeting = sent(cast, board(cast))
    pack = commands.freeze(meeting, by=cast["isla"])
    assert packing.hash_of(pack.content) == pack.content_hash
    first = commands.hand_out(meeting, by=cast["morag"])
    items.change(item(meeting, "12"), by=cast["isla"], title="Something else")
    with clock.at(datetime(2026, 6, 20, 9, 0, tzinfo=UTC)):
        assert commands.hand_out(meeting, by=cast["morag"]) == first
    assert [entry.act for entry in entries()][-4:] == [
        "pack.frozen", "pack.read", "meeting.item_changed", "pack.read"
    ]  # fmt: skip
    assert entries("pack.frozen")[0].facts["content_hash"] == pack.content_hash
    assert len(PdfReader(io.BytesIO(first)).pages) == pack.pages


def test_what_was_sent_can_not_be_changed(cast):
    pack = commands.freeze(sent(cast, board(cast)), by=cast["isla"])
    with pytest.raises(DatabaseError), transaction.atomic():
        Pack.objects.filter(pk=pack.pk).update(content="{}")


def test_supplements_go_on_where_the_pack_ended(cast):
    meeting = sent(cast, board(cast))
    bring(cast, item(meeting, "5"))
    pack = commands.freeze(meeting, by=cast["isla"])
    with pytest.raises(Refused, match="Nothing has come since the last pack"):
        commands.freeze(meeting, by=cast["isla"])
    before = texts(commands.hand_out(meeting, by=cast["isla"]))
    with clock.at(clock.now() + timedelta(hours=1)):
        bring(cast, item(meeting, "6"), pdf(3), title="Late paper")
        supplement = commands.freeze(meeting, by=cast["isla"])
    assert (supplement.number, supplement.first_page) == (1, pack.last_page + 1)
    after = texts(commands.hand_out(meeting, by=cast["isla"]))
    assert after[: len(before)] == before
    assert len(after) == supplement.last_page
    assert f"Page {supplement.first_page}" in after[supplement.first_page - 1]
    assert f"Pack page {supplement.last_page} · Late paper" in after[-1]


def test_papers_are_bound_in_with_their_front_sheet(cast):
    meeting = sent(cast, board(cast))
    bring(cast, item(meeting, "5"))
    commands.freeze(meeting, by=cast["isla"])
    pages = texts(commands.hand_out(meeting, by=cast["isla"]))
    assert "Pack page" in pages[-1]
    assert "Recording time" in pages[-2]
    whole = " ".join(" ".join(pages).split())
    assert "To agree on two days." in whole
    assert "5 Quality assurance audits: Recording time" in whole  # on the first page: it needs a decision


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (pdf(61), "long.pdf", "This paper has 61 pages; a paper for a board has 60 at most."),
        (b"MZ\x90\x00 not a paper", "paper.pdf", "is not what its name says"),
    ],
)
def test_what_is_no_paper_is_refused(cast, content, name, sentence):
    meeting = sent(cast, board(cast))
    with pytest.raises(Refused) as refused:
        bring(cast, item(meeting, "5"), content, name)
    assert sentence.split("is not what")[0] in str(refused.value) or "PDF" in str(refused.value)
    assert not Paper.objects.exists()


def test_it_is_frozen_only_after_it_was_sent_out_and_by_whoever_runs_meetings(cast):
    made = board(cast)
    meeting = planned(cast, made)
    with pytest.raises(Refused, match="Send the meeting out first"):
        commands.freeze(meeting, by=cast["isla"])
    meeting = sent(cast, made, days=20)
    with pytest.raises(Refused, match="Meetings are prepared and minuted"):
        commands.freeze(meeting, by=cast["morag"])
    with pytest.raises(Refused, match="No pack has been frozen"):
        commands.hand_out(meeting, by=cast["morag"])


def test_private_items_stand_apart_with_the_readers_name_across_them(cast):
    made = board(cast)
    meeting = sent(cast, made)
    items.add(
        made, by=cast["isla"], meeting=meeting, title="A grievance", reading="Of a colleague.", is_private=True,
        readers=[cast["catriona"]],
    )  # fmt: skip
    commands.freeze(meeting, by=cast["isla"])
    assert "grievance" not in " ".join(texts(commands.hand_out(meeting, by=cast["catriona"])))
    private = " ".join(texts(commands.hand_out(meeting, by=cast["catriona"], private=True)))
    assert "A grievance" in private
    assert "Private: Catriona Weir" in private
    with pytest.raises(Refused, match="no private items for you"):
        commands.hand_out(meeting, by=cast["morag"], private=True)


def test_where_making_it_fails_nothing_is_sent(cast, monkeypatch, entries):
    """The worker dies half-way: no pack, no entry, no notice."""
    meeting = sent(cast, board(cast))

    def die(*args):
        raise RuntimeError("killed")

    monkeypatch.setattr(packing, "pages_of", die)
    with pytest.raises(RuntimeError), transaction.atomic():
        commands.freeze(meeting, by=cast["isla"])
    assert not Pack.objects.exists()
    assert not entries("pack.frozen")


def test_the_command_makes_the_next_meetings_pack(cast, tmp_path, capsys):
    from cairn.assurance.board.terminal import run

    class Asked:
        board, output, organisation = "social work governance board", tmp_path / "pack.pdf", None

    made = board(cast)
    with pytest.raises(Refused, match="No meeting of Social Work Governance Board has been sent out"):
        run(Asked)
    sent(cast, made)
    assert run(Asked) == 0
    assert "meeting 1 on 2026-06-29" in capsys.readouterr().out
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF")
    assert run(Asked) == 0
    assert Pack.objects.count() == 1


def test_the_pdf_is_tagged_and_says_its_language(cast):
    meeting = sent(cast, board(cast))
    commands.freeze(meeting, by=cast["isla"])
    root = PdfReader(io.BytesIO(commands.hand_out(meeting, by=cast["isla"]))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].lower() == "en-gb"
    bring(cast, item(meeting, "5"))
    commands.freeze(meeting, by=cast["isla"])
    bound = PdfReader(io.BytesIO(commands.hand_out(meeting, by=cast["isla"]))).trailer["/Root"]
    assert "/StructTreeRoot" in bound
