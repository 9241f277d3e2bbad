"""Cases come in from extracts of other systems: columns and words are asked about once, nothing is guessed."""

import csv
import io
from pathlib import Path

import pytest
from tests.practice.caseload.made import bring_in, case, extract, stage

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.imports import commands as imports
from cairn.foundation.imports.mapping import ChooseColumns
from cairn.foundation.imports.models import ImportBatch, Source
from cairn.foundation.imports.raw import ChooseSheet
from cairn.foundation.people.models import Person, Post
from cairn.practice.caseload.models import Allocation, Case, Load, Wait

ANNEX_A = Path("/work/shared/data/audit_sampling/Annex_A.xlsx")
ROW = {"Case reference": "9001", "Team": "Team A", "Type of case": "Child in need", "Worker": "eilidh@north.example"}


def sentences(batch):
    return [(one["row"], one["sentence"]) for one in batch.problems]


def asked(batch):
    return [(one["column"], one["text"], one["sentence"]) for one in batch.questions]


def test_cases_come_in_with_those_who_carry_them(cast, weighting):
    batch = bring_in(cast, ROW, ROW | {"Case reference": "9002", "Worker": ""})
    first, second = Case.objects.order_by("reference")
    assert batch.state == "applied"
    assert batch.counts == {"comes_in": 2}
    assert batch.notes == ["One case names nobody accountable: it joins the queue."]
    assert (first.reference, first.unit, first.points, first.source) == ("9001", cast.team_a, 4, "Mosaic")
    assert Allocation.objects.get().person == cast["eilidh"]
    assert [wait.case for wait in Wait.objects.live()] == [second]
    load = Load.objects.get(person=cast["eilidh"])
    assert (load.cases, load.case_points, load.points, load.limit) == (1, 4, 19, 100)


def test_the_same_file_twice_changes_nothing(cast, weighting):
    rows = [ROW, ROW | {"Case reference": "9002", "Worker": ""}]
    bring_in(cast, *rows)
    assert stage(cast, *rows).changes_nothing


def test_another_worker_takes_over_and_an_empty_one_puts_the_case_into_the_queue(cast, weighting):
    bring_in(cast, ROW)
    bring_in(cast, ROW | {"Worker": "Ruaridh Ogg"})
    assert Allocation.objects.live().get().person == cast["ruaridh"]
    bring_in(cast, ROW | {"Worker": ""})
    assert not Allocation.objects.live().exists()
    assert Wait.objects.live().count() == 1
    assert {load.cases for load in Load.objects.all()} == {0}


def test_a_closed_case_is_carried_by_nobody(cast, weighting):
    bring_in(cast, ROW | {"Opened on": "2026-01-05", "Closed on": ""})
    batch = bring_in(cast, ROW | {"Opened on": "2026-01-05", "Closed on": "2026-02-01"})
    assert batch.counts == {"closes": 1}
    assert Case.objects.get().state == "closed"
    assert not Allocation.objects.live().exists()
    assert not Wait.objects.live().exists()


def test_the_whole_list_closes_what_it_no_longer_has_and_only_of_its_own_source(cast, weighting):
    bring_in(cast, ROW, ROW | {"Case reference": "9002"})
    bring_in(cast, ROW | {"Case reference": "9003"}, source="Another list")
    batch = bring_in(cast, ROW, options={"whole": True})
    assert batch.counts == {"closes": 1}
    assert set(Case.objects.open().values_list("reference", flat=True)) == {"9001", "9003"}


def test_a_case_in_two_units_is_refused_with_its_row(cast, weighting):
    batch = stage(cast, ROW, ROW | {"Team": "Team B"})
    assert sentences(batch) == [(3, "Row 2 has this case in Team A, this row in Team B. A case stands in one unit.")]


def test_a_second_accountable_worker_is_refused_and_one_who_works_along_is_not(cast, weighting):
    batch = stage(cast, ROW, ROW | {"Worker": "Ruaridh Ogg"})
    assert sentences(batch) == [(3, "Row 2 names another accountable worker for this case. One is accountable.")]
    both = [ROW | {"Role": ""}, ROW | {"Worker": "Ruaridh Ogg", "Role": "Co-working"}]
    with pytest.raises(ChooseColumns, match="The file has “Role” now"):
        stage(cast, *both)
    bring_in(cast, *both, source="With roles")
    assert {(one.person, one.role, one.points) for one in Allocation.objects.all()} == {
        (cast["eilidh"], "accountable", 4),
        (cast["ruaridh"], "co_working", 2),
    }


def test_a_name_where_a_reference_belongs_is_refused(cast, weighting):
    batch = stage(cast, ROW | {"Case reference": "Jamie Smith"})
    assert sentences(batch) == [
        (2, "This looks like a name. Cairn keeps the reference of the case only, such as its number.")
    ]


def test_a_leaver_and_somebody_without_a_post_are_refused(cast, weighting):
    Person.objects.filter(pk=cast.people["shona"]).update(is_active=False)
    batch = stage(cast, ROW | {"Worker": "shona@north.example"}, ROW | {"Case reference": "2", "Worker": "Petra Blyth"})
    assert sentences(batch) == [
        (2, "Shona Petrie has left. Allocate the case to somebody who works here first."),
        (3, "Petra Blyth has no post here today, so cases can't be allocated to them."),
    ]


def test_words_that_nobody_explained_are_asked_about_once_and_remembered(cast, weighting):
    rows = [ROW | {"Team": "Locality 4", "Type of case": "c) CIN plan", "Worker": "Petra Wills"}]
    batch = stage(cast, *rows)
    assert batch.state == "asked"
    assert asked(batch) == [
        ("unit", "Locality 4", "Which unit is “Locality 4”?"),
        ("case_type", "c) CIN plan", "Which type of case is “c) CIN plan”?"),
        ("worker", "Petra Wills", "Nobody here is called “Petra Wills”. Who is it?"),
    ]
    said = {("unit", "Locality 4"): str(cast.team_a.pk), ("case_type", "c) CIN plan"): "child_in_need"}
    batch = imports.answer(batch, answers=said | {("worker", "Petra Wills"): "eilidh@north.example"}, by=cast["una"])
    assert batch.state == "staged"
    imports.apply(batch, by=cast["una"])
    assert Allocation.objects.get().person == cast["eilidh"]
    assert stage(cast, *rows).changes_nothing
    assert stage(cast, *rows, source="Another").state == "asked"


def test_an_answer_that_names_nobody_is_asked_again_and_nobody_means_unallocated(cast, weighting):
    batch = stage(cast, ROW | {"Worker": "Petra Wills"})
    batch = imports.answer(batch, answers={("worker", "Petra Wills"): "00999"}, by=cast["una"])
    assert asked(batch) == [("worker", "Petra Wills", "Nobody here alone is called “00999”. Who is “Petra Wills”?")]
    batch = imports.answer(batch, answers={("worker", "Petra Wills"): "Nobody"}, by=cast["una"])
    imports.apply(batch, by=cast["una"])
    assert not Allocation.objects.exists()


def test_unknown_headings_are_asked_about_and_remembered_and_renamed_ones_are_never_guessed(cast, weighting):
    rows = [{"Fall": "9001", "Wo": "Team A", "Was": "Child in need"}]
    with pytest.raises(ChooseColumns) as asks:
        stage(cast, *rows)
    assert asks.value.headings == ["Fall", "Wo", "Was"]
    assert str(asks.value) == (
        "Say which column of the file holds “Case reference” and “Team”, and choose the file again."
    )
    bring_in(cast, *rows, headings={"reference": "Fall", "unit": "Wo", "case_type": "Was"})
    assert stage(cast, *rows).changes_nothing
    with pytest.raises(ChooseColumns, match="The file no longer has “Was”"):
        stage(cast, {"Fall": "9001", "Wo": "Team A", "Type of case": "Child in need"})
    remembered = {key: heading for key, heading in Source.objects.get().headings.items() if heading}
    assert remembered == {"reference": "Fall", "unit": "Wo", "case_type": "Was"}


def test_only_what_is_mapped_is_kept(cast, weighting):
    batch = stage(cast, ROW | {"Forename": "Zebedee", "Date of Birth": "2015-01-25"})
    kept = str(batch.kept_rows()) + str(batch.sample)
    assert "Zebedee" not in kept
    assert "2015" not in kept
    assert "9001" in kept


def test_a_leader_may_not_bring_extracts_in(cast, weighting):
    with pytest.raises(Refused, match="Your role does not include"):
        stage(cast, ROW, by="morag")
    assert not ImportBatch.objects.exists()


def test_a_case_that_was_opened_by_hand_is_the_same_case(cast, weighting):
    made = case(cast, " ab 1 ")
    bring_in(cast, ROW | {"Case reference": "AB1"})
    assert Case.objects.get().pk == made.pk


@pytest.mark.skipif(not ANNEX_A.exists(), reason="needs the shared folder of real data")
@pytest.mark.parametrize(("sheet", "cases", "waiting"), [("List 6", 5, 5), ("List 7", 7, 0), ("List 8", 5, 0)])
def test_annex_a_loads_as_it_is(cast, weighting, sheet, cases, waiting):
    content = ANNEX_A.read_bytes()
    with pytest.raises(ChooseSheet) as several:
        stage(cast, content=content, name="Annex_A.xlsx")
    assert set(several.value.sheets) >= {"List 6", "List 7", "List 8"}
    batch = stage(cast, content=content, name="Annex_A.xlsx", source=sheet, sheet=sheet)
    assert sentences(batch) == []
    batch = imports.answer(batch, answers=_answers(cast, batch), by=cast["una"])
    imports.apply(batch, by=cast["una"])
    assert Case.objects.count() == cases
    assert Wait.objects.live().count() <= waiting
    assert stage(cast, content=content, name="Annex_A.xlsx", source=sheet, sheet=sheet).changes_nothing


def _answers(cast, batch):
    """Every team is team A, every worker is Eilidh, every type a child in need."""
    meant = {"unit": str(cast.team_a.pk), "case_type": "child_in_need", "worker": "eilidh@north.example"}
    return {(one["column"], one["text"]): meant[one["column"]] for one in batch.questions}


@pytest.mark.long
def test_sixty_thousand_cases_come_in_within_a_minute(cast, weighting):
    import time

    Post.objects.filter(person=cast.people["eilidh"]).update(staff_group="social-worker")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(["Case reference", "Team", "Type of case", "Worker", "Opened on"])
    writer.writerows([n, "Team A", "Child in need", "eilidh@north.example", "2026-01-05"] for n in range(60_000))
    began = time.process_time()
    batch = bring_in(cast, content=buffer.getvalue().encode())
    assert (batch.state, batch.counts) == ("applied", {"comes_in": 60_000})
    assert time.process_time() - began < 60  # whatever else the machine does


def test_the_template_is_understood(cast, weighting):
    from cairn.foundation.imports.blanks import blank_csv
    from cairn.practice.caseload.imports import CASES

    batch = stage(cast, content=blank_csv(CASES))
    assert sentences(batch) == []
    assert extract(ROW)
