"""Everything that can be done to an item: add, change, carry on, minute, record what came of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from cairn.assurance.board.locking import held_item, held_meeting
from cairn.assurance.board.models import Board, Item, Kind, Meeting, Outcome, OutcomeKind, State
from cairn.assurance.board.rules import meetings as rules
from cairn.cycle.improvement.commands import raise_action
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify_each
from cairn.foundation.people.models import Person
from cairn.foundation.people.offices import Holders

STALE = "Somebody else wrote here meanwhile. Both texts are below: put together what should stand, and save again."
LINE = ("title", "kind", "lead", "minutes_asked", "reading")


@transaction.atomic
def add(
    board: Board,
    *,
    by: Person,
    meeting: Meeting | None,
    title: str,
    kind: str = Kind.OTHER,
    block: str = "",
    lead: Person | None = None,
    minutes_asked: int | None = None,
    reading: str = "",
    is_private: bool = False,
    readers: Iterable[Person] = (),
) -> Item:
    """Onto the agenda of one meeting, or into the backlog of the board. A private item is for its readers only."""
    if meeting is not None:
        meeting = held_meeting(meeting.pk)
    item = Item(
        board=board,
        meeting=meeting,
        title=title,
        kind=kind,
        block=block,
        lead=lead,
        minutes_asked=minutes_asked,
        reading=reading,
        is_private=is_private,
        added_at=clock.now(),
    )
    insist(rules.may_change_item(by, item))
    item.position = _place(meeting)
    item.save(force_insert=True)
    if is_private:
        item.readers.set({by, *readers, *([lead] if lead else [])})
    record("meeting.item_added", by=by, subject=item, facts={"meeting": meeting.pk if meeting else None})
    return item


@transaction.atomic
def change(item: Item, *, by: Person, **line: Any) -> Item:
    """Its title, lead, time and reading, until the meeting begins."""
    item = held_item(item)
    insist(rules.may_change_item(by, item))
    changed = [name for name in LINE if name in line and getattr(item, name) != line[name]]
    for name in changed:
        setattr(item, name, line[name])
    item.save(update_fields=changed)
    record("meeting.item_changed", by=by, subject=item, facts={"changed": changed})
    return item


@transaction.atomic
def carry(item: Item, *, by: Person, to: Meeting | None, keep: bool) -> Item:
    """On to another meeting, or into the backlog. Kept, it stays here as it is and a copy goes on; else it moves."""
    to = held_meeting(to.pk) if to is not None else None
    item = held_item(item)
    insist(rules.may_carry(by, item, to))
    if item.meeting is not None and (item.meeting.state == State.IN_PROGRESS or item.outcomes.exists()):
        keep = True  # what was minuted stays where it was minuted
    facts = {"to": to.pk if to else None, "kept": keep}
    if not keep:
        item.meeting, item.position = to, _place(to)
        item.save(update_fields=["meeting", "position"])
        record("meeting.item_carried", by=by, subject=item, facts=facts)
        return item
    copy = Item.objects.create(
        board_id=item.board_id,
        meeting=to,
        position=_place(to),
        title=item.title,
        block=item.block,
        kind=item.kind,
        brief=item.brief,
        lead=item.lead,
        minutes_asked=item.minutes_asked,
        reading=item.reading,
        is_private=item.is_private,
        carried_from=item,
        added_at=clock.now(),
    )
    copy.readers.set(item.readers.all())
    record("meeting.item_carried", by=by, subject=copy, facts=facts)
    return copy


@transaction.atomic
def write(item: Item, *, by: Person, text: str, version: int) -> Item:
    """Minutes of an item, saved as they are typed. Whoever had an older text before them is shown both."""
    item = held_item(item)
    insist(rules.may_write(by, item))
    if item.minutes == text:
        return item
    if item.version != version:
        raise Stale(STALE, current=item)
    item.minutes, item.version = text, item.version + 1
    item.save(update_fields=["minutes", "version"])
    record("meeting.minuted", by=by, subject=item, facts={"version": item.version})
    return item


@transaction.atomic
def record_outcome(
    item: Item,
    *,
    by: Person,
    kind: str,
    text: str,
    owner: Person | None = None,
    due_on: date | None = None,
    to_board: Board | None = None,
) -> Outcome:
    """What came of it: noted, decided, an action in the one log, or a referral to another board (sa.board.reach)."""
    item = held_item(item)
    meeting = item.meeting
    insist(rules.may_record(by, item, kind, meeting.seats.all() if meeting else ()))
    outcome = Outcome(item=item, kind=kind, text=text, by=by, at=clock.now())
    if kind == OutcomeKind.ACTION:
        outcome.action = _raised(item, by, text, owner, due_on)
    if kind == OutcomeKind.REFERRAL:
        outcome.to_board = _other_board(item, to_board)
    outcome.save(force_insert=True)
    if outcome.to_board is not None:
        _refer(outcome, outcome.to_board)
    record("meeting.outcome", by=by, subject=outcome, facts={"item": item.pk, "kind": kind})
    return outcome


def _raised(item: Item, by: Person, text: str, owner: Person | None, due_on: date | None) -> Any:
    if owner is None or due_on is None:
        raise Refused("Say of an action who will do it, and by when.")
    if item.is_private:
        raise Refused("Everybody who works here reads the action log. Note it here, and raise it there in open words.")
    words = f"{item.board.name}, meeting {item.meeting.number if item.meeting else ''}, item {item}"
    return raise_action(
        by=by,
        what=text[:300],
        why=f"Decided by the board: {text}",
        owner=owner,
        due_on=due_on,
        source=f"board.Board:{item.board_id}",
        source_words=words[:200],
    )


def _other_board(item: Item, to_board: Board | None) -> Board:
    if to_board is None or to_board.pk == item.board_id or to_board.organisation_id != item.organisation_id:
        raise Refused("Say to which other board it is referred.")
    if item.is_private:
        raise Refused("A private item is not referred. Put what the other board should know into an open one.")
    return to_board


def _refer(outcome: Outcome, to_board: Board) -> None:
    """It waits in the backlog of the other board, and its answer is read from there."""
    Item.objects.create(
        board=to_board,
        title=f"Referred by {outcome.item.board.name}: {outcome.item.title}"[:150],
        reading=outcome.text,
        kind=Kind.OTHER,
        referred_by=outcome,
        added_at=clock.now(),
    )
    secretaries = Holders(outcome.item.organisation_id).of("board_secretary", None)
    told = Person.objects.filter(pk__in=secretaries, is_active=True)
    notify_each(told, text="A matter was referred to a board.", link=f"/board/{to_board.pk}/", about=outcome)


def _place(meeting: Meeting | None) -> int:
    """Before the date of the next meeting, which comes last; after everything else."""
    if meeting is None:
        return 0
    last = meeting.items.exclude(kind=Kind.NEXT).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1
