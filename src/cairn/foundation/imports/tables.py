"""What does a file of rows hold, once its headings are found and its quirks are survived?

`read_table` answers for CSV and Excel alike. Every cell stays text; nothing is guessed silently: what
was survived is said in `notes`, and what can't be trusted is a `Problem` with the address of its cell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.core.words import joined
from cairn.foundation.imports.cells import clean, date_of_serial
from cairn.foundation.imports.columns import SCANNED, Column, Kind, heading_row, letter, plain, recognised
from cairn.foundation.imports.delimited import read_delimited
from cairn.foundation.imports.problems import Problem, shortened
from cairn.foundation.imports.raw import LARGEST, MOST_COLUMNS, MOST_ROWS, ChooseSheet, Mark, RawRow, RawSheet
from cairn.foundation.imports.workbooks import read_workbook

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SENTENCES = {
    Mark.DATE: "Excel has turned this into a date. Format the column as text and type it again.",
    Mark.ERROR: "The workbook shows an error here. Correct the formula, or type the value.",
    Mark.UNCALCULATED: "This formula was never calculated. Open the file in Excel, save it and upload it again.",
    Mark.TOO_LONG: "Excel keeps only 15 digits, so the end of this number is lost. Format the column as text.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: the number a spreadsheet shows beside it, and its cells in the order of the columns."""

    number: int
    cells: tuple[str, ...]


@dataclass
class Table:
    """Rows under known headings. `letters` gives the spreadsheet letter of each column by its key."""

    columns: tuple[Column, ...]
    letters: dict[str, str]
    rows: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheet: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(column.title for column in self.columns)


Settle = Callable[[Sequence[Sequence[str]]], Sequence[Column]]


def read_table(
    content: bytes, name: str, columns: Sequence[Column], *, sheet: str = "", settle: Settle | None = None
) -> Table:
    """Read a CSV file or an Excel workbook. Raises `Refused` with a sentence where it can't be read at all.

    `ChooseSheet` is raised where several sheets of a workbook have these columns and none was chosen. `settle` says
    from the first rows under which headings the columns stand in a file of another system (see `mapping`).
    """
    _insist_on_a_kind_we_read(content, name)
    is_workbook = content.startswith(b"PK\x03\x04")
    notes = []
    if is_workbook != name.lower().endswith((".xlsx", ".xlsm")):
        notes.append("The ending of the file's name does not fit what it holds; it was read for what it holds.")
    if is_workbook:
        sheets, hidden = read_workbook(content)
        if hidden:
            notes.append(f"Hidden sheets were not read: {joined(hidden)}.")
        chosen = _chosen(sheets, columns, sheet, is_any=settle is not None)
        if len(sheets) > 1:
            notes.append(f"The sheet “{chosen.name}” was read, the others were not.")
    else:
        chosen = read_delimited(content, columns)
    table = _table(chosen, settle(_first_rows(chosen)) if settle else columns)
    table.notes = [*notes, *chosen.notes, *table.notes]
    return table


def _insist_on_a_kind_we_read(content: bytes, name: str) -> None:
    if not content.strip(b"\0 \r\n\t"):
        raise Refused("The file is empty.")
    if len(content) > LARGEST:
        raise Refused(f"The file is larger than {LARGEST // 1024 // 1024} MB. Split it into several files.")
    if content.startswith(OLD_OFFICE):
        if ENCRYPTED in content:
            raise Refused("The workbook is protected by a password. Remove the password and upload it again.")
        raise Refused("The file is in the old Excel format (.xls). Save it as an Excel workbook (.xlsx).")
    if content.startswith(b"%PDF"):
        raise Refused("The file is a PDF. Upload the table itself, as CSV or as an Excel workbook (.xlsx).")
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")):
        raise Refused("The file is a web page, whatever its name says. Open it in Excel and save it as .xlsx.")
    if content.startswith((b"{", b"[")) and name.lower().endswith(".json"):
        raise Refused("The file is JSON. Upload a table, as CSV or as an Excel workbook (.xlsx).")


def _chosen(sheets: list[RawSheet], columns: Sequence[Column], name: str, *, is_any: bool = False) -> RawSheet:
    """The sheet that is meant. From other systems (`is_any`), every sheet with what is needed may be meant."""
    if name:
        for one in sheets:
            if plain(one.name) == plain(name):
                return one
        raise Refused(f"The workbook has no visible sheet “{name}”. It has: {joined(one.name for one in sheets)}.")
    if len(sheets) == 1:
        return sheets[0]
    known = [(heading_row(_first_rows(one), columns)[1], one) for one in sheets]
    most = max(count for count, _ in known)
    best = [one for count, one in known if count == most]
    if is_any:
        best = [one for one in sheets if _has_needed(_first_rows(one), columns)] or best
    if len(best) > 1 and most:
        raise ChooseSheet([one.name for one in best])
    return best[0]


def _has_needed(rows: list[list[str]], columns: Sequence[Column]) -> bool:
    index, _ = heading_row(rows, columns)
    found = {one.key for one in recognised(rows[index], columns).values()} if index >= 0 else set()
    return all(one.key in found for one in columns if one.required)


def _first_rows(sheet: RawSheet) -> list[list[str]]:
    return [row.cells for row in islice(sheet.rows(MOST_COLUMNS + 1), SCANNED)]


def _table(sheet: RawSheet, columns: Sequence[Column]) -> Table:
    first = list(islice(sheet.rows(MOST_COLUMNS + 1), SCANNED))
    index, count = heading_row([row.cells for row in first], columns)
    if not count:
        wanted = joined(f"“{column.title}”" for column in columns if column.required)
        raise Refused(f"No row with headings was found. The file needs columns such as {wanted}.")
    headings = first[index]
    width = max(place for place, cell in enumerate(headings.cells) if clean(cell)) + 1
    if width > MOST_COLUMNS:
        raise Refused(f"The file has more than {MOST_COLUMNS} columns. Keep only those that are needed.")
    table = _under_headings(headings, columns)
    above = sum(1 for row in first[:index] if any(map(clean, row.cells)))
    if above:
        table.notes.append(f"What stands above the headings in row {headings.number} was left out.")
    table.sheet = sheet.name
    table.problems += _merged(sheet, headings.number)
    _fill(table, sheet, headings, width)
    return table


def _under_headings(headings: RawRow, columns: Sequence[Column]) -> Table:
    """The columns that were found, in the order of the file; what is missing, double or unknown is said."""
    places = recognised([clean(cell) for cell in headings.cells], columns)
    found: dict[str, int] = {}
    problems = []
    for place, column in places.items():
        if column.key in found:
            both = f"{letter(found[column.key])} and {letter(place)}"
            sentence = f"Two columns stand for “{column.title}”: {both}. Keep the one that is meant."
            problems.append(Problem(sentence, headings.number, column.title, f"{letter(place)}{headings.number}"))
        else:
            found[column.key] = place
    for column in columns:
        if column.required and column.key not in found:
            problems.append(Problem(f"The column “{column.title}” is missing.", 0, column.title))
    by_key = {column.key: column for column in columns}
    unknown = [
        shortened(clean(cell), 40) for place, cell in enumerate(headings.cells) if clean(cell) and place not in places
    ]
    notes = (
        [f"These columns are not used: {joined(unknown[:12])}{' and others' if unknown[12:] else ''}."]
        if unknown
        else []
    )
    return Table(
        columns=tuple(by_key[key] for key in found),
        letters={key: letter(place) for key, place in found.items()},
        notes=notes,
        problems=problems,
    )


def _merged(sheet: RawSheet, heading: int) -> list[Problem]:
    """Only the first cell of a merged range has a value; which rows share it is for the person to say."""
    return [
        Problem("These cells are merged. Unmerge them and fill in each one.", max(first, heading + 1), "", reference)
        for first, last, reference in sheet.merged
        if last > heading
    ]


def _fill(table: Table, sheet: RawSheet, headings: RawRow, width: int) -> None:
    places = [_place(table.letters[column.key]) for column in table.columns]
    kinds = [column.kind for column in table.columns]
    serials = repeated = errors = 0
    for row in sheet.rows(width):
        if row.number <= headings.number or not any(map(str.strip, row.cells)):
            continue
        if len(table.rows) >= MOST_ROWS:
            raise Refused(f"The file has more than {MOST_ROWS:,} rows. Split it into several files.")
        if _repeats(row, headings, places[0]):
            repeated += 1
            continue
        cells = [clean(row.cells[place]) if place < len(row.cells) else "" for place in places]
        for index, kind in enumerate(kinds):
            if kind is Kind.DATE and cells[index][:5].isdigit() and len(cells[index]) >= 5:
                before = cells[index]
                cells[index] = date_of_serial(before, sheet.counts_from_1904)
                serials += cells[index] != before
        if row.marks:
            errors += _emptied(row, cells, places, table.columns)
        table.rows.append(Line(row.number, tuple(cells)))
        table.problems += _overflow(row, width)
        if row.marks:
            table.problems += _doubts(table, row, places)
    if serials:
        table.notes.append(f"{serials:,} dates stood as bare numbers and were read as Excel counts days.")
    if errors:
        table.notes.append(f"{errors:,} cells in which the workbook shows an error were read as empty.")
    if repeated:
        table.notes.append(f"The headings are repeated {repeated:,} times further down; those rows were left out.")
    if not table.rows:
        table.problems.append(Problem("There are no rows below the headings."))


def _emptied(row: RawRow, cells: list[str], places: list[int], columns: Sequence[Column]) -> int:
    """A look-up that found nothing says nothing, where the column allows it; how many cells that were."""
    count = 0
    for index, (column, place) in enumerate(zip(columns, places, strict=True)):
        if column.errors_are_empty and row.marks.get(place) is Mark.ERROR:
            cells[index] = ""
            count += 1
    return count


def _repeats(row: RawRow, headings: RawRow, place: int) -> bool:
    """Reports in pages print their headings again and again."""
    if place >= len(row.cells) or row.cells[place].strip() != headings.cells[place].strip():
        return False
    return [plain(cell) for cell in row.cells if cell] == [plain(cell) for cell in headings.cells if cell]


def _place(letters: str) -> int:
    place = 0
    for one in letters:
        place = place * 26 + ord(one) - ord("A") + 1
    return place - 1


def _overflow(row: RawRow, width: int) -> list[Problem]:
    beyond = [cell for cell in row.cells[width:] if clean(cell)]
    if not beyond:
        return []
    sentence = (
        f"This row has more cells than there are headings. A cell with a separator in it may need quotation marks; "
        f"“{shortened(clean(beyond[0]), 30)}” is one too many."
    )
    return [Problem(sentence, row.number, "", f"{letter(width)}{row.number}")]


def _doubts(table: Table, row: RawRow, places: list[int]) -> list[Problem]:
    found = []
    for column, place in zip(table.columns, places, strict=True):
        mark = row.marks.get(place)
        if not mark or (mark is Mark.DATE and column.kind is Kind.DATE):
            continue
        if mark is Mark.ERROR and column.errors_are_empty:
            continue
        if mark is Mark.TOO_LONG and column.kind is not Kind.IDENTIFIER:
            continue
        text = row.cells[place]
        found.append(
            Problem(SENTENCES[mark], row.number, column.title, f"{letter(place)}{row.number}", shortened(text))
        )
    return found
