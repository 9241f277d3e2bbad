"""Does a session end when nobody sits there, without losing what was typed, and without showing it to anybody else?"""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from tests.conftest import PASSWORD

TYPED = "A long thought that took me twenty minutes."


@pytest.fixture
def page(cast):
    """A form that everybody can send: their own name, in which a long text stands."""
    return "/account/name/"


def sign_in(client, email="eilidh@north.example"):
    return client.post("/sign-in/", {"login": email, "password": PASSWORD})


def later(**span):
    return time_machine.travel(timezone.now() + timedelta(**span), tick=False)


def sent(client, page, **more):
    return client.post(page, {"given_name": TYPED, "family_name": "Farrow", "act_key": "k", **more})


def test_a_session_goes_on_while_somebody_clicks(client, page):
    sign_in(client)
    for minutes in (25, 50, 75):
        with later(minutes=minutes):
            assert client.get(page).status_code == 200


def test_a_session_ends_after_30_idle_minutes(client, page):
    sign_in(client)
    client.get(page)
    with later(minutes=31):
        answer = client.get(page)
        assert (answer.status_code, answer.url) == (302, "/sign-in/?next=/account/name/")


def test_a_session_ends_after_12_hours_in_any_case(client, page):
    sign_in(client)
    for minutes in range(0, 12 * 60, 25):
        with later(minutes=minutes):
            assert client.get(page).status_code == 200
    with later(hours=12, minutes=1):
        assert client.get(page).status_code == 302


def test_what_was_typed_waits_for_the_same_person(client, page):
    sign_in(client)
    client.get(page)
    with later(minutes=31):
        assert sent(client, page).url == "/sign-in/?next=/"
        assert TYPED not in client.get("/sign-in/?next=/").content.decode()
        assert sign_in(client).url == "/kept/"
        kept = client.get("/kept/").content.decode()
        assert "your text is still here" in kept
        assert TYPED in kept
        assert 'action="/account/name/"' in kept
        assert (kept.count('name="act_key"'), 'value="k"' in kept) == (1, False)  # a key of its own
        assert client.get("/kept/").url == "/"  # given once

        done = client.post("/account/name/", {"given_name": TYPED, "family_name": "Farrow"})
        assert done.url == "/account/"


def test_another_person_never_sees_it(client, page):
    sign_in(client)
    client.get(page)
    with later(minutes=31):
        sent(client, page)
        assert sign_in(client, "ruaridh@north.example").url == "/"
        assert client.get("/kept/").url == "/"
        assert "kept text" not in client.session
        client.post("/sign-out/")
        assert sign_in(client).url == "/"  # it was thrown away, not left lying about


def test_it_waits_even_where_the_page_asked_for_was_another(client, page):
    sign_in(client)
    client.get(page)
    with later(minutes=31):
        sent(client, page)
        answer = client.post("/sign-in/", {"login": "eilidh@north.example", "password": PASSWORD, "next": "/people/"})
        assert answer.url == "/kept/"


def test_what_waits_is_sealed_in_the_database(client, page):
    sign_in(client)
    client.get(page)
    with later(minutes=31):
        sent(client, page)
        assert TYPED not in str([session.get_decoded() for session in Session.objects.all()])
        assert [session.get_decoded()["kept text"]["why"] for session in Session.objects.all()] == ["ended"]


def test_a_session_that_is_gone_altogether_loses_nothing_either(client, page):
    sign_in(client)
    client.get(page)
    Session.objects.all().delete()
    assert sent(client, page).url == "/sign-in/?next=/"
    assert sign_in(client).url == "/kept/"
    assert TYPED in client.get("/kept/").content.decode()


def test_a_gone_session_keeps_it_for_nobody_else(client, page):
    sign_in(client)
    client.get(page)
    Session.objects.all().delete()
    sent(client, page)
    assert sign_in(client, "ruaridh@north.example").url == "/"
    assert client.get("/kept/").url == "/"


def test_nothing_is_kept_of_a_stranger(page):
    stranger = Client()
    assert sent(stranger, page).url == "/sign-in/?next=/"
    forged = Client()
    forged.cookies["cairn-last"] = "00000000-0000-4000-8000-000000000000:forged:signature"
    sent(forged, page)
    assert not Session.objects.exists()


def test_after_signing_out_nothing_says_who_was_here(client, page):
    sign_in(client)
    client.get(page)
    assert client.cookies["cairn-last"].value
    client.post("/sign-out/")
    assert client.cookies["cairn-last"].value == ""


def test_passwords_are_never_kept(client, page):
    sign_in(client)
    client.get(page)
    with later(minutes=31):
        sent(client, "/account/password/", oldpassword=PASSWORD, password1="secret word", password2="secret word")
        sign_in(client)
        kept = client.get("/kept/").content.decode()
        assert ("secret word" in kept, PASSWORD in kept, TYPED in kept) == (False, False, True)


def test_text_that_saves_itself_is_told_to_sign_in_again(client, page):
    sign_in(client)
    client.get(page)
    with later(minutes=31):
        answer = client.post(page, {"given_name": TYPED}, headers={"x-cairn-autosave": "1"})
        assert (answer.status_code, answer.content) == (401, b"Sign in again to save.")
        assert sign_in(client).url == "/"


def test_with_a_second_step_it_still_waits(client, cast, page):
    import re

    from tests.foundation.people.test_second_step import code_of

    sign_in(client)
    secret = re.search(r'class="secret">([A-Z2-7]+)<', client.get("/account/second-step/app/").content.decode()).group(
        1
    )
    client.post("/account/second-step/app/", {"code": code_of(secret)})
    with later(minutes=31):
        sent(client, page)
        assert sign_in(client).url == "/sign-in/second-step/"
        assert client.post("/sign-in/second-step/", {"code": code_of(secret)}).url == "/kept/"
        assert TYPED in client.get("/kept/").content.decode()
