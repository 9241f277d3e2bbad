"""How do hundreds of thousands of rows come into their tables within minutes?

As plain tuples, by the driver alone: one statement for thousands of rows on SQLite, a stream on PostgreSQL. So nothing
stands between a mistake here and the tables but their own constraints and guards, which hold as for everybody.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

AT_ONCE = 5000
VARIANTS = "89ab"


class Rows:
    """Rows of one table, kept until there are enough to send them together.

    Only the named fields are given; every other field takes what its model says. Values are what both drivers read
    alike: identifiers as 32 hexadecimal digits, days and moments (in UTC) as text. `before` names rows that must be in
    the table first, such as the lines of a record that is sealed.
    """

    def __init__(self, model: type[Model], *names: str, before: "Sequence[Rows]" = ()) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        rest = [field for name, field in fields.items() if name not in names]
        self.table = model._meta.db_table
        self.columns = [str(field.column) for field in (*(fields[name] for name in names), *rest)]
        self.rest = tuple(field.get_db_prep_save(field.get_default(), connection) for field in rest)
        self.before = before
        self.count = 0
        self._kept: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        """One row more."""
        self._kept.append(values)
        if len(self._kept) >= AT_ONCE:
            self.send()

    def send(self) -> None:
        """Put into the table what is kept."""
        for other in self.before:
            other.send()
        rows, self._kept = self._kept, []
        self.count += len(rows)
        if not rows:
            return
        if connection.vendor == "postgresql":
            self._stream(rows)
        else:
            self._insert(rows)

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        places = ", ".join(["%s"] * len(self.columns))
        names = ", ".join(self.columns)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.table} ({names}) VALUES ({places})",  # noqa: S608 - names of our own tables
                [row + self.rest for row in rows],
            )

    def _stream(self, rows: list[tuple[Any, ...]]) -> None:
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {self.table} ({', '.join(self.columns)}) FROM STDIN") as stream,
        ):
            for row in rows:
                stream.write_row(row + self.rest)


def identifier(chance: random.Random) -> str:
    """A random identifier of version 4 as 32 digits, the same for the same seed."""
    digits = f"{chance.getrandbits(128):032x}"
    return f"{digits[:12]}4{digits[13:16]}{VARIANTS[int(digits[16], 16) % 4]}{digits[17:]}"


def dashed(digits: str) -> str:
    """An identifier as text names it: in `about` of a duty, in addresses."""
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def digits_of(pk: Any) -> str:
    """The identifier of a record that is in the database already."""
    return pk.hex if isinstance(pk, UUID) else str(pk).replace("-", "")


@contextmanager
def much_at_once() -> Iterator[None]:
    """SQLite keeps more of its pages at hand meanwhile, since rows with random identifiers come to lie everywhere."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        usual = cursor.fetchone()[0]
        cursor.execute("PRAGMA cache_size = -600000")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {usual:d}")
