"""Who has a seat in which meeting? Laid out when it is sent out, and again whenever a term begins or ends."""

from cairn.assurance.board import duties
from cairn.assurance.board.models import Board, Meeting, Seat, Standing, State


def seat_again(board: Board) -> None:
    """Meetings that were sent out and have not begun follow who sits on the board on their day."""
    for meeting in Meeting.objects.filter(board=board, state=State.OPEN).select_related("board"):
        lay_out(meeting)


def lay_out(meeting: Meeting) -> None:
    """A seat for everybody who sits on the board on the day of the meeting.

    Nobody sits on a board twice at a time. What somebody said of coming, or declared, stays.
    """
    wanted = {one.person_id: one for one in meeting.board.memberships.on(meeting.held_on)}
    standing = {one.person_id: one for one in meeting.seats.all()}
    gone = [one.pk for person, one in standing.items() if person not in wanted]
    Seat.objects.filter(pk__in=gone).delete()
    for person, one in standing.items():
        term = wanted.get(person)
        if term and (one.part, one.capacity, one.stands_in_for_id) != (term.part, term.capacity, term.stands_in_for_id):
            one.part, one.capacity, one.stands_in_for_id = term.part, term.capacity, term.stands_in_for_id
            one.save(update_fields=["part", "capacity", "stands_in_for"])
    Seat.objects.bulk_create(
        Seat(
            meeting=meeting,
            person_id=person,
            part=term.part,
            capacity=term.capacity,
            stands_in_for_id=term.stands_in_for_id,
        )
        for person, term in wanted.items()
        if person not in standing
    )
    meeting.__dict__.pop("_parties", None)
    duties.keep_attendance(meeting)


def settle_absence(meeting: Meeting) -> None:
    """When it is closed, whoever was not marked as there was absent."""
    Seat.objects.filter(meeting=meeting, standing=Standing.EXPECTED).update(standing=Standing.ABSENT)
