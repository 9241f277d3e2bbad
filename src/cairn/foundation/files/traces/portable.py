"""What does a PDF tell of its author, and what had been in it before?"""

import io
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, StreamObject

from cairn.foundation.files.traces import pictures
from cairn.foundation.files.traces.found import Cleaned

PROPERTIES = "its properties, such as title, author and program"
NAMES = "names beside its comments"
SIGNED = "Its properties stayed in: without them its digital signature would no longer hold."
ABOUT_ITSELF = ("/Metadata", "/PieceInfo", "/LastModified")
# Annotations in which "/T" is whoever wrote them; in a field of a form it is the field's own name.
REMARKS = {
    *("/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline"),
    *("/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Redact"),
}


def cleaned(content: bytes) -> Cleaned:
    """The PDF written anew from what its pages reach: no properties, no names, no earlier versions of itself."""
    writer = _from(content)
    known = [found for found in writer._objects if isinstance(found, DictionaryObject)]
    if any(map(_is_signature, known)):
        return Cleaned(content, left_because=SIGNED)
    had_properties, had_names = bool(PdfReader(io.BytesIO(content), strict=False).trailer.get("/Info")), False
    for found in known:
        had_properties |= _forget(found, ABOUT_ITSELF)
        had_names |= found.get("/Subtype") in REMARKS and _forget(found, ("/T",))
        _clean_picture(found)
    removed = [words for words, had in ((PROPERTIES, had_properties), (NAMES, had_names)) if had]
    # Once more, since what nothing leads to any longer would still be written.
    return Cleaned(_written(_from(_written(writer))), tuple(removed))


def _from(content: bytes) -> PdfWriter:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    return writer


def _written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _is_signature(found: Any) -> bool:
    return bool(found.get("/Type") == "/Sig" or (found.get("/FT") == "/Sig" and "/V" in found))


def _forget(found: Any, names: tuple[str, ...]) -> bool:
    there = [name for name in names if name in found]
    for name in there:
        del found[name]
    return bool(there)


def _clean_picture(found: Any) -> None:
    """A photograph inside is a JPEG as the camera wrote it."""
    packed = isinstance(found, StreamObject) and found.get("/Filter") in ("/DCTDecode", ["/DCTDecode"])
    if packed and found._data.startswith(b"\xff\xd8\xff"):
        found._data = pictures.cleaned_jpeg(found._data).content
