"""What can be shown of boards, their members and their meetings, and to whom?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairn.assurance.board.models import (
    LIVE,
    PARTS,
    Board,
    Item,
    Meeting,
    Membership,
    Outcome,
    OutcomeKind,
    Pack,
    Paper,
    Part,
    Seat,
    StandingItem,
    State,
)
from cairn.cycle.improvement.models import Action
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person


def boards(viewer: Person) -> QuerySet[Board]:
    """Every board of the organisation, by name."""
    return Board.objects.visible_to(viewer).select_related("reports_to")


def board_for(viewer: Person, pk: Any) -> Board:
    """One board; DoesNotExist where it is another organisation's."""
    return boards(viewer).get(pk=pk)


def next_meetings(viewer: Person) -> dict[UUID, Meeting]:
    """The next meeting of each board, as far as the reader may see it. One query."""
    live = Meeting.objects.visible_to(viewer).live().order_by("-held_on", "-number")
    return {one.board_id: one for one in live}


def members(board: Board) -> list[Membership]:
    """Who sits on it today or will, and who did, in the order of their parts."""
    found = board.memberships.select_related("person", "stands_in_for").order_by("starts_on")
    return sorted(found, key=_placed)


def _placed(one: Membership | Seat) -> tuple[int, str, str]:
    return PARTS.index(Part(one.part)), one.capacity, one.person.family_name


def membership_for(viewer: Person, pk: Any) -> Membership:
    """Somebody's term on a board of the reader's organisation."""
    seen = Board.objects.visible_to(viewer)
    return Membership.objects.filter(board__in=seen).select_related("board", "person").get(pk=pk)


def standing_item_for(viewer: Person, pk: Any) -> StandingItem:
    """One line of a standing agenda."""
    return StandingItem.objects.filter(board__in=Board.objects.visible_to(viewer)).select_related("board").get(pk=pk)


def meetings(viewer: Person, board: Board) -> QuerySet[Meeting]:
    """The meetings of a board that the reader may see, the newest first."""
    return Meeting.objects.visible_to(viewer).filter(board=board)


def meeting_for(viewer: Person, pk: Any) -> Meeting:
    """One meeting; DoesNotExist where the reader may not see it."""
    found = Meeting.objects.visible_to(viewer).select_related("board", "approved_in")
    return found.get(pk=pk)


def seats(meeting: Meeting) -> list[Seat]:
    """Who has a seat in it: chair, members, deputies, secretary."""
    found = meeting.seats.select_related("person", "stands_in_for")
    return sorted(found, key=_placed)


def seat_of(viewer: Person, pk: Any) -> Seat:
    """One's own seat in a meeting."""
    found = Seat.objects.filter(person=viewer, meeting__in=Meeting.objects.visible_to(viewer))
    return found.select_related("meeting__board").get(meeting=pk)


def item_for(viewer: Person, pk: Any) -> Item:
    """One item, on an agenda or in a backlog; private ones exist for their readers only."""
    found = Item.objects.readable_by(viewer).select_related(
        "board", "meeting__board", "lead", "referred_by__item__board"
    )
    item = found.filter(board__in=Board.objects.visible_to(viewer)).get(pk=pk)
    if item.meeting_id:
        meeting_for(viewer, item.meeting_id)
    elif not permits(viewer, "meeting.run", Meeting(organisation_id=item.organisation_id, board=item.board)):
        raise Item.DoesNotExist
    return item


@dataclass(frozen=True)
class Line:
    """One item with what came of it and the papers that were brought to it."""

    item: Item
    outcomes: Sequence[Outcome]
    papers: Sequence[Paper]


def agenda(viewer: Person, meeting: Meeting) -> list[Line]:
    """What stands on an agenda, in its order, without private items of others. Three queries."""
    items = list(
        Item.objects.readable_by(viewer)
        .filter(meeting=meeting)
        .select_related("lead", "carried_from__meeting", "referred_by__item__board")
    )
    outcomes = Outcome.objects.filter(item__in=items).select_related("action__owner", "to_board", "by")
    papers = Paper.objects.filter(item__in=items).select_related("file")
    by_item: dict[UUID, tuple[list[Outcome], list[Paper]]] = {one.pk: ([], []) for one in items}
    for outcome in outcomes:
        by_item[outcome.item_id][0].append(outcome)
    for paper in papers:
        by_item[paper.item_id][1].append(paper)
    return [Line(one, *by_item[one.pk]) for one in items]


def backlog(viewer: Person, board: Board) -> QuerySet[Item]:
    """What waits for a meeting of this board, the oldest first."""
    waiting = Item.objects.readable_by(viewer).filter(board=board, meeting=None)
    return waiting.select_related("lead", "referred_by__item__board").order_by("added_at")


def actions(viewer: Person, board: Board) -> QuerySet[Action]:
    """What this board's meetings put into the one log, the next due first (sa.agenda.3)."""
    found = Action.objects.visible_to(viewer).filter(source=f"board.Board:{board.pk}")
    return found.select_related("owner").order_by("due_on", "number")


def referrals(viewer: Person, board: Board) -> list[tuple[Outcome, list[Outcome]]]:
    """What this board referred to others, the newest first, and what they answered once their meeting was over."""
    sent = Outcome.objects.filter(item__board=board, kind=OutcomeKind.REFERRAL, item__is_private=False)
    found = list(sent.select_related("to_board", "item__meeting").order_by("-at")[:50])
    answers = Outcome.objects.filter(item__referred_by__in=found, item__meeting__state=State.CLOSED)
    by_referral: dict[UUID, list[Outcome]] = {one.pk: [] for one in found}
    for answer in answers.select_related("item").order_by("at"):
        if answer.item.referred_by_id:
            by_referral[answer.item.referred_by_id].append(answer)
    return [(one, by_referral[one.pk]) for one in found]


def last_closed(meeting: Meeting) -> Meeting | None:
    """The meeting whose minutes are before this one."""
    earlier = Meeting.objects.filter(board=meeting.board_id, state=State.CLOSED, number__lt=meeting.number)
    return earlier.order_by("-number").first()


def next_after(meeting: Meeting) -> Meeting | None:
    """The meeting of the same board that comes after this one."""
    later = Meeting.objects.filter(board=meeting.board_id, state__in=LIVE, number__gt=meeting.number)
    return later.order_by("held_on").first()


def next_of(board: Board) -> Meeting | None:
    """The meeting for which a pack is made: sent out or in progress, the nearest."""
    sent = Meeting.objects.filter(board=board, state__in=[State.OPEN, State.IN_PROGRESS])
    return sent.select_related("board").order_by("held_on").first()


def to_carry_to(item: Item) -> QuerySet[Meeting]:
    """The meetings to which an item can go on."""
    open_to = Meeting.objects.filter(board=item.board_id, state__in=[State.DRAFT, State.OPEN])
    return (open_to.exclude(pk=item.meeting_id) if item.meeting_id else open_to).order_by("held_on")


def packs(meeting: Meeting) -> list[Pack]:
    """What was sent of a meeting, in its order, without the texts."""
    return list(meeting.packs.defer("content"))


def paper_for(viewer: Person, pk: Any) -> Paper:
    """A paper of an item that the reader may see."""
    paper = Paper.objects.select_related("file", "item").get(pk=pk)
    item_for(viewer, paper.item_id)
    return paper
