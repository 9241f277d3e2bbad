"""What does an empty file of a kind look like, with two example rows and what to write in each column?"""

import csv
import io
from typing import Any

import xlsxwriter

from cairn.foundation.imports.columns import Column, Kind
from cairn.foundation.imports.kinds import ImportKind

LONGEST_LIST = 255  # of the words that Excel offers in a cell
FORMATS = {Kind.DATE: "dd/mm/yyyy", Kind.NUMBER: "0.00"}
ROWS_READY = 2_000
HOW = {
    Kind.DATE: "A date such as 31/03/2026.",
    Kind.NUMBER: "A number.",
    Kind.YES_NO: "Yes or no.",
    Kind.EMAIL: "One e-mail address.",
}


def blank_csv(kind: ImportKind) -> bytes:
    """Headings and example rows, in UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[column.title for column in kind.columns], *examples(kind)])
    return out.getvalue().encode("utf-8-sig")


def blank_workbook(kind: ImportKind) -> bytes:
    """The same as a workbook, with a second sheet that says what to write. Numbers of staff are text: zeros stay."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _write_rows(book, kind)
    _write_notes(book, kind)
    book.close()
    return out.getvalue()


def examples(kind: ImportKind) -> list[list[str]]:
    """Two rows that may be deleted."""
    count = max((len(column.examples) for column in kind.columns), default=0)
    return [[column.examples[n] if n < len(column.examples) else "" for column in kind.columns] for n in range(count)]


def _write_rows(book: Any, kind: ImportKind) -> None:
    sheet, heading = book.add_worksheet("Rows"), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for place, column in enumerate(kind.columns):
        form = book.add_format({"num_format": FORMATS.get(column.kind, "@")})
        sheet.set_column(place, place, max(12, min(30, len(column.title) + 2)), form)
        sheet.write_string(0, place, column.title, heading)
        for number, example in enumerate(column.examples, start=1):
            sheet.write_string(number, place, example, form)
        titles = [title for _, title in column.choices]
        if titles and len(",".join(titles)) <= LONGEST_LIST and not any("," in title for title in titles):
            sheet.data_validation(1, place, ROWS_READY, place, {"validate": "list", "source": titles})
    sheet.freeze_panes(1, 0)


def _write_notes(book: Any, kind: ImportKind) -> None:
    sheet, bold = book.add_worksheet("What to write"), book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 32, wrapped)
    sheet.set_column(1, 1, 12, wrapped)
    sheet.set_column(2, 2, 90, wrapped)
    sheet.write_row(0, 0, ["In the other sheet", "Needed", "What to write"], bold)
    for number, column in enumerate(kind.columns, start=1):
        sheet.write_row(number, 0, [column.title, "yes" if column.filled else "no", what_to_write(column)])
    below = ["Delete the example rows before you upload the file.", *kind.guidance]
    for number, sentence in enumerate(below, start=len(kind.columns) + 2):
        sheet.write_string(number, 0, sentence, book.add_format({"text_wrap": False}))


def what_to_write(column: Column) -> str:
    """A sentence or two about a column."""
    words = (
        f"One of: {', '.join(title for _, title in column.choices)}." if column.choices else HOW.get(column.kind, "")
    )
    return " ".join(part for part in (column.note, words) if part)
