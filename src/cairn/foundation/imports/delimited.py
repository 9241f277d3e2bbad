"""How is a text file of rows read, whatever program wrote it?"""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.imports.columns import SCANNED, Column, heading_row
from cairn.foundation.imports.raw import RawRow, RawSheet

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
MARKS_OF_ORDER = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def read_delimited(content: bytes, columns: Sequence[Column]) -> RawSheet:
    """A file of separated values. The encoding and the separator are found out, and said in the notes."""
    text, encoding_note = decoded(content)
    declared, text = _declared_separator(text)
    delimiter = declared or _best_delimiter(text, columns)
    notes = [encoding_note] if encoding_note else []
    if delimiter != ",":
        notes.append(f"The columns are separated by {DELIMITERS.get(delimiter, repr(delimiter))}.")
    skipped = 1 if declared else 0
    return RawSheet("", lambda width: _rows(text, delimiter, skipped), tuple(notes))


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file, and a note where its encoding had to be found out. Raises `Refused` where it is no text."""
    for mark, encoding in MARKS_OF_ORDER.items():
        if content.startswith(mark):
            return _decoded_as(content, encoding), ""
    if guess := _utf_16_without_mark(content):
        return _decoded_as(content, guess), "The file is written in UTF-16."
    if b"\0" in content:
        raise Refused("The file is not a text file. Save it as CSV (UTF-8) or as an Excel workbook (.xlsx).")
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _decoded_as(content, "cp1252"), "The file is written in the Windows encoding (cp1252), not in UTF-8."


def _decoded_as(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise Refused(
            f"A character in line {line} can't be read. Save the file as CSV (UTF-8) and try again."
        ) from fault
    if "\0" in text:
        raise Refused("The file is not a text file. Save it as CSV (UTF-8) or as an Excel workbook (.xlsx).")
    return text.removeprefix("\ufeff")


def _utf_16_without_mark(content: bytes) -> str:
    """Plain letters in UTF-16 have a NUL beside them: nearly every second byte, always on the same side."""
    sample = content[:2000]
    if len(sample) < 8 or len(content) % 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    pairs = len(sample) // 2
    if odd > 0.7 * pairs and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * pairs and odd == 0 else ""


def _declared_separator(text: str) -> tuple[str, str]:
    """Excel can be told the separator by a first line such as 'sep=;'."""
    first, _, rest = text.partition("\n")
    first = first.strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], rest
    return ("\t", rest) if first.lower() == "sep=" else ("", text)


def _best_delimiter(text: str, columns: Sequence[Column]) -> str:
    """The separator with which most headings are known; among equals, the one that gives most cells."""

    def worth(delimiter: str) -> tuple[int, float]:
        rows = [row.cells for row in islice(_rows(text, delimiter, 0, lenient=True), SCANNED)]
        cells = sum(map(len, rows)) / max(len(rows), 1)
        return heading_row(rows, columns)[1], cells

    return max(DELIMITERS, key=worth)


def _rows(text: str, delimiter: str, skipped: int, *, lenient: bool = False) -> Iterator[RawRow]:
    """Rows are counted as a spreadsheet counts them: a cell with line breaks is still one row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=not lenient)
    number = skipped
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            if lenient:
                return
            raise Refused(_what_is_wrong(str(fault), number)) from fault
        yield RawRow(number, cells)


def _what_is_wrong(fault: str, row: int) -> str:
    if "unexpected end" in fault:
        return f"A quotation mark that opens in row {row} is never closed. Correct the row and upload the file again."
    if "field larger" in fault:
        return f"A cell in row {row} is far too long; a quotation mark may be missing there."
    return f"Row {row} can't be read: a quotation mark stands inside a quoted cell. Double it, or remove it."
