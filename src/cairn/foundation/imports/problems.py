"""What is wrong with a file, where, and what can be done about it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `row` is the number a spreadsheet shows, 0 for the file as a whole; `cell` is such as 'C12'."""

    sentence: str
    row: int = 0
    column: str = ""
    cell: str = ""
    found: str = ""

    def as_json(self) -> dict[str, Any]:
        """The fault in plain values, for storing and for the terminal."""
        return {
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "found": self.found,
            "sentence": self.sentence,
        }


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """One list, by row, then by column; the file as a whole first; no fault twice."""
    return sorted(dict.fromkeys(problems), key=lambda one: (one.row, len(one.cell), one.cell, one.sentence))


def shortened(text: str, most: int = 60) -> str:
    """What was found, short enough for a list."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
