"""Who am I, for the API?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairn.foundation.core.calls import Calls
from cairn.foundation.core.shapes import Shape
from cairn.foundation.people.access import standing_of
from cairn.foundation.people.requests import Request

calls = Calls("About this key")


class OrganisationShape(Shape):
    id: UUID
    name: str
    nation: str


class MeShape(Shape):
    """The person for whom the key speaks, what they are today, and until when the key is good."""

    id: UUID
    full_name: str
    email: str
    organisation: OrganisationShape
    roles: list[str]
    key: str
    key_expires_at: datetime


@calls.get("/me", "home.see", gives=MeShape)
def me(request: Request) -> Any:
    """The person for whom this key speaks."""
    person, token = request.user, request.auth  # type: ignore[attr-defined]
    return {
        "id": person.pk,
        "full_name": person.full_name,
        "email": person.email,
        "organisation": person.organisation,
        "roles": sorted(standing_of(person).roles),
        "key": token.name,
        "key_expires_at": token.expires_at,
    }
