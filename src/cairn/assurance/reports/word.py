"""How does the report become a Word file that people can go on writing in?

python-docx makes the package; tables are written as whole pieces of XML, since cell by cell a table of 175 rows takes
seconds. What leaves is clean: no author, thumbnail, template trace or custom XML, real headings, repeated heads, a
description for every picture, and the same report gives the same bytes.
"""

import io
import zipfile
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from cairn.assurance.reports import outline, tables
from cairn.assurance.reports.report import AssuranceReport
from cairn.foundation.core import paper
from cairn.foundation.core.blocks import Block, Cell, Drawing, Facts, Heading, Items, Table, Words
from cairn.foundation.core.charts import printable

WIDTH = 9865  # the text between the margins, in twentieths of a point
INK, QUIET, BRAND = RGBColor(0x1D, 0x2A, 0x2F), "59636A", RGBColor(0x24, 0x43, 0x4D)
KEPT_STYLES = {"Normal", "Heading 1", "Heading 2", "Title", "Subtitle", "List Bullet", "Header", "Footer"}
NOT_OURS = ("/thumbnail", "/customXml", "/extended-properties", "/stylesWithEffects", "/webSettings")
START = (1980, 1, 1, 0, 0, 0)


def render(report: AssuranceReport) -> bytes:
    """The whole report as a .docx file."""
    document = Document(io.BytesIO(_blank()))
    _describe(document, report)
    document.add_paragraph(printable(report.organisation), style="Subtitle")
    document.add_paragraph(printable(report.title), style="Title")
    document.add_paragraph(
        f"{report.framework}, version {report.framework_version}. Made {tables.moment(report.made_at)}.",
        style="Subtitle",
    )
    for number, section in enumerate(outline.sections(report), 1):
        document.add_heading(f"{number}  {printable(section.title)}", 1)
        for block in section.blocks:
            _write(document, block)
    return _packed(document)


def _write(document: Any, block: Block) -> None:
    match block:
        case Words():
            document.add_paragraph().add_run(printable(block.text)).bold = block.strong
        case Heading():
            document.add_heading(printable(block.text), 2)
        case Items():
            for text in block.texts:
                document.add_paragraph(printable(text), style="List Bullet")
        case Facts():
            rows = [(Cell(name), Cell(text)) for name, text in block.rows]
            _add_table(document, block.caption, (), (30, 70), rows)
        case Table():
            _add_table(document, block.caption, block.heads, block.widths, block.rows)
        case Drawing():
            _add_drawing(document, block)


def _add_drawing(document: Any, block: Drawing) -> None:
    both = document.add_paragraph()  # in one paragraph, so that no name is left alone at the foot of a page
    both.paragraph_format.keep_together = True
    name = both.add_run(printable(block.chart.title))
    name.bold = True
    name.add_break()
    picture = paper.picture(block.chart.svg, width=493)
    shape = both.add_run().add_picture(io.BytesIO(picture), width=Mm(174))
    told = shape._inline.docPr
    told.set("name", block.key)
    told.set("title", printable(block.chart.title))
    told.set("descr", printable(block.chart.description))


def _add_table(document: Any, caption: str, heads: tuple[str, ...], shares: tuple[int, ...], rows: Any) -> None:
    widths = [WIDTH * share // sum(shares) for share in shares]
    head = _head(heads, widths) if heads else ""
    body = "".join(_row(row, widths, named=not heads) for row in rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="CFCAC0"/>'
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{line.format("bottom")}'
        f'{line.format("insideH")}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:firstRow="{int(bool(heads))}" w:firstColumn="{int(not heads)}" w:lastRow="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(printable(caption))}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )
    body_of_document = document.element.body
    body_of_document.insert(len(body_of_document) - 1, parse_xml(table))
    document.add_paragraph().paragraph_format.space_after = Pt(4)


def _head(heads: tuple[str, ...], widths: list[int]) -> str:
    cells = "".join(_cell(_run(head, bold=True), width) for head, width in zip(heads, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(cells: tuple[Cell, ...], widths: list[int], *, named: bool) -> str:
    written = "".join(
        _cell(_told(cell, bold=named and not index), width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{written}</w:tr>"


def _told(cell: Cell, *, bold: bool) -> str:
    """A grade as its number on a shade, then its word; a second, quieter line where there is one."""
    if cell.shade:
        number, _, text = cell.text.partition(", ")
        return _run(f" {number} ", bold=True, colour="FFFFFF", shade=cell.shade[1:]) + _run(f" {text}")
    detail = f"<w:r><w:br/></w:r>{_run(cell.detail, colour=QUIET)}" if cell.detail else ""
    return _run(cell.text, bold=bold) + detail


def _cell(runs: str, width: int) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/></w:pPr>{runs}</w:p></w:tc>'
    )


def _run(text: str, *, bold: bool = False, colour: str = "", shade: str = "") -> str:
    look = "<w:b/>" if bold else ""
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    look += '<w:sz w:val="16"/>'
    look += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r>'


def _describe(document: Any, report: AssuranceReport) -> None:
    about = document.core_properties
    about.title, about.language = printable(report.title), "en-GB"
    about.author = about.comments = about.last_modified_by = ""
    about.created = about.modified = report.made_at
    seal = f"Report {report.content_hash[:16]}" if report.content_hash else "Not yet sealed"
    foot = document.sections[0].footer.paragraphs[0]
    foot._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:t xml:space="preserve">{seal} · page </w:t></w:r>'))
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


@cache
def _blank() -> bytes:
    """An empty A4 document with our few styles and nothing of the library's template that could leave with it."""
    document = Document()
    for part in (document.part, document.part.package):
        for key in [key for key, rel in part.rels.items() if rel.reltype.endswith(NOT_OURS)]:
            del part.rels[key]
    _look(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin = page.bottom_margin = Mm(20)
    return _packed(document)


def _look(document: Any) -> None:
    styles = document.styles
    for style in list(styles):
        kept = style.name in KEPT_STYLES or style.type == WD_STYLE_TYPE.LIST or style.element.get(qn("w:default"))
        if not kept:
            styles.element.remove(style.element)
    for name, size, colour in (
        ("Normal", 10, INK),
        ("Heading 1", 15, BRAND),
        ("Heading 2", 11.5, INK),
        ("Title", 22, BRAND),
        ("Subtitle", 10.5, INK),
    ):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), colour
        style.font.italic = False
        fonts = style.element.rPr.rFonts
        for theme in [key for key in fonts.attrib if "Theme" in key or "theme" in key]:
            del fonts.attrib[theme]
        fonts.set(qn("w:hAnsi"), "Arial")
        fonts.set(qn("w:cs"), "Arial")
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _packed(document: Any) -> bytes:
    """The package with a fixed time on every part, so that the same report is the same file."""
    drafted, packed = io.BytesIO(), io.BytesIO()
    document.save(drafted)
    with zipfile.ZipFile(drafted) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, START), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
