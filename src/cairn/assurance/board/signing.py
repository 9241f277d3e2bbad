"""What does whoever chairs put their name to when minutes are approved, and how is it read again to be verified?"""

from typing import Any

from cairn.assurance.board.models import Item, Meeting, Outcome, Seat
from cairn.foundation.ledger.canonical import fingerprint

STATEMENT = "These minutes are a correct record of the meeting, as the board approved them."


def content(meeting: Meeting) -> dict[str, Any]:
    """The whole record of the meeting, private items among it, as it is stored now."""
    seats = Seat.objects.filter(meeting=meeting).order_by("pk")
    items = Item.objects.filter(meeting=meeting).order_by("position", "pk")
    outcomes = Outcome.objects.filter(item__meeting=meeting).order_by("at", "pk")
    return {
        "board": meeting.board_id,
        "number": meeting.number,
        "held_on": meeting.held_on,
        "seats": [[one.person_id, one.part, one.capacity, one.standing, one.interest] for one in seats],
        "items": [[one.number, one.title, one.minutes] for one in items],
        "outcomes": [[one.item_id, one.kind, one.text, one.action_id, one.to_board_id] for one in outcomes],
    }


def content_by_id(pk: str) -> dict[str, Any]:
    """The same, for verification."""
    return content(Meeting.objects.get(pk=pk))


def hash_of(meeting: Meeting) -> str:
    """The record of a meeting as one hash."""
    return fingerprint(content(meeting))
