"""How does the database itself refuse to change what is sealed? Migration operations, for SQLite and PostgreSQL.

A room puts one in a hand-written migration after the one that made its table. The refusal reaches Python as
`django.db.IntegrityError` with a sentence. On SQLite `INSERT OR REPLACE` deletes rows without asking delete
triggers, so guards there also look at what an insert would push out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

from cairn.foundation.ledger import triggers
from cairn.foundation.ledger.triggers import Trigger

ALWAYS = "1 = 1"
UNIQUE_COLUMNS = (
    "SELECT l.name, i.name FROM pragma_index_list(%s) l, pragma_index_info(l.name) i "
    'WHERE l."unique" AND NOT l.partial ORDER BY l.name, i.seqno'
)


class Guard(Operation):
    """Refuse change to those rows of a table that are protected.

    `protected` is an SQL condition in which `{row}` stands for the row; it is written so that both engines
    read it alike.
    """

    reversible = True
    reduces_to_sql = True
    elidable = False
    category = OperationCategory.SQL
    prefix = "guard"
    protected = ALWAYS
    sentence = "This record is sealed. It can't be changed or removed."

    def __init__(self, table: str):
        self.table = table

    def refusals(self) -> dict[str, list[str]]:
        """The condition under which each kind of change is refused."""
        return {"UPDATE": [self.on("OLD")], "DELETE": [self.on("OLD")]}

    def on(self, row: str) -> str:
        """Is this row protected?"""
        return self.protected.format(row=row)

    def names_other_tables(self) -> bool:
        """SQLite can't rename a table into place while a trigger elsewhere looks for it."""
        return False

    def triggers(self, connection: BaseDatabaseWrapper) -> list[Trigger]:
        """What has to stand in this database."""
        refusals = self.refusals()
        if connection.vendor == "sqlite":
            _add_what_would_be_pushed_out(self, refusals, connection)
        elif connection.vendor == "postgresql":
            anything = f"SELECT 1 FROM {self.table} kept WHERE {self.on('kept')}"  # noqa: S608 (names of our own tables)
            refusals["TRUNCATE"] = [f"EXISTS ({anything})"]
        else:
            raise NotImplementedError("Sealed records need SQLite or PostgreSQL.")
        return [
            Trigger(f"{self.prefix}_{self.table}_{event.lower()}", self.table, event, " OR ".join(whens), self.sentence)
            for event, whens in refusals.items()
            if whens
        ]

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """A guard changes no model."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Raise the guard; one that SQLite would trip over in the next migration waits for the end (`raise_all`)."""
        if schema_editor.connection.vendor == "sqlite" and self.names_other_tables():
            return
        for trigger in self.triggers(schema_editor.connection):
            for statement in triggers.raising(trigger, schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Lower the guard."""
        for trigger in self.triggers(schema_editor.connection):
            for statement in triggers.lowering(trigger, schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"{type(self).__name__} of {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.prefix}_{self.table}"


class RefuseAllChange(Guard):
    """Rows are written once: no UPDATE, no DELETE."""

    prefix = "written_once"
    sentence = "What is written here is written once. It can't be changed or removed."


class RefuseChangeOnceSealed(Guard):
    """A row whose boolean column `sealed` is true can be neither changed nor removed.

    With `refuse_insert_when`, an SQL condition on NEW, new rows can be refused too.
    """

    prefix = "once_sealed"
    protected = "{row}.sealed"

    def __init__(self, table: str, refuse_insert_when: str = ""):
        super().__init__(table)
        self.refuse_insert_when = refuse_insert_when

    def refusals(self) -> dict[str, list[str]]:
        """As every guard, and the room's own condition on new rows."""
        inserts = {"INSERT": [f"({self.refuse_insert_when})"]} if self.refuse_insert_when else {}
        return super().refusals() | inserts

    def names_other_tables(self) -> bool:
        return bool(self.refuse_insert_when)


class RefuseChangeBelowSealed(Guard):
    """Rows that hang on a sealed parent can't be added, changed, moved or removed.

    `by` names the row's column, and `key` the parent's, where both say what they belong to.
    """

    prefix = "below_sealed"

    def __init__(self, table: str, parent: str, by: str, key: str = "id"):
        super().__init__(table)
        self.parent, self.by, self.key = parent, by, key
        sealed_above = f"SELECT 1 FROM {parent} above WHERE above.{key} = {{row}}.{by} AND above.sealed"  # noqa: S608
        self.protected = f"EXISTS ({sealed_above})"

    def refusals(self) -> dict[str, list[str]]:
        """Neither out of a sealed parent nor into one."""
        return {
            "INSERT": [self.on("NEW")],
            "UPDATE": [self.on("OLD"), self.on("NEW")],
            "DELETE": [self.on("OLD")],
        }

    def names_other_tables(self) -> bool:
        return True


class RefuseChangeOf(Guard):
    """Once a condition holds, some columns of a row stay as they are and the row stays; its others go on changing.

    `once` is an SQL condition in which `{row}` stands for the row; where none is given, it holds from the beginning.
    """

    prefix = "columns_kept"

    def __init__(self, table: str, columns: Sequence[str], once: str = ALWAYS):
        super().__init__(table)
        self.columns, self.protected = columns, once

    def refusals(self) -> dict[str, list[str]]:
        """Any UPDATE in which one of them differs, empty or not, and every DELETE."""
        same = [f"COALESCE(NEW.{one} = OLD.{one}, NEW.{one} IS NULL AND OLD.{one} IS NULL)" for one in self.columns]
        return {"UPDATE": [f"({self.on('OLD')} AND NOT ({' AND '.join(same)}))"], "DELETE": [self.on("OLD")]}


class RefuseAllButDisposal(RefuseAllChange):
    """A ledger entry keeps its outline for ever. Content and salt may be blanked together, once, with a certificate."""

    prefix = "disposal_only"
    kept = ("id", "organisation_id", "sequence", "act", "at", "commitment")
    blanked = ("actor", "actor_name", "subject", "reason", "facts")

    def refusals(self) -> dict[str, list[str]]:
        """Any UPDATE that does not have exactly this shape, and every DELETE."""
        shape = [f"NEW.{column} = OLD.{column}" for column in self.kept]
        shape += [f"NEW.{column} = ''" for column in self.blanked]
        shape += ["length(NEW.salt) = 0", "OLD.certificate IS NULL", "NEW.certificate > OLD.sequence"]
        certificate = (
            f"SELECT 1 FROM {self.table} proof WHERE proof.organisation_id = OLD.organisation_id"  # noqa: S608
            " AND proof.sequence = NEW.certificate AND proof.act = 'ledger.disposed'"
        )
        shape.append(f"EXISTS ({certificate})")
        return {"UPDATE": [f"({' AND '.join(shape)}) IS NOT TRUE"], "DELETE": [ALWAYS]}


class RefuseShrinking(Guard):
    """The tail of a ledger only moves on."""

    prefix = "only_grows"
    sentence = "The tail of a ledger only moves on."

    def refusals(self) -> dict[str, list[str]]:
        """Never back, never gone, never another organisation's."""
        return {"UPDATE": ["(NEW.size > OLD.size AND NEW.id = OLD.id) IS NOT TRUE"], "DELETE": [ALWAYS]}


def _add_what_would_be_pushed_out(
    guard: Guard, refusals: dict[str, list[str]], connection: BaseDatabaseWrapper
) -> None:
    """SQLite's OR REPLACE removes the rows that stand in the way of a unique key: look before it does."""
    keys, primary = _unique_keys(guard.table, connection)
    for key in keys:
        same = " AND ".join(f"kept.{column} = NEW.{column}" for column in key)
        pushed_out = f"SELECT 1 FROM {guard.table} kept WHERE {same} AND ({guard.on('kept')})"  # noqa: S608
        refusals.setdefault("INSERT", []).append(f"EXISTS ({pushed_out})")
        if guard.protected != ALWAYS:
            another = f"{pushed_out} AND kept.{primary} <> OLD.{primary}"
            refusals.setdefault("UPDATE", []).append(f"EXISTS ({another})")


def _unique_keys(table: str, connection: BaseDatabaseWrapper) -> tuple[list[list[str]], str]:
    """Every unique key, with SQLite's own row number among them, and the name of the primary key."""
    with connection.cursor() as cursor:
        cursor.execute(UNIQUE_COLUMNS, [table])
        keys: dict[str, list[str]] = {}
        for index, column in cursor.fetchall():
            keys.setdefault(index, []).append(column)
        cursor.execute("SELECT name FROM pragma_table_info(%s) WHERE pk = 1", [table])
        primary = cursor.fetchone()
    return [*(key for key in keys.values() if all(key)), ["rowid"]], primary[0] if primary else "rowid"


@dataclass(frozen=True)
class Standing:
    """A trigger that ought to stand, and whether it does."""

    trigger: Trigger
    is_whole: bool


def expected(connection: BaseDatabaseWrapper) -> Iterator[Guard]:
    """The guards of every migration that this database has been through."""
    loader = MigrationLoader(connection)
    tables = set(connection.introspection.table_names())
    for key in sorted(loader.applied_migrations):
        migration = loader.disk_migrations.get(key)
        for operation in migration.operations if migration else ():
            if isinstance(operation, Guard) and operation.table in tables:
                yield operation


def inspect(connection: BaseDatabaseWrapper) -> list[Standing]:
    """Does every guard stand, enabled and unchanged?"""
    wanted = [trigger for guard in expected(connection) for trigger in guard.triggers(connection)]
    found = triggers.standing(connection)
    return [Standing(trigger, found.get(trigger.name) == trigger.text(connection.vendor)) for trigger in wanted]


def raise_all(using: str = "default", **_signal: Any) -> None:
    """Raise again whatever guard a migration lost, as SQLite does when it rebuilds a table."""
    _raise([standing.trigger for standing in inspect(connections[using]) if not standing.is_whole], using)


def stand(guards: list[Guard], using: str = "default") -> None:
    """Raise these guards now."""
    _raise([trigger for guard in guards for trigger in guard.triggers(connections[using])], using)


def _raise(fallen: list[Trigger], using: str) -> None:
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for trigger in fallen:
            for statement in triggers.raising(trigger, connection.vendor):
                cursor.execute(statement)


def lower_those_in_the_way(using: str = "default", plan: Any = (), **_signal: Any) -> None:
    """Before SQLite rebuilds tables, lower the guards that look at other tables; `raise_all` follows."""
    connection = connections[using]
    if connection.vendor == "sqlite" and plan:
        lower([guard for guard in expected(connection) if guard.names_other_tables()], using)


def lower(guards: list[Guard], using: str = "default") -> None:
    """Take guards down. Only migrations and the clearing of test databases do this."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for trigger in (trigger for guard in guards for trigger in guard.triggers(connection)):
            for statement in triggers.lowering(trigger, connection.vendor):
                cursor.execute(statement)
