"""Actions, for programmes: the one log, and what can be done with an action."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, computed_field

from cairn.cycle.evidence.models import Evidence
from cairn.cycle.improvement import commands, queries
from cairn.cycle.improvement.models import Priority, State, is_overdue
from cairn.cycle.improvement.sources import shown
from cairn.foundation.core.calls import Calls, NotUnderstood
from cairn.foundation.core.cursors import stretch_of
from cairn.foundation.core.shapes import (
    AT_ONCE,
    Cursor,
    Day,
    Identifier,
    Limit,
    Line,
    Named,
    Part,
    Sent,
    Shape,
    Text,
    Words,
    one_of,
)
from cairn.foundation.people.api import PersonNamed
from cairn.foundation.people.models import Person
from cairn.foundation.people.queries import colleagues, unit_for
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.api import StatementNamed
from cairn.foundation.standards.queries import statement_for

calls = Calls("Actions")

Show = Literal["unfinished", "overdue", "to-check", "closed", "mine", "all"]


class ActionShape(Shape):
    """One thing that somebody does by a day, and whether it helped."""

    id: UUID
    number: int
    what: str
    why: str
    owner: PersonNamed
    due_on: date
    priority: Annotated[str, one_of(Priority)]
    state: Annotated[str, one_of(State)]
    unit: Named | None
    statement: StatementNamed | None
    source: Annotated[str, BeforeValidator(shown)]
    source_words: str
    raised_at: datetime
    done_at: datetime | None
    done_words: str
    check_on: date | None
    effect: str
    closed_at: datetime | None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def is_overdue(self) -> bool:
        """Open after its date, or done and unchecked after the day set for the check."""
        return is_overdue(self.state, self.due_on, self.check_on)


class NoteShape(Shape):
    id: UUID
    text: str
    by: PersonNamed
    at: datetime


class WholeActionShape(ActionShape):
    raised_by: PersonNamed
    checker: PersonNamed | None
    checked_by: PersonNamed | None
    evidence: list[UUID]
    notes: list[NoteShape]


class ActionSent(Sent):
    """A new action. `owner` is a colleague; without a unit it is for the whole organisation."""

    what: Line
    why: Text
    owner: Identifier
    due_on: Day
    priority: Literal["1-urgent", "2-high", "3-ordinary"] = "3-ordinary"
    statement: Identifier | None = None
    unit: Identifier | None = None
    check_on: Day | None = None


class NoteSent(Sent):
    text: Text


class FinishSent(Sent):
    """That it is done. `evidence` names what shows it; somebody other than the owner checks the effect."""

    done_words: Text
    check_on: Day
    checker: Identifier | None = None
    evidence: Annotated[list[Identifier], Field(max_length=100)] = []


@calls.get("/actions", "action.see", gives=Part[ActionShape])
def actions(
    request: Request,
    show: Show = "unfinished",
    words: Words = "",
    unit: Identifier | None = None,
    limit: Limit = AT_ONCE,
    cursor: Cursor = "",
) -> Any:
    """The one log by number.

    `show` chooses as the page does, `words` must all occur in what or why, `unit` is one unit without those below.
    """
    found = queries.action_log(request.user, show=show, words=words, unit=unit)
    return stretch_of(found, "number", limit=limit, cursor=cursor, shape=ActionShape)


@calls.get("/actions/{uuid:action}", "action.see", gives=WholeActionShape)
def action(request: Request, action: Identifier) -> Any:
    """One action with its notes and evidence."""
    return _whole(request.user, action)


@calls.post("/actions", "action.raise", gives=WholeActionShape)
def raise_action(request: Request, body: ActionSent) -> Any:
    """Put an action into the log."""
    viewer = request.user
    raised = commands.raise_action(
        by=viewer,
        what=body.what,
        why=body.why,
        owner=_colleague(viewer, body.owner, "owner"),
        due_on=body.due_on,
        priority=body.priority,
        statement=statement_for(viewer, body.statement) if body.statement else None,
        unit=unit_for(viewer, body.unit) if body.unit else None,
        check_on=body.check_on,
    )
    return _whole(viewer, raised.pk)


@calls.post("/actions/{uuid:action}/notes", "action.note", gives=WholeActionShape)
def note_action(request: Request, action: Identifier, body: NoteSent) -> Any:
    """Say how it goes."""
    commands.note(queries.action_for(request.user, action), by=request.user, text=body.text)
    return _whole(request.user, action)


@calls.post("/actions/{uuid:action}/finish", "action.finish", gives=WholeActionShape, status=200)
def finish_action(request: Request, action: Identifier, body: FinishSent) -> Any:
    """Say that it is done, with what shows it."""
    viewer = request.user
    commands.finish(
        queries.action_for(viewer, action),
        by=viewer,
        done_words=body.done_words,
        check_on=body.check_on,
        checker=_colleague(viewer, body.checker, "checker") if body.checker else None,
        evidence=_evidence(viewer, body.evidence),
    )
    return _whole(viewer, action)


def _whole(viewer: Any, pk: UUID) -> dict[str, Any]:
    found = queries.action_for(viewer, pk)
    names = WholeActionShape.model_fields.keys() - {"evidence", "notes"}
    return {name: getattr(found, name) for name in names} | {
        "evidence": list(found.evidence.values_list("pk", flat=True)),
        "notes": list(found.notes.select_related("by")),
    }


def _colleague(viewer: Person, pk: UUID, place: str) -> Person:
    """Somebody of another organisation is as unknown as nobody."""
    found = colleagues(viewer).filter(pk=pk).first()
    if found is None:
        raise NotUnderstood(f"'{place}' is nobody who works here now.")
    return found


def _evidence(viewer: Person, wanted: list[UUID]) -> list[Evidence]:
    found = list(Evidence.objects.visible_to(viewer).current().filter(pk__in=set(wanted)))
    if len(found) < len(set(wanted)):
        raise NotUnderstood("'evidence' names a record that is not there, or that you may not see.")
    return found
