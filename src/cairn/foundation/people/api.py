"""Units and people of one's own organisation, for programmes."""

from collections import defaultdict
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, computed_field

from cairn.foundation.core.calls import Calls
from cairn.foundation.core.cursors import stretch_of
from cairn.foundation.core.rows import columns_of
from cairn.foundation.core.shapes import AT_ONCE, Cursor, Identifier, Limit, Part, Shape, Words, one_of
from cairn.foundation.people import queries
from cairn.foundation.people.models import Kind, Post, ProfessionalRole, Role, ServiceArea, StaffGroup
from cairn.foundation.people.requests import Request

calls = Calls("People")


class UnitShape(Shape):
    """A directorate, a service or a team, under its parent."""

    id: UUID
    parent_id: UUID | None
    name: str
    code: str
    path: str
    kind: Annotated[str, one_of(Kind)]
    service_area: Annotated[str, one_of(ServiceArea)]
    opened_on: date
    closed_on: date | None


class PersonNamed(Shape):
    """A person whom another record names."""

    id: UUID
    given_name: Annotated[str, Field(exclude=True)]
    family_name: Annotated[str, Field(exclude=True)]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def full_name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}".strip()


class PostShape(Shape):
    unit_id: UUID
    job_title: str
    staff_group: Annotated[str, one_of(StaffGroup)]
    leads_unit: bool
    starts_on: date
    ends_on: date | None


class RoleShape(Shape):
    role: Annotated[str, one_of(Role)]
    unit_id: UUID | None
    starts_on: date
    ends_on: date | None


class PersonColumns(Shape):
    id: UUID
    given_name: str
    family_name: str
    email: str


class PersonShape(PersonColumns):
    """Somebody who works here now, with the posts and professional roles that hold today."""

    posts: list[PostShape]
    roles: list[RoleShape]


@calls.get("/units", "unit.see", gives=Part[UnitShape])
def units(request: Request, limit: Limit = AT_ONCE, cursor: Cursor = "") -> Any:
    """The open units of your organisation in the order of the tree."""
    return stretch_of(queries.units(request.user), "path", "id", limit=limit, cursor=cursor, shape=UnitShape)


@calls.get("/units/{uuid:unit}", "unit.see", gives=UnitShape)
def unit(request: Request, unit: Identifier) -> Any:
    """One unit, open or closed."""
    return queries.unit_for(request.user, unit)


@calls.get("/people", "person.see", gives=Part[PersonShape])
def people(request: Request, words: Words = "", limit: Limit = AT_ONCE, cursor: Cursor = "") -> Any:
    """The directory of your organisation by name; with `words`, those whose name or e-mail holds every word."""
    found = queries.people(request.user, words).prefetch_related(None)
    part = stretch_of(found, "family_name", "given_name", "id", limit=limit, cursor=cursor, shape=PersonColumns)
    ids = [one["id"] for one in part.items]
    posts, roles = (
        _held_today(model, shape, ids) for model, shape in ((Post, PostShape), (ProfessionalRole, RoleShape))
    )
    items = [one | {"posts": posts[one["id"]], "roles": roles[one["id"]]} for one in part.items]
    return {"items": items, "next": part.next}


def _held_today(model: Any, shape: type[Shape], people: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """What these people hold today, by person. One query."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    held = model.objects.current().filter(person__in=people).order_by("-starts_on", "id")
    for row in held.values("person_id", *columns_of(shape)):
        found[row["person_id"]].append(row)
    return found
