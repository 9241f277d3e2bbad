"""Which characters can the product's own typeface show?

PDF/UA and PDF/A refuse a character that no font has. A report with such a one is still made: the character is shown
as a black box, and stands in full in the Word, Excel and JSON files.
"""

import struct
from functools import cache
from pathlib import Path

BOX = "\u25a0"


def showable(text: str, font: Path) -> str:
    """The text with a box in place of every character that the font does not have."""
    known = covered(font)
    return "".join(letter if ord(letter) in known or letter == "\n" else BOX for letter in text)


@cache
def covered(font: Path) -> frozenset[int]:
    """The code points of a TrueType font, from the segments (format 4) and groups (format 12) of its `cmap` table."""
    content = font.read_bytes()
    for index in range(struct.unpack_from(">H", content, 4)[0]):
        tag, _, start, _ = struct.unpack_from(">4sIII", content, 12 + 16 * index)
        if tag == b"cmap":
            return frozenset(_points(content, start))
    return frozenset()


def _points(content: bytes, start: int) -> set[int]:
    found: set[int] = set()
    for index in range(struct.unpack_from(">H", content, start + 2)[0]):
        table = start + struct.unpack_from(">I", content, start + 8 + 8 * index)[0]
        form = struct.unpack_from(">H", content, table)[0]
        found |= _of_segments(content, table) if form == 4 else _of_groups(content, table) if form == 12 else set()
    return found


def _of_segments(content: bytes, table: int) -> set[int]:
    many = struct.unpack_from(">H", content, table + 6)[0] // 2
    ends = struct.unpack_from(f">{many}H", content, table + 14)
    starts = struct.unpack_from(f">{many}H", content, table + 16 + 2 * many)
    return {point for first, last in zip(starts, ends, strict=True) for point in range(first, last + 1)} - {0xFFFF}


def _of_groups(content: bytes, table: int) -> set[int]:
    many = struct.unpack_from(">I", content, table + 12)[0]
    groups = (struct.unpack_from(">II", content, table + 16 + 12 * index) for index in range(many))
    return {point for first, last in groups for point in range(first, last + 1)}
