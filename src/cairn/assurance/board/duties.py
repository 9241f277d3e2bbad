"""What is owed in this room: to come to a meeting, and to plan the next one."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from cairn.assurance.board.models import LIVE, Board, Meeting, Seat, Standing, State
from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Kind, Owed, subject
from cairn.cycle.duties.models import Duty
from cairn.foundation.core.links import address
from cairn.foundation.people.models import Organisation

ATTEND, PLAN_NEXT = "board.attend", "board.plan_next"
WITHIN = timedelta(days=14)
SECRETARY = "board_secretary"
COMING = (Standing.EXPECTED, Standing.PRESENT)
AWAITED = (State.OPEN, State.IN_PROGRESS)


def keep_attendance(meeting: Meeting) -> None:
    """Everybody who is expected has the day before them; whoever sent apologies owes nothing."""
    owed = _to_attend(meeting, meeting.seats.filter(standing__in=COMING)) if meeting.state in AWAITED else ()
    owing.settle(ATTEND, meeting, owed, organisation_id=meeting.organisation_id, reason="No longer expected.")


def held(meeting: Meeting) -> None:
    """It is over: who was there has come, and the next one is to be planned."""
    there = meeting.seats.filter(standing=Standing.PRESENT).values_list("person", flat=True)
    owing.meet(ATTEND, meeting, on=meeting.held_on, bearers=there)
    owing.lapse(ATTEND, meeting)
    keep_next(meeting.board)


def keep_next(board: Board) -> None:
    """A board that has met owes the day of its next meeting, until one is planned (sa.agenda.13)."""
    owing.settle(PLAN_NEXT, board, _to_plan(board), organisation_id=board.organisation_id)


def planned(board: Board) -> None:
    """The next meeting has its day."""
    owing.meet(PLAN_NEXT, board)


def _to_attend(meeting: Meeting, seats: Iterable[Seat]) -> Iterator[Owed]:
    opened = timezone.localdate(meeting.opened_at)
    for seat in seats:
        yield Owed(
            about=subject(meeting),
            opens_on=min(opened, meeting.held_on),
            due_on=meeting.held_on,
            bearer_id=seat.person_id,
            words=f"{meeting.board.name}, {meeting.begins_at:%H:%M}, {meeting.place}",
        )


def _to_plan(board: Board) -> Iterator[Owed]:
    last = board.meetings.filter(state=State.CLOSED).order_by("-number").first()
    if last is None or last.closed_at is None or board.meetings.filter(state__in=LIVE).exists():
        return
    closed = timezone.localdate(last.closed_at)
    yield Owed(
        about=subject(board),
        opens_on=closed,
        due_on=closed + WITHIN,
        office=SECRETARY,
        occasion=str(last.number),
        words=board.name,
    )


def _plan_attendance(organisation: Organisation, until: date) -> Iterator[Owed]:
    meetings = Meeting.objects.filter(organisation=organisation, state__in=AWAITED).select_related("board")
    seats = Seat.objects.filter(meeting__in=meetings, standing__in=COMING).order_by("pk")
    found = {meeting.pk: meeting for meeting in meetings}
    for seat in seats:
        yield from _to_attend(found[seat.meeting_id], [seat])


def _plan_next(organisation: Organisation, until: date) -> Iterator[Owed]:
    for board in Board.objects.filter(organisation=organisation).order_by("pk"):
        yield from _to_plan(board)


def _meeting_page(duty: Duty) -> str:
    return address("board:meeting", UUID(duty.subject_id))


def _board_page(duty: Duty) -> str:
    return address("board:board", UUID(duty.subject_id))


KINDS = (
    Kind(
        ATTEND,
        "Meeting of a board",
        "Meeting: {words}",
        page=_meeting_page,
        why="You have a seat in it. If you can't come, send your apologies on its page.",
        plan=_plan_attendance,
        ahead=timedelta(days=400),
    ),
    Kind(
        PLAN_NEXT,
        "Plan the next meeting of a board",
        "Plan the next meeting: {words}",
        page=_board_page,
        why="The last meeting is closed, and the next one has no day yet.",
        minutes=5,
        plan=_plan_next,
    ),
)
