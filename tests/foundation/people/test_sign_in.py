"""Does signing in let the right person in, nobody else, and tell a stranger nothing?"""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.conftest import PASSWORD

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.notices.models import Letter
from cairn.foundation.people import commands
from cairn.foundation.people.models import Person
from cairn.foundation.people.recurring import clear_what_ended

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "http://evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "ftp://evil.example",
    "http://testserver@evil.example",
    "http://testserver.evil.example",
    "//testserver@evil.example",
    "http://127.0.0.1:8000.evil.example",
    "evil.example",
    "@evil.example",
    " //evil.example",
    "\u2028//evil.example",
    "//\u3002evil.example",
    "http:\\\\evil.example",
    "http://evil.example\\@testserver",
    "http://testserver#@evil.example",
    "//evil.example/%2f..",
    "/\x0b/evil.example",
    "x:y",
    "http://[::1",
)


def sign_in(client, email="eilidh@north.example", password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def alike(response):
    """The page without its one-time values and the address that was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return response.status_code, re.sub(r"[\w.]+@[\w.]+", "ADDRESS", page)


def test_signing_in_and_out(client, cast):
    answer = sign_in(client)
    assert (answer.status_code, answer.url) == (302, "/")
    assert "Eilidh Farrow" in client.get("/account/").content.decode()

    assert client.get("/sign-out/").status_code == 200  # asks first: a link from elsewhere signs nobody out
    left = client.post("/sign-out/")
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/account/").status_code == 302
    assert not Session.objects.exists()


def test_the_address_is_read_whatever_its_case(client, cast):
    assert sign_in(client, "  EILIDH@North.Example ").status_code == 302


def test_back_to_the_page_asked_for(client, cast):
    page = client.get("/people/directory/?q=x", follow=True).content.decode()
    there = re.search(r'name="next" value="([^"]*)"', page).group(1)
    assert sign_in(client, next=there).url == "/people/directory/?q=x"


@pytest.mark.parametrize("there", ELSEWHERE)
def test_never_to_another_site(client, cast, there):
    assert sign_in(client, next=there).url == "/"
    assert client.get("/sign-in/", {"next": there}).url == "/"


def test_a_stranger_and_a_wrong_password_look_alike(client, cast, newcomer):
    commands.deactivate(cast["shona"], by=cast["una"])
    answers = [
        alike(sign_in(Client(REMOTE_ADDR=f"10.0.0.{place}"), email, "not the password"))
        for place, email in enumerate(
            ("eilidh@north.example", "nobody@north.example", "ishbel@north.example", "shona@north.example"), 1
        )
    ]
    assert answers[0][0] == 200
    assert "don&#39;t belong together" in answers[0][1]
    assert answers == [answers[0]] * 4


def test_a_hash_is_computed_for_strangers_too(cast, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    counted = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: counted.append(1) or encode(*args))
    for place, email in enumerate(("eilidh@north.example", "nobody@north.example"), 1):
        before = len(counted)
        sign_in(Client(REMOTE_ADDR=f"10.1.0.{place}"), email, "not the password")
        assert len(counted) - before == 1, email


def test_asking_for_a_new_password_tells_a_stranger_nothing(cast, newcomer):
    answers = []
    for place, email in enumerate(("eilidh@north.example", "nobody@north.example", "ishbel@north.example"), 1):
        answer = Client(REMOTE_ADDR=f"10.2.0.{place}").post("/sign-in/forgotten/", {"email": email})
        answers.append((answer.status_code, answer.url))
    assert answers == [(302, "/sign-in/forgotten/sent/")] * 3
    assert DBTaskResult.objects.count() == 3  # the worker finds out, not the page
    assert Letter.objects.count() == 0


def test_the_session_is_a_new_one_after_signing_in(client, cast):
    client.get("/sign-in/?next=/account/")
    client.post("/sign-in/", {"login": "x@y.example", "password": "wrong"})
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies["cairn"] = before

    sign_in(client)

    assert client.cookies["cairn"].value != before
    assert not Session.objects.filter(session_key=before).exists()
    old = Client()
    old.cookies["cairn"] = before
    assert old.get("/account/").status_code == 302


def test_a_form_without_its_token_is_refused(cast):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    strict.force_login(cast["eilidh"])
    assert strict.post("/sign-out/").status_code == 403
    assert strict.get("/account/").status_code == 200


def test_guessing_is_slowed_down_and_the_owner_still_gets_in(cast):
    guesser = Client(REMOTE_ADDR="203.0.113.7")
    pages = [sign_in(guesser, password=f"guess {n}").content.decode() for n in range(7)]
    assert ["too many attempts" in page for page in pages] == [False] * 5 + [True] * 2
    assert "too many attempts" in sign_in(guesser).content.decode()  # even the right password waits now
    assert sign_in(Client(REMOTE_ADDR="198.51.100.20")).status_code == 302

    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        assert sign_in(Client(REMOTE_ADDR="203.0.113.7")).status_code == 302


def test_spraying_one_password_over_many_is_slowed_down(cast):
    sprayer = Client(REMOTE_ADDR="203.0.113.8")
    pages = [sign_in(sprayer, f"p{n}@north.example", "Summer2026!!").content.decode() for n in range(32)]
    assert ["too many attempts" in page for page in pages] == [False] * 30 + [True] * 2


def test_a_forged_address_of_origin_does_not_help(cast):
    pages = [
        sign_in(
            Client(REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=f"10.9.9.{n}"), password="wrong"
        ).content.decode()
        for n in range(6)
    ]
    assert "too many attempts" in pages[-1]


def test_whoever_lost_access_is_out_at_the_next_click(signed_in, cast):
    client = signed_in(cast["eilidh"])
    assert client.get("/account/").status_code == 200
    commands.deactivate(cast["eilidh"], by=cast["una"])
    assert client.get("/account/").status_code == 302
    answer = sign_in(Client())
    assert answer.url == "/sign-in/not-active/"


def test_a_role_that_ended_counts_no_more_at_the_next_click(signed_in, cast):
    client = signed_in(cast["una"])
    assert client.get("/people/add/").status_code == 200
    cast["una"].roles.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert client.get("/people/add/").status_code == 403


# A new password by letter


def ask_for_letter(email="eilidh@north.example"):
    assert commands.offer_new_password(email) is True
    return re.search(r"http://\S+", opened(Letter.objects.get())).group().replace("http://127.0.0.1:8000", "")


def opened(letter):
    from cairn.foundation.core import sealed_fields

    return sealed_fields.unseal(letter.sealed_text, place="letter")


def test_a_new_password_by_letter_counts_once_and_signs_out_everywhere(client, cast, entries):
    elsewhere = Client()
    sign_in(elsewhere)
    link = ask_for_letter()

    form = client.get(link, follow=True)
    typed = {"password1": "a quite new password", "password2": "a quite new password"}
    done = client.post(form.request["PATH_INFO"], typed)

    assert done.url == "/sign-in/new-password/chosen/"
    assert cast["eilidh"].check_password("a quite new password")
    assert elsewhere.get("/account/").status_code == 302
    assert "This link is over" in Client().get(link).content.decode()
    assert [entry.act for entry in entries()] == ["person.offered_new_password", "person.password_renewed"]


def test_the_letter_is_for_one_hour(cast):
    link = ask_for_letter()
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert "This link is over" in Client().get(link, follow=True).content.decode()


def test_the_letter_leads_to_our_own_address_whatever_host_was_asked(cast):
    Client().post("/sign-in/forgotten/", {"email": "eilidh@north.example"}, headers={"host": "evil.example"})
    commands.offer_new_password("eilidh@north.example")
    assert "evil.example" not in opened(Letter.objects.get())


def test_nobody_unknown_or_gone_gets_a_letter(cast):
    commands.deactivate(cast["shona"], by=cast["una"])
    assert commands.offer_new_password("nobody@north.example") is False
    assert commands.offer_new_password("shona@north.example") is False
    assert not Letter.objects.exists()


def test_letters_are_not_sent_without_end(cast):
    client = Client(REMOTE_ADDR="203.0.113.10")
    answers = [client.post("/sign-in/forgotten/", {"email": "eilidh@north.example"}).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2


# Invitations


def invited(cast, newcomer):
    commands.invite(newcomer, by=cast["una"])
    return re.search(r"/invitation/\S+", opened(Letter.objects.order_by("-created_at").first())).group()


def test_an_invitation_lets_in_once(client, cast, newcomer, entries):
    link = invited(cast, newcomer)
    assert "ishbel@north.example" in client.get(link).content.decode()
    done = client.post(link, {"password": "many small stones", "password_again": "many small stones"})
    assert done.url == "/"
    assert client.get("/account/").status_code == 200
    assert Client().get(link).status_code == 410
    with pytest.raises(Refused, match="used or is too old"):
        commands.accept_invitation(link.split("/")[2], password="another password")
    assert [entry.act for entry in entries()] == ["person.invited", "invitation.accepted"]


def test_an_invitation_ends_after_14_days(cast, newcomer):
    link = invited(cast, newcomer)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=False):
        assert Client().get(link).status_code == 410


def test_a_second_letter_replaces_the_first(cast, newcomer):
    first, second = invited(cast, newcomer), invited(cast, newcomer)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)


def test_an_invitation_of_somebody_who_left_is_over(cast, newcomer):
    link = invited(cast, newcomer)
    commands.deactivate(newcomer, by=cast["una"])
    assert Client().get(link).status_code == 410


def test_only_the_hash_of_an_invitation_is_kept(cast, newcomer):
    secret = invited(cast, newcomer).split("/")[2]
    assert secret not in str(list(newcomer.invitations.values()))
    assert secret not in str(list(Letter.objects.values()))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("short", "at least 12 characters"),
        ("passwordpassword", "differ"),
        ("ishbel@north.example", "too similar"),
        ("", "Enter a password"),
    ],
)
def test_a_weak_password_is_refused_in_words(client, cast, newcomer, typed, said):
    link = invited(cast, newcomer)
    again = typed if said != "differ" else "passwordpasswore"
    page = client.post(link, {"password": typed, "password_again": again}).content.decode()
    assert said in page
    assert Person.objects.get(pk=newcomer.pk).has_usable_password() is False


def test_an_invitation_opened_by_somebody_signed_in_changes_the_session(signed_in, cast, newcomer):
    client = signed_in(cast["eilidh"])
    client.post(invited(cast, newcomer), {"password": "many small stones", "password_again": "many small stones"})
    assert "Ishbel Moir" in client.get("/account/").content.decode()


# Where one is signed in


def test_sessions_are_listed_and_ended(client, cast):
    other, stranger = Client(headers={"user-agent": "Old telephone"}), Client()
    sign_in(other)
    sign_in(stranger, "wren@south.example")
    sign_in(client)
    assert "Old telephone" in client.get("/account/sessions/").content.decode()

    theirs = UserSession.objects.get(user=cast["wren"]).pk
    client.post("/account/sessions/", {"session": theirs})
    assert stranger.get("/account/").status_code == 200

    mine = UserSession.objects.get(user=cast["eilidh"], user_agent="Old telephone").pk
    client.post("/account/sessions/", {"session": mine})
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_whoever_has_no_password_yet_chooses_the_first_by_letter(cast, signed_in):
    person = cast["eilidh"]
    person.set_unusable_password()
    person.save(update_fields=["password"])
    answer = signed_in(person).get("/account/password/")
    assert (answer.status_code, answer.url) == (302, "/sign-in/forgotten/")


def test_changing_the_password_ends_all_other_sessions(client, cast, entries):
    other = Client()
    sign_in(other)
    sign_in(client)
    typed = {"oldpassword": PASSWORD, "password1": "a quite new password", "password2": "a quite new password"}
    assert client.post("/account/password/", typed).url == "/account/"
    assert (client.get("/account/").status_code, other.get("/account/").status_code) == (200, 302)
    assert [entry.act for entry in entries()] == ["person.password_changed"]
    assert "Your password was changed." in opened(Letter.objects.get())


def test_what_ended_is_cleared_away(client, cast):
    sign_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    assert clear_what_ended.func() == 2
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


def test_nothing_of_allauth_is_reachable_that_we_did_not_name(client, cast):
    for path in ("/accounts/login/", "/login/", "/signup/", "/account/email/", "/account/signup/", "/sign-up/"):
        assert client.get(path).status_code == 404, path


def test_limits_hold_in_the_shared_table_too(cast, settings, django_db_blocker):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
    }
    guesser = Client(REMOTE_ADDR="203.0.113.11")
    pages = [sign_in(guesser, password="wrong").content.decode() for _ in range(6)]
    assert ["too many attempts" in page for page in pages] == [False] * 5 + [True]
    cache.clear()
