"""What comes round in this room: the database looks at how its tables have grown."""

from datetime import timedelta

from django_tasks import task

from cairn.foundation.core.statistics import look_at_tables


@task()
def look_at_how_tables_have_grown() -> None:
    """Queries are planned by what is found."""
    look_at_tables()


EVERY = [(look_at_how_tables_have_grown, timedelta(days=1))]
