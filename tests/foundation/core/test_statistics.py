"""Does the database learn how its tables look?"""

import pytest
from django.db import connection

from cairn.foundation.core.recurring import EVERY
from cairn.foundation.core.statistics import look_at_tables


@pytest.mark.django_db
def test_sqlite_knows_its_indexes_afterwards(cast):
    look_at_tables()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'people_person'")
            assert cursor.fetchone()[0] > 1


def test_the_worker_looks_every_day():
    assert [(task.name, interval.days) for task, interval in EVERY] == [("look_at_how_tables_have_grown", 1)]
