"""A board of the North with five seats, and its meetings, as the tests need them."""

from datetime import date, time, timedelta

from cairn.assurance.board.commands import boards, meetings
from cairn.assurance.board.models import Board, Item, Standing
from cairn.foundation.core import clock

SINCE = date(2026, 1, 5)
SEATS = (
    ("isla", "cswo", "chair", None),
    ("catriona", "senior_manager", "member", None),
    ("morag", "team_leader", "member", None),
    ("eilidh", "practitioner", "member", None),
    ("fraser", "quality_officer", "deputy", "catriona"),
)


def board(cast, name="Social Work Governance Board", quorum=3, seats=SEATS, **more):
    """A board founded by the chief social work officer, with its members."""
    made = boards.found(by=cast["isla"], name=name, purpose="It assures practice.", quorum=quorum, **more)
    for who, capacity, part, instead in seats:
        boards.seat(
            made,
            by=cast["isla"],
            person=cast[who],
            capacity=capacity,
            part=part,
            starts_on=SINCE,
            stands_in_for=cast[instead] if instead else None,
        )
    return made


def planned(cast, of, days=14):
    """The next meeting, being prepared."""
    held_on = clock.today() + timedelta(days=days)
    return meetings.plan(of, by=cast["isla"], held_on=held_on, begins_at=time(14, 0), place="Burns House")


def sent(cast, of, days=14):
    """The next meeting, sent out."""
    return meetings.open_meeting(planned(cast, of, days), by=cast["isla"])


def begun(cast, of, there=("isla", "morag", "eilidh")):
    """A meeting of today that is in progress, with those who are there."""
    meeting = meetings.begin(sent(cast, of, 0), by=cast["isla"])
    present = {cast.people[name] for name in there}
    standings = {seat.pk: Standing.PRESENT for seat in meeting.seats.all() if seat.person_id in present}
    return meetings.mark(meeting, by=cast["isla"], standings=standings)


def item(meeting, number) -> Item:
    """The item of an agenda with this number."""
    return meeting.items.get(number=number)


def only_board() -> Board:
    return Board.objects.get()
