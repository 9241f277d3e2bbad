"""Is an uploaded file what its name says, and nothing more?

The ending, the first bytes and a full reading must agree. Everything else is refused with a sentence
that says what to do instead.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.files import office, pictures, portable, texts

LARGEST = 25 * 1024 * 1024
LONGEST_NAME = 150
ACCEPTED = "PDF, Word (.docx), Excel (.xlsx), OpenDocument text (.odt), CSV, plain text, PNG or JPEG"
# In two halves, so that no scanner takes this very file for the test virus.
TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM_ENDINGS = re.compile(
    r"\.(exe|com|scr|bat|cmd|js|jse|vbs|vbe|wsf|hta|ps1|msi|jar|lnk|pif|html?|svg|php|docm|xlsm|dotm)\.[^.]+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Accepted:
    """A type of file that is accepted: how it begins, and the reader that must get through all of it."""

    media_type: str
    begins: tuple[bytes, ...]
    read: Callable[[bytes], None]


WORD = Accepted(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",), office.read_word
)
EXCEL = Accepted(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",), office.read_excel
)
TYPES = {
    "pdf": Accepted("application/pdf", (b"%PDF-1.", b"%PDF-2."), portable.read_pdf),
    "docx": WORD,
    "xlsx": EXCEL,
    "odt": Accepted("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",), office.read_open_document),
    "csv": Accepted("text/csv", (b"",), texts.read_csv),
    "txt": Accepted("text/plain", (b"",), texts.read_text),
    "png": Accepted("image/png", (b"\x89PNG\r\n\x1a\n",), pictures.read_png),
    "jpg": Accepted("image/jpeg", (b"\xff\xd8\xff",), pictures.read_jpeg),
    "jpeg": Accepted("image/jpeg", (b"\xff\xd8\xff",), pictures.read_jpeg),
}
INSTEAD = {
    "doc": "Save it as a Word document (.docx) and upload that.",
    "xls": "Save it as an Excel workbook (.xlsx) and upload that.",
    "docm": "It can hold macros. Save it as a Word document (.docx) and upload that.",
    "xlsm": "It can hold macros. Save it as an Excel workbook (.xlsx) and upload that.",
    "pptx": "Save the slides as a PDF and upload that.",
    "heic": "Save the picture as JPEG and upload that.",
    "msg": "Save the e-mail as a PDF and upload that.",
    "eml": "Save the e-mail as a PDF and upload that.",
    "zip": "Upload the files in it one by one.",
}


def inspect(content: bytes, name: str) -> str:
    """The media type of a file that may be kept. Raises `Refused` for any other."""
    if not content:
        raise Refused("The file is empty.")
    if len(content) > LARGEST:
        raise Refused(f"The file is larger than {LARGEST // 1024 // 1024} MB. Make it smaller, or split it.")
    ending = ending_of(name)
    accepted = TYPES.get(ending)
    if accepted is None:
        raise Refused(f"Files of this type are not kept. {INSTEAD.get(ending, f'Upload {ACCEPTED}.')}")
    if PROGRAM_ENDINGS.search(name):
        raise Refused("The name has two endings, one of them a program's. Rename the file.")
    if not content.startswith(accepted.begins):
        raise Refused(f"The file is not what its name says: it does not begin like a .{ending} file.")
    if TEST_VIRUS in content:
        raise Refused("The file holds a virus signature, so it was not kept.")
    if accepted.begins != (b"PK\x03\x04",) and zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused("The file is two files in one. Save it again and upload the new copy.")
    accepted.read(content)
    return accepted.media_type


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def tidy_name(name: str) -> str:
    """The name of a file without its folders; names with marks that turn the reading direction are refused.

    >>> tidy_name("C:\\\\Users\\\\ann\\\\Minutes  May.PDF")
    'Minutes May.pdf'
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for letter in name):
        raise Refused("The name of the file holds invisible marks. Rename the file.")
    name = re.sub(r'[<>:"|?*\s]+', " ", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not stem:
        raise Refused("The file needs a name and an ending, such as minutes.pdf.")
    return f"{stem.strip()[: LONGEST_NAME - len(ending) - 1]}{dot}{ending.lower()}"
