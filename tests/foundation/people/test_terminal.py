"""People are brought in from a terminal: progress on stderr, the answer on stdout, 1 where the file is refused."""

import io
import json

import pytest

from cairn.config.command_line import main
from cairn.foundation.imports.models import ImportBatch
from cairn.foundation.ledger.models import Entry
from cairn.foundation.people.models import Person
from cairn.foundation.people.terminal import Shown

pytestmark = pytest.mark.django_db
HEAD = "Staff number,Given name,Family name,E-mail,Unit code,Job title,Staff group\n"
GOOD = HEAD + "00124,Tomasz,Nowak,tomasz@north.example,A,Social worker,Social worker\n"


@pytest.fixture
def file(tmp_path):
    def write(text, name="people.csv"):
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return write


def run(*words):
    return main(["import", "people", *words, "--organisation", "north"])


def test_a_file_is_brought_in(cast, file, capsys):
    assert run(file(GOOD)) == 0

    said = capsys.readouterr()
    assert said.out == "Done:\n  One person joins\n"
    assert said.err == "Checking every row …\n1 of 2 changes\n2 of 2 changes\n"
    assert Person.objects.get(staff_number="00124").organisation == cast.north
    assert [(entry.act, entry.actor) for entry in Entry.objects.order_by("sequence")] == [
        ("import.staged", ""),
        ("import.applied", ""),
    ]


def test_a_second_time_changes_nothing_and_says_so(cast, file, capsys):
    run(file(GOOD))
    capsys.readouterr()

    assert run(file(GOOD)) == 0
    assert capsys.readouterr().out == "This file changes nothing: everything in it is known already.\n"


def test_a_dry_run_says_what_it_would_do_and_leaves_no_trace(cast, file, capsys):
    assert run(file(GOOD), "--dry-run") == 0

    assert capsys.readouterr().out == "It would do this:\n  One person joins\n"
    assert (ImportBatch.objects.count(), Entry.objects.count()) == (0, 0)
    assert not Person.objects.filter(staff_number="00124").exists()


def test_json_holds_everything(cast, file, capsys):
    assert run(file(GOOD), "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert {name: said[name] for name in ("file", "rows", "state", "changes", "notes", "problems")} == {
        "file": "people.csv",
        "rows": 1,
        "state": "applied",
        "changes": {"joins": 1},
        "notes": [],
        "problems": [],
    }


def test_problems_are_told_by_cell_and_the_status_is_1(cast, file, capsys):
    wrong = GOOD.replace("tomasz@north.example", "nowhere")
    assert run(file(wrong)) == 1

    assert capsys.readouterr().err == (
        "Checking every row …\n"
        "D2: This is not one e-mail address. Write it like name@example.org.\n"
        "Nothing was changed. Correct the file and import it again.\n"
    )
    assert run(file(wrong), "--json", "--dry-run") == 1
    assert json.loads(capsys.readouterr().out)["problem_count"] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--organisation", "east"], "There is no organisation “east”. There is: north, south."),
        (["--by", "wren@south.example"], "Nobody in this organisation has the address wren@south.example."),
        (["--by", "morag@north.example"], "Your role does not include bringing in files of this kind."),
    ],
)
def test_a_refusal_is_a_sentence_on_stderr(cast, file, capsys, words, sentence):
    assert main(["import", "people", file(GOOD), "--organisation", "north", *words]) == 1

    assert capsys.readouterr().err.splitlines()[-1] == sentence


def test_it_can_be_done_in_somebodys_name(cast, file):
    assert run(file(GOOD), "--by", "UNA@north.example") == 0
    assert {entry.actor for entry in Entry.objects.all()} == {str(cast["una"].pk)}


def test_a_file_that_is_not_there_and_a_file_that_is_none(cast, file, capsys, tmp_path):
    assert run(str(tmp_path / "nothing.csv")) == 1
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'nothing.csv'}.\n"
    assert run(file("%PDF-1.4", "people.pdf")) == 1
    assert "The file is a PDF." in capsys.readouterr().err


def test_wrong_usage_is_2(cast, capsys):
    assert main(["import", "people"]) == 2
    assert main(["import"]) == 2


def test_on_a_terminal_the_bar_moves():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    out = Terminal()
    shown = Shown(out)
    shown(5, 10)
    shown(10, 10)
    assert out.getvalue() == f"\r{'█' * 10}{'·' * 10} 5 of 10\r{'█' * 20} 10 of 10\n"
