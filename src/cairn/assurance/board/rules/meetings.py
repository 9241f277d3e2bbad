"""Who may prepare, hold and close a meeting, and what can be done in which state of it?"""

from collections.abc import Iterable
from datetime import date

from cairn.assurance.board.models import (
    COUNTED,
    LIVE,
    NEXT,
    Board,
    Item,
    Kind,
    Meeting,
    OutcomeKind,
    Part,
    Seat,
    Standing,
    State,
)
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.core.words import capital, number, plural
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person

RUNS = "Meetings are prepared and minuted by the board secretary, or the chief or principal social worker."
CLOSED = "This meeting is closed. What it recorded is put right at the next one, when its minutes are approved."
CANCELLED = "This meeting was cancelled."


def may_plan(actor: Person, board: Board) -> Verdict:
    """The next meeting is planned by whoever runs meetings."""
    return refuse_unless(actor, "meeting.run", Meeting(organisation_id=board.organisation_id, board=board), RUNS)


def may_plan_on(actor: Person, board: Board, held_on: date) -> Verdict:
    """Ahead of today, and one a day."""
    if not (allowed := may_plan(actor, board)):
        return allowed
    if held_on < clock.today():
        return Verdict("That day is over. Choose today or later.")
    if Meeting.objects.filter(board=board, held_on=held_on).exclude(state=State.CANCELLED).exists():
        return Verdict("The board meets on that day already.")
    return YES


def may_run(actor: Person, meeting: Meeting) -> Verdict:
    """Its agenda, seats, outcomes and minutes, until it is closed."""
    if meeting.state == State.CLOSED:
        return Verdict(CLOSED)
    if meeting.state == State.CANCELLED:
        return Verdict(CANCELLED)
    return refuse_unless(actor, "meeting.run", meeting, RUNS)


def may_step(actor: Person, meeting: Meeting, to: str) -> Verdict:
    """Prepared, sent out, in progress, closed: one after the other."""
    if not (allowed := may_run(actor, meeting)):
        return allowed
    if State(to) not in NEXT[State(meeting.state)]:
        return Verdict(f"A meeting that is {meeting.get_state_display().lower()} can't be {State(to).label.lower()}.")
    return YES


def may_open(actor: Person, meeting: Meeting) -> Verdict:
    """Sent out to a board that has a chair and enough members for its quorum."""
    if not (allowed := may_step(actor, meeting, State.OPEN)):
        return allowed
    terms = list(meeting.board.memberships.on(meeting.held_on))
    if not any(one.part == Part.CHAIR for one in terms):
        return Verdict("Nobody chairs the board on that day. Give it a chair first.")
    counted = sum(one.part in COUNTED for one in terms)
    if counted < meeting.board.quorum:
        return Verdict(
            f"The quorum is {number(meeting.board.quorum)}, and on that day the board has {plural(counted, 'member')}."
        )
    return YES


def may_begin(actor: Person, meeting: Meeting) -> Verdict:
    """Not before its day."""
    if not (allowed := may_step(actor, meeting, State.IN_PROGRESS)):
        return allowed
    return YES if meeting.held_on <= clock.today() else Verdict("It begins on its day, not before.")


def counted_present(seats: Iterable[Seat]) -> int:
    """Who counts towards the quorum: chair and members who are there, and deputies of those who are not."""
    seats = list(seats)
    there = {one.person_id for one in seats if one.standing == Standing.PRESENT and one.part in COUNTED}
    members = {one.person_id for one in seats if one.part in COUNTED}
    stood_in = {
        one.stands_in_for_id
        for one in seats
        if one.standing == Standing.PRESENT and one.part == Part.DEPUTY and one.stands_in_for_id in members - there
    }
    return len(there) + len(stood_in)


def is_quorate(meeting: Meeting, seats: Iterable[Seat]) -> Verdict:
    """Whether enough are there to decide."""
    there = counted_present(seats)
    if there >= meeting.board.quorum:
        return YES
    return Verdict(f"The quorum is {number(meeting.board.quorum)}, and {_are_there(there)}.")


def _are_there(there: int) -> str:
    return "nobody who counts is there" if not there else f"{number(there)} {'is' if there == 1 else 'are'} there"


def may_record(actor: Person, item: Item, kind: str, seats: Iterable[Seat]) -> Verdict:
    """Outcomes only while the meeting is in progress; without a quorum it decides nothing and refers nothing."""
    meeting = item.meeting
    if meeting is None:
        return Verdict("This item waits for a meeting.")
    if not (allowed := may_run(actor, meeting)):
        return allowed
    if meeting.state != State.IN_PROGRESS:
        return Verdict("Outcomes are recorded while the meeting is in progress.")
    if kind in (OutcomeKind.DECISION, OutcomeKind.REFERRAL) and not (enough := is_quorate(meeting, seats)):
        return Verdict(f"{capital(enough.reason)} Note it, and decide at the next meeting.")
    return YES


def may_write(actor: Person, item: Item) -> Verdict:
    """Minutes are written beside the agenda while the meeting is in progress."""
    if item.meeting is None or item.meeting.state in (State.DRAFT, State.OPEN):
        return Verdict("Minutes are written while the meeting is in progress.")
    return may_run(actor, item.meeting)


def may_change_item(actor: Person, item: Item) -> Verdict:
    """Until the meeting begins; what waits in the backlog at any time."""
    if item.meeting is None:
        return may_plan(actor, item.board)
    if not (allowed := may_run(actor, item.meeting)):
        return allowed
    return YES if item.meeting.state != State.IN_PROGRESS else Verdict("The meeting has begun; its agenda stands.")


def may_take_on(actor: Person, item: Item) -> Verdict:
    """By whoever runs the meeting, or keeps the backlog; what stands on every agenda stays."""
    allowed = may_plan(actor, item.board) if item.meeting is None else may_run(actor, item.meeting)
    if not allowed:
        return allowed
    return YES if item.kind not in (Kind.WELCOME, Kind.MINUTES, Kind.NEXT) else Verdict("It stands on every agenda.")


def may_carry(actor: Person, item: Item, to: Meeting | None) -> Verdict:
    """To a meeting of the same board that has not begun, or into its backlog."""
    if not (allowed := may_take_on(actor, item)):
        return allowed
    if to is not None and (to.board_id != item.board_id or to.state not in (State.DRAFT, State.OPEN)):
        return Verdict("Choose a meeting of this board that has not begun.")
    if to is None and item.meeting is None:
        return Verdict("It waits in the backlog already.")
    return YES


def may_apologise(actor: Person, seat: Seat) -> Verdict:
    """For oneself, until the meeting is over."""
    if seat.person_id != actor.pk:
        return Verdict("Everybody gives their own apologies.")
    return YES if seat.meeting.state in LIVE else Verdict(CLOSED)


def may_close(actor: Person, meeting: Meeting, seats: Iterable[Seat]) -> Verdict:
    """When it is known who was there."""
    if not (allowed := may_step(actor, meeting, State.CLOSED)):
        return allowed
    if not any(one.standing == Standing.PRESENT for one in seats):
        return Verdict("Say first who is there.")
    return YES


def may_approve(actor: Person, minutes_of: Meeting, at: Meeting, seats: Iterable[Seat]) -> Verdict:
    """By whoever chairs a later meeting of the same board, while it is in progress and quorate."""
    if minutes_of.state != State.CLOSED:
        return Verdict("Minutes are approved of a meeting that is closed.")
    if minutes_of.approved_in_id:
        return Verdict("These minutes have been approved.")
    if at.board_id != minutes_of.board_id or at.number <= minutes_of.number:
        return Verdict("Minutes are approved at a later meeting of the same board.")
    if at.state != State.IN_PROGRESS:
        return Verdict("Minutes are approved while a meeting is in progress.")
    seats = list(seats)
    mine = next((one for one in seats if one.person_id == actor.pk and one.standing == Standing.PRESENT), None)
    chairs = [one for one in seats if one.part == Part.CHAIR and one.standing == Standing.PRESENT]
    is_chair = mine is not None and (
        mine.part == Part.CHAIR or (not chairs and mine.part in (Part.DEPUTY, Part.MEMBER) and _for_chair(mine, seats))
    )
    if not is_chair:
        return Verdict("Minutes are signed by whoever chairs the meeting that approves them.")
    if not permits(actor, "meeting.approve", at):
        return Verdict("Minutes are signed by somebody who has a seat in the meeting.")
    return is_quorate(at, seats)


def _for_chair(seat: Seat, seats: Iterable[Seat]) -> bool:
    """Whether this is the deputy of the chair."""
    return any(one.part == Part.CHAIR and one.person_id == seat.stands_in_for_id for one in seats)
