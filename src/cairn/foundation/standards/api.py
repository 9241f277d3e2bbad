"""Frameworks and their statements, for programmes."""

from collections import defaultdict
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, computed_field

from cairn.foundation.core.calls import Calls
from cairn.foundation.core.cursors import stretch_of
from cairn.foundation.core.rows import as_rows
from cairn.foundation.core.shapes import AT_ONCE, Cursor, Identifier, Limit, Part, Shape, one_of
from cairn.foundation.people.requests import Request
from cairn.foundation.standards import queries
from cairn.foundation.standards.models import Audience, Statement, StatementClause, Status

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
    statement_count: int
    assessable_count: int
    organisation_id: Annotated[UUID | None, Field(exclude=True)]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def is_own(self) -> bool:
        """Whether your employer brought it in; else it belongs to the library."""
        return self.organisation_id is not None


class StatementColumns(Shape):
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
    assessable: bool


class StatementShape(StatementColumns):
    """A heading, or a statement that can be judged, in the order of the document."""

    clauses: list[str]


class WholeFrameworkShape(FrameworkShape):
    statements: list[StatementShape]


class StatementNamed(Shape):
    """A statement that another record speaks of."""

    id: UUID
    ref: str
    framework: Annotated[UUID, Field(validation_alias="framework_id")]
    heading: Annotated[str, Field(exclude=True)]
    text: Annotated[str, Field(exclude=True)]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def wording(self) -> str:
        """What a page shows as its name."""
        return self.heading or self.text


@calls.get("/frameworks", "framework.see", gives=Part[FrameworkShape])
def frameworks(request: Request, limit: Limit = AT_ONCE, cursor: Cursor = "") -> Any:
    """Every framework that you may read, by title.

    The library's and your employer's own, in all their versions.
    """
    found = queries.frameworks(request.user)
    return stretch_of(found, "title", "version", "id", limit=limit, cursor=cursor, shape=FrameworkShape)


@calls.get("/frameworks/{uuid:framework}", "framework.see", gives=WholeFrameworkShape)
def framework(request: Request, framework: Identifier) -> Any:
    """One framework with all its statements in the order of the document."""
    found = as_rows(queries.frameworks(request.user), FrameworkShape).get(pk=framework)
    rows = Statement.objects.visible_to(request.user).filter(framework=framework).order_by("position")
    clauses = _clauses(framework)
    return found | {"statements": [row | {"clauses": clauses[row["id"]]} for row in as_rows(rows, StatementColumns)]}


def _clauses(framework: UUID) -> dict[UUID, list[str]]:
    """The clauses that each statement makes real. One query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    named = StatementClause.objects.filter(statement__framework=framework).order_by("clause")
    for statement, clause in named.values_list("statement_id", "clause"):
        found[statement].append(clause)
    return found
