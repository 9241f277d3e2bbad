"""Everything that moves a meeting on: plan, send out, begin, close, cancel; who comes; whose minutes are approved."""

from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Max

from cairn.assurance.board import duties, seating, signing
from cairn.assurance.board.locking import held_meeting
from cairn.assurance.board.models import Board, Item, Meeting, Seat, Standing, State
from cairn.assurance.board.rules import meetings as rules
from cairn.assurance.board.telling import tell_seated
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record, sign
from cairn.foundation.people.models import Person


@transaction.atomic
def plan(board: Board, *, by: Person, held_on: date, begins_at: time, place: str) -> Meeting:
    """The next meeting, with the standing agenda as it is now; later changes of that do not touch it."""
    board = Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    insist(rules.may_plan_on(by, board, held_on))
    last = Meeting.objects.filter(board=board).aggregate(last=Max("number"))["last"]
    now = clock.now()
    meeting = Meeting.objects.create(
        organisation_id=board.organisation_id,
        board=board,
        number=(last or 0) + 1,
        held_on=held_on,
        begins_at=begins_at,
        place=place,
        planned_at=now,
    )
    Item.objects.bulk_create(
        Item(
            board=board,
            meeting=meeting,
            position=10 * place_,
            number=one.number,
            block=one.block,
            title=one.title,
            kind=one.kind,
            brief=one.brief,
            minutes_asked=one.minutes_asked,
            added_at=now,
        )
        for place_, one in enumerate(board.standing_items.all(), 1)
    )
    duties.planned(board)
    record("meeting.planned", by=by, subject=meeting, facts={"board": board.pk, "held_on": held_on})
    return meeting


@transaction.atomic
def move_to(meeting: Meeting, *, by: Person, held_on: date, begins_at: time, place: str) -> Meeting:
    """Another day, time or place, until it begins; those who have a seat are told."""
    meeting = held_meeting(meeting.pk)
    insist(rules.may_run(by, meeting))
    if meeting.state == State.IN_PROGRESS:
        raise Refused("The meeting has begun.")
    if held_on != meeting.held_on:
        insist(rules.may_plan_on(by, meeting.board, held_on))
    before = meeting.held_on
    meeting.held_on, meeting.begins_at, meeting.place = held_on, begins_at, place
    meeting.save(update_fields=["held_on", "begins_at", "place"])
    if meeting.state == State.OPEN:
        seating.lay_out(meeting)
        tell_seated(meeting, "A meeting of a board was moved. See when and where.")
    record("meeting.moved", by=by, subject=meeting, facts={"from": before, "to": held_on})
    return meeting


@transaction.atomic
def open_meeting(meeting: Meeting, *, by: Person) -> Meeting:
    """Sent out: everybody who sits on the board on its day has a seat, and is told."""
    meeting = held_meeting(meeting.pk)
    insist(rules.may_open(by, meeting))
    meeting.state, meeting.opened_at = State.OPEN, clock.now()
    meeting.save(update_fields=["state", "opened_at"])
    seating.lay_out(meeting)
    tell_seated(meeting, "A meeting of a board was sent out. See its agenda.")
    record("meeting.opened", by=by, subject=meeting, facts={"held_on": meeting.held_on})
    return meeting


@transaction.atomic
def begin(meeting: Meeting, *, by: Person) -> Meeting:
    """In progress: from now on items have outcomes."""
    meeting = held_meeting(meeting.pk)
    insist(rules.may_begin(by, meeting))
    meeting.state, meeting.began_at = State.IN_PROGRESS, clock.now()
    meeting.save(update_fields=["state", "began_at"])
    record("meeting.begun", by=by, subject=meeting)
    return meeting


@transaction.atomic
def mark(meeting: Meeting, *, by: Person, standings: dict[Any, str]) -> Meeting:
    """Who is there: `standings` names seats by their identifiers (sa.agenda.1)."""
    meeting = held_meeting(meeting.pk)
    insist(rules.may_run(by, meeting))
    if meeting.state == State.DRAFT:
        raise Refused("Seats are laid out when the meeting is sent out.")
    for seat in meeting.seats.all():
        said = standings.get(seat.pk)
        if said and said != seat.standing:
            seat.standing = said
            seat.save(update_fields=["standing"])
    duties.keep_attendance(meeting)
    counted = rules.counted_present(meeting.seats.all())
    record("meeting.attendance", by=by, subject=meeting, facts={"counted": counted, "quorum": meeting.board.quorum})
    return meeting


@transaction.atomic
def apologise(seat: Seat, *, by: Person, comes: bool) -> Seat:
    """Say that one can't come, or can after all (sa.agenda.1)."""
    held_meeting(seat.meeting_id)
    seat = Seat.objects.select_related("meeting__board").get(pk=seat.pk)
    insist(rules.may_apologise(by, seat))
    if seat.standing == Standing.PRESENT:
        raise Refused("You are marked as there.")
    seat.standing = Standing.EXPECTED if comes else Standing.APOLOGIES
    seat.save(update_fields=["standing"])
    duties.keep_attendance(seat.meeting)
    record("meeting.apologies", by=by, subject=seat.meeting, facts={"comes": comes})
    return seat


@transaction.atomic
def declare(seat: Seat, *, by: Person, interest: str) -> Seat:
    """Declare an interest in what the meeting is about; the minutes carry it."""
    held_meeting(seat.meeting_id)
    seat = Seat.objects.select_related("meeting__board").get(pk=seat.pk)
    insist(rules.may_apologise(by, seat))
    seat.interest = interest
    seat.save(update_fields=["interest"])
    record("meeting.interest_declared", by=by, subject=seat.meeting)
    return seat


@transaction.atomic
def close(meeting: Meeting, *, by: Person) -> Meeting:
    """It is over, and its record stands: what is wrong in it is put right when its minutes are approved."""
    meeting = held_meeting(meeting.pk)
    insist(rules.may_close(by, meeting, meeting.seats.all()))
    seating.settle_absence(meeting)
    meeting.state, meeting.closed_at = State.CLOSED, clock.now()
    meeting.save(update_fields=["state", "closed_at"])
    duties.held(meeting)
    record("meeting.closed", by=by, subject=meeting, facts={"record": signing.hash_of(meeting)})
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, by: Person, reason: str) -> Meeting:
    """It does not take place. What was on its own agenda goes back to the backlog."""
    meeting = held_meeting(meeting.pk)
    insist(rules.may_step(by, meeting, State.CANCELLED))
    if not reason.strip():
        raise Refused("Say why it is cancelled.")
    was_open = meeting.state == State.OPEN
    meeting.state = State.CANCELLED
    meeting.save(update_fields=["state"])
    standing = meeting.board.standing_items.values("title")
    meeting.items.exclude(title__in=standing).update(meeting=None)
    duties.keep_attendance(meeting)
    duties.keep_next(meeting.board)
    if was_open:
        tell_seated(meeting, "A meeting of a board was cancelled.")
    record("meeting.cancelled", by=by, subject=meeting, reason=reason)
    return meeting


@transaction.atomic
def approve_minutes(minutes_of: Meeting, *, by: Person, at: Meeting, method: str = "session") -> Meeting:
    """Signed by the chair as a correct record, at a later meeting (sa.agenda.2)."""
    at = held_meeting(at.pk)
    minutes_of = held_meeting(minutes_of.pk)
    insist(rules.may_approve(by, minutes_of, at, at.seats.all()))
    minutes_of.approved_in, minutes_of.approved_at = at, clock.now()
    minutes_of.save(update_fields=["approved_in", "approved_at"])
    sign(minutes_of, by=by, content=signing.content(minutes_of), statement=signing.STATEMENT, method=method)
    record("meeting.minutes_approved", by=by, subject=minutes_of, facts={"at": at.pk})
    return minutes_of
