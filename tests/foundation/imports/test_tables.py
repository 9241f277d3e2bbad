"""What HR systems produce is survived and said, or refused with the address of the cell."""

import io
import struct
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.foundation.imports.making import COLUMNS, csv_of, repacked, saved, workbook, written

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.imports.columns import Column
from cairn.foundation.imports.raw import LARGEST, ChooseSheet
from cairn.foundation.imports.rows import read_rows
from cairn.foundation.imports.tables import Table, read_table

HEADS = ["Staff number", "Name", "Start date"]


def read(content: bytes, name: str = "people.csv", **more) -> Table:
    return read_table(content, name, COLUMNS, **more)


def cells(table: Table) -> list[tuple]:
    return [line.cells for line in table.rows]


def meanings(table: Table) -> list[dict]:
    sheet, problems = read_rows(table)
    assert problems == []
    return [dict(row.values) for row in sheet.rows]


def faults(table: Table) -> list[tuple[str, str]]:
    return [(one.cell, one.sentence) for one in read_rows(table)[1]]


# Encodings, separators, line ends


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("cp1252", ["The file is written in the Windows encoding (cp1252), not in UTF-8."]),
        ("utf-16", []),
        ("utf-16-le", ["The file is written in UTF-16."]),
        ("utf-16-be", ["The file is written in UTF-16."]),
        ("utf-32", []),
    ],
)
def test_every_encoding_gives_the_same_names(encoding, note):
    table = read(csv_of("Staff number,Name", "1,Zoë O’Brien-Müller", encoding=encoding))

    assert cells(table) == [("1", "Zoë O’Brien-Müller")]
    assert table.notes == note


@pytest.mark.parametrize(
    ("separator", "words"), [(",", None), (";", "semicolons"), ("\t", "tabs"), ("|", "upright bars")]
)
def test_every_separator_is_found(separator, words):
    table = read(csv_of(separator.join(HEADS), separator.join(["00123", "Ann Reid", "01/03/2024"])))

    assert cells(table) == [("00123", "Ann Reid", "01/03/2024")]
    assert table.notes == ([f"The columns are separated by {words}."] if words else [])


def test_commas_inside_a_file_of_semicolons_do_not_mislead():
    table = read(csv_of("Staff number;Name", "1;Reid, Ann, Dr, MBE", "2;Shah, Bea"))

    assert cells(table) == [("1", "Reid, Ann, Dr, MBE"), ("2", "Shah, Bea")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end):
    assert cells(read(csv_of("Staff number,Name", "1,Ann", "2,Bea", end=end))) == [("1", "Ann"), ("2", "Bea")]


def test_excel_can_declare_its_separator():
    assert cells(read(csv_of("sep=;", "Staff number;Name", "1;Ann"))) == [("1", "Ann")]


def test_a_quoted_cell_with_line_breaks_is_one_row_and_rows_are_counted_as_a_spreadsheet_does():
    table = read(csv_of("Staff number,Name", '1,"Ann\nReid"', "", "2,Bea"))

    assert [(line.number, line.cells) for line in table.rows] == [(2, ("1", "Ann Reid")), (4, ("2", "Bea"))]


def test_a_quotation_mark_that_never_closes_is_refused_rather_than_swallowing_rows():
    with pytest.raises(Refused, match="opens in row 3 is never closed"):
        read(csv_of("Staff number,Name", "1,Ann", '2,"Bea', "3,Cal"))


def test_a_quotation_mark_inside_quotes_is_refused_with_its_row():
    with pytest.raises(Refused, match="Row 2 can't be read: a quotation mark"):
        read(csv_of("Staff number,Name", '1,"Ann "the boss" Reid"'))


def test_quotation_marks_inside_a_plain_cell_are_kept():
    assert cells(read(csv_of("Staff number,Name", '1,Ann "Nan" Reid'))) == [("1", 'Ann "Nan" Reid')]


def test_a_byte_that_no_encoding_knows_is_refused_with_its_line():
    with pytest.raises(Refused, match="A character in line 2 can't be read"):
        read(b"Staff number,Name\r\n1,Ann \x81\xff\r\n")


def test_binary_is_refused():
    with pytest.raises(Refused, match="not a text file"):
        read(b"Staff number,Name\n1,\x00\x00\x01Ann\n")


def test_an_unquoted_comma_is_a_problem_with_its_cell():
    assert faults(read(csv_of("Staff number,Name", "1,Reid, Ann"))) == [
        (
            "C2",
            "This row has more cells than there are headings. A cell with a separator in it may need quotation "
            "marks; “Ann” is one too many.",
        )
    ]


def test_short_rows_are_filled_with_nothing():
    assert cells(read(csv_of("Staff number,Name,Start date", "1,Ann"))) == [("1", "Ann", "")]


# Headings


def test_headings_differ_in_case_spaces_and_marks():
    table = read(csv_of("\ufeff STAFF_NO. ,full\u00a0Name*,E-MAIL address", "1,Ann,ann@example.org"))

    assert [column.key for column in table.columns] == ["number", "name", "email"]


def test_titles_above_the_headings_are_left_out():
    table = read(
        csv_of("Establishment list,,", "Run on 22/11/2026 by HR,,", "", "Staff number,Name,Start date", "1,Ann,")
    )

    assert [(line.number, line.cells) for line in table.rows] == [(5, ("1", "Ann", ""))]
    assert table.notes == ["What stands above the headings in row 4 was left out."]


def test_merged_titles_above_the_headings_are_left_out():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Staff list of the partnership"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(HEADS)
    sheet.append(["1", "Ann", date(2024, 3, 1)])
    table = read(saved(book), "people.xlsx")

    assert [(line.number, line.cells) for line in table.rows] == [(4, ("1", "Ann", "2024-03-01"))]
    assert table.problems == []


def test_merged_cells_among_the_rows_are_a_problem_with_their_range():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADS, ["1", "Ann", None], ["2", "Bea", None]):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    assert ("B2:B3", "These cells are merged. Unmerge them and fill in each one.") in faults(
        read(saved(book), "p.xlsx")
    )


def test_unknown_columns_are_named_and_left_out():
    table = read(csv_of("Staff number,Shoe size,Name,Pay", "1,6,Ann,12"))

    assert cells(table) == [("1", "Ann")]
    assert table.notes == ["These columns are not used: Shoe size and Pay."]


def test_a_missing_column_is_a_problem_of_the_file():
    problems = read(csv_of("Staff number,Start date", "1,")).problems

    assert [(one.row, one.sentence) for one in problems] == [(0, "The column “Name” is missing.")]


def test_a_column_that_comes_twice_is_a_problem():
    problems = read(csv_of("Staff number,Name,Employee ID", "1,Ann,2")).problems

    assert [(one.cell, one.sentence) for one in problems] == [
        ("C1", "Two columns stand for “Staff number”: A and C. Keep the one that is meant.")
    ]


def test_a_file_without_headings_is_refused():
    with pytest.raises(Refused, match=r"No row with headings was found\. The file needs columns such as"):
        read(csv_of("1,Ann", "2,Bea"))


def test_headings_without_rows_are_a_problem():
    assert [one.sentence for one in read(csv_of("Staff number,Name")).problems] == [
        "There are no rows below the headings."
    ]


def test_headings_that_repeat_on_every_page_are_left_out():
    table = read(csv_of("Staff number,Name", "1,Ann", "Staff number,Name", "2,Bea"))

    assert cells(table) == [("1", "Ann"), ("2", "Bea")]
    assert table.notes == ["The headings are repeated 1 times further down; those rows were left out."]


def test_a_footer_is_a_problem_that_says_what_to_do():
    assert faults(read(csv_of("Staff number,Name", "1,Ann", "Total: 1,"))) == [
        ("", "This row holds only “Total: 1”. If it is no row of the list, delete it.")
    ]


def test_trailing_blank_columns_and_rows_are_ignored():
    table = read(csv_of("Staff number,Name,,,", "1,Ann,,,", ",,,,", " , ,,,", ""))

    assert cells(table) == [("1", "Ann")]
    assert table.notes == []


# What a cell says


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("00123", "00123"),
        ('="00123"', "00123"),
        ("'00123", "00123"),
        ("123.0", "123"),
        (" 123\u00a0", "123"),
        ("A-17/b", "A-17/b"),
        ("12E4", "12E4"),
    ],
)
def test_identifiers_stay_as_they_are(typed, read_as):
    quoted = '"' + typed.replace('"', '""') + '"'
    assert meanings(read(csv_of("Staff number,Name", f"{quoted},Ann"))) == [{"number": read_as, "name": "Ann"}]


@pytest.mark.parametrize("typed", ["1.23457E+11", "1E+05", "1,5E+12"])
def test_a_number_shortened_by_excel_is_a_problem(typed):
    assert faults(read(csv_of("Staff number;Name", f"{typed};Ann"))) == [
        ("A2", "Excel has shortened this number and lost its digits. Format the column as text and type it again.")
    ]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("01/03/2024", date(2024, 3, 1)),
        ("1/3/2024", date(2024, 3, 1)),
        ("1/3/24", date(2024, 3, 1)),
        ("1/3/98", date(1998, 3, 1)),
        ("01-03-2024", date(2024, 3, 1)),
        ("01.03.2024", date(2024, 3, 1)),
        ("2024-03-01", date(2024, 3, 1)),
        ("2024/3/1", date(2024, 3, 1)),
        ("2024-03-01T00:00:00", date(2024, 3, 1)),
        ("2024-03-01 09:30", date(2024, 3, 1)),
        ("01/03/2024 00:00:00", date(2024, 3, 1)),
        ("20240301", date(2024, 3, 1)),
        ("1 March 2024", date(2024, 3, 1)),
        ("1st Mar 2024", date(2024, 3, 1)),
        ("01-Mar-24", date(2024, 3, 1)),
        ("Friday 1 March 2024", date(2024, 3, 1)),
        ("45352", date(2024, 3, 1)),
        ("45352.5", date(2024, 3, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("-", None),
        ("N/A", None),
        ("", None),
    ],
)
def test_dates_are_understood(typed, day):
    assert meanings(read(csv_of("Staff number,Name,Start date", f"1,Ann,{typed}")))[0]["starts_on"] == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("03/25/2024", "There is no such day. Write the day before the month."),
        ("31/02/2024", "There is no such day."),
        ("29/02/2023", "There is no such day."),
        ("00/00/0000", "There is no such day."),
        ("soon", "This is not a date that can be read. Write it like 31/03/2026 or 2026-03-31."),
        ("1/3", "This is not a date that can be read. Write it like 31/03/2026 or 2026-03-31."),
        ("01/01/1800", "A date in the year 1800 can't be right."),
        ("31/12/9999", "A date in the year 9999 can't be right."),
    ],
)
def test_dates_that_are_none_say_what_to_do(typed, sentence):
    assert faults(read(csv_of("Staff number,Name,Start date", f"1,Ann,{typed}"))) == [("C2", sentence)]


@pytest.mark.parametrize(
    ("head", "typed", "means"),
    [
        ("FTE", "0.6", "0.6"),
        ("FTE", '"0,6"', "0.6"),
        ("FTE", "60%", "0.6"),
        ("Team lead", "YES", "True"),
        ("Team lead", "n", "False"),
        ("Team lead", "x", "True"),
        ("Staff group", "social WORKER", "social-worker"),
        ("Staff group", "Team-leader", "team-leader"),
        ("E-mail", "ANN.Reid@Example.ORG", "ann.reid@example.org"),
        ("E-mail", "mailto:ann@example.org", "ann@example.org"),
    ],
)
def test_other_cells_are_understood(head, typed, means):
    row = meanings(read(csv_of(f"Staff number,Name,{head}", f"1,Ann,{typed}")))[0]

    assert str(next(value for key, value in row.items() if key not in ("number", "name"))) == means


@pytest.mark.parametrize(
    ("head", "typed", "sentence"),
    [
        ("FTE", "full", "This is not a number."),
        ("FTE", "NaN", "This is not a number that can be used."),
        ("Team lead", "perhaps", "Write yes or no."),
        ("Staff group", "Social wroker", "This is not in the list. Did you mean “Social worker”?"),
        ("Staff group", "Astronaut", "This is not in the list. Use one of: Social worker, Team leader."),
        ("E-mail", "ann at example", "This is not one e-mail address. Write it like name@example.org."),
        ("E-mail", "a@b.org; c@d.org", "This is not one e-mail address. Write it like name@example.org."),
        ("Name", "=HYPERLINK(1)", "Two columns"),
    ],
)
def test_other_cells_that_can_not_be_read_say_what_to_do(head, typed, sentence):
    (_, said), *_ = faults(read(csv_of(f"Staff number,Name,{head}", f"1,Ann,{typed}")))

    assert said.startswith(sentence)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("=cmd|' /C calc'!A0", "This looks like a formula. Type the words themselves."),
        ("@SUM(1)", "This looks like a formula. Type the words themselves."),
        ("Zo\ufffd Reid", "Letters were lost when this file was saved. Export it as CSV (UTF-8) or as .xlsx."),
        ("Oâ€™Brien", "Letters were lost when this file was saved. Export it as CSV (UTF-8) or as .xlsx."),
        ("ZoÃ« Reid", "Letters were lost when this file was saved. Export it as CSV (UTF-8) or as .xlsx."),
        ("Ann\x07Reid", "The cell holds a control character. Type it again."),
        ("A" * 51, "This is longer than 50 characters. Shorten it."),
        ("", "This must be filled in."),
    ],
)
def test_names_that_can_not_be_right(name, sentence):
    assert faults(read(csv_of("Staff number,Name,E-mail", f"1,{name},a@example.org"))) == [("B2", sentence)]


@pytest.mark.parametrize("name", ["Null", "None", "Na", "Zoë", "Ó Súilleabháin", "Åsa Ünal", "Ng", "李 Wei", "-"])
def test_names_that_look_odd_are_kept(name):
    assert meanings(read(csv_of("Staff number,Name", f"1,{name}")))[0]["name"] == name


def test_spaces_and_invisible_marks_are_tidied():
    table = read(csv_of("Staff number,Name", "\u200b1\u202c, Ann\u00a0\u00a0 Reid\u00ad\t"))
    assert cells(table) == [("1", "Ann Reid")]


# Workbooks


def test_real_dates_numbers_and_booleans_of_a_workbook():
    content = workbook(
        ["Staff number", "Name", "Start date", "FTE", "Team lead"],
        [123, "Ann", datetime(2024, 3, 1), 0.6, True],  # noqa: DTZ001
        [124.0, "Bea", 45352, 1, False],
    )
    assert cells(read(content, "p.xlsx")) == [
        ("123", "Ann", "2024-03-01", "0.6", "yes"),
        ("124", "Bea", "2024-03-01", "1", "no"),
    ]


def test_a_workbook_that_counts_from_1904():
    def write(book, sheet):
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ["1", "Ann"])
        sheet.write_datetime(1, 2, datetime(2024, 3, 1), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001
        sheet.write_row(2, 0, ["2", "Bea", 45352 - 1462])

    table = read(written(write, date_1904=True), "p.xlsx")
    assert cells(table) == [("1", "Ann", "2024-03-01"), ("2", "Bea", "2024-03-01")]
    assert table.notes == ["1 dates stood as bare numbers and were read as Excel counts days."]


def test_zeros_that_a_format_shows_are_kept():
    def write(book, sheet):
        sheet.write_row(0, 0, HEADS)
        sheet.write_number(1, 0, 123, book.add_format({"num_format": "00000"}))
        sheet.write_string(1, 1, "Ann")

    assert cells(read(written(write), "p.xlsx")) == [("00123", "Ann", "")]


def test_an_identifier_that_excel_made_a_date_is_a_problem():
    content = workbook(HEADS, [date(2024, 2, 1), "Ann", None])

    assert faults(read(content, "p.xlsx")) == [
        ("A2", "Excel has turned this into a date. Format the column as text and type it again.")
    ]


def test_an_identifier_beyond_15_digits_is_a_problem():
    assert faults(read(workbook(HEADS, [1234567890123456789, "Ann", None]), "p.xlsx")) == [
        ("A2", "Excel keeps only 15 digits, so the end of this number is lost. Format the column as text.")
    ]


def test_formulas_give_their_saved_results():
    def write(book, sheet):
        sheet.write_row(0, 0, HEADS)
        sheet.write_formula(1, 0, '="00"&"17"', None, "0017")
        sheet.write_formula(1, 1, '=A2&" Reid"', None, "Ann Reid")

    table = read(written(write), "p.xlsx")
    assert cells(table) == [("0017", "Ann Reid", "")]
    assert table.notes == ["Some cells are formulas; their last saved results were read."]


def test_formulas_without_results_are_a_problem_and_not_an_empty_cell():
    content = workbook(HEADS, ["1", '=A2&"x"', None])

    assert faults(read(content, "p.xlsx")) == [
        ("B2", "This formula was never calculated. Open the file in Excel, save it and upload it again.")
    ]


def test_error_values_are_a_problem():
    def write(book, sheet):
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ["1", "Ann"])
        sheet.write_formula(1, 2, "=VLOOKUP(1,A:B,9)", None, "#REF!")

    assert faults(read(written(write), "p.xlsx")) == [
        ("C2", "The workbook shows an error here. Correct the formula, or type the value.")
    ]


def test_several_sheets_are_chosen_by_their_headings():
    content = workbook(["About this list"], sheet="Read me", People=[HEADS, ["1", "Ann", None]])

    table = read(content, "p.xlsx")
    assert (table.sheet, cells(table)) == ("People", [("1", "Ann", "")])
    assert table.notes == ["The sheet “People” was read, the others were not."]


def test_two_sheets_alike_are_asked_about():
    content = workbook(HEADS, ["1", "Ann", None], sheet="North", South=[HEADS, ["2", "Bea", None]])

    with pytest.raises(ChooseSheet, match="Choose one: North, South") as asked:
        read(content, "p.xlsx")
    assert asked.value.sheets == ["North", "South"]
    assert cells(read(content, "p.xlsx", sheet="south")) == [("2", "Bea", "")]


def test_a_sheet_that_is_not_there_is_refused():
    with pytest.raises(Refused, match=r"no visible sheet “East”\. It has: Sheet1"):
        read(workbook(HEADS), "p.xlsx", sheet="East")


@pytest.mark.parametrize("how", ["hidden", "veryHidden"])
def test_hidden_sheets_are_not_read_and_named(how):
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEADS, ["1", "Ann", None], Old=[HEADS, ["9", "Zed", None]])))
    book["Old"].sheet_state = how

    table = read(saved(book), "p.xlsx")
    assert cells(table) == [("1", "Ann", "")]
    assert table.notes == ["Hidden sheets were not read: Old."]


def test_hidden_rows_are_read_and_counted():
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEADS, ["1", "Ann", None], ["2", "Bea", None])))
    book.active.row_dimensions[3].hidden = True

    table = read(saved(book), "p.xlsx")
    assert len(table.rows) == 2
    assert table.notes == ["1 hidden or filtered rows of the sheet were read as well."]


def test_a_sheet_that_lies_about_its_size_is_read_whole():
    content = workbook(HEADS, ["1", "Ann", None])
    part = "xl/worksheets/sheet1.xml"
    xml = zipfile.ZipFile(io.BytesIO(content)).read(part)
    lying = repacked(content, {part: xml.replace(b'<dimension ref="A1:C2"/>', b'<dimension ref="A1"/>')})

    assert cells(read(lying, "p.xlsx")) == [("1", "Ann", "")]


def test_a_stray_cell_in_the_last_row_of_the_sheet_costs_little():
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEADS, ["1", "Ann", None])))
    book.active.cell(1_048_576, 1).number_format = "0"
    assert cells(read(saved(book), "p.xlsx")) == [("1", "Ann", "")]


def test_the_ending_of_the_name_does_not_decide():
    assert cells(read(workbook(HEADS, ["1", "Ann", None]), "people.csv")) == [("1", "Ann", "")]
    assert cells(read(csv_of("Staff number,Name", "1,Ann"), "people.xlsx")) == [("1", "Ann")]


# Refused at the door


def _ole(*words: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"".join(word.encode("utf-16-le") for word in words)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "p.csv", "The file is empty."),
        (b"\r\n \r\n", "p.csv", "The file is empty."),
        (b"a" * (LARGEST + 1), "p.csv", "larger than 20 MB"),
        (_ole("Workbook"), "p.xls", "old Excel format"),
        (_ole("EncryptedPackage"), "p.xlsx", "protected by a password"),
        (b"%PDF-1.7 ...", "p.pdf", "The file is a PDF"),
        (b"<html><table><tr><td>Staff number</td></tr></table>", "p.xls", "The file is a web page"),
        (b'{"people": []}', "p.json", "The file is JSON"),
        (b"PK\x03\x04 nothing else", "p.xlsx", "damaged"),
        (workbook(HEADS)[:-40], "p.xlsx", "damaged"),
        (repacked(workbook(HEADS), {"xl/vbaProject.bin": b"x"}), "p.xlsm", "holds macros"),
        (repacked(workbook(HEADS), {"xl/workbook.bin": b"x"}), "p.xlsb", "binary format"),
        (repacked(workbook(HEADS), {"xl/workbook.xml": b"<workbook"}), "p.xlsx", "can't be read as an Excel workbook"),
        (repacked(workbook(HEADS), {"../outside.xml": b"<a/>"}), "p.xlsx", "names a part outside itself"),
        (workbook(HEADS) + b"MZ and more", "p.xlsx", "hidden behind its end"),
    ],
)
def test_what_can_not_be_read_is_refused_with_a_sentence(content, name, sentence):
    with pytest.raises(Refused, match=sentence):
        read(content, name)


def test_a_document_type_is_refused_before_any_xml_is_read():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;">]><a>&c;</a>'
    for part in (bomb, bomb.decode().encode("utf-16")):
        with pytest.raises(Refused, match="document type declaration"):
            read(repacked(workbook(HEADS), {"xl/sharedStrings.xml": part}), "p.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(60):
            part.write(b" " * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(Refused, match="would unpack to far more"):
        read(buffer.getvalue(), "p.xlsx")
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    tracemalloc.stop()


def test_an_archive_that_lies_about_a_size_is_refused():
    content = bytearray(workbook(HEADS, ["1", "Ann", None]))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 7)
    with pytest.raises(Refused, match="damaged"):
        read(bytes(content), "p.xlsx")


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("cairn.foundation.imports.tables.MOST_ROWS", 2)
    with pytest.raises(Refused, match="more than 2 rows"):
        read(csv_of("Staff number,Name", "1,Ann", "2,Bea", "3,Cal"))


def test_too_many_columns_are_refused():
    heads = ["Staff number", "Name", *[f"Extra {number}" for number in range(300)]]
    with pytest.raises(Refused, match="more than 200 columns"):
        read(csv_of(",".join(heads), "1,Ann"))


# Files that nobody here wrote

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared folder of real data")


@needs_shared
@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("inspections/care_inspectorate_datastore_2024-03-31_council_run.csv", ("CSNumber", "ServiceName"), 2625),
        ("inspections/care_inspectorate_datastore_2026-04-30_council_run.csv", ("CSNumber", "ServiceName"), 2562),
        ("surveys/apha_cpd_survey.csv", ("q00a_age_bracket_cat", "q01a_gender_cat"), 237),
        ("feedback/nhs_comments_labelled_phase1.csv", ("feedback", "criticality"), 10_334),
    ],
)
def test_real_files_are_read_to_their_last_row(name, columns, rows):
    content = (SHARED / name).read_bytes()
    assert len(read_table(content, name, [Column(key, key) for key in columns]).rows) == rows


@needs_shared
def test_a_real_workbook_of_many_lists_asks_which_one_is_meant():
    content = (SHARED / "audit_sampling" / "Annex_A.xlsx").read_bytes()
    columns = [Column("id", "Child Unique ID"), Column("gender", "Gender")]
    with pytest.raises(ChooseSheet) as asked:
        read_table(content, "Annex_A.xlsx", columns)
    assert asked.value.sheets[:2] == ["List 1", "List 2"]
    table = read_table(content, "Annex_A.xlsx", columns, sheet="List 1")
    assert [line.cells[0] for line in table.rows] == [line.cells[0].strip() for line in table.rows]
    assert len(table.rows) == 5


# Properties

rubbish = some.binary(max_size=400) | some.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))


@given(content=rubbish, head=some.booleans())
@settings(max_examples=300, deadline=None)
def test_rubbish_is_read_or_refused_and_nothing_else(content, head):
    try:
        sheet, problems = read_rows(read((b"Staff number,Name,Start date\n" if head else b"") + content))
    except Refused as refusal:
        said = [str(refusal)]
    else:
        said = [one.sentence for one in problems]
        assert all(0 <= row.number <= 500 for row in sheet.rows)
    assert [one for one in said if not one.endswith((".", "?"))] == []


plain_cells = some.text(
    some.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cf", "Zl", "Zp", "Cn")),
    min_size=1,
    max_size=20,
)


@given(names=some.lists(plain_cells, min_size=1, max_size=8), separator=some.sampled_from(",;\t|"))
@settings(max_examples=200, deadline=None)
def test_what_is_written_by_the_csv_module_is_read_back_row_by_row(names, separator):
    import csv

    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator)
    writer.writerow(["Staff number", "Name"])
    writer.writerows([[f"n{number}", name] for number, name in enumerate(names)])
    table = read(buffer.getvalue().encode())

    assert [line.cells[0] for line in table.rows] == [f"n{number}" for number in range(len(names))]


def test_ten_thousand_rows_are_read_quickly():
    """A coarse ceiling against a quadratic slip; the figures are measured in bench."""
    lines = [f"{number:05},Person {number},{number % 28 + 1:02}/03/2024" for number in range(10_000)]
    table = read(csv_of("Staff number,Name,Start date", *lines))
    sheet, problems = read_rows(table)

    assert (len(sheet.rows), problems) == (10_000, [])
