"""The door of the API: who gets in, what they are told, and what is not let in."""

import uuid

import pytest
from django.db import OperationalError

from cairn.foundation.core import clock
from cairn.front.api import commands, limits, views
from cairn.front.api.bearer import TooManyCalls
from cairn.front.api.models import Token

NO_KEY = "Send a key that is in use, as 'Authorization: Bearer cairn_…'. Keys are made on the page /account/keys/."
NOT_FOUND = "It may have moved, or it is open to other people only. Go back, or begin at the start page."


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer cairn_",
        "Bearer cairn_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Basic aXNsYTpsYW5n",
        "Bearer \udcff",
        "Bearer " + "cairn_" + "x" * 5000,
    ],
)
def test_no_key_no_answer(cast, client, header):
    answer = client.get("/api/v1/me", headers={"Authorization": header})
    assert (answer.status_code, answer.json()) == (401, {"detail": NO_KEY})
    assert answer["WWW-Authenticate"] == 'Bearer realm="Cairn"'


def test_a_browser_session_is_no_key(cast, signed_in):
    assert signed_in(cast["isla"]).get("/api/v1/me").status_code == 401


def test_the_key_speaks_and_not_the_session(cast, call, signed_in):
    caller = call("eilidh")
    signed_in(cast["isla"], caller.client)
    assert caller.get("/me").json()["full_name"] == "Eilidh Farrow"


def test_me(cast, call):
    token_of = call("morag")
    token = Token.objects.get()
    assert token_of.get("/me").json() == {
        "id": str(cast["morag"].pk),
        "full_name": "Morag Lindsay",
        "email": "morag@north.example",
        "organisation": {"id": str(cast.north.pk), "name": "North Partnership", "nation": "scotland"},
        "roles": ["leader", "person", "worker"],
        "key": "Test",
        "key_expires_at": token.expires_at.isoformat().replace("+00:00", "Z"),
    }


def test_me_asks_little(cast, call, django_assert_num_queries):
    caller = call("morag")
    caller.get("/me")
    with django_assert_num_queries(2):  # the key with its person, posts and roles
        caller.get("/me")


def test_the_day_of_use_is_noted(cast, call):
    caller = call("morag")
    caller.get("/me")
    assert Token.objects.get().last_used_on == clock.today()


def test_a_foreign_record_is_answered_as_a_missing_one(cast, call):
    caller = call("morag")
    foreign = caller.get(f"/units/{cast.south_team.pk}")
    missing = caller.get(f"/units/{uuid.uuid4()}")
    nowhere = caller.get("/nowhere")
    assert (foreign.status_code, foreign.json()) == (404, {"detail": NOT_FOUND})
    assert foreign.content == missing.content == nowhere.content
    assert (missing.status_code, nowhere.status_code) == (404, 404)


def test_what_no_role_of_the_person_knows_of_does_not_exist(call):
    answer = call("petra").get("/people")
    assert (answer.status_code, answer.json()) == (404, {"detail": NOT_FOUND})


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=0", "'limit' must be 1 or more."),
        ("limit=501", "'limit' must be 500 or less."),
        ("limit=ten", "'limit' must be a whole number."),
        ("limit=1e1", "'limit' must be a whole number."),
        ("limit=-1", "'limit' must be a whole number."),
        ("limit=1&limit=2", "'limit' is given 2 times. Give it once."),
        ("offset=5", "This call knows no 'offset'. It knows: cursor, limit."),
        (
            "cursor=abc",
            "This list gave out no such cursor. Begin again without one, and use each `next` as it is.",
        ),
    ],
)
def test_a_call_that_is_not_what_it_should_be(call, query, sentence):
    caller = call("morag")
    answer = caller.client.get(f"/api/v1/units?{query}", headers=caller.headers)
    assert (answer.status_code, answer.json()) == (422, {"detail": sentence})


@pytest.mark.parametrize("path", ["/api/v1/me?x=%00", "/api/v1/%00", "/api/v1/people?words=a%00b"])
def test_nul_is_refused_in_addresses(call, path):
    caller = call("morag")
    assert caller.client.get(path, headers=caller.headers).status_code == 400


BROKEN = "The body can't be read. Send one JSON document in UTF-8, with no name given twice in one object."


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        '{"text": "a"}'.encode("utf-16"),
        b'{"text": "a", "text": "b"}',
        b'{"text": NaN}',
        b"[" * 100_000,
        b"1" * 10_000,
    ],
    ids=["open", "bytes", "utf-16", "twice", "nan", "deep", "long"],
)
def test_a_body_that_is_no_json(cast, call, body):
    caller = call("morag")
    answer = caller.send("post", f"/actions/{uuid.uuid4()}/notes", body)
    assert (answer.status_code, answer.json()) == (400, {"detail": BROKEN})


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{}", "'text' is missing."),
        ("[]", "'body' must be an object."),
        ('{"text": 5}', "'text' must be text."),
        ('{"text": " "}', "'text' must not be empty."),
        ('{"text": "a\\u0000b"}', "'text' holds a character that can't be kept."),
        ('{"text": "\\ud800"}', "'text' holds a character that can't be kept."),
        ('{"text": "a", "by": "x"}', "'by' is not known here. Leave it out."),
        (f'{{"text": "{"a" * 20_001}"}}', "'text' must have at most 20000 characters."),
    ],
)
def test_a_body_that_is_not_what_it_should_be(call, body, sentence):
    answer = call("morag").send("post", f"/actions/{uuid.uuid4()}/notes", body)
    assert (answer.status_code, answer.json()) == (422, {"detail": sentence})


def test_a_body_of_another_kind(call):
    answer = call("morag").send("post", "/actions", "what=x", "application/x-www-form-urlencoded")
    assert answer.status_code == 415
    assert answer.json() == {"detail": "Send the body as JSON, with 'Content-Type: application/json'."}


def test_a_body_that_is_too_large(call):
    answer = call("morag").send("post", "/actions", b" " * (5 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.json()) == (413, {"detail": "The body is too large. Send less at once."})


@pytest.mark.parametrize("verb", ["put", "delete", "options", "trace", "head"])
def test_a_verb_that_an_address_does_not_know(call, verb):
    caller = call("morag")
    answer = getattr(caller.client, verb)("/api/v1/actions", headers=caller.headers)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")


def test_a_runaway_programme_waits(call, monkeypatch):
    monkeypatch.setattr(limits, "CALLS", 3)
    caller, other = call("morag"), call("callum")
    assert [caller.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = caller.get("/me")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["detail"] == str(TooManyCalls(int(answer["Retry-After"])))
    assert other.get("/me").status_code == 200


def test_a_revoked_key_is_refused_at_the_next_call(cast, call):
    caller = call("morag")
    assert caller.get("/me").status_code == 200
    commands.revoke(Token.objects.get(), by=cast["morag"])
    assert caller.get("/me").status_code == 401


def test_no_answer_is_kept_by_browsers_or_proxies(call):
    answer = call("morag").get("/me")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"] == "application/json"


def test_healthz_answers_everybody_and_tells_nothing(db, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok", "text/plain")


class Away:
    """A database that can't be reached."""

    def cursor(self):
        raise OperationalError("no route to the database at db.internal")


def test_healthz_says_when_the_database_is_away(client, monkeypatch, caplog):
    monkeypatch.setattr(views, "connection", Away())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Retry-After"]) == (503, b"not now", "30")
