"""Where does an organisation's next entry go? The one place that appends to a ledger.

Every act in Cairn passes here, so it speaks SQL itself: the object mapper would cost five times as much as the
three statements do.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from cairn.foundation.core import clock
from cairn.foundation.ledger import commitments
from cairn.foundation.ledger.canonical import moment, written
from cairn.foundation.ledger.merkle import Peaks
from cairn.foundation.ledger.models import Entry, Tail

TOLERATED_LAG = timedelta(minutes=2)

COLUMNS = (
    "id",
    "organisation_id",
    "sequence",
    "act",
    "actor",
    "actor_name",
    "subject",
    "reason",
    "facts",
    "at",
    "salt",
    "commitment",
)
READ = "SELECT size, peaks, last_at FROM ledger_tail WHERE id = %s"
READ_AND_LOCK = f"{READ} FOR UPDATE"
BEGIN = "INSERT INTO ledger_tail (id, size, peaks) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING"
ADD = f"INSERT INTO ledger_entry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
MOVE_ON = "UPDATE ledger_tail SET size = %s, peaks = %s, last_at = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a place. Its facts are plain (see `canonical.plain`)."""

    act: str
    actor: str = ""
    actor_name: str = ""
    subject: str = ""
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """The end of a ledger, held until the transaction ends."""

    peaks: Peaks
    last_at: datetime | None

    def now(self) -> datetime:
        """The server's time, but never earlier than the last entry's."""
        now = clock.now()
        return max(now, self.last_at) if self.last_at else now


def append(organisation_id: UUID, drafts: Iterable[Draft]) -> list[Entry]:
    """Add entries at the end, in the order given. Until the transaction ends, nobody else adds to this ledger."""
    database = connections[DEFAULT_DB_ALIAS]
    with _cursor_in_transaction(database) as cursor:
        end = _held(cursor, organisation_id, database)
        at, peaks, entries = end.now(), end.peaks, []
        for draft in drafts:
            entry, leaf = _placed(draft, organisation_id, peaks.size + 1, at)
            peaks = peaks.append(leaf)
            entries.append(entry)
        if entries:
            _write(cursor, entries, database)
            moved = (peaks.size, peaks.to_bytes(), *_stored(database, at, organisation_id))
            cursor.execute(MOVE_ON, moved)
    return entries


def hold(organisation_id: UUID) -> End:
    """The end of this ledger, locked until the transaction ends; it is made at the organisation's first act."""
    database = connections[DEFAULT_DB_ALIAS]
    with _cursor_in_transaction(database) as cursor:
        return _held(cursor, organisation_id, database)


def clock_lag(organisation_id: UUID) -> timedelta:
    """How far the server's clock stands behind this ledger's last entry; nothing where it does not."""
    last_at = Tail.objects.filter(pk=organisation_id).values_list("last_at", flat=True).first()
    return max(last_at - clock.now(), timedelta()) if last_at else timedelta()


def _cursor_in_transaction(database: BaseDatabaseWrapper) -> CursorWrapper:
    if not database.in_atomic_block:
        raise transaction.TransactionManagementError("An act is recorded in the transaction of the act itself.")
    return database.cursor()


def _held(cursor: CursorWrapper, organisation_id: UUID, database: BaseDatabaseWrapper) -> End:
    question = READ_AND_LOCK if database.features.has_select_for_update else READ
    identifier = _stored(database, organisation_id)
    cursor.execute(question, identifier)
    row = cursor.fetchone()
    if row is None:
        cursor.execute(BEGIN, (*identifier, b""))
        cursor.execute(question, identifier)
        row = cursor.fetchone()
    size, peaks, last_at = row
    if last_at is not None and last_at.tzinfo is None:
        last_at = last_at.replace(tzinfo=UTC)
    return End(Peaks.from_bytes(size, bytes(peaks)), last_at)


def _placed(draft: Draft, organisation_id: UUID, sequence: int, at: datetime) -> tuple[Entry, bytes]:
    content = {name: getattr(draft, name) for name in commitments.CONTENT}
    salt, pk = os.urandom(commitments.SALT_LENGTH), uuid4()
    committed = commitments.commitment(salt, content)
    outline = {
        "act": draft.act,
        "at": moment(at),
        "commitment": committed.hex(),
        "id": str(pk),
        "organisation_id": str(organisation_id),
        "sequence": sequence,
    }
    entry = Entry(
        id=pk,
        organisation_id=organisation_id,
        sequence=sequence,
        act=draft.act,
        at=at,
        salt=salt,
        commitment=committed,
        **content,
    )
    entry._state.adding, entry._state.db = False, DEFAULT_DB_ALIAS
    return entry, commitments.leaf(outline)


def _write(cursor: CursorWrapper, entries: list[Entry], database: BaseDatabaseWrapper) -> None:
    rows = [_row(database, entry) for entry in entries]
    if len(rows) == 1:
        cursor.execute(ADD, rows[0])
    else:
        cursor.executemany(ADD, rows)


def _row(database: BaseDatabaseWrapper, entry: Entry) -> tuple[Any, ...]:
    """The values in the order of `COLUMNS`."""
    pk, organisation_id, at = _stored(database, entry.pk, entry.organisation_id, entry.at)
    return (
        pk,
        organisation_id,
        entry.sequence,
        entry.act,
        entry.actor,
        entry.actor_name,
        entry.subject,
        entry.reason,
        written(entry.facts),
        at,
        entry.salt,
        entry.commitment,
    )


def _stored(database: BaseDatabaseWrapper, *values: UUID | datetime) -> tuple[Any, ...]:
    """Identifiers and moments as this database stores them."""
    if database.features.has_native_uuid_field:
        return values
    adapted = database.ops.adapt_datetimefield_value
    return tuple(value.hex if isinstance(value, UUID) else adapted(value) for value in values)
