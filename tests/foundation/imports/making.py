"""Files as HR systems and spreadsheets write them, made on the spot."""

import io
import zipfile
from typing import Any

import openpyxl
import xlsxwriter

from cairn.foundation.imports.columns import Column, Kind

COLUMNS = (
    Column("number", "Staff number", ("Staff no", "Employee ID"), Kind.IDENTIFIER, required=True, filled=True),
    Column("name", "Name", ("Full name",), required=True, filled=True, longest=50),
    Column("email", "E-mail", ("Email", "E-mail address"), Kind.EMAIL),
    Column("starts_on", "Starts on", ("Start date",), Kind.DATE),
    Column("share", "Full-time equivalent", ("FTE",), Kind.NUMBER),
    Column("leads", "Leads the unit", ("Team lead",), Kind.YES_NO),
    Column(
        "group",
        "Staff group",
        kind=Kind.CHOICE,
        choices=(("social-worker", "Social worker"), ("team-leader", "Team leader")),
    ),
)


def csv_of(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    return (end.join(lines) + end).encode(encoding)


def workbook(*rows: list[Any], sheet: str = "Sheet1", **more: Any) -> bytes:
    """An .xlsx with one sheet. `more` names further sheets and their rows."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = sheet
    for row in rows:
        first.append(row)
    for name, lines in more.items():
        other = book.create_sheet(name)
        for line in lines:
            other.append(line)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def written(write: Any, **options: Any) -> bytes:
    """An .xlsx by XlsxWriter, for formats, formulas and date systems that openpyxl does not write."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    write(book, book.add_worksheet("Sheet1"))
    book.close()
    return buffer.getvalue()


def repacked(content: bytes, changes: dict[str, bytes]) -> bytes:
    """The same archive with some of its parts replaced or added."""
    source = zipfile.ZipFile(io.BytesIO(content))
    parts = {name: source.read(name) for name in source.namelist()} | changes
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return buffer.getvalue()
