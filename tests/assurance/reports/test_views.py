"""Pages of the report: who reads a draft, who reads what was handed over, and how text and files come and go."""

import io
import json
from dataclasses import replace

import openpyxl
import pytest
from tests.assurance.reports.conftest import WORDS

from cairn.assurance.evaluation.models import Round
from cairn.assurance.reports.models import Commentary, FrozenReport
from cairn.foundation.ledger.models import Entry

FILES = ("assurance.pdf", "assurance.docx", "assurance.xlsx", "assurance.json")
PARTS = ("", "evidence/", "commentary/", "hand-over/", *FILES)
DRAFT = {
    "isla": 200,
    "catriona": 200,
    "fraser": 200,
    "morag": 404,
    "eilidh": 404,
    "hamish": 404,
    "una": 404,
    "wren": 404,
}
FROZEN = {"isla": 200, "fraser": 200, "morag": 200, "hamish": 200, "nadia": 200, "eilidh": 404, "una": 404, "wren": 404}


def at(round, part=""):
    return f"/reports/{round.pk}/{part}"


@pytest.mark.parametrize("part", PARTS)
def test_signed_out_nobody_reads_a_report(client, signed, part):
    assert client.get(at(signed, part)).status_code == 302


@pytest.mark.parametrize(("who", "status"), DRAFT.items())
def test_a_draft_is_read_by_those_who_assure_quality(cast, signed_in, closed, who, status):
    assert signed_in(cast[who]).get(at(closed)).status_code == status


@pytest.mark.parametrize(("who", "status"), FROZEN.items())
def test_what_was_handed_over_is_read_by_those_who_are_assured_by_it(cast, signed_in, frozen, who, status):
    assert signed_in(cast[who]).get(at(frozen.round)).status_code == status


def test_there_is_a_way_back_to_the_contents(cast, signed_in, frozen):
    page = signed_in(cast["hamish"]).get(at(frozen.round)).content.decode()
    assert 'id="contents"' in page
    assert page.count('href="#contents"') == 1


def test_an_open_round_has_no_report(cast, signed_in, opened):
    assert signed_in(cast["isla"]).get(at(opened)).status_code == 404


def test_the_page_shows_the_headline_and_every_area(cast, signed_in, frozen):
    page = signed_in(cast["hamish"]).get(at(frozen.round)).content.decode()

    assert "Assurance report: Autumn self-evaluation" in page
    assert WORDS["remedy"] in page
    for area in ("Risk and decisions", "Supervision", "Professional leadership"):
        assert area in page
    assert frozen.content_hash in page


def _after_a_first_page(client):
    """The first page of a session also writes the session."""
    client.get("/reports/")
    return client


@pytest.mark.parametrize("rounds", [1, 5])
def test_the_list_costs_the_same_whatever_its_length(cast, signed_in, signed, rounds, django_assert_num_queries):
    for number in range(1, rounds):
        Round.objects.create(
            organisation=cast.north, title=f"Earlier {number}", framework=signed.framework, state="closed",
            opens_on=signed.opens_on, closes_on=signed.closes_on,
        )  # fmt: skip
    client = _after_a_first_page(signed_in(cast["isla"]))

    with django_assert_num_queries(6):
        page = client.get("/reports/").content.decode()
    assert page.count('<li><div class="when">') == rounds


def test_the_list_holds_only_what_was_handed_over_for_those_who_read_that(cast, signed_in, frozen, framework):
    Round.objects.create(
        organisation=cast.north, title="A draft", framework=framework, state="closed",
        opens_on=frozen.round.opens_on, closes_on=frozen.round.closes_on,
    )  # fmt: skip
    assert "A draft" not in signed_in(cast["hamish"]).get("/reports/").content.decode()
    assert "A draft" in signed_in(cast["isla"]).get("/reports/").content.decode()


def test_a_draft_page_needs_few_queries(cast, signed_in, commented, django_assert_max_num_queries):
    client = _after_a_first_page(signed_in(cast["isla"]))

    with django_assert_max_num_queries(12):
        assert client.get(at(commented)).status_code == 200


def test_a_report_that_was_handed_over_is_kept_in_memory_for_its_second_reader(
    cast, signed_in, frozen, django_assert_max_num_queries
):
    client = _after_a_first_page(signed_in(cast["hamish"]))
    first = client.get(at(frozen.round)).content

    with django_assert_max_num_queries(6):
        assert len(client.get(at(frozen.round)).content) == len(first)


def test_write_commentary_saves_and_goes_back_to_the_report(cast, signed_in, signed):
    answer = signed_in(cast["isla"]).post(at(signed, "commentary/"), {"version": 0, **WORDS, "act_key": "k" * 20})

    assert (answer.status_code, answer.url) == (302, at(signed))
    assert Commentary.objects.get().texts == WORDS


def test_the_commentary_saves_itself_as_it_is_typed(cast, signed_in, signed):
    client = signed_in(cast["isla"])
    for version, text in enumerate(("An", "An hour", "An hour a week.")):
        answer = client.post(
            at(signed, "commentary/"),
            {"version": version, "remedy": text, "act_key": "same for the whole page"},
            headers={"X-Cairn-Autosave": "1"},
        )
        assert json.loads(answer.content) == {"version": version + 1}
    assert Commentary.objects.get().remedy == "An hour a week."


def test_a_second_writer_sees_both_texts_and_can_choose(cast, signed_in, commented):
    client = signed_in(cast["catriona"])
    page = client.post(at(commented, "commentary/"), {"version": 0, "remedy": "Mine"})

    assert page.status_code == 200
    assert WORDS["remedy"] in page.content.decode()
    assert "Mine" in page.content.decode()
    assert 'name="version" value="1"' in page.content.decode()
    assert client.post(at(commented, "commentary/"), {"version": 1, "remedy": "Mine"}).status_code == 302
    assert Commentary.objects.get().remedy == "Mine"


@pytest.mark.parametrize(("who", "status"), [("isla", 200), ("catriona", 200), ("fraser", 403), ("hamish", 404)])
def test_who_may_write_the_commentary(cast, signed_in, signed, who, status):
    assert signed_in(cast[who]).get(at(signed, "commentary/")).status_code == status


def test_freeze_first_asks_who_sits_at_the_screen(cast, signed_in, commented):
    client = signed_in(cast["isla"], minutes_ago=10)
    answer = client.post(at(commented, "hand-over/"), {"sure": "on"})

    assert (answer.status_code, FrozenReport.objects.count()) == (302, 0)


def test_freeze_asks_for_a_tick_and_hands_over(cast, signed_in, commented):
    client = signed_in(cast["isla"])

    assert "Tick the box" in client.post(at(commented, "hand-over/"), {"sure": ""}).content.decode()
    assert client.post(at(commented, "hand-over/"), {"sure": "on"}).status_code == 302
    assert FrozenReport.objects.get().by == cast["isla"]


def test_freeze_says_what_is_missing(cast, signed_in, signed):
    answer = signed_in(cast["isla"]).get(at(signed, "hand-over/"))

    assert (answer.status_code, "each of the four heads" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{")])
def test_a_file_is_a_download_and_recorded(cast, signed_in, frozen, kind, begins):
    answer = signed_in(cast["hamish"]).get(at(frozen.round, f"assurance.{kind}"))

    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="assurance-autumn-self-evaluation.{kind}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    entry = Entry.objects.order_by("sequence").last()
    assert (entry.act, entry.actor) == ("report.exported", str(cast["hamish"].pk))


def test_page_and_files_tell_the_same_figures_of_a_real_round(cast, signed_in, frozen):
    client = signed_in(cast["hamish"])
    told = json.loads(client.get(at(frozen.round, "assurance.json")).content)
    book = openpyxl.load_workbook(io.BytesIO(client.get(at(frozen.round, "assurance.xlsx")).content))

    rows = {row[0]: list(row[2:5]) for row in book["Areas"].iter_rows(min_row=2, max_row=4, values_only=True)}
    assert rows == {
        area["ref"]: [area[name]["value"] or area[name]["missing"] for name in ("grade", "employers", "practitioners")]
        for area in told["areas"]
    }


def test_everything_that_the_judgements_rest_on_is_read_page_by_page(
    cast, signed_in, signed, sample, django_assert_max_num_queries
):
    one = sample().evidence[0]
    told = sample(evidence=tuple(replace(one, title=f"Dip sample {number}") for number in range(101)))
    FrozenReport.objects.create(
        organisation=cast.north, round=signed, content=told.as_text(), content_hash=told.content_hash,
        made_at=told.made_at, by=cast["isla"],
    )  # fmt: skip
    client = signed_in(cast["hamish"])

    first = client.get(at(signed, "evidence/")).content.decode()
    assert ("101 pieces of evidence" in first, first.count("Dip sample")) == (True, 100)
    with django_assert_max_num_queries(12):
        last = client.get(at(signed, "evidence/?page=2")).content.decode()
    assert (last.count("Dip sample"), "Page 2 of 2" in last) == (1, True)


def test_a_report_without_evidence_says_so(cast, signed_in, closed):
    page = signed_in(cast["isla"]).get(at(closed, "evidence/")).content.decode()

    assert "No evidence has been attached in this round" in page
