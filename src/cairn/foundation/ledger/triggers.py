"""How is a refusal written as a trigger, on SQLite and on PostgreSQL, and which triggers stand in a database?"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Trigger:
    """Before this event on this table, refuse with a sentence where the condition holds."""

    name: str
    table: str
    event: str
    when: str
    sentence: str

    def text(self, vendor: str) -> str:
        """The part of the trigger by which the database remembers it."""
        return self._sqlite() if vendor == "sqlite" else self._postgresql_body()

    def _sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW WHEN {self.when} "
            f"BEGIN SELECT RAISE(ABORT, {_quoted(self.sentence)}); END"
        )

    def _postgresql_body(self) -> str:
        answer = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(self.event, "NEW")
        return (
            f" BEGIN IF {self.when} THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
            f"MESSAGE = {_quoted(self.sentence)}; END IF; RETURN {answer}; END "
        )


def raising(trigger: Trigger, vendor: str) -> list[str]:
    """The statements that put the trigger in place, whether or not an older one stands there."""
    if vendor == "sqlite":
        return [*lowering(trigger, vendor), trigger.text(vendor)]
    each = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $guard${trigger.text(vendor)}$guard$",
        f"CREATE OR REPLACE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {trigger.name}()",
        # ALWAYS: not even a session that plays the part of a replica passes by.
        f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}",
    ]


def lowering(trigger: Trigger, vendor: str) -> list[str]:
    """The statements that take the trigger away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {trigger.name}"]
    return [
        f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}",
        f"DROP FUNCTION IF EXISTS {trigger.name}()",
    ]


def standing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Every trigger of ours that stands in the database and is switched on, with its remembered text."""
    questions = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": (
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND pg_table_is_visible(c.oid)"
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(questions[connection.vendor])
        return dict(cursor.fetchall())


def _quoted(sentence: str) -> str:
    return "'" + sentence.replace("'", "''") + "'"
