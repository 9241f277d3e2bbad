"""What stands in a pack: each item filled from the brief that a room declares, or saying what is missing (sa.agenda)?

All figures are read in one query, so that they are of one moment, and as everybody may see them: members come from many
places, and a pack travels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from cairn.assurance.board.models import Ask, Item, Kind, Meeting, Outcome, Part, Seat, Standing
from cairn.assurance.board.queries import boards as queries
from cairn.assurance.board.queries.boards import Line
from cairn.cycle.evidence import wording
from cairn.cycle.evidence.briefs import Brief, Period, Told, brief_of
from cairn.cycle.evidence.charting import chart_of
from cairn.cycle.evidence.course import Course
from cairn.cycle.evidence.declaring import Indicator, all_indicators
from cairn.cycle.evidence.queries import courses, stands
from cairn.cycle.evidence.sight import Sight
from cairn.cycle.evidence.standing import Stand
from cairn.cycle.improvement.models import Action, State
from cairn.foundation.core.blocks import Block, Cell, Drawing, Facts, Heading, Items, Table, Words, british, on, words
from cairn.foundation.core.words import capital, plural
from cairn.foundation.people.models import Person

QUARTER = timedelta(days=92)
DECIDE, OUT_OF_ORDER = "Needs a decision", "Out of order"
NO_ROOM = "Cairn keeps no records of this yet. A paper can be brought to the item; it fills itself when they are kept."
HEADS = ("Figure", "Now", "Then", "Target", "What it says")
WIDTHS = (34, 26, 26, 10, 24)
NOTHING_TOLD = Told()
ACTION_HEADS = ("Action", "Owner", "Due", "Where it stands")


@dataclass(frozen=True)
class Piece:
    """One item as it stands in the pack, and what it asks; `readers` are named for a private one only."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    readers: tuple[str, ...] = ()
    told: Told = NOTHING_TOLD


@dataclass(frozen=True)
class Read:
    """Every figure that the briefs of an agenda need, read at one moment."""

    now: dict[tuple[str, UUID | None], Stand]
    then: dict[tuple[str, UUID | None], Stand]
    courses: dict[tuple[str, UUID | None], Course]
    period: Period

    @classmethod
    def of(cls, viewer: Person, briefs: Iterable[Brief], period: Period) -> "Read":
        """Two queries for how they stand now and stood then, one for the charts."""
        keys = {key for brief in briefs for key in brief.indicators}
        declared = [one for one in all_indicators() if one.key in keys]
        sight = Sight(viewer, as_everybody=True)
        since, until = period.days
        drawn = [one for one in declared if one.key in {brief.indicators[0] for brief in briefs if brief.indicators}]
        return cls(
            stands(sight, declared, [None], until),
            stands(sight, declared, [None], since),
            courses(sight, drawn, [None]) if drawn else {},
            period,
        )


def period_of(meeting: Meeting, now: datetime) -> Period:
    """Since the last meeting was closed, else a quarter back."""
    last = queries.last_closed(meeting)
    return Period(last.closed_at if last and last.closed_at else now - QUARTER, now)


def pieces(viewer: Person, meeting: Meeting, lines: Sequence[Line], period: Period) -> list[Piece]:
    """The agenda, item by item."""
    briefs = [brief for line in lines if (brief := brief_of(line.item.brief))]
    read = Read.of(viewer, briefs, period)
    return [_piece(viewer, meeting, line, read) for line in lines]


def _piece(viewer: Person, meeting: Meeting, line: Line, read: Read) -> Piece:
    item, brief = line.item, brief_of(line.item.brief)
    told = _told(brief, item.board.organisation_id, read) if brief else NOTHING_TOLD
    filled = {
        Kind.WELCOME: lambda: _welcome(meeting),
        Kind.MINUTES: lambda: _minutes(viewer, meeting),
        Kind.ACTIONS: lambda: _actions(viewer, meeting, read.period),
        Kind.BRIEF: lambda: _brief(brief, told, read) if brief else _no_room(line),
        Kind.DISCUSSION: lambda: _discussion(item),
        Kind.NEXT: lambda: _next(meeting),
    }.get(Kind(item.kind), tuple)
    readers = tuple(sorted(str(one.pk) for one in item.readers.all())) if item.is_private else ()
    title = f"{item.block}: {item.title}" if item.block and item.block.startswith("Registered") else item.title
    blocks = (*_head(item), *filled(), *_papers(line))
    name = f"{item.number} {title}".strip()
    return Piece(f"item-{item.pk}", name, blocks or (Words("Nothing to read."),), readers, told)


def _head(item: Item) -> tuple[Block, ...]:
    said = [("Lead", item.lead.full_name)] if item.lead else []
    if item.minutes_asked:
        said.append(("Time", plural(item.minutes_asked, "minute")))
    if item.referred_by:
        said.append(("Referred by", f"{item.referred_by.item.board.name}, {british(item.referred_by.at.date())}"))
    head: tuple[Block, ...] = (Facts("About this item", tuple(said)),) if said else ()
    reads = item.reading and item.kind != Kind.DISCUSSION
    return (*head, Words(item.reading)) if reads else head


def _welcome(meeting: Meeting) -> tuple[Block, ...]:
    seats = queries.seats(meeting)
    rows = tuple(
        (words(one.person.full_name), words(_part_of(one)), words(one.get_standing_display()), words(one.interest))
        for one in seats
    )
    table = Table("Members", "Who sits in this meeting", ("Name", "As", "Comes", "Interest"), (26, 34, 16, 24), rows)
    return (table, Words(f"The quorum is {meeting.board.quorum}."))


def _part_of(seat: Seat) -> str:
    said = seat.get_capacity_display()
    if seat.part == Part.DEPUTY and seat.stands_in_for:
        return f"{said}, in place of {seat.stands_in_for.full_name}"
    return said if seat.part == Part.MEMBER else f"{said}, {seat.get_part_display().lower()}"


def _minutes(viewer: Person, meeting: Meeting) -> tuple[Block, ...]:
    last = queries.last_closed(meeting)
    if last is None:
        return (Words("This is the first meeting of which minutes are kept."),)
    said = "approved" if last.approved_at else "to be approved"
    return (Words(f"Of meeting {last.number} on {british(last.held_on)}, {said}."), *minutes_of(viewer, last))


def minutes_of(viewer: Person, meeting: Meeting, *, private: bool = False) -> tuple[Block, ...]:
    """The record of a meeting: who was there, and what came of each item. Private items only where asked for."""
    seats = queries.seats(meeting)
    blocks: list[Block] = []
    for title, standing in (("Present", Standing.PRESENT), ("Apologies", Standing.APOLOGIES)):
        names = [f"{one.person.full_name} ({_part_of(one)})" for one in seats if one.standing == standing]
        if names:
            blocks += [Heading(title), Items(tuple(names))]
    declared = [f"{one.person.full_name}: {one.interest}" for one in seats if one.interest]
    if declared:
        blocks += [Heading("Interests declared"), Items(tuple(declared))]
    for line in queries.agenda(viewer, meeting):
        if line.item.is_private and not private:
            continue
        if line.item.minutes or line.outcomes:
            blocks.append(Heading(str(line.item)))
            blocks += [Words(line.item.minutes)] if line.item.minutes else []
            blocks += [Items(tuple(_outcome(one) for one in line.outcomes))] if line.outcomes else []
    return tuple(blocks) or (Words("Nothing was recorded."),)


def _outcome(outcome: Outcome) -> str:
    said = f"{outcome.get_kind_display()}: {outcome.text}"
    action, to_board = outcome.action, outcome.to_board
    if action is not None:
        return f"{said} ({action.owner.full_name}, by {british(action.due_on)}; number {action.number} in the log)"
    return f"{said} ({to_board.name})" if to_board is not None else said


def _actions(viewer: Person, meeting: Meeting, period: Period) -> tuple[Block, ...]:
    rows = [
        one for one in queries.actions(viewer, meeting.board) if one.closed_at is None or one.closed_at >= period.since
    ]
    if not rows:
        return (Words("No action of this board is unfinished, and none was closed since the last meeting."),)
    late = sum(one.is_overdue for one in rows)
    said = (
        [Words(f"{capital(plural(late, 'action'))} {'is' if late == 1 else 'are'} overdue.", strong=True)]
        if late
        else []
    )
    table = Table("Actions", "Actions of this board", ACTION_HEADS, (46, 20, 14, 20), tuple(map(_action, rows)))
    return (*said, table)


def _action(action: Action) -> tuple[Cell, ...]:
    state = "Overdue" if action.is_overdue else action.get_state_display()
    told = action.effect if action.state in (State.EFFECTIVE, State.INEFFECTIVE) else ""
    return words(action.what), words(action.owner.full_name), on(action.due_on, ""), words(state, told)


def _told(brief: Brief, organisation_id: UUID, read: Read) -> Told:
    """What the room tells, and which of its figures are out of order."""
    told = brief.tell(organisation_id, read.period)
    return replace(told, exceptions=(*told.exceptions, *_exceptions(brief, read)))


def _no_room(line: Line) -> tuple[Block, ...]:
    return () if line.papers else (Words(NO_ROOM),)


def _brief(brief: Brief, told: Told, read: Read) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for heading, texts in (
        (DECIDE, told.to_decide),
        (OUT_OF_ORDER, told.exceptions),
        ("Since the last meeting", told.changed),
    ):
        blocks += [Heading(heading), Items(texts)] if texts else []
    rows = tuple(row for key in brief.indicators if (row := _figure(key, read)))
    if rows:
        blocks.append(Table("Figures", f"{brief.title}: figures of three months", HEADS, WIDTHS, rows))
    blocks += _drawing(brief, read)
    return tuple(blocks) or (Words("No figures have been measured yet, and nothing has changed."),)


def _figure(key: str, read: Read) -> tuple[Cell, ...] | None:
    now, then = read.now.get((key, None)), read.then.get((key, None))
    if now is None:
        return None
    indicator: Indicator = now.indicator
    return (
        words(indicator.title),
        words(wording.stood(now)),
        words(wording.stood(then) if then is not None else "no figure then"),
        words(wording.target(indicator) or "none"),
        words(_verdict(now)),
    )


def _verdict(stand: Stand) -> str:
    if stand.has_worsened:
        return "got worse"
    return "misses the target" if stand.fails else "meets the target" if stand.meets else "no real change"


def _exceptions(brief: Brief, read: Read) -> tuple[str, ...]:
    found = (read.now.get((key, None)) for key in brief.indicators)
    return tuple(
        f"{stand.indicator.title}: {wording.stood(stand)}, {_verdict(stand)}."
        for stand in found
        if stand is not None and (stand.fails or stand.has_worsened)
    )


def _drawing(brief: Brief, read: Read) -> list[Block]:
    course = read.courses.get((brief.indicators[0], None)) if brief.indicators else None
    if course is None or not course.known:
        return []
    return [Drawing(brief.key, chart_of(course, identity=f"brief-{brief.key.replace('.', '-')}"))]


def _discussion(item: Item) -> tuple[Block, ...]:
    if not item.lead and not item.reading:
        return (Words("No topic has been chosen yet."),)
    return (Words(item.reading),) if item.reading else ()


def _next(meeting: Meeting) -> tuple[Block, ...]:
    later = queries.next_after(meeting)
    if later is None:
        return (Words("It is not planned yet."),)
    return (Words(f"{british(later.held_on)} at {later.begins_at:%H:%M}, {later.place}."),)


def _papers(line: Line) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for paper in line.papers:
        bound = f"{plural(paper.pages, 'page')}, bound in at the end" if paper.pages else "sent as a file of its own"
        rows = (
            ("Author", paper.author),
            ("The board is asked", Ask(paper.ask).label.lower()),
            ("Purpose", paper.purpose),
            ("Equality", paper.equality),
            ("Human rights", paper.rights),
            ("Privacy", paper.privacy),
            ("File", f"{paper.file.name}, {bound}"),
        )
        blocks += [Heading(f"Paper: {paper.title}"), Facts("Front sheet", rows)]
    return tuple(blocks)


def summary(found: Sequence[Piece], lines: Sequence[Line], period: Period) -> tuple[Block, ...]:
    """On one page: what needs a decision, what is out of order, and what was asked of the board by papers."""
    open_to_all = [one for one in found if not one.readers]
    to_decide = [f"{one.title}: {text}" for one in open_to_all for text in one.told.to_decide]
    out_of_order = [f"{one.title}: {text}" for one in open_to_all for text in one.told.exceptions]
    to_decide += [
        f"{line.item}: {paper.title}"
        for line in lines
        for paper in line.papers
        if paper.ask == Ask.DECIDE and not line.item.is_private
    ]
    blocks: list[Block] = [Words(f"Figures and changes since {british(period.since.date())}.")]
    for title, texts in ((DECIDE, to_decide), (OUT_OF_ORDER, out_of_order)):
        blocks += [Heading(title), Items(tuple(texts))] if texts else []
    if len(blocks) == 1:
        blocks.append(Words("Nothing needs a decision, and nothing is out of order."))
    return tuple(blocks)
