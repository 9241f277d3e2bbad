"""In which shapes do answers leave the API, and how strictly is what comes in read?"""

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.db.models import TextChoices
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Item = TypeVar("Item")
NO_NUL = r"^[^\u0000]*$"
LONGEST_TEXT = 20_000
MOST_AT_ONCE = 500


class Shape(BaseModel):
    """What leaves: read from a record's own attributes."""

    model_config = ConfigDict(from_attributes=True)


class Sent(BaseModel):
    """What comes in: no field that is not named here, and no guessing at types."""

    model_config = ConfigDict(extra="forbid", strict=True)


def one_of(choices: type[TextChoices]) -> Any:
    """The words among which a field chooses, written out where they are used: `Annotated[str, one_of(State)]`."""
    return Field(json_schema_extra={"enum": list(choices.values)})


class Problem(Shape):
    """Why something was not done, in a sentence."""

    detail: str


class Part(Shape, Generic[Item]):
    """A stretch of a list. `next` is given back as `cursor` to get what follows; null at the end."""

    items: list[Item]
    next: str | None


class Named(Shape):
    """A record that another one names."""

    id: UUID
    name: str


def _day(value: Any) -> date:
    """Only 2026-11-22: neither a number nor a moment is a day."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return date.fromisoformat(value)
    raise ValueError("must be a date such as 2026-11-22")


def _identifier(value: Any) -> UUID:
    """Only the usual spelling with hyphens."""
    if isinstance(value, str) and re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value):
        return UUID(value)
    raise ValueError("must be an identifier such as 6f1f0d3c-6a0e-4a43-9d0a-0c6a3f0f7b11")


def _whole_number(value: Any) -> int:
    """Digits only; addresses carry text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
        return int(value)
    raise ValueError("must be a whole number")


Day = Annotated[date, BeforeValidator(_day)]
Identifier = Annotated[UUID, BeforeValidator(_identifier)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=NO_NUL)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT, pattern=NO_NUL)]
TextOrNone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT, pattern=NO_NUL)]
Words = Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)]
Limit = Annotated[
    int, BeforeValidator(_whole_number), Field(ge=1, le=MOST_AT_ONCE, description="How many items at most.")
]
Cursor = Annotated[
    str, StringConstraints(max_length=1000, pattern=NO_NUL), Field(description="`next` of the stretch before this one.")
]
AT_ONCE = 100
