"""Ordinary files are kept; disguised, active, hidden and swollen ones are refused with a sentence."""

import resource
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.foundation.files import making
from tests.foundation.files.making import changed, excel, jpeg, open_document, pdf, png, segment, word, zipped

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.files.inspection import LARGEST, TEST_VIRUS, inspect, tidy_name

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
ELF = b"\x7fELF" + b"\0" * 60
LINK = "https://example.org/"

KEPT = [
    ("minutes.pdf", pdf(), "application/pdf"),
    ("MINUTES.PDF", pdf(), "application/pdf"),
    ("minutes.docx", word(), DOCX),
    ("visits.xlsx", excel(), XLSX),
    ("visits.csv", b"team,visits\r\nNorth,12\r\n", "text/csv"),
    ("visits.csv", "team;visits\nNörth;12\n".encode("cp1252"), "text/csv"),
    ("note.txt", "Zoë was here.\n".encode(), "text/plain"),
    ("note.txt", "\ufeffZoë was here.\n".encode("utf-16-le"), "text/plain"),
    ("note.txt", b"a < b and c > d; see <this> too", "text/plain"),
    ("note.odt", open_document(), "application/vnd.oasis.opendocument.text"),
    ("board.png", png(), "image/png"),
    ("board.png", png(extra=making.chunk(b"tEXt", b"Author\0Ann")), "image/png"),
    ("board.jpg", jpeg(), "image/jpeg"),
    ("board.jpeg", jpeg(), "image/jpeg"),
    ("board.jpg", jpeg(tail=jpeg() + b"\0\0"), "image/jpeg"),
    ("minutes.docx", making.word_with_relation("hyperlink", LINK), DOCX),
    ("minutes.docx", making.word_with_field("PAGE"), DOCX),
    ("v1.2 final.pdf", pdf(), "application/pdf"),
]


@pytest.mark.parametrize(
    ("name", "content", "media_type"), KEPT, ids=[f"{n}-{name}" for n, (name, _, _) in enumerate(KEPT)]
)
def test_ordinary_files_are_kept(name, content, media_type):
    assert inspect(content, name) == media_type


def macro_word() -> bytes:
    parts = making.parts_of(word())
    types = parts["[Content_Types].xml"].replace(
        b"officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    )
    return zipped(parts | {"[Content_Types].xml": types})


def doctype_word() -> bytes:
    return changed(word(), word__extra_dot_xml=b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://canary.invalid/">]><a>&x;</a>')


def long_word() -> bytes:
    return changed(word(), word__extra_dot_xml=b"<a>" + b" " * (250 * 1024 * 1024) + b"</a>")


def word_of_many_parts() -> bytes:
    return zipped({f"p{n}": b"" for n in range(2001)})


def swollen_png() -> bytes:
    return png(pixels=b"\0" * 50_000_000)


def overlapping() -> bytes:
    """Two entries of the directory that share one part."""
    content = zipped({"a.xml": b"<a/>" * 50, "b.xml": b"<a/>" * 50})
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    return content[: second + 42] + struct.pack("<I", 0) + content[second + 46 :]


def linked() -> bytes:
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return buffer.getvalue()


# What is large is a function, and made only by the test that needs it.
REFUSED = [
    ("empty", "note.txt", b"", "The file is empty."),
    ("too large", "note.txt", b"a" * (LARGEST + 1), "larger than 25 MB"),
    ("program", "setup.exe", b"MZ", "Files of this type are not kept."),
    ("page", "page.html", b"<html>", "Files of this type are not kept."),
    ("drawing", "logo.svg", b"<svg onload='alert(1)'/>", "Files of this type are not kept."),
    ("script", "run.js", b"alert(1)", "Files of this type are not kept."),
    ("no ending", "minutes", pdf(), "Files of this type are not kept."),
    ("old word", "minutes.doc", b"\xd0\xcf\x11\xe0", "Save it as a Word document"),
    ("old excel", "visits.xls", b"\xd0\xcf\x11\xe0", "Save it as an Excel workbook"),
    ("archive", "all.zip", zipped({"a": b"b"}), "Upload the files in it one by one."),
    ("macro word", "minutes.docm", word(), "It can hold macros."),
    ("macro excel", "visits.xlsm", excel(), "It can hold macros."),
    ("two endings", "invoice.exe.pdf", pdf(), "two endings, one of them a program's"),
    ("two endings, script", "photo.js.png", png(), "two endings, one of them a program's"),
    ("virus in text", "note.txt", TEST_VIRUS, "virus signature"),
    ("virus in pdf", "note.pdf", pdf() + b"%" + TEST_VIRUS + b"\n%%EOF", "virus signature"),
    ("virus in word", "note.docx", changed(word(), word__media__a_dot_png=b"xx" + TEST_VIRUS), "virus signature"),
    ("page as pdf", "a.pdf", b"<html><script>alert(1)</script>", "not what its name says"),
    ("gif as png", "a.png", GIF, "not what its name says"),
    ("png as jpg", "a.jpg", png(), "not what its name says"),
    ("pdf as docx", "a.docx", pdf(), "not what its name says"),
    ("excel as word", "a.docx", excel(), "not what its name says"),
    ("word as excel", "a.xlsx", word(), "not what its name says"),
    ("word as odt", "a.odt", word(), "no OpenDocument text"),
    ("zip as docx", "a.docx", zipped({"a.txt": b"hello"}), "not what its name says"),
    ("program as text", "a.txt", b"MZ\x90", "not plain text"),
    ("program of linux as text", "a.txt", ELF, "not plain text"),
    ("shell script as text", "a.txt", b"#!/bin/sh\nrm -rf /\n", "not plain text but a page or a program"),
    ("page as text", "a.txt", b"  <!-- hello --> <HTML><body>", "not plain text but a page or a program"),
    ("svg as text", "a.txt", b"<svg onload=alert(1)>", "not plain text but a page or a program"),
    ("script as csv", "a.csv", b"<script>alert(1)</script>", "not plain text but a page or a program"),
    ("xml as text", "a.txt", b"<?xml version='1.0'?><a/>", "not plain text but a page or a program"),
    ("pdf as text", "a.txt", b"%PDF-1.4\n1 0 obj", "not plain text but a page or a program"),
    ("rich text as text", "a.txt", b"{\\rtf1 hello}", "not plain text but a page or a program"),
    ("nul in csv", "a.csv", b"a,b\0c", "not plain text"),
    ("undecodable text", "a.txt", b"a\x81\xff\xfe\x9d", "not plain text"),
    ("broken utf-16", "a.txt", b"\xff\xfea", "not plain text"),
    ("cell too long", "a.csv", b'"' + b"a" * 200_000 + b'"', "can't be read as CSV"),
    ("gifar", "a.png", png() + zipped({"a.class": b"\xca\xfe\xba\xbe"}), "two files in one"),
    ("jpeg and zip", "a.jpg", jpeg() + zipped({"a": b"b"}), "two files in one"),
    ("pdf and zip", "a.pdf", pdf() + zipped({"a": b"b"}), "two files in one"),
    ("text and zip", "a.txt", b"hello" + zipped({"a": b"b"}, zipfile.ZIP_STORED), "two files in one"),
    ("pdf script", "a.pdf", making.pdf_with_script(), "holds a program"),
    ("pdf script in disguise", "a.pdf", making.pdf_with_hidden_script(), "holds a program"),
    ("pdf launch", "a.pdf", making.pdf_with_launch(), "a command to start a program"),
    ("pdf attachment", "a.pdf", making.pdf_with_attachment(), "holds another file"),
    ("pdf password", "a.pdf", making.pdf_with_password(), "protected by a password"),
    (
        "pdf with page in front",
        "a.pdf",
        b"%PDF-1.4\n%<html><script>alert(1)</script>\n" + pdf()[9:],
        "holds a web page",
    ),
    ("pdf with tail", "a.pdf", pdf() + b"more", "something behind its end"),
    ("pdf cut off", "a.pdf", pdf()[:-100], "something behind its end"),
    ("pdf of nothing", "a.pdf", b"%PDF-1.4\n%%EOF", "can't be read"),
    ("pdf of rubbish", "a.pdf", b"%PDF-1.4\n" + b"\xfe\x07" * 900 + b"\n%%EOF", "can't be read"),
    ("docx with macros", "a.docx", changed(word(), word__vbaProject_dot_bin=b"x"), "holds macros"),
    ("docm renamed", "a.docx", macro_word(), "holds macros"),
    ("xlsx with macro sheet", "a.xlsx", changed(excel(), xl__macrosheets__s_dot_xml=b"<a/>"), "holds macros"),
    ("docx with activex", "a.docx", changed(word(), word__activeX__a_dot_xml=b"<a/>"), "holds a program"),
    (
        "docx with ole",
        "a.docx",
        changed(word(), word__embeddings__o_dot_bin=b"\xd0\xcf\x11\xe0\xa1"),
        "holds a program",
    ),
    ("docx with exe", "a.docx", changed(word(), word__media__a_dot_png=b"MZ\x90\0"), "holds a program"),
    ("docx with zip", "a.docx", changed(word(), word__media__a_dot_png=zipped({"a": b"b"})), "holds a program"),
    (
        "docx in docx in docx",
        "a.docx",
        changed(word(), word__embeddings__a_dot_docx=changed(word(), b_dot_docx=word())),
        "holds a program",
    ),
    ("docx fetched template", "a.docx", making.word_with_relation("attachedTemplate", LINK), "fetches a part"),
    ("docx fetched object", "a.docx", making.word_with_relation("oleObject", LINK), "fetches a part"),
    (
        "docx picture from a share",
        "a.docx",
        making.word_with_relation("image", "file:///\\\\evil\\a.png"),
        "fetches a part",
    ),
    (
        "docx link to a program",
        "a.docx",
        making.word_with_relation("hyperlink", "javascript:alert(1)"),
        "fetches a part",
    ),
    ("docx exchange field", "a.docx", making.word_with_field("DDEAUTO c:\\cmd.exe"), "starts other programs"),
    (
        "docx exchange field in pieces",
        "a.docx",
        making.word_with_field("DDE", "AUTO c:\\cmd.exe"),
        "starts other programs",
    ),
    (
        "xlsx exchange link",
        "a.xlsx",
        changed(excel(), xl__externalLinks__e_dot_xml=b"<x><ddeLink/></x>"),
        "starts other programs",
    ),
    ("odt with basic", "a.odt", open_document(Basic__m=b"x"), "holds macros"),
    (
        "odt with listener",
        "a.odt",
        open_document(**{"styles.xml": b"<a><script:event-listener/></a>"}),
        "damaged|macros",
    ),
    ("odt without text", "a.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "damaged"),
    ("docx with doctype", "a.docx", doctype_word(), "document type declaration"),
    ("docx with broken xml", "a.docx", changed(word(), word__styles_dot_xml=b"<a><b></a>"), "damaged"),
    ("docx that swells", "a.docx", long_word, "unpack to far more"),
    ("docx with a path outside", "a.docx", changed(word(), **{"..__evil_dot_xml": b"<a/>"}), "outside itself"),
    ("docx with a drive", "a.docx", changed(word(), **{"C:__evil_dot_xml": b"<a/>"}), "outside itself"),
    ("docx with a link", "a.docx", linked(), "a link to somewhere else"),
    ("docx with overlap", "a.docx", overlapping(), "overlap"),
    ("docx of many parts", "a.docx", word_of_many_parts, "more than 2,000 parts"),
    ("docx cut off", "a.docx", word()[:-30], "damaged"),
    ("docx with tail", "a.docx", word() + b"more", "damaged|hidden behind its end"),
    ("docx with a flipped byte", "a.docx", word()[:60] + b"\xff\xff\xff" + word()[63:], "damaged"),
    ("png flood", "a.png", png(claims=(60_000, 60_000)), "60 million pixels"),
    ("png of no size", "a.png", png(claims=(0, 5)), "damaged"),
    ("png that swells", "a.png", swollen_png, "damaged"),
    ("png with too few pixels", "a.png", png(pixels=b"\0"), "damaged"),
    ("png with a wrong checksum", "a.png", png()[:40] + b"\0" + png()[41:], "damaged"),
    (
        "png with a page inside",
        "a.png",
        png(extra=making.chunk(b"tEXt", b"a\0<script>alert(1)</script>")),
        "page or a program",
    ),
    ("png with tail", "a.png", png() + b"more", "hidden behind its end"),
    ("png cut off", "a.png", png()[:-12], "damaged"),
    ("png of a colour that is none", "a.png", png(colour=5), "damaged"),
    ("jpeg flood", "a.jpg", jpeg(65_000, 65_000), "60 million pixels"),
    ("jpeg with a page inside", "a.jpg", jpeg(extra=segment(0xFE, b"<?php system($_GET[0])?>")), "page or a program"),
    ("jpeg with tail", "a.jpg", jpeg(tail=b"<html>"), "hidden behind its end"),
    ("jpeg without a frame", "a.jpg", jpeg(frame=False), "damaged"),
    ("jpeg cut off", "a.jpg", jpeg()[:-2], "damaged"),
    ("jpeg of nothing", "a.jpg", b"\xff\xd8\xff\xd9", "damaged"),
    ("jpeg with a lying length", "a.jpg", b"\xff\xd8\xff\xe0\xff\xff" + jpeg()[2:], "damaged"),
]


@pytest.mark.parametrize(
    ("name", "content", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_may_do_harm_is_refused(name, content, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        inspect(content() if callable(content) else content, name)
    assert str(refusal.value).endswith(".")


def test_an_interlaced_picture_has_the_pixels_of_its_seven_passes():
    width, height = 5, 3
    starts = ((0, 0), (4, 0), (0, 4), (2, 0), (0, 2), (1, 0), (0, 1))
    steps = ((8, 8), (8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2))
    raw = b""
    for (left, top), (across, down) in zip(starts, steps, strict=True):
        wide, high = len(range(left, width, across)), len(range(top, height, down))
        raw += (b"\0" + b"\x01" * wide * 3) * high if wide else b""
    assert inspect(png(width, height, pixels=raw, interlace=1), "a.png") == "image/png"


BOMBS = {
    "docx": "making.changed(making.word(), word__extra_dot_xml=b'<a>' + b' ' * (190 << 20) + b'</a>')",
    "png": "making.png(claims=(50_000, 50_000), pixels=b'0' * (190 << 20))",
    "pdf": "making.pdf_bomb()",
}


@pytest.mark.parametrize("ending", BOMBS)
def test_bombs_are_refused_within_512_megabytes_and_five_seconds(ending, tmp_path):
    """The bomb is made outside the limit and read inside it."""
    bomb = eval(BOMBS[ending], {"making": making})  # noqa: S307 (our own few words above)
    (tmp_path / "bomb").write_bytes(bomb)
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from cairn.foundation.files.inspection import inspect\n"
        "from cairn.foundation.core.verdicts import Refused\n"
        "resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (5, 5))\n"
        f"try: inspect(Path(sys.argv[1]).read_bytes(), 'bomb.{ending}')\n"
        "except Refused: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "bomb")], capture_output=True, text=True, check=False, cwd="src"
    )
    assert (done.stdout, done.stderr) == ("refused\n", "")
    assert resource.RLIMIT_AS  # where the system knows no such limit, this test would prove nothing


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("C:\\Users\\ann\\Minutes  May.PDF", "Minutes May.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ('what "is" this?.pdf', "what is this .pdf"),
        ("Zoë.pdf", "Zoë.pdf"),
    ],
)
def test_names_lose_their_folders_and_odd_marks(given_, kept):
    assert tidy_name(given_).replace(" .", ".") == kept.replace(" .", ".")


@pytest.mark.parametrize("name", ["evil\u202efdp.exe.txt", "a\u200b.pdf", "a\n.pdf", "a\0.pdf"])
def test_names_with_invisible_marks_are_refused(name):
    with pytest.raises(Refused, match="invisible marks"):
        tidy_name(name)


@pytest.mark.parametrize("name", ["", "....", ".pdf", "minutes", "/"])
def test_names_without_a_stem_or_ending_are_refused(name):
    with pytest.raises(Refused, match="needs a name and an ending"):
        tidy_name(name)


samples = some.sampled_from([case[:2] for case in KEPT])


@given(sample=samples, at=some.floats(0, 1), with_=some.binary(min_size=1, max_size=8))
@settings(max_examples=250, deadline=None)
def test_damage_anywhere_is_accepted_or_refused_and_nothing_else(sample, at, with_):
    name, content = sample
    place = int(at * len(content))
    damaged = content[:place] + with_ + content[place + len(with_) :]
    try:
        inspect(damaged, name)
    except Refused as refusal:
        sentence = str(refusal)
    else:
        sentence = "It was kept."
    assert sentence.endswith(".")


def test_a_stream_that_is_not_packed_is_passed_by():
    assert zlib.decompressobj().decompress(b"") == b""
    assert inspect(pdf(), "a.pdf") == "application/pdf"
