"""May somebody raise an action out of a meeting?"""

from uuid import UUID

from cairn.assurance.board.models import Meeting
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person


def runs_meetings_of(person: Person, pk: str) -> bool:
    """Whoever minutes a board's meeting puts its actions into the one log, whatever else their role lets them."""
    running = Meeting.objects.filter(board=UUID(pk), organisation=person.organisation_id, state="in_progress")
    return any(permits(person, "meeting.run", meeting) for meeting in running)
