"""Is this plain text, or a program or page in disguise?"""

import csv
import io
import re

from cairn.foundation.core.verdicts import Refused

MARKUP = re.compile(
    r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|script|iframe|svg|\?xml|\?php|table|style|meta|title|img|a )",
    re.IGNORECASE | re.DOTALL,
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
PROGRAMS = ("#!", "MZ", "\x7fELF", "%PDF", "{\\rtf")


def read_text(content: bytes) -> None:
    """Text that a person wrote: decodable, without control characters, neither a page nor a program."""
    text = _decoded(content)
    if CONTROL.search(text):
        raise Refused("The file is not plain text.")
    if text.startswith(PROGRAMS) or MARKUP.search(text[:4096]):
        raise Refused("The file is not plain text but a page or a program. Save it as plain text or as a PDF.")


def read_csv(content: bytes) -> None:
    """Text that can be read as rows of cells."""
    read_text(content)
    try:
        for _ in csv.reader(io.StringIO(_decoded(content), newline="")):
            pass
    except csv.Error as fault:
        raise Refused("The file can't be read as CSV. Save it again and upload the new copy.") from fault


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("The file is not plain text.")
