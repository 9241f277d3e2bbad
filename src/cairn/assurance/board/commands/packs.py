"""Everything that can be done to papers and packs: bring one, take one away, freeze, hand out."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from cairn.assurance.board import making, packing
from cairn.assurance.board.locking import held_item, held_meeting
from cairn.assurance.board.making import Piece
from cairn.assurance.board.models import Item, Meeting, Pack, Paper, Part, Seat, State
from cairn.assurance.board.queries.boards import Line
from cairn.assurance.board.rules import packs as rules
from cairn.assurance.board.telling import tell_seated
from cairn.cycle.evidence.briefs import Period
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.files.commands import store
from cairn.foundation.files.downloads import read_file
from cairn.foundation.ledger.commands import record, record_reading
from cairn.foundation.people.models import Person


@transaction.atomic
def bring(item: Item, *, by: Person, file: Any, **front: str) -> Paper:
    """A paper with its front sheet: who wrote it, what it asks, its impact on equality, human rights and privacy."""
    item = held_item(item)
    insist(rules.may_bring(by, item))
    stored = store(file, by=by, organisation_id=item.organisation_id)
    pages = packing.pages_in(read_file(stored), stored.media_type)
    insist(rules.is_short_enough(pages))
    paper = Paper.objects.create(item=item, file=stored, pages=pages, by=by, at=clock.now(), **front)
    record("meeting.paper_brought", by=by, subject=paper, facts={"item": item.pk, "sha256": stored.sha256})
    return paper


@transaction.atomic
def freeze(meeting: Meeting, *, by: Person | None) -> Pack:
    """The papers of a meeting as they are at this moment; what came since the last pack makes a supplement.

    Without a person it is made from the terminal, by whoever runs the server.
    """
    meeting = held_meeting(meeting.pk)
    _insist(meeting, by)
    now = clock.now()
    earlier = list(meeting.packs.order_by("number"))
    last = earlier[-1] if earlier else None
    lines = _to_send(meeting, earlier)
    viewer = by or _somebody(meeting)
    pieces = _pieces(viewer, meeting, lines, making.period_of(meeting, now), is_first=last is None)
    number = last.number + 1 if last else 0
    title = f"{meeting.board.name}: {'supplement ' + str(number) if number else 'pack'}"
    papers = [paper for line in lines if not line.item.is_private for paper in line.papers]
    sent = {str(line.item.pk) for line in lines} | {str(paper.pk) for line in lines for paper in line.papers}
    text = packing.text_of(meeting, title, pieces, papers, now, sent=sent)
    content_hash, first_page = packing.hash_of(text), last.last_page + 1 if last else 1
    pack = Pack.objects.create(
        organisation_id=meeting.organisation_id,
        meeting=meeting,
        number=number,
        content=text,
        content_hash=content_hash,
        first_page=first_page,
        pages=packing.pages_of(text, content_hash, first_page),
        frozen_at=now,
        by=by,
    )
    tell_seated(meeting, "Papers of a meeting were sent.", "pack/")
    facts = {"number": number, "content_hash": content_hash, "pages": pack.pages}
    record("pack.frozen", by=by, subject=pack, facts=facts, organisation_id=meeting.organisation_id)
    return pack


def _insist(meeting: Meeting, by: Person | None) -> None:
    if by is not None:
        insist(rules.may_freeze(by, meeting))
    elif meeting.state not in (State.OPEN, State.IN_PROGRESS):
        raise Refused("Send the meeting out first; then freeze its pack.")


def _pieces(viewer: Person, meeting: Meeting, lines: Sequence[Line], period: Period, *, is_first: bool) -> list[Piece]:
    if not lines:
        raise Refused("Nothing has come since the last pack, so there is no supplement to send.")
    pieces = making.pieces(viewer, meeting, lines, period)
    if not is_first:
        return pieces
    return [Piece("summary", "On one page", making.summary(pieces, lines, period)), *pieces]


def _to_send(meeting: Meeting, packs: Sequence[Pack]) -> list[Line]:
    """The whole agenda, or what came after the last pack. Private items are told apart when it is read."""
    items = meeting.items.select_related("board", "lead", "referred_by__item__board")
    lines = [Line(one, (), list(one.papers.all())) for one in items.prefetch_related("papers__file", "readers")]
    if not packs:
        return lines
    sent = packing.sent_in(packs)
    new = [Line(one.item, (), [paper for paper in one.papers if str(paper.pk) not in sent]) for one in lines]
    return [one for one in new if one.papers or str(one.item.pk) not in sent]


def _somebody(meeting: Meeting) -> Person:
    """Through whose eyes the figures are read that everybody may see: the chair's."""
    chair = Seat.objects.filter(meeting=meeting, part=Part.CHAIR).select_related("person").first()
    if chair is None:
        raise Refused("Nobody chairs this meeting.")
    return chair.person


@transaction.atomic
def hand_out(meeting: Meeting, *, by: Person | None, private: bool = False) -> bytes:
    """The pack with its supplements as one PDF, or one's own private items; that it was taken away is recorded."""
    packs = list(Pack.objects.filter(meeting=meeting).order_by("number"))
    if not packs:
        raise Refused("No pack has been frozen for this meeting yet.")
    made = [one for pack in packs if (one := packing.private_pages(pack, by))] if private and by else []
    if private:
        if not made:
            raise Refused("There are no private items for you in this pack.")
        content = packing.one_after_another(made)
    else:
        content = packing.pdf_of(packs)
    purpose = "took the private items away" if private else "took the pack away"
    if by is not None:
        record_reading(packs[-1], by=by, purpose=purpose)
    else:
        facts = {"content_hash": packs[-1].content_hash}
        record("pack.exported", by=None, subject=packs[-1], facts=facts, organisation_id=meeting.organisation_id)
    return content
