"""Rounds, judgements and results, for programmes. Practitioners' single answers are not to be had here either."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter, computed_field

from cairn.assurance.evaluation import commands, queries
from cairn.assurance.evaluation.models import Judgement, Level, Round, State
from cairn.assurance.evaluation.scales import Scale
from cairn.foundation.core.calls import Calls, NotUnderstood, answered
from cairn.foundation.core.cursors import stretch_of
from cairn.foundation.core.shapes import (
    AT_ONCE,
    Cursor,
    Identifier,
    Limit,
    Named,
    Part,
    Sent,
    Shape,
    TextOrNone,
    one_of,
)
from cairn.foundation.core.verdicts import Stale
from cairn.foundation.people.api import PersonNamed
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.api import StatementNamed

calls = Calls("Self-evaluation")

OfUnit = Literal["whole"] | Identifier
EITHER = "Send a grade, or why it does not apply; not both."


class RoundShape(Shape):
    """Employers and practitioners judge the same framework at the same time."""

    id: UUID
    title: str
    framework: Annotated[UUID, Field(validation_alias="framework_id")]
    scope: Named | None
    level: Annotated[str, one_of(Level)]
    scale: Annotated[str, one_of(Scale)]
    state: Annotated[str, one_of(State)]
    opens_on: date
    closes_on: date
    previous: Annotated[UUID | None, Field(validation_alias="previous_id")]
    opened_at: datetime | None
    closed_at: datetime | None
    moderated_at: datetime | None
    signed_at: datetime | None


class SideShape(Shape):
    side: Literal["employer", "practitioner"]
    asked: int
    answered: int


class WholeRoundShape(RoundShape):
    participation: list[SideShape]


class JudgementShape(Shape):
    """One statement as the leaders of one unit see it; without a unit, as the professional leaders see the whole.

    `stands` is the grade that counts: the moderated one where there is one. `version` is sent back with a change.
    """

    id: UUID
    round: Annotated[UUID, Field(validation_alias="round_id")]
    unit: Named | None
    statement: StatementNamed
    position: int
    grade: int | None
    not_applicable_because: str
    how_we_know: str
    what_next: str
    version: int
    by: PersonNamed | None
    at: datetime | None
    moderated_grade: int | None
    moderation_reason: str
    needs_confirming: bool

    @computed_field  # type: ignore[prop-decorator]
    @property
    def stands(self) -> int | None:
        """The grade that counts."""
        return self.grade if self.moderated_grade is None else self.moderated_grade


class JudgementSent(Sent):
    """A change. What is left out stays as it is; `version` is the one that was read."""

    version: Annotated[int, Field(ge=0, le=2_147_483_647)]
    grade: Annotated[int, Field(ge=1, le=6)] | None = None
    how_we_know: TextOrNone | None = None
    what_next: TextOrNone | None = None
    not_applicable_because: TextOrNone | None = None


class ConflictShape(Shape):
    """Somebody else changed it meanwhile: what is stored, and what was sent, so that a person can choose."""

    detail: str
    stored: JudgementShape
    sent: JudgementSent


class ResultShape(Shape):
    """Both sides' view of a statement or an area in a unit with all below it; without a unit, in the whole.

    Means are on the round's scale; counts say how many gave each grade, the lowest first. Practitioners' figures are
    null where they are withheld.
    """

    id: UUID
    unit: Named | None
    statement: StatementNamed
    is_area: bool
    position: int
    employers_n: int
    employers_mean: float | None
    employers_counts: list[int] | None
    employers_previous: float | None
    practitioners_n: int | None
    practitioners_mean: float | None
    practitioners_counts: list[int] | None
    practitioners_previous: float | None
    practitioners_withheld: bool
    gap: float | None
    evidence_count: int
    not_applicable_count: int


_conflict: TypeAdapter[ConflictShape] = TypeAdapter(ConflictShape)


@calls.get("/rounds", "round.see", gives=Part[RoundShape])
def rounds(request: Request, limit: Limit = AT_ONCE, cursor: Cursor = "") -> Any:
    """The rounds that you may see, the newest first."""
    return stretch_of(queries.rounds(request.user), "-opens_on", "id", limit=limit, cursor=cursor, shape=RoundShape)


@calls.get("/rounds/{uuid:round}", "round.see", gives=WholeRoundShape)
def round(request: Request, round: Identifier) -> Any:
    """One round, and how many have answered."""
    found = queries.round_for(request.user, round)
    names = WholeRoundShape.model_fields.keys() - {"participation", "framework", "previous"}
    return {name: getattr(found, name) for name in names} | {
        "framework_id": found.framework_id,
        "previous_id": found.previous_id,
        "participation": queries.participation(request.user, found),
    }


@calls.get("/rounds/{uuid:round}/judgements", "judgement.see", gives=Part[JudgementShape])
def judgements(
    request: Request,
    round: Identifier,
    unit: OfUnit | None = None,
    statement: Identifier | None = None,
    area: Identifier | None = None,
    state: Literal["judged", "unjudged", "unconfirmed", "moderated"] | None = None,
    limit: Limit = AT_ONCE,
    cursor: Cursor = "",
) -> Any:
    """The judgements of a round that you may read, in the order of the framework.

    `unit` is a unit, or `whole` for what is judged once for the whole; `area` is the heading above statements.
    """
    found = queries.judgements(request.user, _round(request, round), state=state or "")
    found = _of_unit(found, unit)
    if statement:
        found = found.filter(statement_id=statement)
    if area:
        found = found.filter(statement__area_id=area)
    return stretch_of(found, "position", "id", limit=limit, cursor=cursor, shape=JudgementShape)


@calls.get("/judgements/{uuid:judgement}", "judgement.see", gives=JudgementShape)
def judgement(request: Request, judgement: Identifier) -> Any:
    """One judgement."""
    return queries.judgement_for(request.user, judgement)


@calls.patch("/judgements/{uuid:judgement}", "judgement.change", gives=JudgementShape, conflict=ConflictShape)
def change_judgement(request: Request, judgement: Identifier, body: JudgementSent) -> Any:
    """Judge a statement, or say why it does not apply, while the round is open.

    Where somebody else changed it meanwhile, nothing is overwritten: both texts come back with status 409.
    """
    found = Judgement.objects.visible_to(request.user).select_related("unit", "statement").get(pk=judgement)
    try:
        return _changed(found, body, by=request.user)
    except Stale as why:
        conflict = {"detail": str(why), "stored": why.current, "sent": body}
        return answered(_conflict, conflict, 409)


@calls.get("/rounds/{uuid:round}/results", "result.see", gives=Part[ResultShape])
def results(
    request: Request,
    round: Identifier,
    unit: OfUnit | None = None,
    show: Literal["areas", "statements", "both"] = "both",
    limit: Limit = AT_ONCE,
    cursor: Cursor = "",
) -> Any:
    """What came out of a round, in the order of the framework; nothing where you may not see its results yet.

    `unit` is a unit, or `whole`. Practitioners' figures are empty where fewer than five answered, or where they
    could be worked out from others.
    """
    areas = {"areas": True, "statements": False}.get(show)
    found = _of_unit(queries.results(request.user, _round(request, round), areas=areas), unit)
    return stretch_of(found, "position", "id", limit=limit, cursor=cursor, shape=ResultShape)


def _round(request: Request, pk: UUID) -> Round:
    return queries.round_for(request.user, pk)


def _of_unit(found: Any, unit: Any) -> Any:
    if unit is None:
        return found
    return found.filter(unit=None) if unit == "whole" else found.filter(unit_id=unit)


def _changed(found: Judgement, body: JudgementSent, *, by: Any) -> Judgement:
    if body.not_applicable_because:
        if body.grade is not None or body.how_we_know is not None or body.what_next is not None:
            raise NotUnderstood(EITHER)
        because = body.not_applicable_because
        return commands.mark_not_applicable(found, by=by, version=body.version, because=because)
    sent = body.model_dump(exclude_unset=True, include={"grade", "how_we_know", "what_next"})
    kept = {name: getattr(found, name) for name in ("grade", "how_we_know", "what_next")}
    written = kept | {name: value for name, value in sent.items() if value is not None or name == "grade"}
    return commands.judge(found, by=by, version=body.version, **written)
