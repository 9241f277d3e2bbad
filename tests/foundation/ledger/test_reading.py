"""Is a stored value taken only where it is written exactly as Cairn writes it?"""

from datetime import date, time
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.apps.registry import Apps
from django.db import connection, models

from cairn.foundation.ledger import reading
from cairn.foundation.ledger.canonical import canonical
from cairn.foundation.ledger.reading import NotAsWritten

pytestmark = pytest.mark.django_db

trial = Apps()
PARENT = UUID("aaaaaaaa-0000-4000-8000-000000000001")


class Figure(models.Model):  # noqa: DJ008
    id = models.UUIDField(primary_key=True, default=uuid4)
    round_id = models.UUIDField()
    on = models.DateField(null=True)
    at = models.TimeField(null=True)
    mean = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    counts = models.JSONField(default=list)
    text = models.TextField()
    is_area = models.BooleanField(default=False)

    class Meta:
        apps = trial
        app_label = "trial"
        db_table = "trial_figure"


@pytest.fixture
def figure(db):
    editor = connection.schema_editor(collect_sql=True)
    editor.deferred_sql = []
    editor.create_model(Figure)
    with connection.cursor() as cursor:
        for statement in editor.collected_sql:
            cursor.execute(statement)
    return Figure.objects.create(
        id=UUID(int=1),
        round_id=PARENT,
        on=date(2026, 11, 22),
        at=time(9, 30),
        mean=Decimal("3.50"),
        counts={"b": 0.5, "a": [1]},
        text="é",
    )


def test_whole_rows_read_the_same_on_both_databases(figure):
    Figure.objects.create(id=UUID(int=0), round_id=PARENT, text="")
    Figure.objects.create(round_id=UUID(int=7), text="of another")

    blank, whole = reading.as_stored(Figure, round_id=PARENT)

    assert whole == {
        "id": str(UUID(int=1)),
        "round_id": str(PARENT),
        "on": "2026-11-22",
        "at": "09:30:00",
        "mean": "3.5",
        "counts": '{"a": [1], "b": 0.5}',
        "text": "é",
        "is_area": False,
    }
    assert (blank["on"], blank["mean"], blank["counts"]) == (None, None, "[]")
    assert canonical([blank, whole])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL stores no text here")
@pytest.mark.parametrize(
    ("column", "bent"),
    [
        ("id", "upper(id)"),
        ("round_id", "round_id || ' '"),
        ('"on"', "'20261122'"),
        ('"on"', "'x'"),
        ("at", "'9:30'"),
        ("mean", "'x'"),
        ("counts", """'{"b":0.5, "a": [1]}'"""),
        ("text", "CAST(text AS BLOB)"),
        ("text", "CAST(x'ff' AS TEXT)"),
        ("is_area", "'true'"),
    ],
)
def test_a_bent_value_is_refused_though_it_might_read_the_same(figure, column, bent):
    Figure.objects.update(id=UUID(int=0xABC))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"UPDATE trial_figure SET {column} = {bent}")  # noqa: S608
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
        cursor.execute("SELECT round_id FROM trial_figure")
        found = cursor.fetchone()[0]

    where = {"round_id": PARENT} if column != "round_id" else {"is_area": False}
    assert found.strip() == PARENT.hex
    with pytest.raises(NotAsWritten, match="is not written as Cairn writes it"):
        reading.as_stored(Figure, **where)
