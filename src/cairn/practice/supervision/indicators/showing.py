"""Which records stand behind a figure, for those who may know of them: dates, minutes and outcome, never what was said?

The figures of this room are opened by `supervision.see` in the unit. Where even the number could tell of somebody's
health, they are opened by the right to read records, which nobody has over a unit: such figures have no rows, and small
numbers are withheld from everybody.
"""

from typing import Any

from django.db.models import Q, QuerySet

from cairn.cycle.duties.models import Duty, Outcome
from cairn.cycle.evidence.counting import within
from cairn.cycle.evidence.declaring import Row, RowsOf
from cairn.foundation.core.answers import day
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person, Unit
from cairn.practice.supervision.models import Reason, Session, State

SEES = "supervision.see"
NOBODY = "supervision_record.see"


def session_rows(viewer: Person, unit: Unit | None, sessions: QuerySet[Session], counted: Q) -> RowsOf:
    """Sessions that this person may know of, newest first."""
    known = Session.objects.visible_to(viewer) & sessions
    seen = known.filter(within(unit)).select_related("supervisor", "supervisee")
    return RowsOf(seen.annotate(counted=counted).order_by("-planned_on", "pk"), _session_row)


def _session_row(session: Any) -> Row:
    """One session as the line above may know of it: who, when, how long, and what became of it."""
    people = f"{session.supervisee} with {session.supervisor}"
    return Row(people, f"/supervision/sessions/{session.pk}/", session.day, bool(session.counted), _became(session))


def _became(session: Session) -> str:
    """'90 minutes', 'cut short at 40 minutes: court or hearing', 'cancelled on 3 March 2026: sickness'."""
    why = f": {Reason(session.reason).label.lower()}" if session.reason else ""
    if session.state == State.CANCELLED and session.cancelled_on:
        return f"cancelled on {day(session.cancelled_on)}{why}"
    return f"cut short at {session.minutes} minutes{why}" if session.was_cut_short else f"{session.minutes} minutes"


def turn_rows(viewer: Person, unit: Unit | None, turns: QuerySet[Duty]) -> RowsOf:
    """Turns that fell due and that this person may know of, by the day on which they were due."""
    theirs = reach(viewer, SEES, owner=("bearer", "awaited_by"), state="")
    seen = turns.filter(theirs, within(unit)).select_related("bearer", "awaited_by")
    return RowsOf(seen.order_by("due_on", "pk"), _turn_row)


def _turn_row(turn: Duty) -> Row:
    people = f"{turn.awaited_by} with {turn.bearer}"
    said = f"met on {day(turn.met_on)}" if turn.met_on else Outcome(turn.outcome).label.lower()
    return Row(people, f"/supervision/agreements/{turn.subject_id}/", turn.due_on, turn.outcome == Outcome.MET, said)
