"""Frameworks and their statements, for programmes."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AliasPath, Field

from cairn.foundation.core.calls import Calls
from cairn.foundation.core.cursors import stretch_of
from cairn.foundation.core.shapes import AT_ONCE, Cursor, Identifier, Limit, Part, Shape, one_of
from cairn.foundation.people.requests import Request
from cairn.foundation.standards import queries
from cairn.foundation.standards.models import Audience, Framework, Statement, Status

calls = Calls("Standards")


class FrameworkShape(Shape):
    """One version of a framework. Its content never changes; a change is a new version with another id."""

    id: UUID
    urn: str
    version: str
    title: str
    short_title: str
    publisher: str
    licence: str
    source: str
    language: str
    edition: str
    status: Annotated[str, one_of(Status)]
    nation: str
    summary: str
    fingerprint: str
    is_own: bool
    statement_count: int
    assessable_count: int


class StatementShape(Shape):
    """A heading, or a statement that can be judged, in the order of the document."""

    id: UUID
    urn: str
    ref: str
    parent_id: UUID | None
    area_id: UUID | None
    depth: int
    position: int
    audience: Annotated[str, Field(json_schema_extra={"enum": [*Audience.values, ""]})]
    heading: str
    text: str
    good: str
    typical_evidence: list[str]
    clauses: list[str]
    assessable: bool


class WholeFrameworkShape(FrameworkShape):
    statements: list[StatementShape]


class StatementNamed(Shape):
    """A statement that another record speaks of."""

    id: UUID
    ref: str
    wording: str
    framework: Annotated[UUID, Field(validation_alias=AliasPath("framework_id"))]


@calls.get("/frameworks", "framework.see", gives=Part[FrameworkShape])
def frameworks(request: Request, limit: Limit = AT_ONCE, cursor: Cursor = "") -> Any:
    """Every framework that you may read, by title.

    The library's and your employer's own, in all their versions.
    """
    part = stretch_of(queries.frameworks(request.user), "title", "version", "id", limit=limit, cursor=cursor)
    return {"items": [_framework(one) for one in part.items], "next": part.next}


@calls.get("/frameworks/{uuid:framework}", "framework.see", gives=WholeFrameworkShape)
def framework(request: Request, framework: Identifier) -> Any:
    """One framework with all its statements in the order of the document."""
    found = queries.framework_for(request.user, framework)
    statements = queries.statements(request.user, found)
    found.statement_count = len(statements)  # type: ignore[attr-defined]
    found.assessable_count = sum(one.assessable for one in statements)  # type: ignore[attr-defined]
    return _framework(found) | {"statements": [_statement(one) for one in statements]}


def _framework(one: Framework) -> dict[str, Any]:
    names = FrameworkShape.model_fields.keys() - {"is_own"}
    return {name: getattr(one, name) for name in names} | {"is_own": one.organisation_id is not None}


def _statement(one: Statement) -> dict[str, Any]:
    names = StatementShape.model_fields.keys() - {"clauses"}
    return {name: getattr(one, name) for name in names} | {"clauses": [clause.clause for clause in one.clauses.all()]}
