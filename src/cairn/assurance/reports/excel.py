"""How does the report become a workbook that can be sorted and counted, and that no text in it can turn against?

Every table has a sheet. Text is written as text, whatever its first letter, so nothing becomes a formula or a link;
figures are numbers and dates are dates. Nothing is hidden, no names are defined (hence tables, not filters), and no
property but the title is set.
"""

import io
import re
from collections.abc import Iterable
from datetime import datetime
from math import ceil
from typing import Any

import xlsxwriter

from cairn.assurance.reports import outline
from cairn.assurance.reports.report import AssuranceReport
from cairn.foundation.core.blocks import Cell, Facts, Heading, Items, Section, Table, Words

SIDES = (("Employers", "#24434d"), ("Practitioners", "#8f6fae"))
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
LONGEST = 32_000  # what a cell of a workbook can hold, less a little
LINE, HIGHEST = 15, 409  # of a row, in points
DETAILS = {"Statement": "Area", "Action": "Statements", "Evidence": "Statements", "Signed by": "Role"}


def render(report: AssuranceReport) -> bytes:
    """The whole report as an .xlsx file: a sheet to read, then a sheet per table."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, TEXT_ONLY)
    book.set_properties({"title": report.title, "created": report.made_at.replace(tzinfo=None)})
    looks = _Looks(book)
    sections = outline.sections(report)
    _write_words(book, report, sections, looks)
    for name, tables in _sheets(sections).items():
        sheet = _write_sheet(book, name, tables, looks)
        if name == "Areas":
            _add_chart(book, sheet, len(tables[0].rows), report.scale.top)
            sheet.fit_to_pages(1, 1)
    book.close()
    return file.getvalue()


class _Looks:
    """The few formats of the workbook, each made once."""

    def __init__(self, book: Any):
        top = {"valign": "top", "text_wrap": True}
        self.text = book.add_format(top)
        self.head = book.add_format({**top, "bold": True, "bottom": 1})
        self.name = book.add_format({**top, "bold": True})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "font_size": 12})
        self.whole = book.add_format({**top, "num_format": "#,##0", "align": "left"})
        self.tenth = book.add_format({**top, "num_format": "0.0", "align": "left"})
        self.difference = book.add_format({**top, "num_format": '+0.0;"−"0.0;0.0', "align": "left"})
        self.day = book.add_format({**top, "num_format": "d mmmm yyyy", "align": "left"})
        self._book, self._grades = book, dict[str, Any]()

    def of(self, cell: Cell) -> Any:
        """How a figure is shown: the number is what counts, its word and its sign are only its dress."""
        if cell.shade:
            return self._grade(cell)
        if isinstance(cell.number, int):
            return self.whole
        return self.difference if cell.text[0] in "+−" else self.tenth

    def _grade(self, cell: Cell) -> Any:
        if cell.text not in self._grades:
            label = re.sub(r'["\\]', "", cell.text.partition(", ")[2])
            shown = {"num_format": f'0", {label}"', "bold": True, "font_color": cell.shade}
            self._grades[cell.text] = self._book.add_format({**shown, "valign": "top", "align": "left"})
        return self._grades[cell.text]


def _sheets(sections: tuple[Section, ...]) -> dict[str, list[Table]]:
    """Tables by sheet; the statements of all areas stand on one."""
    sheets: dict[str, list[Table]] = {}
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.rows:
                sheets.setdefault(block.sheet, []).append(block)
    return sheets


def _write_words(book: Any, report: AssuranceReport, sections: tuple[Section, ...], looks: _Looks) -> None:
    sheet = book.add_worksheet("Report")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 95)
    sheet.write_string(0, 0, report.title, looks.title)
    lines = [line for number, section in enumerate(sections, 1) for line in _lines(number, section)]
    for row, (name, text) in enumerate(lines, 2):
        sheet.write_string(row, 0, name, looks.heading if name[:1].isdigit() else looks.name)
        sheet.write_string(row, 1, text[:LONGEST], looks.text)
        sheet.set_row(row, _height([(text, 95)]))
    _for_print(sheet, landscape=False)


def _lines(number: int, section: Section) -> list[tuple[str, str]]:
    lines = [(f"{number}  {section.title}", "")]
    for block in section.blocks:
        match block:
            case Words():
                lines.append(("", block.text))
            case Heading():
                lines.append((block.text, ""))
            case Items():
                lines.extend(("", text) for text in block.texts)
            case Facts():
                lines.extend(block.rows)
            case Table():
                lines.append(("", f"{block.caption}: see the sheet {block.sheet}."))
    return lines


def _write_sheet(book: Any, name: str, tables: list[Table], looks: _Looks) -> Any:
    sheet = book.add_worksheet(name)
    first = tables[0]
    heads = _spread_out_heads(first)
    for column, (_, width) in enumerate(heads):
        sheet.set_column(column, column, width)
    row = 1
    for table in tables:
        for cells in table.rows:
            written = _spread_out(first, cells)
            for column, cell in enumerate(written):
                _write_cell(sheet, row, column, cell, looks)
            sheet.set_row(row, _height((cell.text, width) for cell, (_, width) in zip(written, heads, strict=True)))
            row += 1
    sheet.freeze_panes(1, 0)
    columns = [{"header": head, "header_format": looks.head} for head, _ in heads]
    look = {"columns": columns, "style": "Table Style Light 1", "banded_rows": False}
    sheet.add_table(0, 0, row - 1, len(heads) - 1, look)
    _for_print(sheet, landscape=True)
    return sheet


def _spread_out_heads(table: Table) -> list[tuple[str, float]]:
    """A second line of a cell gets a column of its own in a workbook."""
    heads: list[tuple[str, float]] = []
    for index, (head, share) in enumerate(zip(table.heads, table.widths, strict=True)):
        # A grade is a number with a word: where it has no room, a workbook shows ### in its place.
        longest = max((len(row[index].text) + 3 for row in table.rows if row[index].shade), default=0)
        heads.append((head, max(12, 150 * share / sum(table.widths), longest)))
        if _with_detail(table)[index]:
            heads.append((DETAILS[head], 28))
    return heads


def _height(cells: Iterable[tuple[str, float]]) -> float:
    """High enough for every line of its longest cell, whichever program opens it."""
    lines = max(sum(ceil((len(part) + 1) / width) for part in text.split("\n")) for text, width in cells)
    return min(LINE * lines, HIGHEST)


def _spread_out(table: Table, cells: tuple[Cell, ...]) -> list[Cell]:
    written: list[Cell] = []
    for cell, has_detail in zip(cells, _with_detail(table), strict=True):
        written.append(cell)
        if has_detail:
            written.append(Cell(cell.detail))
    return written


def _with_detail(table: Table) -> list[bool]:
    return [head in DETAILS and any(row[index].detail for row in table.rows) for index, head in enumerate(table.heads)]


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    if cell.number is not None:
        sheet.write_number(row, column, cell.number, looks.of(cell))
    elif cell.day is not None:
        day = datetime(cell.day.year, cell.day.month, cell.day.day)  # noqa: DTZ001 (a workbook knows no zones)
        sheet.write_datetime(row, column, day, looks.day)
    else:
        sheet.write_string(row, column, cell.text[:LONGEST], looks.text)


def _add_chart(book: Any, sheet: Any, areas: int, top: int) -> None:
    """Both sides of each area from the cells of this sheet; the cells are its data table."""
    chart = book.add_chart({"type": "bar"})
    for offset, (side, colour) in enumerate(SIDES):
        chart.add_series(
            {
                "name": side,
                "categories": ["Areas", 1, 1, areas, 1],
                "values": ["Areas", 1, 3 + offset, areas, 3 + offset],
                "fill": {"color": colour},
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": "Mean judgement by area and side", "name_font": {"size": 12}})
    chart.set_x_axis({"min": 0, "max": top, "major_unit": 1})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 860, "height": 70 * areas + 120})
    told = {"description": "Bars of the employers' and practitioners' means that stand in the columns above."}
    sheet.insert_chart(areas + 3, 1, chart, told)


def _for_print(sheet: Any, *, landscape: bool) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if landscape:
        sheet.set_landscape()
