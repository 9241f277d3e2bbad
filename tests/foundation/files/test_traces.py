"""Does a kept file tell no more of its making, is what people see in it untouched, and does every program open it?"""

import io
import re
import struct
import zipfile

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.comments import Comment
from pypdf import PdfReader
from pypdf.annotations import Text
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject
from tests.foundation.files import making
from tests.foundation.files.test_commands import ann, folder  # noqa: F401 - whoever uploads, and where to

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.files import traces
from cairn.foundation.files.commands import store
from cairn.foundation.files.traces import pictures
from cairn.foundation.ledger.models import Entry

PLACE = b"GPS 55.4586 N 4.6292 W, Morag's telephone"


def exif(orientation=1, order="<"):
    """As a camera writes it: which way up, and a text about everything else."""
    first = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    other = struct.pack(f"{order}HHII", 0x010F, 2, len(PLACE), 38)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    return b"Exif\0\0" + head + struct.pack(f"{order}H", 2) + first + other + bytes(4) + PLACE


def photograph(orientation=1, order="<", tail=b""):
    told = (
        making.segment(0xE1, exif(orientation, order)),
        making.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Morag</x:xmpmeta>"),
        making.segment(0xED, b"Photoshop 3.0\0Morag"),
        making.segment(0xE2, b"ICC_PROFILE\0\x01\x01colours"),
        making.segment(0xFE, b"by Morag"),
    )
    return making.jpeg(extra=b"".join(told), tail=tail)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_tells_neither_place_nor_time_nor_device(order):
    found = traces.cleaned(photograph(order=order), "a.jpg")
    assert found.removed == (pictures.PLACE_TIME_DEVICE,)
    assert b"Morag" not in found.content
    assert found.content == making.jpeg(extra=making.segment(0xE2, b"ICC_PROFILE\0\x01\x01colours"))


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_is_still_the_right_way_up(order):
    found = traces.cleaned(photograph(6, order), "a.jpg").content
    assert b"Morag" not in found
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in found
    assert traces.cleaned(found, "a.jpg").content == found


@pytest.mark.parametrize("broken", [b"", b"II*\0", b"XX*\0\0\0\0\x08", b"II*\0\xff\xff\xff\xff"])
def test_notes_that_cannot_be_read_go_too(broken):
    content = making.jpeg(extra=making.segment(0xE1, b"Exif\0\0" + broken))
    assert traces.cleaned(content, "a.jpg").content == making.jpeg()


def test_previews_and_further_pictures_go():
    preview = making.segment(0xE0, b"JFXX\0\x10Morag")
    assert traces.cleaned(making.jpeg(extra=preview, tail=photograph()), "a.jpg").content == making.jpeg()


def test_a_plain_picture_stays_as_it_is():
    for content, name in ((making.jpeg(), "a.jpeg"), (making.png(), "a.png")):
        found = traces.cleaned(content, name)
        assert (found.content, found.removed, traces.said(found)) == (content, (), "")


def test_a_png_keeps_what_draws_it():
    drawn = making.chunk(b"gAMA", b"\0\1\2\3")
    told = making.chunk(b"tEXt", b"Author\0Morag") + making.chunk(b"eXIf", exif()) + making.chunk(b"tIME", b"\7" * 7)
    found = traces.cleaned(making.png(extra=told + drawn), "a.png")
    assert (found.content, found.removed) == (making.png(extra=drawn), (pictures.PLACE_TIME_DEVICE,))


def test_a_pdf_loses_its_properties_and_the_names_beside_comments():
    def change(writer):
        writer.add_metadata({"/Author": "Morag Lindsay", "/Title": "Notes about Mr Bell"})
        writer.xmp_metadata = None
        packet = StreamObject()
        packet._data = b"<x:xmpmeta>Morag Lindsay</x:xmpmeta>"
        writer._root_object[NameObject("/Metadata")] = writer._add_object(packet)
        note = Text(text="See page two", rect=(10, 10, 50, 50))
        note[NameObject("/T")] = TextStringObject("Morag Lindsay")
        writer.add_annotation(0, note)

    found = traces.cleaned(making.pdf(change), "a.pdf")

    reader = PdfReader(io.BytesIO(found.content))
    assert b"Morag" not in found.content
    assert (reader.metadata, "/Metadata" in reader.root_object, len(reader.pages)) == (None, False, 1)
    assert reader.pages[0]["/Annots"][0].get_object()["/Contents"] == "See page two"
    assert traces.said(found) == (
        "Taken out before it was kept: its properties, such as title, author and program and names beside its comments."
    )


def test_a_field_of_a_form_keeps_its_name():
    def change(writer):
        field = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Tx"}
        made = DictionaryObject({NameObject(key): NameObject(value) for key, value in field.items()})
        made[NameObject("/T")] = TextStringObject("outcome")
        writer._add_object(made)
        writer._root_object[NameObject("/Kept")] = made

    kept = PdfReader(io.BytesIO(traces.cleaned(making.pdf(change), "a.pdf").content))
    assert kept.root_object["/Kept"]["/T"] == "outcome"


def test_a_photograph_in_a_pdf_is_cleaned_too():
    def change(writer):
        picture = StreamObject()
        picture[NameObject("/Filter")] = NameObject("/DCTDecode")
        picture._data = photograph()
        writer._root_object[NameObject("/Kept")] = writer._add_object(picture)

    assert b"Morag" not in traces.cleaned(making.pdf(change), "a.pdf").content


def test_a_pdf_that_is_signed_stays_as_it_is_and_says_so():
    def change(writer):
        writer.add_metadata({"/Author": "Morag"})
        writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/Sig")}))
        writer._root_object[NameObject("/Kept")] = writer._add_object(
            DictionaryObject({NameObject("/Type"): NameObject("/Sig")})
        )

    content = making.pdf(change)
    found = traces.cleaned(content, "a.pdf")
    assert (found.content, found.removed) == (content, ())
    assert traces.said(found) == "Its properties stayed in: without them its digital signature would no longer hold."


def word_by_morag():
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = "Morag Lindsay"
    paragraph = document.add_paragraph('She typed w:author="Ann" and <w:ins w:author="Ann">.')
    document.add_comment(paragraph.runs, text="Is this so?", author="Morag Lindsay", initials="ML")
    buffer = io.BytesIO()
    document.save(buffer)
    return making.changed(
        buffer.getvalue(),
        word__media__photo_dot_jpg=photograph(),
        word__people_dot_xml=b"<w15:people xmlns:w15='w'><w15:person w15:author='Morag Lindsay'/></w15:people>",
        customXml__item1_dot_xml=b"<p><SharedWithUsers>Morag Lindsay</SharedWithUsers></p>",
    )


def whole(content):
    """Everything in an archive, unpacked."""
    source = zipfile.ZipFile(io.BytesIO(content))
    return b"\n".join(name.encode() + source.read(name) for name in source.namelist())


def test_a_word_document_loses_its_author_and_the_names_beside_comments():
    found = traces.cleaned(word_by_morag(), "a.docx")

    assert b"Morag" not in whole(found.content)
    document = docx.Document(io.BytesIO(found.content))
    assert [p.text for p in document.paragraphs] == ['She typed w:author="Ann" and <w:ins w:author="Ann">.']
    assert [(c.text, c.author, c.initials) for c in document.comments] == [("Is this so?", "Author", "A")]
    assert [name for name in zipfile.ZipFile(io.BytesIO(found.content)).namelist() if "docProps" in name] == []
    assert found.removed == (
        "its properties, such as author, company and program",
        "names beside comments and tracked changes",
        "what the picture told of place, time and device",
    )


def test_what_stood_between_the_tags_stays_byte_for_byte():
    before, after = word_by_morag(), traces.cleaned(word_by_morag(), "a.docx").content
    parts, kept = making.parts_of(before), making.parts_of(after)
    assert kept["word/document.xml"] == parts["word/document.xml"]
    assert kept["word/styles.xml"] == parts["word/styles.xml"]
    named = re.sub(rb'(w:author|w:initials)="[^"]*"', rb"\1", parts["word/comments.xml"])
    assert re.sub(rb'(w:author|w:initials)="[^"]*"', rb"\1", kept["word/comments.xml"]) == named


def test_a_workbook_loses_its_author_its_folder_and_the_names_beside_comments():
    book = openpyxl.Workbook()
    book.properties.creator = "Morag Lindsay"
    book.active["A1"] = "Visits"
    book.active["A1"].comment = Comment("Counted twice", "Morag Lindsay")
    buffer = io.BytesIO()
    book.save(buffer)
    parts = making.parts_of(buffer.getvalue())
    path = b'<x15ac:absPath xmlns:x15ac="x" url="C:\\Users\\Morag\\"/><sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheets>", path)

    found = traces.cleaned(making.zipped(parts), "a.xlsx")

    assert b"Morag" not in whole(found.content)
    sheet = openpyxl.load_workbook(io.BytesIO(found.content)).active
    assert (sheet["A1"].value, sheet["A1"].comment.text, sheet["A1"].comment.author) == (
        "Visits", "Counted twice", "Author",
    )  # fmt: skip


def test_an_open_document_loses_its_properties_and_names():
    content = making.open_document(
        meta__xml=b"",
        **{
            "meta.xml": b'<?xml version="1.0"?><m><dc:creator xmlns:dc="d">Morag</dc:creator></m>',
            "content.xml": b'<?xml version="1.0"?><o xmlns:dc="d" xmlns:t="t"><dc:creator>Morag</dc:creator>'
            b"<t:creator>Seen</t:creator></o>",
        },
    )
    kept = making.parts_of(traces.cleaned(content, "a.odt").content)
    assert b"Morag" not in b"".join(kept.values())
    assert b"<t:creator>Seen</t:creator>" in kept["content.xml"]
    assert next(iter(kept)) == "mimetype"


def test_a_signed_document_stays_as_it_is():
    content = making.changed(making.word(), _xmlsignatures__origin_dot_sigs=b"")
    assert (traces.cleaned(content, "a.docx").content, traces.cleaned(content, "a.docx").removed) == (content, ())


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_plain_text_stays_as_it_is(name):
    assert traces.cleaned(b"Agreed.\n", name).content == b"Agreed.\n"


def test_what_cannot_be_cleaned_is_refused(monkeypatch):
    monkeypatch.setitem(traces.CLEANERS, "png", lambda content: 1 / 0)
    with pytest.raises(Refused, match="could not be taken out"):
        traces.cleaned(making.png(), "a.png")


@pytest.mark.django_db
def test_the_hash_is_of_what_is_kept_and_the_record_says_what_went(ann):  # noqa: F811
    stored = store(SimpleUploadedFile("Visit.jpg", photograph()), by=ann)
    kept = stored.place.read_bytes()
    assert b"Morag" not in kept
    assert stored.size == len(kept)
    assert stored.cleaned == "Taken out before it was kept: what the picture told of place, time and device."
    assert Entry.objects.get().facts["removed"] == [pictures.PLACE_TIME_DEVICE]
