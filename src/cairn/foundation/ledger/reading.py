"""What do the stored rows of the ledger say, byte for byte?

Whoever tampers with a database file can change bytes in such a way that the object mapper reads the same value:
a capital in an identifier, a `T` in a time. Verification therefore reads the stored form itself and takes a value
only where it is written exactly as Cairn writes it. Rows come in batches, so that memory stays constant.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models

from cairn.foundation.ledger.canonical import moment, written
from cairn.foundation.ledger.models import FactsField

BATCH = 500


@dataclass(frozen=True)
class Row:
    """A row as plain content; `unreadable` names the columns whose stored form is not Cairn's."""

    values: dict[str, Any]
    unreadable: tuple[str, ...] = ()


class NotAsWritten(ValueError):
    """A stored value does not have the form in which Cairn writes it."""


def rows(model: type[models.Model], organisation_id: UUID, *, along: str, upto: int, after: int = -1) -> Iterator[Row]:
    """The rows of one organisation, in the order of the whole numbers in the column `along`, between two of them."""
    columns = _columns(model)
    question = (
        f"SELECT {', '.join(map(_untouched, columns))} FROM {model._meta.db_table} "  # noqa: S608 (our own names)
        f"WHERE organisation_id = %s AND {along} > %s AND {along} <= %s ORDER BY {along} LIMIT {BATCH}"
    )
    seen = after
    while batch := _ask(question, [_stored_identifier(organisation_id), seen, upto]):
        for stored in batch:
            yield _row(model, stored)
        seen = batch[-1][columns.index(along)]


def row(model: type[models.Model], pk: UUID) -> Row | None:
    """One row by its identifier."""
    columns = ", ".join(map(_untouched, _columns(model)))
    question = f"SELECT {columns} FROM {model._meta.db_table} WHERE id = %s"  # noqa: S608
    found = _ask(question, [_stored_identifier(pk)])
    return _row(model, found[0]) if found else None


def as_stored(model: type[models.Model], **where: Any) -> list[dict[str, Any]]:
    """Whole rows, every column of them, as the content of something signed: `as_stored(Judgement, round_id=pk)`.

    NotAsWritten where a stored value was bent, even if it would still read the same. The same on both databases.
    """
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    condition = " AND ".join(f"{connection.ops.quote_name(column)} = %s" for column in where)
    columns = ", ".join(map(_untouched, fields))
    question = f"SELECT {columns} FROM {model._meta.db_table} WHERE {condition}"  # noqa: S608 (our own names)
    values = [fields[column].get_db_prep_value(value, connection) for column, value in where.items()]
    found = [_row(model, stored) for stored in _ask(question, values)]
    for row in found:
        if row.unreadable:
            raise NotAsWritten(f"its {row.unreadable[0]} is not written as Cairn writes it")
    return sorted((row.values for row in found), key=lambda values: str(values[str(model._meta.pk.column)]))


def organisations(model: type[models.Model], column: str) -> Iterator[UUID | str]:
    """Every organisation that has rows here; as text where its identifier is not written as Cairn writes it."""
    for (stored,) in _ask(f"SELECT DISTINCT {_untouched(column)} FROM {model._meta.db_table}", []):  # noqa: S608
        try:
            yield UUID(_identifier(stored))
        except NotAsWritten:
            yield repr(stored)


def _ask(question: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with _undecoded(), connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


@contextmanager
def _undecoded() -> Iterator[None]:
    """Let SQLite hand over text that is no text, instead of failing at it."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual, connection.connection.text_factory = connection.connection.text_factory, _leniently
    try:
        yield
    finally:
        connection.connection.text_factory = usual


def _leniently(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")


def _untouched(column: str) -> str:
    """In SQLite a plus sign before a column keeps Python's driver from converting it."""
    named = connection.ops.quote_name(column)
    return f"+{named}" if connection.vendor == "sqlite" else named


def _stored_identifier(identifier: UUID) -> Any:
    return identifier if connection.features.has_native_uuid_field else identifier.hex


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _row(model: type[models.Model], stored: tuple[Any, ...]) -> Row:
    values: dict[str, Any] = {}
    unreadable = []
    for column, field, value in zip(_columns(model), model._meta.concrete_fields, stored, strict=True):
        try:
            values[column] = None if value is None and field.null else _form_of(field)(value)
        except NotAsWritten:
            values[column] = None
            unreadable.append(column)
    return Row(values, tuple(unreadable))


def _form_of(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    if isinstance(field, FactsField):
        return _facts
    if isinstance(field, models.ForeignKey):
        return _form_of(field.target_field)
    forms: tuple[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]], ...] = (
        (models.UUIDField, _identifier),
        (models.DateTimeField, _moment),
        (models.DateField, _day),
        (models.TimeField, _time),
        (models.DecimalField, _decimal),
        (models.JSONField, _json),
        (models.BinaryField, _bytes),
        (models.IntegerField, _whole),
        (models.BooleanField, _yes_or_no),
        (models.CharField, _text),
        (models.TextField, _text),
    )
    return next(form for kind, form in forms if isinstance(field, kind))


def _insist(holds: bool) -> None:
    if not holds:
        raise NotAsWritten


def _text(value: Any) -> str:
    _insist(isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value))
    return str(value)


def _identifier(value: Any) -> str:
    if isinstance(value, UUID):
        return str(value)
    text = _text(value)
    _insist(len(text) == 32 and all(sign in "0123456789abcdef" for sign in text))
    return str(UUID(text))


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    try:
        read = datetime.fromisoformat(_text(value)).replace(tzinfo=UTC)
    except ValueError as unreadable:
        raise NotAsWritten from unreadable
    _insist(connection.ops.adapt_datetimefield_value(read) == value)
    return moment(read)


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = _text(value)
    try:
        _insist(date.fromisoformat(text).isoformat() == text)
    except ValueError as unreadable:
        raise NotAsWritten from unreadable
    return text


def _time(value: Any) -> str:
    """A time of day, to the microsecond where it has any."""
    if isinstance(value, time):
        return value.isoformat()
    text = _text(value)
    try:
        _insist(time.fromisoformat(text).isoformat() == text)
    except ValueError as unreadable:
        raise NotAsWritten from unreadable
    return text


def _decimal(value: Any) -> str:
    """With no more places than it needs: the two databases give 3.5 and 3.50."""
    _insist(isinstance(value, int | float | Decimal) and not isinstance(value, bool))
    return f"{Decimal(str(value)).normalize():f}"


def _json(value: Any) -> str:
    """As text with its names in order; PostgreSQL keeps the content of JSON, not its form."""
    try:
        read = json.loads(_text(value))
        _insist(connection.vendor != "sqlite" or json.dumps(read) == value)
    except (ValueError, RecursionError) as unreadable:
        raise NotAsWritten from unreadable
    return json.dumps(read, sort_keys=True)


def _bytes(value: Any) -> str:
    """As hexadecimal digits."""
    _insist(isinstance(value, bytes | memoryview))
    return bytes(value).hex()


def _whole(value: Any) -> int:
    _insist(isinstance(value, int) and not isinstance(value, bool))
    return int(value)


def _yes_or_no(value: Any) -> bool:
    _insist(value in (0, 1))
    return bool(value)


def _facts(value: Any) -> dict[str, Any] | str:
    """The mapping, or the blank of a disposed entry."""
    text = _text(value)
    if text == "":
        return ""
    try:
        read = json.loads(text)
        _insist(isinstance(read, dict) and written(read) == text)
    except (ValueError, RecursionError) as unreadable:
        raise NotAsWritten from unreadable
    return dict(read)
