"""How are a million rows written without keeping every index in order meanwhile? They go, and are made anew at the end.

Everything is in one transaction, so that nobody else ever sees a table without its indexes. What constraints stand on
stays.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

ON_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL"
ON_POSTGRESQL = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = %s
    AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)
"""


@contextmanager
def without_indexes(models: Sequence[type[Model]]) -> Iterator[None]:
    """These tables stand without their indexes for the time of the block; where it fails, all of it is undone."""
    found = {name: made for model in models for name, made in _indexes(model._meta.db_table)}
    _run([f'DROP INDEX "{name}"' for name in found])
    yield
    if connection.vendor == "postgresql":  # it makes no index while constraints wait to be looked at
        _run(["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"])
    _run(list(found.values()))


def _indexes(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ON_POSTGRESQL, [table, table])
        else:
            cursor.execute(ON_SQLITE, [table])
        return list(cursor.fetchall())


def _run(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
