"""The five formats are read back and must show the same figures, cell for cell."""

import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from cairn.assurance.reports import excel, pdf, web, word

GRADES = "unsatisfactory|weak|adequate|good|very good|excellent"
MISSING = (
    "withheld: fewer than five answers",
    "not asked",
    "not applicable here",
    "one side only",
    "no earlier round",
)
FIGURE = rf"(?:[+−]?\d[\d,]*(?:\.\d)?(?: (?:{GRADES}))?|{'|'.join(map(re.escape, MISSING))})"
AREA_FIGURES, STATEMENT_FIGURES = 6, 6


def plain(cell):
    """A figure as its number alone, or what is missing: '5, very good' and 5 are '5'; '+0.7' and 0.7 are '0.7'."""
    text = re.sub(rf",? ?(?:{GRADES})$", "", " ".join(str(cell).split()))
    text = text.replace("−", "-").removeprefix("+").replace(",", "")
    return f"{float(text):g}" if re.fullmatch(r"-?\d+(\.\d+)?", text) else text.replace(":", ": ").replace(":  ", ": ")


def out_of_json(report):
    told = json.loads(report.as_text())
    areas = {a["ref"]: figures(a, "grade employers practitioners gap change answers") for a in told["areas"]}
    statements = {
        s["ref"]: [*figures(s, "grade employers practitioners gap answers"), plain(s["evidence"])]
        for area in told["areas"]
        for s in area["statements"]
    }
    sides = {p["side"]: figures(p, "asked answered") for p in told["participation"]}
    return areas, statements, sides


def figures(told, names):
    return [
        plain(told[name]["missing"] if told[name]["value"] is None else told[name]["value"]) for name in names.split()
    ]


def out_of_tables(tables):
    """`tables`: lists of rows of texts, the first row being the heads."""
    areas, statements, sides = {}, {}, {}
    for heads, *rows in tables:
        for row in rows:
            if heads[1:3] == ["Area", "Judgement"]:
                areas[row[0]] = [plain(cell) for cell in row[2:]]
            elif heads[1] == "Statement" and heads[-1] == "Evidence":
                statements[row[0]] = [plain(cell) for cell in row[-STATEMENT_FIGURES:]]
            elif heads == ["Side", "Asked", "Answered"]:
                sides[row[0]] = [plain(cell) for cell in row[1:]]
    return areas, statements, sides


def out_of_word(report):
    document = Document(io.BytesIO(word.render(report)))
    return out_of_tables([[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables])


def out_of_excel(report):
    book = openpyxl.load_workbook(io.BytesIO(excel.render(report)), read_only=True)
    return out_of_tables([[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets[1:]])


class Tables(HTMLParser):
    """The rows of every table of a page; a cell ends where the next begins."""

    def __init__(self, page):
        super().__init__()
        self.tables, self.inside = [], False
        self.feed(page)
        self.tables = [[[" ".join(cell.split()) for cell in row] for row in table] for table in self.tables]

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.inside = True
        elif tag == "br":
            self.handle_data(" ")

    def handle_data(self, text):
        if self.inside:
            self.tables[-1][-1][-1] += text

    def handle_endtag(self, tag):
        if tag in ("thead", "tbody", "table"):
            self.inside = False


def out_of_page(report):
    return out_of_tables(Tables(web.page_of(report).body).tables)


def out_of_pdf(report):
    """A PDF has no cells, so each row is found by its reference, and its figures are the last on it."""
    pages = PdfReader(io.BytesIO(pdf.render(report))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    areas = {
        ref: last_figures(text, ref, title, AREA_FIGURES) for ref, title in ((a.ref, a.title) for a in report.areas)
    }
    every = text[text.index("Ref Statement Judgement Employers Practitioners Gap Answers Evidence") :]
    statements = {s.ref: last_figures(every, s.ref, s.title, STATEMENT_FIGURES, s.note) for s in report.statements}
    sides = {p.side: last_figures(text, p.side, "", 2) for p in report.participation}
    return areas, statements, sides


def last_figures(text, ref, title, how_many, note=""):
    pattern = rf"{re.escape(ref)} {re.escape(f'{title} {note}'.strip())}".strip() + rf" ({FIGURE})" * how_many
    found = re.search(pattern, text)
    assert found, f"no row for {ref}"
    return [plain(figure) for figure in found.groups()]


@pytest.fixture(scope="module", params=[out_of_page, out_of_pdf, out_of_word, out_of_excel])
def read(request, report):
    """What one of the formats shows; a report of 175 statements is made and read once for each."""
    return request.param(report)


def test_every_format_shows_the_figures_of_the_json(report, read):
    areas, statements, sides = read

    assert (areas, statements, sides) == out_of_json(report)
    assert (len(areas), len(statements), len(sides)) == (5, 175, 2)


TOLD = ("72% in July to September 2026 (612 of 850 sessions)", "8% in September 2026 (24 of 300 sessions)")


@pytest.mark.parametrize("out", ["page", "word", "excel", "pdf"])
def test_every_format_shows_what_the_records_show(sample, out):
    report = sample(2)
    if out == "pdf":
        text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf.render(report))).pages).split())
        assert all(told in text for told in TOLD)
        assert "95%, misses it" in text
        return
    if out == "page":
        tables = Tables(web.page_of(report).body).tables
    elif out == "word":
        document = Document(io.BytesIO(word.render(report)))
        tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    else:
        book = openpyxl.load_workbook(io.BytesIO(excel.render(report)), read_only=True)
        tables = [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets[1:]]
    (rows,) = [rows for heads, *rows in tables if heads[:2] == ["Figure", "When the round closed"]]
    assert [row[1:4] for row in rows if row[1]] == [
        [TOLD[0], "95%, misses it", "76% in August to October 2026 (640 of 842 sessions)"],
        [TOLD[1], "none", "no figure"],
    ]


def test_a_withheld_figure_is_said_to_be_withheld_in_every_format(read):
    areas, statements, _ = read

    assert areas["sa.5"][2] == "withheld: fewer than five answers"
    assert statements["sa.1.3"][2] == "withheld: fewer than five answers"
    assert areas["sa.5"][3] == "one side only"
    assert areas["sa.1"][4] == "no earlier round"


def evidence_in(tables):
    return [[row[0] for row in rows] for heads, *rows in tables if heads[0] == "Evidence"]


@pytest.mark.parametrize(("pieces", "shown"), [(40, 40), (41, 40), (200, 40)])
def test_a_page_shows_the_first_pieces_of_evidence_and_where_all_are(sample, pieces, shown):
    one = sample().evidence[0]
    report = sample(evidence=tuple(replace(one, title=f"Dip sample {number}") for number in range(pieces)))
    body = web.page_of(report).body

    (rows,) = evidence_in(Tables(body).tables)
    assert (len(rows), rows[-1].startswith(f"Dip sample {shown - 1}")) == (shown, True)
    assert ('<a class="govuk-link" href="evidence/">' in body) is (pieces > shown)
    book = openpyxl.load_workbook(io.BytesIO(excel.render(report)), read_only=True)
    assert sum("Dip sample" in str(row[0]) for row in book["Evidence"].iter_rows(values_only=True)) == pieces
