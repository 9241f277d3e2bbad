"""What do Word, Excel and OpenDocument files tell of those who wrote them?

A document is a ZIP archive. Parts about its making are left out, names beside comments and tracked changes become
"Author", as the program's own document inspector does it. Tags are changed one by one and everything between them stays
byte for byte, so that no program finds anything to repair.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from html import unescape

from cairn.foundation.files.traces import pictures
from cairn.foundation.files.traces.found import Cleaned

PROPERTIES = "its properties, such as author, company and program"
NAMES = "names beside comments and tracked changes"
SIGNED = "Its properties stayed in: without them its digital signature would no longer hold."
START = (1980, 1, 1, 0, 0, 0)
ABOUT_ITSELF = ("docProps/", "customXml/")
ABOUT_PEOPLE = ("word/people.xml",)
NESTED = (".docx", ".xlsx")
# Comments, sections of plain text and instructions of XML are passed by; only the tag of an element is looked into.
TAG = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(<[^!?/<>](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)", re.DOTALL)
ATTRIBUTE = re.compile(rb"(\s)([\w:.-]+)(\s*=\s*)(\"[^\"]*\"|'[^']*')")
# Whoever wrote a comment, as an element of its own: in a workbook, and in an OpenDocument text.
WRITTEN_BY = re.compile(
    rb"(<((?:\w+:)?author|dc:creator|meta:creator-initials|loext:sender-initials)(?:\s[^<>]*)?>)[^<]+(</\2>)"
)
BLANK_META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)
# The names of people, by the part in which they stand and the attribute that holds them.
NAMED: tuple[tuple[str, dict[bytes, bytes]], ...] = (
    ("word/", {b"author": b"Author", b"initials": b"A"}),
    ("xl/persons/", {b"displayName": b"Author", b"userId": b"Author", b"providerId": b"None"}),
    ("xl/revisions/userNames", {b"name": b"Author"}),
    ("xl/revisions/", {b"userName": b"Author"}),
)
WORKBOOK = {b"fileSharing": b"userName", b"absPath": b"url"}


def cleaned(content: bytes) -> Cleaned:
    """The document without properties and names."""
    source = zipfile.ZipFile(io.BytesIO(content))
    names = source.namelist()
    if any(name.lower().startswith(("_xmlsignatures/", "meta-inf/documentsignatures")) for name in names):
        return Cleaned(content, left_because=SIGNED)
    gone = {name for name in names if name.startswith(ABOUT_ITSELF) or name in ABOUT_PEOPLE}
    parts = {name: source.read(name) for name in names if name not in gone and not name.endswith("/")}
    told = {words: False for words in (PROPERTIES, NAMES, pictures.PLACE_TIME_DEVICE)}
    told[PROPERTIES] = any(name.startswith(ABOUT_ITSELF) for name in gone)
    told[NAMES] = any(name in ABOUT_PEOPLE for name in gone)
    for name, part in parts.items():
        parts[name], words = _part(name, part, gone)
        for one in words:
            told[one] |= parts[name] != part
    return Cleaned(_packed(parts), tuple(words for words, was_there in told.items() if was_there))


def _part(name: str, part: bytes, gone: set[str]) -> tuple[bytes, tuple[str, ...]]:
    """What stays of a part, and which words tell what has gone from it."""
    if name.endswith(".rels"):
        return _tags(part, lambda tag: b"" if _leads_to(name, tag, gone) else tag), ()
    if name == "[Content_Types].xml":
        return _tags(part, lambda tag: b"" if _value(tag, b"PartName").lstrip("/") in gone else tag), ()
    if name == "meta.xml":
        return BLANK_META, (PROPERTIES,)
    if name == "xl/workbook.xml":
        return _tags(part, _without_who_shares), (PROPERTIES,)
    if name.startswith("xl/comments") or name in ("content.xml", "styles.xml"):
        return WRITTEN_BY.sub(rb"\1Author\3", part), (NAMES,)
    for place, attributes in NAMED:
        if name.startswith(place) and name.endswith(".xml") and any(attribute in part for attribute in attributes):
            return _tags(part, lambda tag: _renamed(tag, attributes)), (NAMES,)  # noqa: B023 - used at once
    return _inside(name, part)


def _inside(name: str, part: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Pictures and documents inside a document."""
    lowered = name.lower()
    if lowered.endswith((".jpg", ".jpeg")) and part.startswith(b"\xff\xd8\xff"):
        return pictures.cleaned_jpeg(part).content, (pictures.PLACE_TIME_DEVICE,)
    if lowered.endswith(".png") and part.startswith(b"\x89PNG\r\n\x1a\n"):
        return pictures.cleaned_png(part).content, (pictures.PLACE_TIME_DEVICE,)
    if lowered.endswith(NESTED) and part.startswith(b"PK\x03\x04"):
        return cleaned(part).content, (PROPERTIES,)
    return part, ()


def _tags(part: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Every tag of an element changed, all else as it was. UTF-16, which hardly anybody writes, is read as UTF-8."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8"?>', part.decode("utf-16"))
        part = plain.encode()
    return TAG.sub(lambda found: change(found[0]) if found[1] else found[0], part)


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2]


def _value(tag: bytes, name: bytes) -> str:
    return next((unescape(found[4][1:-1].decode()) for found in ATTRIBUTE.finditer(tag) if found[2] == name), "")


def _leads_to(relations: str, tag: bytes, gone: set[str]) -> bool:
    """Whether a relation leads to a part that is left out; its target is written from the part that it belongs to."""
    target = _value(tag, b"Target")
    if not target or _value(tag, b"TargetMode") == "External":
        return False
    folder = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") in gone


def _renamed(tag: bytes, attributes: dict[bytes, bytes]) -> bytes:
    def of(found: re.Match[bytes]) -> bytes:
        value = attributes.get(_local(found[2]))
        return found[0] if value is None else found[1] + found[2] + found[3] + b'"' + value + b'"'

    return ATTRIBUTE.sub(of, tag)


def _without_who_shares(tag: bytes) -> bytes:
    """A workbook remembers whose it is and in which folder of whose machine it was saved."""
    element = _local(re.match(rb"<([\w:.-]+)", tag)[1])  # type: ignore[index]
    return _renamed(tag, {WORKBOOK[element]: b""}) if element in WORKBOOK else tag


def _packed(parts: dict[str, bytes]) -> bytes:
    """The archive with one time for every part; the type of an OpenDocument file stands first and unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name, START), part, how)
    return buffer.getvalue()
