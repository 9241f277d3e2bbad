"""`cairn token`: make, list, revoke; exit status and output."""

import json

import pytest

from cairn.config.command_line import main
from cairn.foundation.ledger.models import Entry
from cairn.front.api import queries
from cairn.front.api.models import Token


def test_create_prints_the_secret_alone(cast, capsys):
    assert main(["token", "create", "--person", "Morag@north.example", "--name", "Nightly export", "--days", "30"]) == 0
    secret = capsys.readouterr().out.strip()
    token = queries.bearer_of(secret)
    assert (token.person, token.name, (token.expires_at - token.created_at).days) == (
        cast["morag"],
        "Nightly export",
        30,
    )
    assert (Entry.objects.get().act, Entry.objects.get().actor) == ("token.made", "")


def test_create_as_json(cast, capsys):
    assert main(["token", "create", "--person", "morag@north.example", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    token = Token.objects.get()
    assert queries.bearer_of(said.pop("secret")) == token
    assert said == {
        "id": str(token.pk),
        "person": "morag@north.example",
        "name": "Made from the terminal",
        "created_at": token.created_at.isoformat(),
        "expires_at": token.expires_at.isoformat(),
        "last_used_on": None,
        "revoked_at": None,
        "is_live": True,
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["create", "--person", "x@y.example"], "Nobody signs in as x@y.example."),
        (["create", "--person", "morag@north.example", "--days", "400"], "A key is good for 1 to 365 days."),
        (["revoke", "6f1f0d3c-6a0e-4a43-9d0a-0c6a3f0f7b11"], "There is no such key; `cairn token list` shows them."),
    ],
)
def test_refused(cast, capsys, words, sentence):
    assert main(["token", *words]) == 1
    assert capsys.readouterr() == ("", f"{sentence}\n")
    assert Token.objects.count() == 0


@pytest.mark.parametrize("words", [[], ["create"], ["revoke", "x"], ["make"]])
def test_wrong_usage(db, capsys, words):
    assert main(["token", *words]) == 2


def test_list_and_revoke(cast, capsys):
    main(["token", "create", "--person", "morag@north.example"])
    token = Token.objects.get()
    capsys.readouterr()
    assert main(["token", "list"]) == 0
    line = f"{token.pk}  morag@north.example  Made from the terminal  until {token.expires_at:%Y-%m-%d}  never used\n"
    assert capsys.readouterr().out == line
    assert main(["token", "revoke", str(token.pk)]) == 0
    assert capsys.readouterr().out == "The key is revoked.\n"
    assert main(["token", "list", "--json", "--person", "morag@north.example"]) == 0
    assert [one["is_live"] for one in json.loads(capsys.readouterr().out)] == [False]
    assert main(["token", "list", "--person", "isla@north.example"]) == 0
    assert capsys.readouterr().out == "There are no keys.\n"
