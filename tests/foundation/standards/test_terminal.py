"""Standards from a terminal."""

import json

from cairn.config.command_line import main
from cairn.foundation.standards.library import HERE


def test_list_names_every_framework(library, capsys):
    assert main(["standards", "list", "--json"]) == 0

    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == library.frameworks_added
    (row,) = [row for row in rows if row["urn"] == "urn:cairn:framework:south-ayrshire"]
    assert (row["belongs_to"], row["version"], row["to_judge"]) == ("library", "2021.1", 145)


def test_list_in_words(library, capsys):
    main(["standards", "list"])

    assert "urn:cairn:framework:south-ayrshire 2021.1  145 to judge" in capsys.readouterr().out


def test_load_twice(db, capsys):
    assert main(["standards", "load"]) == 0
    assert capsys.readouterr().out == "Added 9 frameworks and 8 crosswalks.\n"
    main(["standards", "load", "--json"])
    assert json.loads(capsys.readouterr().out) == {"frameworks_added": 0, "crosswalks_added": 0}


def test_check_accepts_what_is_shipped(capsys):
    assert main(["standards", "check", str(HERE / "south-ayrshire.yaml")]) == 0

    assert "can be read: Professional governance" in capsys.readouterr().out


def test_check_tells_every_fault_by_line(tmp_path, small, capsys):
    file = tmp_path / "ours.yaml"
    file.write_bytes(small(("status: current", "status: old"), ("licence: ours alone\n", "")))

    assert main(["standards", "check", str(file)]) == 1
    assert capsys.readouterr().err == (
        f"{file}:1: “licence” is missing from the framework.\n"
        f"{file}:11: “status” cannot be “old”. It is one of: draft, current, superseded, withdrawn.\n"
    )
    assert main(["standards", "check", str(file), "--json"]) == 1
    assert [fault["line"] for fault in json.loads(capsys.readouterr().out)["faults"]] == [1, 11]


def test_check_without_a_file(tmp_path, capsys):
    assert main(["standards", "check", str(tmp_path / "none.yaml")]) == 1
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'none.yaml'}.\n"


def test_show_finds_by_urn_ref_and_clause(library, capsys):
    assert main(["standards", "show", "sa.4.d.5e", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (
        row["text"] == "The main points of each supervision are recorded and signed by both the worker and the manager."
    )
    assert main(["standards", "show", "sa.4.d.5e"]) == 0
    assert "Good: The record is written during the session" in capsys.readouterr().out
    assert main(["standards", "show", "urn:cairn:framework:social-work-england"]) == 0
    assert capsys.readouterr().out.startswith("kind: framework\n")


def test_show_says_what_it_does_not_find(db, capsys):
    assert main(["standards", "show", "urn:none"]) == 1
    assert capsys.readouterr().err.startswith("There is no framework, statement or clause urn:none.")
