"""Can one more organisation be made from the terminal, and somebody be let in again?"""

import json

import pytest

from cairn.config.command_line import main
from cairn.foundation.notices.models import Letter
from cairn.foundation.people.models import Organisation, Person

NEW = ("--name", "East Council", "--nation", "england", "--given-name", "Ivy", "--family-name", "Marsh")


def test_one_more_organisation(cast, capsys, entries):
    assert main(["organisation", "add", *NEW, "--email", "ivy@east.example", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"organisation": "east-council", "administrator": "ivy@east.example"}
    ivy = Person.objects.get(email="ivy@east.example")
    assert [held.role for held in ivy.roles.all()] == ["administrator"]
    assert Letter.objects.get().person == ivy
    assert [entry.act for entry in entries()] == ["organisation.set_up", "person.invited"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*NEW, "--email", "wren@south.example"), "wren@south.example is in use already"),
        (("--name", "X", "--nation", "narnia", *NEW[4:], "--email", "x@x.example"), "Choose the nation"),
    ],
)
def test_a_refusal_leaves_no_trace(cast, capsys, words, said):
    assert main(["organisation", "add", *words]) == 1
    assert said in capsys.readouterr().err
    assert Organisation.objects.count() == 2


def test_they_are_listed(cast, capsys):
    assert main(["organisation", "list", "--json"]) == 0
    assert [one["slug"] for one in json.loads(capsys.readouterr().out)] == ["north", "south"]


def test_a_letter_lets_somebody_in_again(cast, capsys):
    assert main(["organisation", "letter", "una@north.example"]) == 0
    assert Letter.objects.get().address == "una@north.example"
    assert main(["organisation", "letter", "nobody@north.example"]) == 1
    assert capsys.readouterr().err == "Nobody here signs in as nobody@north.example.\n"
