"""Who may bring a paper and freeze a pack, and when?"""

from cairn.assurance.board.models import Item, Meeting, State
from cairn.assurance.board.rules import meetings
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.core.words import number
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Person

MOST_PAGES = 60


def may_bring(actor: Person, item: Item) -> Verdict:
    """Until the meeting is closed."""
    if item.meeting is None:
        return meetings.may_plan(actor, item.board)
    return meetings.may_run(actor, item.meeting)


def is_short_enough(pages: int | None) -> Verdict:
    """A paper that nobody can read before a meeting helps nobody to decide."""
    if pages is None or pages <= MOST_PAGES:
        return YES
    return Verdict(
        f"This paper has {number(pages)} pages; a paper for a board has {MOST_PAGES} at most. Bring a summary, and add "
        "the long document as evidence."
    )


def may_freeze(actor: Person, meeting: Meeting) -> Verdict:
    """Once the meeting was sent out, by whoever runs meetings."""
    if not (allowed := meetings.may_run(actor, meeting)):
        return allowed
    if meeting.state == State.DRAFT:
        return Verdict("Send the meeting out first; then freeze its pack.")
    return refuse_unless(actor, "meeting.freeze", meeting, meetings.RUNS)
