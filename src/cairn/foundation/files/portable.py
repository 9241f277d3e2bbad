"""Is this a whole PDF that shows pages and does nothing else?"""

import io
import logging
import re
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from cairn.foundation.core.verdicts import Refused

DAMAGED = "The PDF can't be read. Open it, print it to a new PDF and upload that."
ACTIVE = {
    "/JavaScript": "a program",
    "/JS": "a program",
    "/Launch": "a command to start a program",
    "/EmbeddedFile": "another file",
    "/EmbeddedFiles": "another file",
    "/RichMedia": "embedded media",
    "/Movie": "embedded media",
    "/XFA": "a form that runs programs",
    "/SubmitForm": "a form that sends what is typed elsewhere",
    "/ImportData": "a form that fetches from elsewhere",
    "/GoToE": "another file",
}
MARKUP = re.compile(rb"<(?:html|script|!doctype|iframe|svg)", re.IGNORECASE)
STREAM = re.compile(rb"stream\r?\n")
MOST_OBJECTS = 150_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PAGES = 5_000
DEEPEST = 40
CHUNK = 64 * 1024
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(content: bytes) -> None:
    """Every object of the file is read, and none of them may be active."""
    if MARKUP.search(content[:4096]):
        raise Refused("The PDF holds a web page. Print it to a new PDF and upload that.")
    end = content.rstrip(b"\0 \r\n\t")
    if not end.endswith(b"%%EOF"):
        raise Refused("The PDF has something behind its end, or is cut off. Print it to a new PDF and upload that.")
    _insist_on_size_unpacked(content)
    try:
        _read_all(content)
    except Refused:
        raise
    except (Exception, RecursionError) as fault:  # pypdf raises whatever its parts raise on a broken file
        raise Refused(DAMAGED) from fault


def _insist_on_size_unpacked(content: bytes) -> None:
    """Packed streams may unpack to far more than a page needs; those that are not packed this way are passed by."""
    total, whole = 0, memoryview(content)
    for found in STREAM.finditer(content):
        try:
            for size in _sizes_unpacked(whole, found.end()):
                total += size
                if total > MOST_UNPACKED:
                    raise Refused("The PDF would unpack to far more than it seems to hold, so it was not kept.")
        except zlib.error:
            continue


def _sizes_unpacked(whole: memoryview, at: int) -> Iterator[int]:
    unpacking = zlib.decompressobj()
    while at < len(whole) and not unpacking.eof:
        rest: bytes | memoryview = whole[at : at + CHUNK]
        at += CHUNK
        while rest and not unpacking.eof:
            yield len(unpacking.decompress(rest, 1 << 20))
            rest = unpacking.unconsumed_tail


def _read_all(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("The PDF is protected by a password. Remove the password and upload it again.")
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise Refused(f"A PDF must have between 1 and {MOST_PAGES:,} pages.")
    numbers = {(number, generation) for generation, known in reader.xref.items() for number in known}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise Refused("The PDF has too many parts. Print it to a new PDF and upload that.")
    _insist_on_nothing_active(reader.trailer, 0)
    for number, generation in sorted(numbers):
        if number:
            _insist_on_nothing_active(reader.get_object(IndirectObject(number, generation, reader)), 0)


def _insist_on_nothing_active(found: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise Refused(DAMAGED)
    if isinstance(found, DictionaryObject | StreamObject):
        for key, value in found.items():
            for name in (str(key), str(value) if str(key) in ("/S", "/Type", "/Subtype") else ""):
                if name in ACTIVE:
                    raise Refused(f"The PDF holds {ACTIVE[name]}. Print it to a new PDF and upload that.")
            if not isinstance(value, IndirectObject):
                _insist_on_nothing_active(value, depth + 1)
    elif isinstance(found, ArrayObject):
        for value in found:
            if not isinstance(value, IndirectObject):
                _insist_on_nothing_active(value, depth + 1)
