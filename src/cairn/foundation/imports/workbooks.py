"""How is an Excel workbook read: values only, nothing hidden, nothing lost unnoticed?"""

import io
import math
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import defusedxml  # noqa: F401 (openpyxl refuses hostile XML only where this is installed)
import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.cell import range_boundaries

from cairn.foundation.core.archives import Limits, check_through, open_safely
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.imports.raw import MOST_COLUMNS, NO_MARKS, Mark, RawRow, RawSheet

UNREADABLE = "The file can't be read as an Excel workbook. Open it in Excel, save it as .xlsx and upload the new copy."
ZEROS_ONLY = re.compile(r"^0{2,}$")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
EXACT_DIGITS = 10**15
UNPACKED = Limits(total=150 * 1024 * 1024)


def read_workbook(content: bytes) -> tuple[list[RawSheet], list[str]]:
    """The visible sheets of a workbook, and the names of the hidden ones, which are not read."""
    archive = open_safely(content, UNPACKED)
    check_through(archive)
    _insist_on_no_macros(archive)
    book = _opened(content, values=True)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if not shown:
        raise Refused("The workbook has no visible sheet. Unhide the sheet that is meant and upload it again.")
    return [_raw_sheet(sheet, archive, book, content) for sheet in shown], hidden


def _opened(content: bytes, *, values: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    except Exception as fault:  # openpyxl raises whatever its parts raise on a broken workbook
        raise Refused(UNREADABLE) from fault


def _insist_on_no_macros(archive: zipfile.ZipFile) -> None:
    names = [name.lower() for name in archive.namelist()]
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise Refused("The workbook holds macros. Save it as an Excel workbook without macros (.xlsx).")
    if "xl/workbook.bin" in names:
        raise Refused("The workbook is in Excel's binary format. Save it as an Excel workbook (.xlsx).")
    if "mimetype" in names:
        raise Refused("The file is an OpenDocument sheet. Save it as an Excel workbook (.xlsx) or as CSV.")


def _raw_sheet(sheet: Any, archive: zipfile.ZipFile, book: Any, content: bytes) -> RawSheet:
    path = str(sheet._worksheet_path).lstrip("/")
    with archive.open(path) as opened:
        source = opened.read()
    merged = tuple(_merged(source))
    hidden_rows = len(HIDDEN_ROW.findall(source))
    notes = []
    if hidden_rows:
        notes.append(f"{hidden_rows:,} hidden or filtered rows of the sheet were read as well.")
    uncalculated = _uncalculated(content, sheet.title) if FORMULA.search(source) else frozenset()
    if FORMULA.search(source):
        notes.append("Some cells are formulas; their last saved results were read.")
    return RawSheet(
        name=sheet.title,
        rows=partial(_rows, sheet, uncalculated),
        notes=tuple(notes),
        counts_from_1904=book.epoch.year == 1904,
        merged=merged,
    )


def _merged(source: bytes) -> Iterator[tuple[int, int, str]]:
    for found in MERGED.findall(source):
        reference = found.decode()
        _, first, _, last = range_boundaries(reference)
        yield int(first or 0), int(last or 0), reference


def _uncalculated(content: bytes, title: str) -> frozenset[tuple[int, int]]:
    """Formulas that were written by a program and never calculated have no value: an empty cell would be a lie."""
    try:
        formulas, values = _opened(content, values=False)[title], _opened(content, values=True)[title]
        formulas.reset_dimensions()
        values.reset_dimensions()
        return frozenset(
            (cell.row, cell.column)
            for row, row_of_values in zip(
                formulas.iter_rows(max_col=MOST_COLUMNS), values.iter_rows(max_col=MOST_COLUMNS), strict=False
            )
            for cell, value in zip(row, row_of_values, strict=False)
            if cell.data_type == "f" and value.value is None
        )
    except Refused:
        raise
    except Exception as fault:  # as above: a broken sheet can raise anything
        raise Refused(UNREADABLE) from fault


def _rows(sheet: Any, uncalculated: frozenset[tuple[int, int]], width: int) -> Iterator[RawRow]:
    sheet.reset_dimensions()  # some programs write that a sheet is one cell large
    blank: Any = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, cells in enumerate(sheet.iter_rows(max_col=width), start=1):
                if cells is blank:
                    continue  # openpyxl gives the same tuple for each of a million rows that are not there
                if any(cell is not EMPTY_CELL for cell in cells):
                    yield _raw_row(number, cells, uncalculated)
                else:
                    blank = cells
    except Refused:
        raise
    except Exception as fault:  # as above: a broken sheet can raise anything
        raise Refused(UNREADABLE) from fault


def _raw_row(number: int, cells: Any, uncalculated: frozenset[tuple[int, int]]) -> RawRow:
    texts: list[str] = []
    marks: dict[int, Mark] = NO_MARKS
    for place, cell in enumerate(cells):
        value = cell.value
        if type(value) is str:
            text, mark = (value, Mark.ERROR if cell.data_type == "e" else None)
        elif value is None:
            text, mark = "", None
        else:
            text, mark = _as_text(value, cell)
        texts.append(text)
        if mark:
            marks = {**marks, place: mark}
    if uncalculated:
        lost = {place: Mark.UNCALCULATED for place in range(len(texts)) if (number, place + 1) in uncalculated}
        marks = {**marks, **lost}
    return RawRow(number, texts, marks)


def _as_text(value: Any, cell: Any) -> tuple[str, Mark | None]:
    """What the sheet shows, as text: 123.0 is 123, and 123 under the format 00000 is 00123."""
    if isinstance(value, bool):
        return ("yes" if value else "no"), None
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return (value.date().isoformat() if midnight else value.isoformat(timespec="minutes")), Mark.DATE
    if isinstance(value, date | time):
        return value.isoformat(), Mark.DATE
    if isinstance(value, timedelta):
        return str(value), Mark.DATE
    return _number_as_text(value, cell)


def _number_as_text(value: Any, cell: Any) -> tuple[str, Mark | None]:
    if not math.isfinite(value):
        return "#NUM!", Mark.ERROR
    mark = Mark.TOO_LONG if abs(value) >= EXACT_DIGITS else None
    if value == int(value):
        digits = str(int(value))
        width = len(cell.number_format) if ZEROS_ONLY.match(cell.number_format or "") else 0
        return digits.zfill(width), mark
    return f"{Decimal(f'{value:.15g}'):f}", mark
