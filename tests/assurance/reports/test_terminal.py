"""`cairn report` makes the same files as the pages, under the same rules."""

import json

import pytest

from cairn.assurance.reports.models import FrozenReport
from cairn.config.command_line import main
from cairn.foundation.ledger.models import Entry


def test_report_writes_the_file_and_records_it(frozen, tmp_path, capsys):
    file = tmp_path / "report.pdf"

    assert main(["report", "--round", str(frozen.round_id), "--format", "pdf", "--output", str(file)]) == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert Entry.objects.order_by("sequence").last().act == "report.exported"
    assert "Written:" in capsys.readouterr().out


def test_report_as_json_goes_to_the_terminal(frozen, capsys):
    assert main(["report", "--round", str(frozen.round_id)]) == 0
    assert capsys.readouterr().out == FrozenReport.objects.get().content


def test_reports_are_listed(frozen, capsys):
    assert main(["report", "--json"]) == 0
    assert [line["round"] for line in json.loads(capsys.readouterr().out)] == [str(frozen.round_id)]


def test_a_draft_needs_a_person_who_may_read_it(cast, signed, capsys):
    words = ["report", "--round", str(signed.pk)]

    assert main(words) == 1
    assert "has not been handed over yet" in capsys.readouterr().err
    assert main([*words, "--person", "hamish@north.example"]) == 1
    assert main([*words, "--person", "fraser@north.example"]) == 0


@pytest.mark.parametrize("words", [["--round", "00000000-0000-4000-8000-000000000000"], ["--round", "x"]])
def test_a_round_that_is_not_there_is_refused(db, words, capsys):
    assert main(["report", *words]) in (1, 2)
    assert capsys.readouterr().err
