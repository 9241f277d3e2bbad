"""How does the database itself say in which month a day lies, so that ten years of records are grouped in one query?"""

from typing import Any

from django.db.models import DateField, Func


class MonthOf(Func):
    """The first day of the month of a date column.

    Both databases do it alone. Django's own `TruncMonth` calls back into Python for every row on SQLite.
    """

    arity = 1
    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return self.as_sql(compiler, connection, template="(SUBSTR(%(expressions)s, 1, 8) || '01')", **given)

    def as_postgresql(self, compiler: Any, connection: Any, **given: Any) -> Any:
        template = "(DATE_TRUNC('month', %(expressions)s::timestamp)::date)"
        return self.as_sql(compiler, connection, template=template, **given)
