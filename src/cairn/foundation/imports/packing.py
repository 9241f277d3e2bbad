"""How are the rows of a table kept between the look at them and their application?"""

from collections.abc import Sequence
from typing import Any

from cairn.foundation.imports.columns import Column
from cairn.foundation.imports.tables import Line, Table


def packed(table: Table) -> dict[str, Any]:
    """The table in plain values: the text of every cell as it was read, so that it is checked again when applied."""
    return {
        "columns": [column.key for column in table.columns],
        "letters": table.letters,
        "sheet": table.sheet,
        "rows": [[line.number, *line.cells] for line in table.rows],
    }


def unpacked(kept: dict[str, Any], columns: Sequence[Column]) -> Table:
    """The table again."""
    by_key = {column.key: column for column in columns}
    return Table(
        columns=tuple(by_key[key] for key in kept["columns"]),
        letters=dict(kept["letters"]),
        rows=[Line(number, tuple(cells)) for number, *cells in kept["rows"]],
        sheet=kept["sheet"],
    )
