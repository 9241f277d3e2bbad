"""How is a question to the database put into SQL once, and then asked again and again with other values?

The object mapper writes the SQL of a long question anew each time it is asked, which takes longer than the answer. A
prepared question is written once for each shape of its values: each value is a mark in it, and the marks are filled in
when it is asked. What a value looks like decides about the SQL only by its shape: whether there is one, of which type,
and how many there are. Nothing is remembered of the values themselves, nor of any answer.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import update_wrapper
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Q, QuerySet, Value

Path = tuple[int | str, ...]
MOST_SHAPES = 256
STARTS = "startswith"
# The first that fits; a moment is a date too, and truth is a number.
FIELDS: tuple[tuple[type, models.Field], ...] = (
    (UUID, models.UUIDField()),
    (datetime, models.DateTimeField()),
    (date, models.DateField()),
    (bool, models.BooleanField()),
    (int, models.BigIntegerField()),
    (str, models.TextField()),
)


class Given(Value):
    """Stands in a question for a value that is given when it is asked."""

    def __init__(self, path: Path, field: models.Field):
        super().__init__(path, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A mark, whatever the value."""
        return "%s", [self]

    def filled(self, values: Any, connection: Any) -> Any:
        """The value that it stands for, as the driver takes it."""
        for step in self.value:
            values = (values.children if isinstance(values, Q) else values)[step]
        return self.output_field.get_db_prep_value(values, connection=connection, prepared=False)


class Prepared:
    """A question that keeps its SQL. Ask it with keywords only; what it answers is a list.

    It takes identifiers, days, moments, numbers, texts, truths, None, conditions (as the access policy gives them) and
    collections of these. A collection has as many marks as the next power of two, the last value standing in the rest,
    so that few shapes come about. Use `<relation>__pk__in` to compare a relation with a collection of identifiers.
    What holds a query of its own has no shape: ask `plainly`.
    """

    def __init__(self, question: Callable[..., QuerySet[Any]]):
        self.question = question
        self._written: dict[Any, _Written | None] = {}
        update_wrapper(self, question)

    def __call__(self, **values: Any) -> list[Any]:
        values = {name: _padded(value) for name, value in values.items()}
        shape = tuple((name, _shape(values[name])) for name in sorted(values))
        if shape not in self._written:
            if len(self._written) >= MOST_SHAPES:
                self._written.clear()
            self._written[shape] = self._write(values)
        written = self._written[shape]
        return written.asked(values) if written else []

    def plainly(self, **values: Any) -> list[Any]:
        """The same question without its kept SQL."""
        return list(self.question(**values))

    def _write(self, values: dict[str, Any]) -> "_Written | None":
        question = self.question(**{name: _marked(value, (name,)) for name, value in values.items()})
        compiler = question.query.get_compiler(using=question.db)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:  # asked about nothing at all
            return None
        return _Written(question, compiler, sql, tuple(parameters))


class _Written:
    """The SQL of one shape of a question, and the object mapper's own knowledge of what its columns are."""

    def __init__(self, question: QuerySet[Any], compiler: Any, sql: str, parameters: tuple[Any, ...]):
        self.question, self.compiler, self.sql, self.parameters = question, compiler, sql, parameters
        compiler.connection = None  # each asking takes that of its own thread

    def asked(self, values: dict[str, Any]) -> list[Any]:
        """The rows, as models or as whatever the question makes of them."""
        compiler, question = _twin(self.compiler), _twin(self.question)
        compiler.connection = connections[compiler.using]
        parameters = tuple(
            one.filled(values, compiler.connection) if isinstance(one, Given) else one for one in self.parameters
        )
        compiler.as_sql = lambda *_, **__: (self.sql, parameters)
        question._query = _twin(question._query)
        question._query.get_compiler = lambda *_, **__: compiler
        return list(question._iterable_class(question))


def _twin(one: Any) -> Any:
    """Another of the same, with the same attributes: to copy a queryset would ask it."""
    twin = object.__new__(type(one))
    twin.__dict__.update(one.__dict__)
    return twin


def _padded(value: Any) -> Any:
    """A collection filled up to the next power of two with its last value."""
    if isinstance(value, Q):
        return _rebuilt(value, lambda _, part: _padded(part))
    if not _is_collection(value):
        return value
    found = [_padded(one) for one in value]
    wanted = 1 << (len(found) - 1).bit_length() if found else 0
    return [*found, *found[-1:] * (wanted - len(found))]


def _shape(value: Any) -> Any:
    """What decides about the SQL: types and numbers, and the beginnings of texts, which become patterns."""
    if isinstance(value, Q):
        return value.connector, value.negated, tuple(map(_shape_of_condition, value.children))
    if _is_collection(value):
        return tuple(map(_shape, value))
    return type(value)


def _shape_of_condition(child: Any) -> Any:
    if not isinstance(child, tuple):
        return _shape(child)
    lookup, value = child
    return lookup, value if lookup.endswith(STARTS) else _shape(value)


def _marked(value: Any, path: Path) -> Any:
    if isinstance(value, Q):
        return _rebuilt(value, lambda place, part: _marked(part, (*path, *place)))
    if _is_collection(value):
        return [_marked(one, (*path, place)) for place, one in enumerate(value)]
    if value is None:
        return None
    for kind, field in FIELDS:
        if isinstance(value, kind):
            return Given(path, field)
    raise TypeError(f"A prepared question takes no {type(value).__name__}: pass its identifier, or ask it plainly.")


def _rebuilt(condition: Q, changed: Callable[[Path, Any], Any]) -> Q:
    """The same condition with its values changed, each by its place, except for the beginnings of texts."""
    made = condition.create(connector=condition.connector, negated=condition.negated)
    for place, child in enumerate(condition.children):
        if isinstance(child, tuple):
            lookup, value = child
            child = lookup, value if lookup.endswith(STARTS) else changed((place, 1), value)
        else:
            child = changed((place,), child)
        made.children.append(child)
    return made


def _is_collection(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str | bytes)


def prepared(question: Callable[..., QuerySet[Any]]) -> Prepared:
    """Above a function that takes values by keyword and makes a queryset of them."""
    return Prepared(question)
