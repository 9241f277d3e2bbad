"""Files as programs write them, and as those write them who mean harm."""

import io
import struct
import zipfile
import zlib
from functools import cache

import docx
import openpyxl
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject


def pdf(change=None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change:
        change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _with_action(**entries) -> bytes:
    def change(writer):
        action = DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return pdf(change)


def pdf_with_script() -> bytes:
    return _with_action(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))


def pdf_with_launch() -> bytes:
    return _with_action(S=NameObject("/Launch"), F=TextStringObject("calc.exe"))


def pdf_with_attachment() -> bytes:
    return pdf(lambda writer: writer.add_attachment("evil.exe", b"MZ"))


def pdf_with_hidden_script() -> bytes:
    """The name is written with an escape, as /J#61vaScript: a search for the word finds nothing."""
    return pdf_with_script().replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")


def pdf_bomb() -> bytes:
    def change(writer):
        stream = DecodedStreamObject()
        stream.set_data(b"\0" * (310 * 1024 * 1024))
        writer._add_object(stream.flate_encode())

    return pdf(change)


def pdf_with_password() -> bytes:
    return pdf(lambda writer: writer.encrypt("secret", algorithm="AES-256"))


@cache
def word() -> bytes:
    document = docx.Document()
    document.add_heading("Minutes")
    document.add_paragraph("We met in May.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@cache
def excel() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Visits", 12])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(parts: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    source = zipfile.ZipFile(io.BytesIO(content))
    return {name: source.read(name) for name in source.namelist()}


def changed(content: bytes, **changes: bytes) -> bytes:
    """Parts replaced or added; '__' in a name stands for '/', '_dot_' for '.'."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in changes.items()}
    return zipped(parts_of(content) | named)


def word_with_relation(kind: str, target: str) -> bytes:
    parts = parts_of(word())
    relation = (
        f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", relation.encode())
    return zipped(parts)


def word_with_field(*instructions: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in instructions)
    parts = parts_of(word())
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:sectPr", f"<w:p>{runs}</w:p><w:sectPr".encode(), 1
    )
    return zipped(parts)


def open_document(**more: bytes) -> bytes:
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b'<?xml version="1.0"?><office:document-content xmlns:office="o"/>',
        **{name.replace("__", "/"): part for name, part in more.items()},
    }
    return zipped(parts)


def chunk(name: bytes, part: bytes) -> bytes:
    return struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))


def png(width=3, height=2, *, claims=None, pixels=None, extra=b"", interlace=0, colour=2) -> bytes:
    wide, high = claims or (width, height)
    raw = pixels if pixels is not None else (b"\0" + b"\x10" * width * 3) * height
    header = struct.pack(">IIBBBBB", wide, high, 8, colour, 0, 0, interlace)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
    )


def segment(marker: int, part: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(part) + 2) + part


def jpeg(width=8, height=8, *, extra=b"", tail=b"", frame=True) -> bytes:
    """The segments of a JPEG in their order; its pixels mean nothing, which no reader of segments minds."""
    sized = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00") if frame else b""
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + extra
        + segment(0xDB, b"\0" + b"\x01" * 64)
        + sized
        + segment(0xDA, b"\x01\x01\0\0\x3f\0")
        + b"\x12\xff\x00\x34\xff\xd0\x56"
        + b"\xff\xd9"
        + tail
    )
