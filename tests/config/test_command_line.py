"""Does the command `cairn` answer as its help says: 0 done, 1 refused with the reason, 2 wrong usage?"""

import json

import pytest
from django.db.utils import OperationalError

from cairn.config import command_line
from cairn.config.installation import doctor, preparation, server
from cairn.foundation.core.verdicts import Refused


@pytest.fixture(autouse=True)
def _same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command remembers in the environment is forgotten after the test."""
    monkeypatch.setenv("CAIRN_DATABASE_URL", "sqlite:///unused")
    monkeypatch.setenv("CAIRN_SITE_URL", "http://127.0.0.1:8000")


def test_without_a_command_it_shows_the_help_and_says_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main([]) == 2
    assert capsys.readouterr().out.startswith("usage: cairn ")


@pytest.mark.parametrize(
    "words", [["brew"], ["serve", "--port", "70000"], ["serve", "--port", "x"], ["check", "--jsn"]]
)
def test_wrong_usage_is_status_2_and_said_on_stderr(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(words) == 2
    said = capsys.readouterr()
    assert (said.out, "usage: cairn" in said.err) == ("", True)


@pytest.mark.parametrize("words", [["--help"], ["serve", "--help"], ["--version"]])
def test_help_is_status_0(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(words) == 0
    assert capsys.readouterr().err == ""


def test_every_command_takes_an_address_of_a_database() -> None:
    verbs = next(a.choices for a in command_line.commands()._actions if a.dest == "verb")
    assert isinstance(verbs, dict)
    assert [name for name, verb in verbs.items() if "--database" not in verb.format_help()] == []


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (Refused("The round is signed."), "The round is signed."),
        (RuntimeError("The database address begins with 'mysql:'."), "The database address begins with 'mysql:'."),
        (FileNotFoundError(2, "No such file", "people.csv"), "There is no file people.csv."),
        (PermissionError(13, "Denied", "var"), "This account may not read or write var."),
        (
            OperationalError("database or disk is full"),
            "The database does not answer or is full: database or disk is full\n`cairn check` says more.",
        ),
    ],
)
def test_a_refusal_is_a_sentence_on_stderr_and_status_1(
    failure: Exception, sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> list[str]:
        raise failure

    monkeypatch.setattr(preparation, "migrate", refuse)
    assert command_line.main(["migrate"]) == 1
    assert capsys.readouterr() == ("", f"{sentence}\n")


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(**_: object) -> list[str]:
        raise ZeroDivisionError

    monkeypatch.setattr(preparation, "migrate", stumble)
    with pytest.raises(ZeroDivisionError):
        command_line.main(["migrate"])


def test_an_address_of_a_database_reaches_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAIRN_SITE_URL")
    command_line._remember_places(["serve", "--database", "sqlite:///elsewhere", "--port=8123"])
    assert command_line.os.environ["CAIRN_DATABASE_URL"] == "sqlite:///elsewhere"
    assert command_line.os.environ["CAIRN_SITE_URL"] == "http://127.0.0.1:8123"


@pytest.mark.django_db
def test_migrating_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["migrate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"applied": []}
    assert command_line.main(["migrate"]) == 0
    assert capsys.readouterr().out == "The database is up to date already.\n"


def test_a_port_that_is_taken_is_refused_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert command_line.main(["serve", "--port", str(port)]) == 1
    assert f"Cairn cannot listen on 127.0.0.1, port {port}" in capsys.readouterr().err


def test_a_free_port_is_accepted() -> None:
    server.insist_port_is_free("127.0.0.1", 0)


def test_check_prints_each_finding_and_its_verdict(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = [doctor.fine("Python", "Python 3.11.7."), doctor.wrong("Database", "It does not answer.")]
    monkeypatch.setattr(doctor, "examine", lambda: findings)
    assert command_line.main(["check"]) == 1
    assert capsys.readouterr().out == (
        "fine    Python    Python 3.11.7.\nWRONG   Database  It does not answer.\n\nOne thing is wrong.\n"
    )


def test_check_answers_as_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine", lambda: [doctor.fine("Clock", "Noon.")])
    assert command_line.main(["check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "well": True,
        "findings": [{"about": "Clock", "state": "fine", "sentence": "Noon."}],
    }
