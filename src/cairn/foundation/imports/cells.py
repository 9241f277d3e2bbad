"""What does the text in a cell mean: a date, a number, an address, a word from a list?"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cairn.foundation.imports.columns import Column, Kind, plain

Value = str | date | Decimal | bool | None

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"))
SPACES = re.compile(r"\s+")
GUARDED = re.compile(r'^="(.*)"$', re.DOTALL)
WHOLE_WITH_ZERO = re.compile(r"^(\d+)\.0+$")
SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?[eE][+-]\d{2,}$")
SPOILED = re.compile("\ufffd|â€|Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ©®±²³¼½]|Â[\u00a0-\u00bf]")
MEANS_NOTHING = {"-", "--", "–", "—", "n/a", "na", "none", "null", "nil", "not applicable", "."}
YES = {"yes", "y", "true", "1", "x", "✓", "✔"}
NO = {"no", "n", "false", "0"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO = re.compile(
    r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$"
)
ISO_BASIC = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
BRITISH = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?$")
IN_WORDS = re.compile(
    r"^(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]?([a-z]{3,9})[-/., ]*(\d{4}|\d{2})$", re.IGNORECASE
)
SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
EARLIEST, LATEST = date(1920, 1, 1), date(2100, 12, 31)
CENTURY_TURNS_AT = 50


class Unreadable(ValueError):
    """A cell that can't be taken as what its column holds. The message says what is wrong and what to do."""


def clean(text: str) -> str:
    """The text without invisible marks, with plain single spaces and composed letters.

    >>> clean(" Mo\u00a0\u00a0ira\u200b ")
    'Mo ira'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(INVISIBLE)).strip()


def read_cell(text: str, column: Column) -> Value:
    """What a cleaned cell of this column says; None where it says nothing. Raises `Unreadable`."""
    if not text or (column.kind is not Kind.TEXT and text.casefold() in MEANS_NOTHING):
        return None
    return READERS[column.kind](text, column)


def read_text(text: str, column: Column) -> str:
    """Words as they stand."""
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Co"} for letter in text):
        raise Unreadable("The cell holds a control character. Type it again.")
    if SPOILED.search(text):
        raise Unreadable("Letters were lost when this file was saved. Export it as CSV (UTF-8) or as .xlsx.")
    if text[0] in "=@+":
        raise Unreadable("This looks like a formula. Type the words themselves.")
    if len(text) > column.longest:
        raise Unreadable(f"This is longer than {column.longest} characters. Shorten it.")
    return text


def read_identifier(text: str, column: Column) -> str:
    """A number that names something stays as it is written: 00123 keeps its zeros, 123.0 is 123."""
    if guarded := GUARDED.match(text):
        text = guarded.group(1).strip()
    if text.startswith("'"):
        text = text[1:].strip()
    if SCIENTIFIC.match(text):
        raise Unreadable(
            "Excel has shortened this number and lost its digits. Format the column as text and type it again."
        )
    if whole := WHOLE_WITH_ZERO.match(text):
        text = whole.group(1)
    return read_text(text, column) if text else ""


def read_email(text: str, column: Column) -> str:
    """One address, in small letters."""
    address = text.lower().removeprefix("mailto:")
    try:
        validate_email(address)
    except ValidationError as fault:
        raise Unreadable("This is not one e-mail address. Write it like name@example.org.") from fault
    if len(address) > min(column.longest, 254):
        raise Unreadable("This e-mail address is too long.")
    return address


def read_date(text: str, column: Column) -> date:
    """A day: 2026-03-01, 01/03/2026 (day first), 1 March 2026, 1-Mar-26."""
    year, month, day = _parts_of_date(text)
    try:
        found = date(year, month, day)
    except ValueError as fault:
        swapped = 12 < month <= 31 and 1 <= day <= 12
        hint = " Write the day before the month." if swapped else ""
        raise Unreadable(f"There is no such day.{hint}") from fault
    if not EARLIEST <= found <= LATEST:
        raise Unreadable(f"A date in the year {found.year} can't be right.")
    return found


def _parts_of_date(text: str) -> tuple[int, int, int]:
    if match := ISO.match(text) or ISO_BASIC.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := BRITISH.match(text):
        return _year(match[3]), int(match[2]), int(match[1])
    if (match := IN_WORDS.match(text)) and match[2][:3].casefold() in MONTHS:
        return _year(match[3]), MONTHS.index(match[2][:3].casefold()) + 1, int(match[1])
    raise Unreadable("This is not a date that can be read. Write it like 31/03/2026 or 2026-03-31.")


def _year(digits: str) -> int:
    """Two digits mean the years 1950 to 2049."""
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < CENTURY_TURNS_AT else 1900)


def date_of_serial(text: str, counts_from_1904: bool) -> str:
    """The date behind a number such as 45352, which is how Excel stores days; the text itself otherwise."""
    if not (match := SERIAL.match(text)):
        return text
    start = date(1904, 1, 1) if counts_from_1904 else date(1899, 12, 30)
    return (start + timedelta(days=int(match[1]))).isoformat()


def read_number(text: str, column: Column) -> Decimal:
    """A number; a decimal comma and a percentage are understood."""
    digits = text.replace(" ", "")
    percentage = digits.endswith("%")
    digits = digits.removesuffix("%")
    if "," in digits and "." not in digits:
        digits = digits.replace(",", ".")
    try:
        found = Decimal(digits)
    except InvalidOperation as fault:
        raise Unreadable("This is not a number.") from fault
    if not found.is_finite() or abs(found) > 10**9:
        raise Unreadable("This is not a number that can be used.")
    found = found / 100 if percentage else found
    low, high = column.least, column.most
    if (low is not None and found < low) or (high is not None and found > high):
        raise Unreadable(f"This must be between {low} and {high}.")
    return found


def read_yes_no(text: str, column: Column) -> bool:
    """Yes or no, in the ways that programs write it."""
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise Unreadable("Write yes or no.")


def read_choice(text: str, column: Column) -> str:
    """A word from a list, whatever its case and marks; a near miss is told the nearest word."""
    meant = {plain(name): key for key, title in column.choices for name in (key, title)}
    if found := meant.get(plain(text)):
        return found
    titles = {plain(title): title for _, title in column.choices}
    near = get_close_matches(plain(text), titles, n=1, cutoff=0.6)
    if near:
        raise Unreadable(f"This is not in the list. Did you mean “{titles[near[0]]}”?")
    raise Unreadable(f"This is not in the list. Use one of: {', '.join(title for _, title in column.choices)}.")


READERS: dict[Kind, Callable[[str, Column], Value]] = {
    Kind.TEXT: read_text,
    Kind.IDENTIFIER: read_identifier,
    Kind.EMAIL: read_email,
    Kind.DATE: read_date,
    Kind.NUMBER: read_number,
    Kind.YES_NO: read_yes_no,
    Kind.CHOICE: read_choice,
}
