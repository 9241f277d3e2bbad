"""Where does the next stretch of a long list begin? At the row after the last one shown, at the same cost anywhere."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

from cairn.foundation.core.rows import as_rows, nest_of
from cairn.foundation.core.shapes import Shape


class UnknownCursor(Exception):
    """A cursor that this list did not give out."""


@dataclass(frozen=True)
class Stretch:
    """Some rows of a list in its order, and where to go on."""

    items: list[Any]
    next: str | None


def stretch_of(
    found: QuerySet[Any], *order: str, limit: int, cursor: str = "", shape: type[Shape] | None = None
) -> Stretch:
    """The rows after the cursor: as records, or with a shape as the plain values that it is read from.

    `order` names columns that are never empty and together tell every row apart.
    """
    rows = found.order_by(*order)
    if cursor:
        rows = rows.filter(_after(found, order, _opened(cursor, order)))
    if shape:
        rows = as_rows(rows, shape)
    items = list(rows[: limit + 1])
    following = _closed(items[limit - 1], order) if len(items) > limit else None
    return Stretch([nest_of(shape)(row) for row in items[:limit]] if shape else items[:limit], following)


def _after(found: QuerySet[Any], order: tuple[str, ...], values: list[Any]) -> Q:
    """Later in the first column, or level there and later in the next one, and so on."""
    after, level = Q(), Q()
    for column, value in zip(order, values, strict=True):
        name, beyond = (column[1:], "lt") if column.startswith("-") else (column, "gt")
        value = found.model._meta.get_field(name).to_python(value)
        after |= level & Q(**{f"{name}__{beyond}": value})
        level &= Q(**{name: value})
    return after


def _signer(order: tuple[str, ...]) -> Signer:
    return Signer(salt=f"cursor {' '.join(order)}")


def _closed(row: Any, order: tuple[str, ...]) -> str:
    return _signer(order).sign_object([_plain(_in(row, column.lstrip("-"))) for column in order])


def _in(row: Any, column: str) -> Any:
    return row[column] if isinstance(row, dict) else getattr(row, column)


def _opened(cursor: str, order: tuple[str, ...]) -> list[Any]:
    try:
        values = _signer(order).unsign_object(cursor)
    except (BadSignature, ValueError) as reason:
        raise UnknownCursor from reason
    return list(values)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date | datetime) else value
