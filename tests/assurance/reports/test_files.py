"""What leaves as a file: the same bytes for the same report, nothing hidden, nothing that runs, open to everybody."""

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cairn.assurance.reports import excel, pdf, word
from cairn.assurance.reports.report import ActionLine

RENDERERS = {"pdf": pdf.render, "docx": word.render, "xlsx": excel.render}
HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "\r=1", "http://x.example", '=HYPERLINK("x")']


@pytest.fixture(scope="module")
def small(sample):
    return sample(3)


@pytest.mark.parametrize("render", RENDERERS.values(), ids=RENDERERS)
def test_the_same_report_is_the_same_file(small, render):
    assert render(small) == render(replace(small))


@pytest.mark.parametrize("render", RENDERERS.values(), ids=RENDERERS)
def test_an_empty_report_is_a_file_too(sample, render):
    empty = sample(
        0, areas=(), strengths=(), gaps=(), disagreements=(), contradictions=(), without_evidence=(), stale_evidence=(),
        actions=(),
        commentary=(), evidence=(), signatures=(), tree_head=None, participation=(), closed_on=None,
    )  # fmt: skip
    assert len(render(empty)) > 5_000


def test_the_pdf_is_tagged_titled_and_speaks_english(small):
    reader = PdfReader(io.BytesIO(pdf.render(small)))
    catalogue = reader.trailer["/Root"]
    meta = catalogue["/Metadata"].get_data().decode()

    assert (reader.metadata.title, catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == (
        small.title,
        "en-GB",
        True,
    )
    assert re.search(r"pdfuaid:part>?\D*1", meta)
    assert re.search(r"pdfaid:part>?\D*2", meta)
    assert reader.metadata.author is None
    assert "/StructTreeRoot" in catalogue


def test_every_chart_in_the_pdf_has_its_figures_in_words(small):
    reader = PdfReader(io.BytesIO(pdf.render(small)))
    told = [
        o.get_object()["/Alt"] for o in objects(reader) if isinstance(o.get_object(), dict) and "/Alt" in o.get_object()
    ]

    assert any("Employers 3.7, Practitioners 4.5" in str(text) for text in told)
    assert any("17 at 4" in str(text) for text in told)


def objects(reader):
    return [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]


def test_the_pdf_carries_only_our_typeface(small):
    fonts = {
        str(o["/BaseFont"]).split("+")[-1] for o in objects(PdfReader(io.BytesIO(pdf.render(small))))
        if isinstance(o, dict) and "/BaseFont" in o
    }  # fmt: skip
    assert {font.split("-")[0] for font in fonts} == {"SourceSansPro"}


def test_the_word_file_has_no_author_thumbnail_or_template_trace(small):
    content = word.render(small)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    about = Document(io.BytesIO(content)).core_properties

    assert [name for name in names if re.search("thumbnail|customXml|app.xml|comments|Effects", name)] == []
    assert (about.title, about.author, about.last_modified_by, about.comments) == (small.title, "", "", "")
    assert about.created == small.made_at


def test_the_word_file_has_headings_repeated_heads_and_described_pictures(small):
    document = Document(io.BytesIO(word.render(small)))
    xml = document.element.xml

    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert (heads[0], len(heads)) == ("1  The headline", 14)
    assert xml.count("<w:tblHeader/>") == sum("w:tblHeader" in table._tbl.xml for table in document.tables)
    assert [shape._inline.docPr.get("descr")[:30] for shape in document.inline_shapes] == [
        "Risk, discretion and decisions"
    ] * 2


def test_the_workbook_hides_nothing(small):
    content = excel.render(small)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    book = openpyxl.load_workbook(io.BytesIO(content))

    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == []
    assert [
        s.title for s in book if any(d.hidden for d in [*s.row_dimensions.values(), *s.column_dimensions.values()])
    ] == []
    assert (list(book.defined_names), book.properties.creator, book.properties.title) == ([], None, small.title)
    assert [name for name in names if re.search("comments|externalLink|pivot|vba|custom|thumbnail", name)] == []


def test_every_grade_and_every_line_has_room_in_the_workbook(small):
    book = openpyxl.load_workbook(io.BytesIO(excel.render(small)))
    for name in ("Areas", "Statements", "Strengths"):
        sheet = book[name]
        column = next(cell.column_letter for cell in sheet[1] if cell.value == "Judgement")
        assert sheet.column_dimensions[column].width >= len("5, very good") + 2
    rows = [(cell, book["Report"].row_dimensions[cell.row].height or 15) for cell in book["Report"]["B"] if cell.value]
    assert [cell.coordinate for cell, height in rows if len(cell.value) > 95 * height / 15] == []


def test_a_second_line_of_a_cell_has_a_column_with_a_name(small):
    book = openpyxl.load_workbook(io.BytesIO(excel.render(small)))
    assert [cell.value for cell in book["Strengths"][1]][:3] == ["Ref", "Statement", "Area"]
    assert [cell.value for cell in book["Actions"][1]][:2] == ["Action", "Statements"]
    assert [cell.value for cell in book["Statements"][1]][:3] == ["Ref", "Statement", "Judgement"]


def test_no_hash_runs_out_of_its_column_in_the_pdf(small):
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(small))).pages)
    evidence = text[text.rindex("SHA-256, or where it is kept") : text.rindex("Entries in the ledger")]
    assert re.findall(r"[0-9a-f]{40,}", evidence) == []


def test_text_never_becomes_a_formula_or_a_link(small):
    lines = tuple(ActionLine(text, (text,), text, text, None, text, False, text) for text in HOSTILE)
    book = openpyxl.load_workbook(io.BytesIO(excel.render(replace(small, actions=lines))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert [cell.value for cell in book["Actions"]["A"][1:]] == [text.replace("\r", "_x000D_") for text in HOSTILE]


def test_a_character_that_the_typeface_lacks_is_a_box_in_the_pdf_only(small):
    typed = replace(small, purpose="Siân and Łukasz asked 李明 🪨")
    said = PdfReader(io.BytesIO(pdf.render(typed))).pages[0].extract_text()

    assert "Siân and Łukasz asked ■■ ■" in said
    assert "Siân and Łukasz asked 李明 🪨" in [p.text for p in Document(io.BytesIO(word.render(typed))).paragraphs]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_text_that_people_type_makes_every_file(small, text):
    line = ActionLine(text, (text,), text, text, None, text, False, text)
    typed = replace(
        small, actions=(line,), purpose=text, round_title=text, areas=(replace(small.areas[0], title=text),)
    )

    for render in RENDERERS.values():
        assert render(typed)
