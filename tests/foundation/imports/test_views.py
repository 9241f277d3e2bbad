"""The pages: a file is sent, looked at, applied or withdrawn; who may not, may not; large files go to the worker."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.foundation.imports.making import workbook

from cairn.foundation.core import clock
from cairn.foundation.imports import blanks, commands, progress
from cairn.foundation.imports.models import ImportBatch, State
from cairn.foundation.imports.rules import is_abandoned
from cairn.foundation.imports.tables import read_table
from cairn.foundation.imports.tasks import apply_in_the_background
from cairn.foundation.ledger.models import Entry
from cairn.foundation.people.imports import PEOPLE
from cairn.foundation.people.models import Person

pytestmark = pytest.mark.django_db
HEAD = "Staff number,Given name,Family name,E-mail,Unit code,Job title,Staff group\r\n"
GOOD = HEAD + "00124,Tomasz,Nowak,tomasz@north.example,A,Social worker,Social worker\r\n"
WRONG = HEAD + "00124,Tomasz,Nowak,nowhere,A,Social worker,Astronaut\r\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.CAIRN_FILES_DIR = tmp_path


def send(client, text, name="people.csv", **more):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post("/imports/people/new/", {"file": SimpleUploadedFile(name, content), **more})


def heading(response) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1])).strip()


def in_file(number: int) -> str:
    lines = [f"{n:05},Given,Family,p{n}@north.example,A,Social worker,Social worker" for n in range(number)]
    return HEAD + "\r\n".join(lines) + "\r\n"


def test_a_file_is_sent_looked_at_and_applied(cast, signed_in):
    client = signed_in(cast["una"])
    looked = client.post("/imports/people/new/", {"file": SimpleUploadedFile("p.csv", GOOD.encode())}, follow=True)

    assert heading(looked) == "One person joins"
    assert "Tomasz Nowak (00124)" in looked.content.decode()
    assert not Person.objects.filter(staff_number="00124").exists()
    done = client.post(f"/imports/{ImportBatch.objects.get().pk}/apply/", follow=True)
    assert heading(done) == "Done: one person joins"
    assert Person.objects.get(staff_number="00124").full_name == "Tomasz Nowak"


def test_the_same_file_again_says_that_it_changes_nothing(cast, signed_in):
    client = signed_in(cast["una"])
    commands.apply(commands.stage(GOOD.encode(), by=cast["una"], kind="people", file_name="p.csv"), by=cast["una"])
    looked = client.get(send(client, GOOD).url)

    assert heading(looked) == "This file changes nothing"
    assert b"Apply all of it" not in looked.content


def test_faults_stand_in_one_list_by_row_and_cell(cast, signed_in):
    client = signed_in(cast["una"])
    page = client.get(send(client, WRONG).url)

    assert heading(page) == "Two things are in the way"
    rows = re.findall(r"<tr><th scope=\"row\" class=\"number\">(.*?)</tr>", page.content.decode(), re.DOTALL)
    assert [re.sub(r"<[^>]+>", "|", row) for row in rows] == [
        "2||D2|||E-mail|: nowhere|This is not one e-mail address. Write it like name@example.org.|",
        "2||G2|||Staff group|: Astronaut|" + _sentence_about_groups() + "|",
    ]
    listed = client.get(f"/imports/{ImportBatch.objects.get().pk}/what-to-correct.csv")
    assert listed.content.decode("utf-8-sig").splitlines()[1] == (
        "2,D2,E-mail,nowhere,This is not one e-mail address. Write it like name@example.org."
    )


def _sentence_about_groups():
    return ImportBatch.objects.get().problems[1]["sentence"]


def test_what_can_not_be_read_is_said_above_the_form_and_nothing_is_kept(cast, signed_in):
    page = send(signed_in(cast["una"]), b"%PDF-1.4", "people.pdf")

    assert page.status_code == 200
    assert (
        "The file is a PDF. Upload the table itself, as CSV or as an Excel workbook (.xlsx)." in page.content.decode()
    )
    assert (ImportBatch.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(("files", "sentence"), [({}, "Choose a file"), ({"file": b""}, "The file is empty.")])
def test_no_file_or_an_empty_one_is_a_sentence(cast, signed_in, files, sentence):
    sent = {name: SimpleUploadedFile("p.csv", content) for name, content in files.items()}
    page = signed_in(cast["una"]).post("/imports/people/new/", {"whole": "on", **sent})

    assert sentence in page.content.decode()
    assert re.search(r'name="whole"[^>]*checked', page.content.decode())


def test_a_workbook_with_two_such_sheets_is_asked_about(cast, signed_in):
    rows = [line.split(",") for line in GOOD.strip().split("\r\n")]
    content = workbook(*rows, sheet="North", South=rows)
    client = signed_in(cast["una"])
    page = send(client, content, "people.xlsx")

    assert "Choose one: North, South." in page.content.decode()
    assert re.findall(r"<option value=\"(\w+)\"", page.content.decode()) == ["North", "South"]
    assert send(client, content, "people.xlsx", sheet="South").status_code == 302
    assert ImportBatch.objects.get().sheet == "South"


def test_a_large_file_goes_to_the_worker_and_the_page_shows_how_far_it_is(cast, signed_in, monkeypatch):
    monkeypatch.setattr(commands, "AT_ONCE", 10)
    client = signed_in(cast["una"])
    batch = commands.stage(in_file(12).encode(), by=cast["una"], kind="people", file_name="p.csv")
    client.post(f"/imports/{batch.pk}/apply/")
    batch.refresh_from_db()
    task = DBTaskResult.objects.get()

    assert (batch.state, task.queue_name) == (State.WORKING, "imports")
    with progress.Counter(batch.pk) as counter:
        counter(7, 24)
        page = client.get(f"/imports/{batch.pk}/")
        assert "7 of 24 changes" in page.content.decode()
    assert page.headers["Refresh"] == "3"
    assert apply_in_the_background.call(*task.args_kwargs["args"]) == State.APPLIED
    assert Person.objects.filter(staff_number__startswith="000").count() == 12
    assert [entry.act for entry in Entry.objects.order_by("sequence")] == [
        "import.staged",
        "import.started",
        "import.applied",
    ]
    done = client.get(f"/imports/{batch.pk}/")
    assert (heading(done), "Refresh" in done.headers) == ("Done: 12 people join", False)


def test_work_that_stopped_can_be_started_again(cast, signed_in, monkeypatch):
    monkeypatch.setattr(commands, "AT_ONCE", 10)
    batch = commands.stage(in_file(12).encode(), by=cast["una"], kind="people", file_name="p.csv")
    commands.start(batch, by=cast["una"])
    ImportBatch.objects.update(started_at=clock.now() - timedelta(minutes=11))
    page = signed_in(cast["una"]).get(f"/imports/{batch.pk}/")

    assert is_abandoned(ImportBatch.objects.get())
    assert heading(page) == "The work on this file stopped"
    signed_in(cast["una"]).post(f"/imports/{batch.pk}/apply/")
    assert DBTaskResult.objects.count() == 2
    assert apply_in_the_background.call(str(batch.pk), str(cast["una"].pk)) == State.APPLIED
    assert apply_in_the_background.call(str(batch.pk), str(cast["una"].pk)) == State.APPLIED  # the second finds it done
    assert Person.objects.filter(staff_number__startswith="000").count() == 12


def test_a_file_can_be_withdrawn(cast, signed_in):
    client = signed_in(cast["una"])
    send(client, GOOD)
    page = client.post(f"/imports/{ImportBatch.objects.get().pk}/withdraw/", follow=True)

    assert heading(page) == "This file was withdrawn"


def test_a_double_click_applies_once(cast, signed_in):
    client = signed_in(cast["una"])
    send(client, GOOD)
    address = f"/imports/{ImportBatch.objects.get().pk}/apply/"
    answers = [client.post(address, {"act_key": "the same"}) for _ in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, address.replace("apply/", ""))] * 2
    assert Entry.objects.filter(act="import.applied").count() == 1


ADDRESSES = ["", "people/new/", "people/people.csv", "people/people.xlsx"]
OF_A_BATCH = ["", "changes/", "what-to-correct.csv"]


WHO = [("una", 200), ("isla", 404), ("eilidh", 404), ("petra", 404), ("col", 200)]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_may_bring_in_files(cast, signed_in, address, who, status):
    assert signed_in(cast[who]).get(f"/imports/{address}").status_code == status


@pytest.mark.parametrize("address", OF_A_BATCH)
@pytest.mark.parametrize(("who", "status"), [("una", 200), ("isla", 404), ("eilidh", 404), ("col", 404)])
def test_who_may_see_a_file(cast, signed_in, address, who, status):
    batch = commands.stage(GOOD.encode(), by=cast["una"], kind="people", file_name="p.csv")
    assert signed_in(cast[who]).get(f"/imports/{batch.pk}/{address}").status_code == status


@pytest.mark.parametrize("act", ["apply", "withdraw"])
@pytest.mark.parametrize(("who", "status"), [("isla", 404), ("eilidh", 404), ("col", 404), ("una", 302)])
def test_who_may_apply_and_withdraw(cast, signed_in, act, who, status):
    batch = commands.stage(GOOD.encode(), by=cast["una"], kind="people", file_name="p.csv")
    assert signed_in(cast[who]).post(f"/imports/{batch.pk}/{act}/").status_code == status


def test_nothing_is_applied_or_withdrawn_by_a_link(cast, signed_in):
    batch = commands.stage(GOOD.encode(), by=cast["una"], kind="people", file_name="p.csv")
    for act in ("apply", "withdraw"):
        assert signed_in(cast["una"]).get(f"/imports/{batch.pk}/{act}/").status_code == 405
    assert ImportBatch.objects.get().state == State.STAGED


@pytest.mark.parametrize("address", [*ADDRESSES, "00000000-0000-4000-8000-000000000000/"])
def test_signed_out_nobody_gets_in(client, db, address):
    response = client.get(f"/imports/{address}")
    assert (response.status_code, response.url.split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("many", [1, 5])
def test_the_list_costs_the_same_at_one_and_at_five(cast, signed_in, many, django_assert_num_queries):
    for _ in range(many):
        commands.stage(GOOD.encode(), by=cast["una"], kind="people", file_name="p.csv")
    client = signed_in(cast["una"], Client())
    client.get("/imports/")
    with django_assert_num_queries(4):
        page = client.get("/imports/")
    assert page.content.decode().count(">p.csv<") == many


@pytest.mark.parametrize("many", [1, 5])
def test_the_changes_cost_the_same_at_one_and_at_five(cast, signed_in, many, django_assert_num_queries):
    batch = commands.stage(in_file(many).encode(), by=cast["una"], kind="people", file_name="p.csv")
    commands.apply(batch, by=cast["una"])
    client = signed_in(cast["una"], Client())
    client.get("/imports/")
    with django_assert_num_queries(6):
        page = client.get(f"/imports/{batch.pk}/changes/?what=joins")
    assert page.content.decode().count("person joins") == many


# Empty files to begin with


@pytest.mark.parametrize(("name", "write"), [("p.csv", blanks.blank_csv), ("p.xlsx", blanks.blank_workbook)])
def test_an_empty_file_can_be_brought_in_as_it_is(cast, name, write):
    batch = commands.stage(write(PEOPLE), by=cast["una"], kind="people", file_name=name)

    assert (batch.problems, batch.counts) == ([], {"unit_opens": 2, "joins": 2})
    assert read_table(write(PEOPLE), name, PEOPLE.columns).heads == tuple(column.title for column in PEOPLE.columns)


def test_the_empty_workbook_hides_nothing_and_keeps_numbers_as_text():
    book = openpyxl.load_workbook(io.BytesIO(blanks.blank_workbook(PEOPLE)))

    assert book.sheetnames == ["Rows", "What to write"]
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
    assert (book["Rows"]["A2"].value, book["Rows"]["A2"].number_format) == ("00123", "@")
    assert [cell.data_type for row in book["What to write"].iter_rows() for cell in row if cell.data_type == "f"] == []


def test_every_column_is_explained_by_its_title_in_the_notes():
    notes = openpyxl.load_workbook(io.BytesIO(blanks.blank_workbook(PEOPLE)))["What to write"]
    told = [row[0].value for row in notes.iter_rows(min_row=2, max_row=len(PEOPLE.columns) + 1)]

    assert told == [column.title for column in PEOPLE.columns]
