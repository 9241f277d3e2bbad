"""Is this a whole Word, Excel or OpenDocument file without macros, programs or fetched parts?"""

import io
import re
import zipfile
from collections.abc import Iterator

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from cairn.foundation.core.archives import check_through, open_safely, read_member
from cairn.foundation.core.verdicts import Refused

DAMAGED = "The document is damaged. Open it, save it again and upload the new copy."
MACROS = "The document holds macros. Save it without macros (.docx or .xlsx) and upload that."
PROGRAM = "The document holds a program or another file. Remove it and upload the document again."
TYPE_OF_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPE_OF_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
FETCHING = ("attachedTemplate", "oleObject", "frame", "subDocument", "package", "control", "mailMergeSource")
OTHER_MACHINE = re.compile(r"^(?:file:|\\\\|//|smb:|javascript:|vbscript:|data:)", re.IGNORECASE)
INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
DYNAMIC_EXCHANGE = re.compile(rb"\bDDE(?:AUTO)?\b", re.IGNORECASE)
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xd0\xcf\x11\xe0", b"#!")
TEST_VIRUS = b"EICAR-STANDARD-ANTIVIRUS" + b"-TEST-FILE"
NESTED = (".docx", ".xlsx", ".pptx")


def read_word(content: bytes) -> None:
    """A Word document: every part read, nothing active."""
    archive = _read_package(content, TYPE_OF_WORD, "word/document.xml")
    for name in archive.namelist():
        if name.startswith("word/") and name.endswith(".xml"):
            said = b"".join(one or other for one, other in INSTRUCTION.findall(read_member(archive, name, 200 << 20)))
            if DYNAMIC_EXCHANGE.search(said):
                raise Refused("The document holds a field that starts other programs. Remove it and upload it again.")


def read_excel(content: bytes) -> None:
    """An Excel workbook: every part read, nothing active."""
    archive = _read_package(content, TYPE_OF_EXCEL, "xl/workbook.xml")
    for name in archive.namelist():
        if "/externallinks/" in name.lower() and b"ddeLink" in read_member(archive, name):
            raise Refused("The workbook holds a link that starts other programs. Remove it and upload it again.")


def read_open_document(content: bytes) -> None:
    """An OpenDocument text: every part read, no scripts."""
    archive = _read_archive(content)
    if read_member(archive, "mimetype", 200) != b"application/vnd.oasis.opendocument.text":
        raise Refused("The file is not what its name says: it is no OpenDocument text.")
    if any(name.startswith(("Basic/", "Scripts/", "Object ")) for name in archive.namelist()):
        raise Refused(MACROS)
    for name in ("content.xml", "styles.xml"):
        if b"<script:event-listener" in read_member(archive, name, 100 << 20):
            raise Refused(MACROS)
    if not read_member(archive, "content.xml", 100 << 20):
        raise Refused(DAMAGED)


def _read_package(content: bytes, main_type: str, main_part: str) -> zipfile.ZipFile:
    archive = _read_archive(content)
    types = read_member(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Refused(MACROS)
    if main_type.encode() not in types or main_part not in archive.namelist():
        raise Refused("The file is not what its name says. Open it in the program it came from and save it again.")
    _insist_on_no_fetched_parts(archive)
    return archive


def _read_archive(content: bytes, depth: int = 0) -> zipfile.ZipFile:
    archive = open_safely(content)
    check_through(archive)
    for name in archive.namelist():
        _insist_on_harmless_part(archive, name, depth)
    return archive


def _insist_on_harmless_part(archive: zipfile.ZipFile, name: str, depth: int) -> None:
    lowered = name.lower()
    if "vbaproject" in lowered or "vbadata" in lowered or "/macrosheets/" in lowered or "/dialogsheets/" in lowered:
        raise Refused(MACROS)
    if "/activex/" in lowered:
        raise Refused(PROGRAM)
    with archive.open(name) as opened:
        start = opened.read(8)
    if start.startswith(PROGRAMS):
        raise Refused(PROGRAM)
    if start.startswith(b"PK\x03\x04"):
        if depth or not lowered.endswith(NESTED):
            raise Refused(PROGRAM)
        _read_archive(read_member(archive, name), depth + 1)
    elif lowered.endswith((".xml", ".rels")):
        _insist_on_whole_xml(archive, name)
    elif TEST_VIRUS in read_member(archive, name, 100 << 20):
        raise Refused("The document holds a virus signature, so it was not kept.")


def _insist_on_whole_xml(archive: zipfile.ZipFile, name: str) -> None:
    try:
        with archive.open(name) as opened:
            for _, element in ElementTree.iterparse(opened, forbid_dtd=True):
                element.clear()
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as fault:
        raise Refused(DAMAGED) from fault


def _insist_on_no_fetched_parts(archive: zipfile.ZipFile) -> None:
    for kind, target in _outside(archive):
        if kind.rpartition("/")[2] in FETCHING or OTHER_MACHINE.match(target.strip()):
            if kind.endswith(("/externalLinkPath", "/externalLinkLongPath")):
                continue  # a workbook that remembers another one asks before it opens it
            raise Refused(
                "The document fetches a part from elsewhere when it is opened. Remove it and upload it again."
            )


def _outside(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for name in archive.namelist():
        if not name.endswith(".rels"):
            continue
        for element in ElementTree.parse(io.BytesIO(read_member(archive, name)), forbid_dtd=True).iter():
            if element.get("TargetMode") == "External":
                yield str(element.get("Type") or ""), str(element.get("Target") or "")
