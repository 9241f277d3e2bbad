"""How does the database itself join the texts of several rows into one, so that they come with their record?"""

from typing import Any

from django.db.models import Aggregate, TextField


class JoinedText(Aggregate):
    """The texts of a group with a space between them, in no order; both databases can, under different names."""

    arity = 1
    output_field = TextField()
    template = "%(function)s(%(expressions)s, ' ')"

    def as_sqlite(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **given)

    def as_postgresql(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **given)
