"""Does the database itself refuse to change what is sealed, whichever way one tries?"""

from uuid import uuid4

import pytest
from django.apps.registry import Apps
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from cairn.foundation.ledger import guards
from cairn.foundation.ledger.guards import (
    RefuseAllChange,
    RefuseChangeBelowSealed,
    RefuseChangeOf,
    RefuseChangeOnceSealed,
)

pytestmark = pytest.mark.django_db

trial = Apps()


class Round(models.Model):  # noqa: DJ008
    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.IntegerField(unique=True)
    summary = models.TextField()
    sealed = models.BooleanField(default=False)

    class Meta:
        apps = trial
        app_label = "trial"
        db_table = "trial_round"


class Judgement(models.Model):  # noqa: DJ008
    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(Round, models.PROTECT, db_constraint=False)
    text = models.TextField()

    class Meta:
        apps = trial
        app_label = "trial"
        db_table = "trial_judgement"


@pytest.fixture(autouse=True)
def _tables(db):
    for model in (Round, Judgement):
        run(lambda editor, model=model: editor.create_model(model))


def run(change):
    """Schema changes as statements, since SQLite's editor wants no transaction around it."""
    editor = connection.schema_editor(collect_sql=True)
    editor.deferred_sql = []
    change(editor)
    with connection.cursor() as cursor:
        for statement in [*editor.collected_sql, *map(str, editor.deferred_sql)]:
            if not statement.startswith("--"):
                cursor.execute(statement)


def raise_guard(guard):
    run(lambda editor: guard.database_forwards("trial", editor, ProjectState(), ProjectState()))
    if guard.names_other_tables():
        guards.stand([guard])  # on SQLite these wait for the end of all migrations
    return guard


def lower_guard(guard):
    run(lambda editor: guard.database_backwards("trial", editor, ProjectState(), ProjectState()))


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def sealed_round():
    made = Round.objects.create(number=1, summary="Good")
    made.sealed = True
    made.save()
    return made


def save(row):
    row.summary = "Very good"
    row.save()


def update(row):
    Round.objects.filter(pk=row.pk).update(summary="Very good")


def bulk_update(row):
    row.summary = "Very good"
    Round.objects.bulk_update([row], ["summary"])


def raw_update(row):
    raw("UPDATE trial_round SET summary = 'Very good'")


def unseal(row):
    raw("UPDATE trial_round SET sealed = %s", False)


def delete(row):
    row.delete()


def delete_all(row):
    Round.objects.all().delete()


def raw_delete(row):
    raw("DELETE FROM trial_round")


def upsert(row):
    row.summary = "Very good"
    Round.objects.bulk_create([row], update_conflicts=True, update_fields=["summary"], unique_fields=["id"])


def truncate_or_replace(row):
    if connection.vendor == "postgresql":
        raw("TRUNCATE trial_round")
    raw("INSERT OR REPLACE INTO trial_round (id, number, summary, sealed) VALUES (%s, 1, '', 0)", row.pk.hex)


def push_out_by_another_key(row):
    if connection.vendor == "postgresql":
        raw("TRUNCATE trial_round CASCADE")
    raw("INSERT OR REPLACE INTO trial_round (id, number, summary, sealed) VALUES (%s, 1, '', 0)", uuid4().hex)


def may_act_as_replica():
    """Only a superuser of PostgreSQL can try to go past triggers that way."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        return cursor.fetchone()[0]


def push_out_by_row_number(row):
    if connection.vendor == "postgresql":
        raw("SET session_replication_role = replica")
        raw("DELETE FROM trial_round")
    raw("INSERT OR REPLACE INTO trial_round (rowid, id, number, summary, sealed) VALUES (1, '2', 2, '', 0)")


def push_out_by_moving_another(row):
    if connection.vendor == "postgresql":
        raw("INSERT INTO trial_round SELECT * FROM trial_round ON CONFLICT (number) DO UPDATE SET summary = 'x'")
    Round.objects.create(number=2, summary="Open")
    raw("UPDATE OR REPLACE trial_round SET number = 1 WHERE number = 2")


ROUTES = [
    save,
    update,
    bulk_update,
    raw_update,
    unseal,
    delete,
    delete_all,
    raw_delete,
    upsert,
    truncate_or_replace,
    push_out_by_another_key,
    push_out_by_row_number,
    push_out_by_moving_another,
]


WHOLE = (
    RefuseChangeOnceSealed("trial_round"),
    RefuseAllChange("trial_round"),
    RefuseChangeOf("trial_round", ["number", "summary", "sealed"], once="{row}.sealed"),
)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
@pytest.mark.parametrize("guard", WHOLE, ids=repr)
def test_a_sealed_row_can_not_be_changed_by_any_route(route, guard):
    if route is push_out_by_row_number and not may_act_as_replica():
        pytest.skip("This role may not even try to act as a replica.")
    row = sealed_round()
    raise_guard(guard)

    with pytest.raises(IntegrityError, match=guard.sentence), transaction.atomic():
        route(row)

    assert list(Round.objects.values_list("id", "number", "summary", "sealed")) == [(row.pk, 1, "Good", True)]


def test_without_the_guard_the_same_routes_would_succeed():
    """The control: it is the guard that refuses, and taking it back takes the refusal back."""
    row = sealed_round()
    guard = raise_guard(RefuseChangeOnceSealed("trial_round"))
    lower_guard(guard)

    update(row)
    raw_delete(row)

    assert not Round.objects.exists()


def test_only_the_named_columns_are_kept_and_only_once_the_condition_holds():
    row = Round.objects.create(number=1, summary="Good")
    raise_guard(RefuseChangeOf("trial_round", ["number", "sealed"], once="{row}.sealed"))
    raw("UPDATE trial_round SET number = 2")
    raw("UPDATE trial_round SET sealed = %s", True)

    update(row)

    assert list(Round.objects.values_list("number", "summary", "sealed")) == [(2, "Very good", True)]
    for refused in ("UPDATE trial_round SET number = 3", "DELETE FROM trial_round"):
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            raw(refused)


def test_an_open_row_can_be_changed_sealed_and_removed():
    raise_guard(RefuseChangeOnceSealed("trial_round"))
    kept, gone = Round.objects.create(number=1, summary="a"), Round.objects.create(number=2, summary="b")

    for route in (save, update, bulk_update, upsert):
        route(kept)
    gone.delete()
    kept.sealed = True
    kept.save()

    assert list(Round.objects.values_list("number", "sealed")) == [(1, True)]


def test_new_rows_are_refused_under_a_condition():
    raise_guard(RefuseChangeOnceSealed("trial_round", refuse_insert_when="NEW.number > 9"))
    Round.objects.create(number=9, summary="")

    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        Round.objects.create(number=10, summary="")

    assert list(Round.objects.values_list("number", flat=True)) == [9]


@pytest.fixture
def below():
    """A judgement in an open round beside one in a sealed round."""
    raise_guard(RefuseChangeBelowSealed("trial_judgement", parent="trial_round", by="round_id"))
    closed, still_open = (Round.objects.create(number=number, summary="") for number in (1, 2))
    done = Judgement.objects.create(round=closed, text="done")
    draft = Judgement.objects.create(round=still_open, text="draft")
    Round.objects.filter(pk=closed.pk).update(sealed=True)
    return done, draft


def test_below_a_sealed_parent_nothing_is_added_changed_moved_or_removed(below):
    done, draft = below
    routes = [
        lambda: Judgement.objects.create(round=done.round, text="late"),
        lambda: Judgement.objects.filter(pk=done.pk).update(text="late"),
        lambda: Judgement.objects.filter(pk=done.pk).update(round=draft.round),
        lambda: Judgement.objects.filter(pk=draft.pk).update(round=done.round),
        lambda: done.delete(),
        lambda: raw("DELETE FROM trial_judgement"),
    ]

    for route in routes:
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            route()

    assert sorted(Judgement.objects.values_list("text", "round_id")) == [
        ("done", done.round_id),
        ("draft", draft.round_id),
    ]


def test_below_an_open_parent_everything_goes_on(below):
    _, draft = below

    Judgement.objects.create(round=draft.round, text="another").delete()
    Judgement.objects.filter(pk=draft.pk).update(text="better")
    draft.delete()

    assert list(Judgement.objects.values_list("text", flat=True)) == ["done"]


@pytest.mark.parametrize(
    "guard",
    [
        RefuseAllChange("trial_round"),
        RefuseChangeOnceSealed("trial_round", refuse_insert_when="NEW.number > 9"),
        RefuseChangeBelowSealed("trial_judgement", parent="trial_round", by="round_id"),
    ],
    ids=repr,
)
def test_guards_can_be_written_into_a_migration(guard):
    name, arguments, options = guard.deconstruct()
    again = type(guard)(*arguments, **options)

    assert OperationWriter(guard).serialize()[0].strip().startswith(f"cairn.foundation.ledger.guards.{name}(")
    assert (again.refusals(), again.describe()) == (guard.refusals(), guard.describe())
    assert guard.reversible


def test_a_guard_that_fell_is_noticed_and_raised_again():
    standing = [state.is_whole for state in guards.inspect(connection)]
    assert standing
    assert all(standing)
    guards.lower([guards.RefuseShrinking("ledger_tail")])
    fallen = {state.trigger.name for state in guards.inspect(connection) if not state.is_whole}
    assert "only_grows_ledger_tail_update" in fallen

    guards.raise_all()

    assert all(state.is_whole for state in guards.inspect(connection))


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL alters a table where it stands")
def test_a_table_that_others_guards_look_at_can_be_rebuilt(monkeypatch):
    """Rebuilding renames a table, which SQLite refuses while a trigger elsewhere looks for the old one."""
    guard = raise_guard(RefuseChangeBelowSealed("trial_judgement", parent="trial_round", by="round_id"))
    monkeypatch.setattr(guards, "expected", lambda connection: [guard])

    def rebuild():
        raw("CREATE TABLE new_round AS SELECT * FROM trial_round")
        raw("DROP TABLE trial_round")
        raw("ALTER TABLE new_round RENAME TO trial_round")

    with pytest.raises(OperationalError, match="below_sealed_trial_judgement"), transaction.atomic():
        rebuild()

    guards.lower_those_in_the_way(plan=["something"])
    rebuild()
    assert not any(state.is_whole for state in guards.inspect(connection))
    guards.raise_all()
    assert all(state.is_whole for state in guards.inspect(connection))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite can't switch a trigger off")
def test_a_guard_that_was_switched_off_is_noticed():
    raw("ALTER TABLE ledger_entry DISABLE TRIGGER disposal_only_ledger_entry_update")

    fallen = [state.trigger.name for state in guards.inspect(connection) if not state.is_whole]

    assert fallen == ["disposal_only_ledger_entry_update"]
