"""May somebody raise an action out of a meeting?"""

from uuid import UUID

from cairn.assurance.board.models import Meeting, State
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person


def runs_meetings_of(person: Person, pk: str) -> bool:
    """Whoever minutes a board's meeting puts its actions into the one log, whatever else their role lets them."""
    try:
        board = UUID(pk)
    except ValueError:  # typed into the address of the page
        return False
    running = Meeting.objects.filter(board=board, organisation=person.organisation_id, state=State.IN_PROGRESS)
    return any(permits(person, "meeting.run", meeting) for meeting in running)
