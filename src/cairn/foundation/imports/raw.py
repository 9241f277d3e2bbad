"""What does a file hold before anybody has said what it means: rows of text, with marks on doubtful cells?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from cairn.foundation.core.verdicts import Refused

LARGEST = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200


class Mark(StrEnum):
    """Why a cell may not say what was meant."""

    DATE = "date"  # the workbook holds a real date here
    ERROR = "error"  # the workbook shows #N/A, #REF! and the like
    UNCALCULATED = "uncalculated"  # a formula whose result was never saved
    TOO_LONG = "too long"  # more than 15 digits: the last ones are lost


NO_MARKS: dict[int, Mark] = {}


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands: `number` is the one that a spreadsheet shows beside it."""

    number: int
    cells: list[str]
    marks: dict[int, Mark] = field(default_factory=lambda: NO_MARKS)


@dataclass(frozen=True)
class RawSheet:
    """One sheet of a workbook, or the whole of a text file.

    `rows` can be read several times; it is told how many columns of a workbook are wanted. `merged`
    tells which ranges of cells are merged, as (first row, last row, 'C5:C9').
    """

    name: str
    rows: Callable[[int], Iterator[RawRow]]
    notes: tuple[str, ...] = ()
    counts_from_1904: bool = False
    merged: tuple[tuple[int, int, str], ...] = ()


class ChooseSheet(Refused):
    """Several sheets look alike: only the person can say which one is meant."""

    def __init__(self, sheets: list[str]):
        self.sheets = sheets
        super().__init__(f"The workbook has several sheets with these columns. Choose one: {', '.join(sheets)}.")
