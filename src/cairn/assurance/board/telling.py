"""Who is told of a meeting: everybody with a seat in it who works here."""

from cairn.assurance.board.models import Meeting
from cairn.foundation.notices.commands import notify_each
from cairn.foundation.people.models import Person


def tell_seated(meeting: Meeting, text: str, page: str = "") -> None:
    """A line in their inboxes that leads to the meeting, or to one of its pages."""
    seated = Person.objects.filter(pk__in=meeting.seats.values("person"), is_active=True)
    notify_each(seated, text=text, link=f"/board/meetings/{meeting.pk}/{page}", about=meeting)
