"""Which columns does a kind of import know, and under which headings do they come?"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NOT_A_LETTER = re.compile(r"[^0-9a-z]+")
SCANNED = 40  # rows looked through for the headings; above them stand titles and dates of reports


class Kind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    EMAIL = "e-mail"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes or no"
    CHOICE = "choice"


@dataclass(frozen=True)
class Column:
    """One column: its heading as we write it, the headings under which others write it, and what it holds.

    `required`: the file must have the column. `filled`: every row must have something in it. `errors_are_empty`: a
    cell in which the workbook shows #N/A and the like says nothing, as where a look-up of teams found none.
    """

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    required: bool = False
    filled: bool = False
    errors_are_empty: bool = False
    longest: int = 200
    choices: tuple[tuple[str, str], ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    examples: tuple[str, ...] = ()
    note: str = ""

    def is_called(self, heading: str) -> bool:
        return plain(heading) in {plain(name) for name in (self.title, self.key, *self.aliases)}


def plain(heading: str) -> str:
    """A heading without case, marks and spaces: 'Staff No.', ' staff_no' and 'STAFF  NO' are one."""
    folded = unicodedata.normalize("NFKD", heading).casefold().replace("&", " and ")
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return NOT_A_LETTER.sub("", folded)


def recognised(cells: Sequence[str], columns: Sequence[Column]) -> dict[int, Column]:
    """Which of these cells are headings that we know: position to column. A heading may appear twice."""
    known = {plain(name): column for column in columns for name in (*column.aliases, column.key, column.title)}
    return {place: known[plain(cell)] for place, cell in enumerate(cells) if plain(cell) in known}


def heading_row(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> tuple[int, int]:
    """Where the headings stand among the first rows, and how many of them we know: (index, count).

    The first row with the most known headings wins; (-1, 0) where no row has two of them.
    """
    best, most = -1, 0
    enough = min(2, len(columns))
    for index, cells in enumerate(rows[:SCANNED]):
        count = len({column.key for column in recognised(cells, columns).values()})
        if count > most and count >= enough:
            best, most = index, count
    return best, most


def letter(place: int) -> str:
    """The letter that a spreadsheet gives to a position: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
