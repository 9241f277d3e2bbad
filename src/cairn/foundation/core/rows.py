"""How are the rows of a list read: as plain values, and only those that leave?

To make a record of every row, and of every record that it names, costs several times as much as the list itself.
"""

from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from django.db.models import QuerySet

from cairn.foundation.core.shapes import Shape

Nest = Callable[[dict[str, Any]], Any]


def as_rows(found: QuerySet[Any], shape: type[Shape]) -> QuerySet[Any]:
    """The same list as plain values: the columns that its shape asks for, those of records that it names among them."""
    return found.select_related(None).values(*columns_of(shape))


@cache
def columns_of(shape: type[Shape], prefix: str = "") -> tuple[str, ...]:
    """A field of a shape is read from the column of its name (or its alias), a shape in it from the record it names."""
    found: list[str] = []
    for source, inner in _fields_of(shape):
        found += columns_of(inner, f"{prefix}{source}__") if inner else [f"{prefix}{source}"]
    return tuple(found)


@cache
def nest_of(shape: type[Shape], prefix: str = "") -> Nest:
    """How a row of plain values becomes what the shape is read from; a record that is not named becomes None."""
    plain = [(source, f"{prefix}{source}") for source, inner in _fields_of(shape) if not inner]
    named = [(source, nest_of(inner, f"{prefix}{source}__")) for source, inner in _fields_of(shape) if inner]
    identifier = f"{prefix}id" if prefix else ""

    def nest(row: dict[str, Any]) -> Any:
        if identifier and row[identifier] is None:
            return None
        made = {source: row[column] for source, column in plain}
        for source, inner in named:
            made[source] = inner(row)
        return made

    return nest


@cache
def _fields_of(shape: type[Shape]) -> tuple[tuple[str, type[Shape] | None], ...]:
    fields = shape.model_fields.items()
    return tuple((str(field.validation_alias or name), _shape_in(field.annotation)) for name, field in fields)


def _shape_in(annotation: Any) -> type[Shape] | None:
    """The shape of a record that a field names, whether or not it may be missing."""
    parts = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return next((part for part in parts if isinstance(part, type) and issubclass(part, Shape)), None)
