"""Can this ZIP archive (a workbook, a Word document) be opened without harm?

Nothing is unpacked here beyond fixed limits, whatever the archive claims about itself: a file of
200 kB may hold 200 MB, name a path outside its folder, or hide a second file behind the first.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from itertools import pairwise

from cairn.foundation.core.verdicts import Refused

MEMBERS = 2_000
TOTAL = 200 * 1024 * 1024
RATIO = 120
SMALL = 1024 * 1024  # below this size a high ratio harms nobody
CHUNK = 256 * 1024
SYMBOLIC_LINK = 0o120000
LOCAL_HEADER = b"PK\x03\x04"


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold once unpacked, in bytes."""

    members: int = MEMBERS
    total: int = TOTAL
    ratio: int = RATIO


USUAL = Limits()


def open_safely(content: bytes, limits: Limits = USUAL) -> zipfile.ZipFile:
    """An archive whose directory promises nothing harmful. Raises `Refused` with a sentence otherwise."""
    if not content.startswith(LOCAL_HEADER):
        raise Refused("The file is damaged: it does not begin like a document of its kind.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
        RuntimeError,
        UnicodeError,
    ) as fault:
        raise Refused("The file is damaged and can't be opened. Save it again and upload the new copy.") from fault
    _insist_on_its_end(content, archive)
    _insist_on_its_members(archive.infolist(), limits)
    return archive


def check_through(archive: zipfile.ZipFile) -> None:
    """Read every member to its end, so that each is whole, and refuse any that declares a document type.

    Entity bombs and files fetched from elsewhere both need a DOCTYPE; no office program writes one.
    """
    for member in archive.infolist():
        is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
        tail = b""
        try:
            with archive.open(member) as opened:
                while chunk := opened.read(CHUNK):
                    # UTF-16 writes a NUL beside each plain letter: without them, both encodings read alike.
                    plain = (tail + chunk).replace(b"\0", b"").upper() if is_xml else b""
                    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                        raise Refused("The file holds a document type declaration, which no office program writes.")
                    tail = chunk[-32:]
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as fault:
            raise Refused("The file is damaged: a part of it can't be read. Save it again.") from fault


def read_member(archive: zipfile.ZipFile, name: str, most: int = 20 * 1024 * 1024) -> bytes:
    """One part of the archive, up to `most` bytes; empty where there is no such part."""
    try:
        with archive.open(name) as opened:
            content = opened.read(most + 1)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as fault:
        raise Refused("The file is damaged: a part of it can't be read. Save it again.") from fault
    if len(content) > most:
        raise Refused("The file holds a part that is far too large.")
    return content


def _insist_on_its_end(content: bytes, archive: zipfile.ZipFile) -> None:
    """Nothing may follow the archive, or a second file could hide there."""
    end = content.rfind(b"PK\x05\x06")
    if end + 22 + len(archive.comment) != len(content):
        raise Refused("The file has something hidden behind its end. Save it again and upload the new copy.")


def _insist_on_its_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if not members:
        raise Refused("The file is empty.")
    if len(members) > limits.members:
        raise Refused(f"The file holds more than {limits.members:,} parts.")
    if len({member.filename for member in members}) != len(members):
        raise Refused("The file holds two parts with the same name.")
    _insist_on_sizes(members, limits)
    for member in members:
        _insist_on_one(member)
    _insist_on_no_overlap(members)


def _insist_on_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    too_large = "The file would unpack to far more than it seems to hold, so it was not opened."
    if sum(member.file_size for member in members) > limits.total:
        raise Refused(too_large)
    for member in members:
        if member.file_size > SMALL and member.file_size > limits.ratio * max(member.compress_size, 1):
            raise Refused(too_large)


def _insist_on_one(member: zipfile.ZipInfo) -> None:
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name:
        raise Refused("The file names a part outside itself.")
    if member.external_attr >> 16 & 0o170000 == SYMBOLIC_LINK:
        raise Refused("The file holds a link to somewhere else.")
    if member.flag_bits & 0x1:
        raise Refused("The file is protected by a password. Remove the password and upload it again.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("The file is packed in a way that office programs don't use.")


def _insist_on_no_overlap(members: list[zipfile.ZipInfo]) -> None:
    """Parts that share the same bytes make small files unpack to enormous ones."""
    at = sorted((member.header_offset, member.compress_size) for member in members)
    if at[0][0] != 0:
        raise Refused("The file has something hidden before its beginning.")
    for (start, size), (following, _) in pairwise(at):
        if start + 30 + size > following:
            raise Refused("The file holds parts that overlap.")
