"""The door: sign in first, once per form, refusals with reasons, and text that is never lost."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from cairn.cycle.improvement.models import Suggestion
from cairn.foundation.core import clock
from cairn.foundation.core.models import ActKey

OFFER = "/actions/suggestions/offer/"
LATER = timedelta(minutes=31)


def test_a_page_needs_sign_in_and_comes_back(client, db):
    assert client.get(OFFER).url == f"/sign-in/?next={OFFER}"


def test_nothing_of_a_page_is_kept_by_a_browser(signed_in, cast):
    response = signed_in(cast["eilidh"]).get(OFFER)

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert not [directive for directive in policy if "unsafe-inline" in directive]


def test_one_key_acts_once_and_is_no_use_to_anybody_else(signed_in, cast):
    client = signed_in(cast["eilidh"])
    first = client.post(OFFER, {"text": "Shorter forms", "act_key": "k"})
    second = client.post(OFFER, {"text": "Shorter forms", "act_key": "k"})

    assert first.url == second.url
    assert Suggestion.objects.count() == ActKey.objects.count() == 1


def test_a_refused_form_uses_no_key(signed_in, cast):
    client = signed_in(cast["eilidh"])
    assert (
        "Answer “What could be better, and how?”" in client.post(OFFER, {"text": "", "act_key": "k"}).content.decode()
    )
    assert not ActKey.objects.exists()
    assert client.post(OFFER, {"text": "Shorter forms", "act_key": "k"}).status_code == 302


def test_text_with_a_nul_is_refused_in_words(signed_in, cast):
    response = signed_in(cast["eilidh"]).post(OFFER, {"text": "a\0b"})

    assert response.status_code == 200
    assert "Null characters are not allowed" in response.content.decode()


def test_an_address_with_a_nul_is_refused_in_words(signed_in, cast):
    response = signed_in(cast["eilidh"]).get("/search/?q=a%00b")

    assert response.status_code == 400
    assert "This address can&#39;t be read" in response.content.decode()


def test_an_idle_session_ends_and_the_text_waits_for_the_same_person(signed_in, cast):
    client = signed_in(cast["eilidh"])
    client.get(OFFER)
    with clock.at(clock.now() + LATER):
        ended = client.post(OFFER, {"text": "A quiet room for court reports"})
        assert ended.status_code == 302
        assert ended.url.startswith("/sign-in/")
        assert not Suggestion.objects.exists()
        signed_in(cast["eilidh"], client)
        page = client.get("/kept/").content.decode()

    assert "A quiet room for court reports" in page
    assert f'action="{OFFER}"' in page


def test_nobody_else_sees_the_text_that_waits(signed_in, cast):
    client = signed_in(cast["eilidh"])
    client.get(OFFER)
    with clock.at(clock.now() + LATER):
        client.post(OFFER, {"text": "Something confidential"})
        signed_in(cast["ruaridh"], client)
        response = client.get("/kept/")

    assert response.status_code == 302
    assert b"confidential" not in response.content


def test_an_autosave_after_the_session_ended_is_told_so(signed_in, cast):
    client = signed_in(cast["eilidh"])
    client.get(OFFER)
    with clock.at(clock.now() + LATER):
        told = client.post(OFFER, {"text": "x"}, headers={"X-Cairn-Autosave": "1"})

    assert (told.status_code, told.content) == (401, b"Sign in again to save.")


def test_a_lost_database_is_a_503_that_keeps_the_text(signed_in, cast, monkeypatch):
    client = signed_in(cast["eilidh"])
    client.raise_request_exception = False

    def away(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("cairn.cycle.improvement.commands.offer", away)
    response = client.post(OFFER, {"text": "A quiet room for court reports"})

    assert response.status_code == 503
    assert "A quiet room for court reports" in response.content.decode()
    assert "disk is full" not in response.content.decode()


def test_a_mistake_of_ours_is_said_plainly_and_keeps_the_text(signed_in, cast, monkeypatch):
    client = signed_in(cast["eilidh"])
    client.raise_request_exception = False
    monkeypatch.setattr("cairn.cycle.improvement.commands.offer", lambda **_: 1 / 0)
    response = client.post(OFFER, {"text": "A quiet room"})

    assert response.status_code == 500
    assert "A quiet room" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_form_from_elsewhere_is_refused_and_keeps_the_text(cast, signed_in):
    client = signed_in(cast["eilidh"], Client(enforce_csrf_checks=True))
    response = client.post(OFFER, {"text": "A quiet room"})

    assert response.status_code == 403
    assert "This form was open for too long" in response.content.decode()
    assert "A quiet room" in response.content.decode()


@pytest.mark.parametrize("address", ["/nowhere/", "/actions/00000000-0000-4000-8000-000000000000/"])
def test_what_is_missing_says_so(signed_in, cast, address):
    response = signed_in(cast["eilidh"]).get(address)

    assert response.status_code == 404
    assert "There is nothing here that you can see" in response.content.decode()


def test_rights_end_at_the_next_request(signed_in, cast):
    client = signed_in(cast["eilidh"])
    assert client.get("/actions/").status_code == 200
    cast["eilidh"].posts.update(ends_on=clock.today() - timedelta(days=1))

    assert client.get("/actions/").status_code in (403, 404)


def test_sessions_hold_no_text_after_it_was_shown(signed_in, cast):
    client = signed_in(cast["eilidh"])
    client.get(OFFER)
    with clock.at(clock.now() + LATER):
        client.post(OFFER, {"text": "Something confidential"})
        signed_in(cast["eilidh"], client)
        client.get("/kept/")

    assert not [s for s in Session.objects.all() if "confidential" in str(s.get_decoded())]


def test_text_that_waited_is_one_record_however_often_it_is_sent_again(signed_in, cast):
    client = signed_in(cast["eilidh"])
    client.get("/")
    with clock.at(clock.now() + LATER):
        client.post(OFFER, {"text": "A quiet room, please", "go": "next", "statement": str(cast.north.pk)})
        page = signed_in(cast["eilidh"], client).get("/kept/").content.decode()
        key = page.partition('name="act_key" value="')[2].partition('"')[0]
        for _ in range(2):
            assert client.post(OFFER, {"text": "A quiet room, please", "act_key": key}).status_code == 302

    assert Suggestion.objects.count() == 1
    assert "A quiet room, please" in page
    assert "Go: next" not in page
    assert "Statement:" not in page
