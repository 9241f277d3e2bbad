"""The pages of keys: who sees which, the secret shown once, and the end of a key."""

import re

import pytest

from cairn.front.api import commands
from cairn.front.api.models import Token

PASSWORD = "lang may yer lum reek"


@pytest.fixture
def key_of(cast):
    return lambda name: commands.make(cast[name], by=None, name=f"Key of {name}", days=30)[0]


@pytest.mark.parametrize("path", ["/account/keys/", "/account/keys/make/", "/account/keys/{key}/revoke/"])
def test_signed_out(client, key_of, path):
    answer = client.get(path.format(key=key_of("morag").pk))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


def test_make_asks_once_more_who_it_is(cast, signed_in):
    client = signed_in(cast["eilidh"], minutes_ago=10)
    asked = client.get("/account/keys/make/")
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, "/account/confirm/")
    assert client.post("/account/keys/make/", {"name": "Dashboard", "days": "90"}).status_code == 302
    assert Token.objects.count() == 0


@pytest.fixture
def fresh(cast, signed_in):
    """Eilidh, who has just confirmed who she is."""
    client = signed_in(cast["eilidh"], minutes_ago=10)
    answer = client.post("/account/confirm/?next=/account/keys/make/", {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/account/keys/make/")
    return client


def test_make_shows_the_secret_once(cast, fresh):
    assert fresh.get("/account/keys/make/").status_code == 200
    made = fresh.post("/account/keys/make/", {"name": "Dashboard", "days": "90", "act_key": "one"})
    assert (made.status_code, made["Location"]) == (302, "/account/keys/")
    secrets = [re.findall(r"cairn_[\w-]{43}", fresh.get("/account/keys/").text) for _ in range(2)]
    assert (len(secrets[0]), secrets[1]) == (1, [])
    token = Token.objects.get()
    assert (token.person, token.name, token.last_used_on) == (cast["eilidh"], "Dashboard", None)
    used = fresh.get("/api/v1/me", headers={"Authorization": f"Bearer {secrets[0][0]}"})
    assert used.json()["email"] == "eilidh@north.example"


def test_a_double_click_makes_one_key(fresh):
    for _ in range(2):
        fresh.post("/account/keys/make/", {"name": "Dashboard", "days": "90", "act_key": "one"})
    assert Token.objects.count() == 1


def test_make_needs_a_name(fresh):
    answer = fresh.post("/account/keys/make/", {"name": " ", "days": "90", "act_key": "one"})
    assert "Answer “What is the key for?”" in answer.text
    assert Token.objects.count() == 0


def test_there_is_nothing_for_who_does_not_work_here(cast, signed_in):
    client = signed_in(cast["petra"])
    assert [client.get(f"/account/keys/{more}").status_code for more in ("", "make/")] == [404, 404]


@pytest.mark.parametrize(
    ("name", "seen"), [("morag", ["Key of morag"]), ("una", ["Key of isla", "Key of morag"]), ("ada", [])]
)
def test_who_sees_which(cast, signed_in, key_of, name, seen):
    for one in ("morag", "isla"):
        key_of(one)
    page = signed_in(cast[name]).get("/account/keys/").text
    assert sorted(set(re.findall(r"<strong>(Key of \w+)</strong>", page))) == seen


@pytest.mark.parametrize(("name", "status"), [("morag", 200), ("una", 200), ("isla", 404), ("col", 404)])
def test_who_may_revoke(cast, signed_in, key_of, name, status):
    token = key_of("morag")
    client = signed_in(cast[name])
    assert client.get(f"/account/keys/{token.pk}/revoke/").status_code == status
    answer = client.post(f"/account/keys/{token.pk}/revoke/", {"act_key": "one"})
    assert answer.status_code == (302 if status == 200 else status)
    token.refresh_from_db()
    assert (token.revoked_at is not None) == (status == 200)


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_asks_the_same_at_any_length(cast, signed_in, key_of, rows, django_assert_num_queries):
    for _ in range(rows):
        key_of("morag")
        key_of("una")
    client = signed_in(cast["una"])
    client.get("/account/keys/")
    with django_assert_num_queries(5):
        client.get("/account/keys/")
