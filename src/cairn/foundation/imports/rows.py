"""What do the rows of a table say, cell by cell, and which cells can't be read?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cairn.foundation.imports.cells import Unreadable, Value, read_cell
from cairn.foundation.imports.columns import Column, plain
from cairn.foundation.imports.problems import Problem, shortened
from cairn.foundation.imports.tables import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its meanings: dates are dates, and a column that the file does not have is simply absent."""

    number: int
    values: Mapping[str, Value]

    def text(self, key: str) -> str:
        """The words under this column; empty where there are none."""
        value = self.values.get(key)
        return "" if value is None else str(value)


@dataclass
class Sheet:
    """The rows that could be read, and a way to point at a cell when a check of a room finds a fault."""

    rows: list[Row]
    columns: tuple[Column, ...]
    letters: dict[str, str] = field(default_factory=dict)
    title: str = ""
    is_readable: bool = True  # every cell of every row could be read
    # What words of the source stand for, where somebody was asked: column key, then the words without case and marks.
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    source: str = ""

    def has(self, key: str) -> bool:
        """Does the file have this column at all?"""
        return key in self.letters

    def meaning(self, key: str, text: str) -> str | None:
        """What somebody said that these words of the source stand for; None where nobody was asked yet."""
        return self.meanings.get(key, {}).get(plain(text))

    def problem(self, row: Row | int, key: str, sentence: str) -> Problem:
        """A fault in one cell."""
        number = row if isinstance(row, int) else row.number
        column = next((one for one in self.columns if one.key == key), None)
        found = "" if isinstance(row, int) else shortened(row.text(key))
        cell = f"{self.letters[key]}{number}" if key in self.letters and number else ""
        return Problem(sentence, number, column.title if column else "", cell, found)


def read_rows(table: Table) -> tuple[Sheet, list[Problem]]:
    """Every cell read for what its column holds. The problems of the table itself come first."""
    problems = list(table.problems)
    doubtful = {one.cell for one in problems if one.cell}
    doubtful_rows = {one.row for one in problems}
    sheet = Sheet([], table.columns, dict(table.letters), table.sheet)
    known: dict[tuple[int, str], Value | Unreadable] = {}
    filled = [index for index, column in enumerate(table.columns) if column.filled]
    for line in table.rows:
        footer = _looks_like_a_footer(line.cells, filled)
        if footer and line.number not in doubtful_rows:
            sentence = f"This row holds only “{shortened(footer, 40)}”. If it is no row of the list, delete it."
            problems.append(Problem(sentence, line.number))
            continue
        values: dict[str, Value] = {}
        for index, column in enumerate(table.columns):
            text = line.cells[index]
            try:
                values[column.key] = _read_once(text, index, column, known)
                if column.filled and values[column.key] in (None, ""):
                    raise Unreadable("This must be filled in.")
            except Unreadable as fault:
                cell = f"{table.letters[column.key]}{line.number}"
                if cell not in doubtful:
                    problems.append(Problem(str(fault), line.number, column.title, cell, shortened(text)))
        sheet.rows.append(Row(line.number, values))
    sheet.is_readable = not problems
    return sheet, problems


def _read_once(text: str, index: int, column: Column, known: dict[tuple[int, str], Value | Unreadable]) -> Value:
    """Most cells of a column repeat a few values, so each is read once."""
    if (index, text) not in known:
        try:
            known[index, text] = read_cell(text, column)
        except Unreadable as fault:
            known[index, text] = fault
    answer = known[index, text]
    if isinstance(answer, Unreadable):
        raise answer
    return answer


def _looks_like_a_footer(cells: tuple[str, ...], filled: list[int]) -> str:
    """'Total: 532' under a list: one cell, where several must be filled."""
    if len(filled) < 2:
        return ""
    present = [cell for cell in cells if cell]
    return present[0] if len(present) == 1 else ""
