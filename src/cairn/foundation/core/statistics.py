"""Does the database know how its tables look, so that it finds the short way to what is asked?

PostgreSQL looks by itself. SQLite looks only when told to, and without that a month of figures over ten years of
sessions takes ten times as long. A sample of each index is enough: it takes milliseconds at any size.
"""

from django.db import connection

SAMPLE = 10_000  # entries of each index


def look_at_tables() -> None:
    """Look now: once a day, and after very much was written at once."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLE:d}")
        cursor.execute("ANALYZE")
