"""Does a second step hold: at sign-in, for changing it, and before a signature?"""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.conftest import PASSWORD

from cairn.foundation.notices.models import Letter
from cairn.foundation.people.fresh import confirm_first, fresh_sign_in, how_known


@pytest.fixture(autouse=True)
def _a_code_stays_the_same():
    """Time stands still, so that no test crosses the half-minute in which a code is valid."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def code_of(secret, later=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def sign_in(client, email="eilidh@north.example"):
    return client.post("/sign-in/", {"login": email, "password": PASSWORD})


@pytest.fixture
def protected(client, cast):
    """Eilidh's account with an authenticator app: the secret and her recovery codes."""
    sign_in(client)
    page = client.get("/account/second-step/app/").content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page).group(1)
    answer = client.post("/account/second-step/app/", {"code": code_of(secret)})
    assert answer.url == "/account/second-step/codes/"
    codes = re.findall(r"<li>(\d{8})</li>", client.get("/account/second-step/codes/").content.decode())
    assert len(codes) == 10
    return secret, codes


def test_the_picture_is_drawn_in_the_page_and_the_secret_is_sealed(client, cast, protected):
    secret, codes = protected
    stored = str(list(Authenticator.objects.values()))
    assert secret not in stored
    assert not [code for code in codes if code in stored]


def test_adding_it_is_recorded_told_and_ends_other_sessions(cast, entries, django_capture_on_commit_callbacks):
    other, client = Client(), Client()
    sign_in(other)
    sign_in(client)
    page = client.get("/account/second-step/app/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page).group(1)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/second-step/app/", {"code": code_of(secret)})

    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    assert [(entry.act, entry.facts["kind"]) for entry in entries()] == [
        ("person.second_step_added", "totp"),
        ("person.second_step_added", "recovery_codes"),
    ]
    assert [letter.subject for letter in Letter.objects.all()] == ["Your Cairn account was changed"]


def test_the_password_alone_opens_nothing(cast, protected):
    client = Client()
    assert sign_in(client).url == "/sign-in/second-step/"
    for address in ("/", "/account/", "/people/", "/account/second-step/", "/account/confirm/"):
        assert client.get(address).url.startswith("/sign-in/"), address
    assert client.get("/sign-in/second-step/").status_code == 200


def test_a_code_lets_in_once(cast, protected):
    secret, _ = protected
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        client, thief = Client(), Client()
        sign_in(client)
        code = code_of(secret)
        assert client.post("/sign-in/second-step/", {"code": code}).url == "/"
        sign_in(thief)
        assert "This code is not right" in thief.post("/sign-in/second-step/", {"code": code}).content.decode()


def test_a_recovery_code_lets_in_once(cast, protected):
    _, codes = protected
    client, thief = Client(), Client()
    sign_in(client)
    assert client.post("/sign-in/second-step/", {"code": codes[0]}).url == "/"
    sign_in(thief)
    assert thief.post("/sign-in/second-step/", {"code": codes[0]}).status_code == 200


def test_codes_can_not_be_guessed(cast, protected):
    client = Client()
    sign_in(client)
    pages = [client.post("/sign-in/second-step/", {"code": f"{n:06}"}).content.decode() for n in range(7)]
    assert ["too many attempts" in page for page in pages][-1] is True


def test_a_letter_with_a_new_password_does_not_go_round_it(cast, protected):
    from cairn.foundation.people import commands
    from cairn.foundation.people.models import Person

    commands.offer_new_password("eilidh@north.example")
    person = Person.objects.get(email="eilidh@north.example")
    person.set_password("a quite new password")
    person.save()
    client = Client()
    answer = client.post("/sign-in/", {"login": "eilidh@north.example", "password": "a quite new password"})
    assert answer.url == "/sign-in/second-step/"


def test_the_second_step_is_changed_only_by_whoever_confirmed_lately(signed_in, cast):
    client = signed_in(cast["eilidh"], minutes_ago=6)
    for address in ("app/", "passkeys/add/", "codes/new/"):
        answer = client.get(f"/account/second-step/{address}")
        assert answer.url.startswith("/account/confirm/?next="), address
    there = client.get("/account/second-step/app/").url
    assert client.post(there, {"password": "wrong"}).status_code == 200
    done = client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/second-step/app/"})
    assert done.url == "/account/second-step/app/"
    assert client.get("/account/second-step/app/").status_code == 200


def test_confirming_goes_on_under_a_new_session_key(client, cast):
    sign_in(client)
    before = client.session.session_key
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/"})
    assert client.session.session_key != before
    old = Client()
    old.cookies["cairn"] = before
    assert old.get("/account/").status_code == 302
    assert "This device" in client.get("/account/sessions/").content.decode()


def test_removing_it(client, cast, protected, entries):
    assert client.get("/account/second-step/app/remove/").status_code == 200
    assert client.post("/account/second-step/app/remove/").url == "/account/second-step/"
    assert not Authenticator.objects.exists()
    assert [entry.facts["kind"] for entry in entries("person.second_step_removed")] == ["totp", "recovery_codes"]


def test_new_codes_replace_the_old_ones(client, cast, protected):
    _, codes = protected
    client.post("/account/second-step/codes/new/")
    page = client.get("/account/second-step/codes/").content.decode()
    assert not [code for code in codes if code in page]
    text = client.get("/account/second-step/codes/text/")
    assert text.headers["Content-Type"] == "text/plain"
    assert len(re.findall(r"^\d{8}$", text.content.decode(), re.M)) == 10


def test_pages_of_the_second_step(client, cast, protected):
    for address in ("", "codes/", "codes/new/", "passkeys/", "passkeys/add/"):
        assert client.get(f"/account/second-step/{address}").status_code == 200, address


def test_somebody_elses_passkey_is_not_found(signed_in, cast):
    key = Authenticator.objects.create(user=cast["wren"], type="webauthn", data={"name": "Wren's", "credential": {}})
    client = signed_in(cast["eilidh"])
    for act in ("rename", "remove"):
        assert client.get(f"/account/second-step/passkeys/{key.pk}/{act}/").status_code == 404
        assert client.post(f"/account/second-step/passkeys/{key.pk}/{act}/", {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_signing_in_by_passkey_asks_for_any_and_refuses_nonsense(client, cast):
    options = client.get("/sign-in/passkey/", headers={"accept": "application/json"}).json()["request_options"]
    assert options["publicKey"].get("allowCredentials", []) == []  # nothing tells who has a passkey
    assert options["publicKey"]["rpId"] == "127.0.0.1"
    for credential in ("{}", "null", "[]", '{"id": "x"}', "not json", '{"response": {"userHandle": "AAAA"}}'):
        answer = client.post("/sign-in/passkey/", {"credential": credential})
        assert (answer.status_code, answer.url) == (302, "/sign-in/"), credential


# Before a signature


def asked(client, method="get", **typed):
    request = getattr(RequestFactory(), method)("/rounds/1/sign/", typed)
    request.session = client.session
    request.user = None
    return request


def test_a_signature_asks_whoever_signed_in_too_long_ago(signed_in, cast):
    person = cast["isla"]
    for minutes, fresh in ((0, True), (4, True), (6, False), (60, False)):
        request = asked(signed_in(person, Client(), minutes_ago=minutes))
        request.user = person
        assert fresh_sign_in(request) is fresh
        assert (confirm_first(request) is None) is fresh
        assert how_known(request) == "password"


def test_what_was_typed_before_confirming_is_offered_again(signed_in, cast):
    client = signed_in(cast["isla"], minutes_ago=10)
    request = asked(client, "post", statement="I stand by this.", act_key="x")
    request.user = cast["isla"]
    answer = confirm_first(request)
    request.session.save()
    assert isinstance(answer, HttpResponse)
    assert answer.url == "/account/confirm/?next=%2Fkept%2F"

    done = client.post("/account/confirm/", {"password": PASSWORD, "next": "/kept/"})
    assert done.url == "/kept/"
    page = client.get("/kept/").content.decode()
    assert "Thank you: now send it" in page
    assert 'action="/rounds/1/sign/"' in page
    assert 'value="I stand by this."' in page
    assert client.get("/kept/").url == "/"  # once
