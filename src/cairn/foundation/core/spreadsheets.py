"""How does a list leave Cairn for a spreadsheet: values only, nothing hidden, and no cell that acts as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter
from django.utils import timezone

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACTS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: object) -> object:
    """Text that a spreadsheet would calculate gets an apostrophe before it; figures and dates stay what they are."""
    if isinstance(value, str) and value.startswith(ACTS_AS_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the mark that Excel needs to read it as such."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet with its heading row frozen; every text is written as text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    bold, dated = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(line, column, timezone.localtime(value).replace(tzinfo=None), dated)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, dated)
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(line, column, value)
            else:
                sheet.write_string(line, column, "" if value is None else str(value)[:32_767])
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return out.getvalue()
