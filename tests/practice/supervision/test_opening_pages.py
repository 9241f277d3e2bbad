"""Can a record be opened, read for an hour, reviewed and told of on its pages, and does nobody else see it?"""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from tests.practice.supervision.recorded import CASE, SAID, WHY, add_officer, break_glass, recorded
from tests.practice.supervision.terms_made import in_force

from cairn.foundation.core import clock
from cairn.foundation.people.models import ProfessionalRole
from cairn.practice.supervision.commands import consents, oversight
from cairn.practice.supervision.models import Addition, Consent, Disagreement, Opening

TODAY = clock.today()
EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "imogen"),
)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def shown(client, address):
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


@pytest.fixture
def made(cast):
    """Eilidh's record with Callum, who supervised her before; Imogen holds the privacy role."""
    add_officer(cast)
    return recorded(cast, by="callum")


# Breaking glass


def test_the_record_is_found_opened_and_read_for_an_hour(cast, made, signed_in):
    client = signed_in(cast["isla"])
    found = client.post("/supervision/break-glass/", {"person": "Eilidh Farrow", "kind": "line"})
    assert found.url == f"/supervision/sessions/{made.pk}/break-glass/"
    page = shown(client, found.url)
    assert "Eilidh Farrow with Callum Drever, 10 March 2026" in page
    assert "The information governance officer is told at once" in page
    assert SAID not in page
    short = client.post(found.url, {"ground": "law", "words": "Court"}).content.decode()
    assert "Say why in at least 30 characters." in short
    opened = client.post(found.url, {"ground": "law", "words": WHY})
    opening = Opening.objects.get()
    assert (opened.url, opening.method) == (f"/supervision/openings/{opening.pk}/", "password")
    page = shown(client, opened.url)
    for words in (SAID, CASE, "Open until", "Eilidh is told who read it", WHY):
        assert words in page
    assert client.get(found.url).url == opened.url
    with clock.at(opening.ends_at):
        page = shown(signed_in(cast["isla"], Client()), opened.url)
    assert "The hour is over. What was said is no longer shown." in page
    for words in (SAID, CASE, "Shadow a guardianship", "quiet room"):
        assert words not in page


def test_whoever_opens_it_confirms_who_they_are_and_loses_no_word(cast, made, signed_in):
    client = signed_in(cast["isla"], minutes_ago=10)
    answer = client.post(f"/supervision/sessions/{made.pk}/break-glass/", {"ground": "law", "words": WHY})
    assert answer.url.startswith("/account/confirm/?")
    assert WHY in client.get(reverse("core:kept")).content.decode()
    assert Opening.objects.count() == 0


@pytest.mark.parametrize(("kind", "page"), [("totp", "code"), ("webauthn", "passkey")])
def test_whoever_has_a_second_step_confirms_by_it(cast, made, signed_in, kind, page):
    Authenticator.objects.create(user=cast["isla"], type=kind, data={})
    client = signed_in(cast["isla"])
    address, typed = f"/supervision/sessions/{made.pk}/break-glass/", {"ground": "law", "words": WHY}
    assert client.post(address, typed).url.startswith(f"/account/confirm/{page}/?")
    assert Opening.objects.count() == 0
    session = client.session
    session["account_authentication_methods"].append({"method": "mfa", "type": kind, "at": time.time()})
    session.save()
    client.post(address, typed)
    assert Opening.objects.get().method == {"totp": "second step", "webauthn": "passkey"}[kind]


def test_where_nobody_holds_the_privacy_role_the_page_says_so(cast, signed_in):
    made = recorded(cast)
    page = shown(signed_in(cast["isla"]), f"/supervision/sessions/{made.pk}/break-glass/")
    assert "Nobody in the privacy role can look at this." in page
    assert "The chief executive and the chief social work officer are told at once" in page


def test_there_is_no_list_and_nothing_to_be_found_by_others(cast, made, signed_in):
    client = signed_in(cast["isla"])
    none = client.post("/supervision/break-glass/", {"person": "Shona Petrie", "kind": "line"}).content.decode()
    assert "There is no record of that kind up to that day. Nothing was opened." in none
    assert "Eilidh" not in shown(client, "/supervision/break-glass/")
    for who in ("morag", "eilidh", "fraser", "hamish", "imogen"):
        answer = signed_in(cast[who]).post("/supervision/break-glass/", {"person": "Eilidh Farrow", "kind": "line"})
        assert answer.status_code == 403, who


def test_who_may_open_it_at_all(cast, policy, made, signed_in):
    in_force(cast)
    status = {}
    for who in EVERYBODY:
        client = signed_in(cast[who])
        steps = ("break-glass", "open", "summary", "readings")
        status[who] = tuple(client.get(f"/supervision/sessions/{made.pk}/{step}/").status_code for step in steps)
    theirs, nothing = (403, 403, 403, 200), (404, 404, 404, 404)
    assert status == dict.fromkeys(EVERYBODY, nothing) | {
        "isla": (200, 404, 404, 404), "catriona": (200, 404, 404, 404), "morag": (404, 200, 200, 404),
        "callum": theirs, "eilidh": theirs,
    }  # fmt: skip


def test_what_may_not_be_seen_is_answered_as_what_is_missing(cast, made, signed_in):
    opening, client = break_glass(cast, made), signed_in(cast["eilidh"])
    for who in ("eilidh", "callum", "morag", "fraser", "hamish", "wren"):
        client = signed_in(cast[who])
        for step in ("", "review/", "put-off/", "tell/"):
            for method in (client.get, client.post):
                there, missing = (method(f"/supervision/openings/{pk}/{step}") for pk in (opening.pk, uuid4()))
                assert (there.status_code, there.content) == (missing.status_code, missing.content), (who, step)
                assert there.status_code in (404, 405)
        for step in ("open", "break-glass"):
            if who not in ("eilidh", "callum"):
                there, missing = (client.get(f"/supervision/sessions/{pk}/{step}/") for pk in (made.pk, uuid4()))
                assert (there.status_code, there.content) == (404, missing.content), (who, step)


# Asking


def test_a_new_supervisor_sees_decisions_and_asks_for_the_rest(cast, policy, made, signed_in):
    in_force(cast)
    client = signed_in(cast["morag"])
    assert "10 March 2026, with Callum Drever" in shown(client, f"/supervision/people/{cast['eilidh'].pk}/earlier/")
    summary = shown(client, f"/supervision/sessions/{made.pk}/summary/")
    for words in ("A quiet room on Thursdays", "The next removal", CASE):
        assert words in summary
    for words in (SAID, "Name the worry first", "Sound", "Shadow a guardianship"):
        assert words not in summary
    page = shown(client, f"/supervision/sessions/{made.pk}/open/")
    assert "Whoever supervises the person now needs it" in page
    assert "asked for it or agreed" not in page
    answer = client.post(f"/supervision/sessions/{made.pk}/open/", {"ground": "handover", "words": WHY})
    assert SAID in shown(client, answer.url)
    mine = shown(signed_in(cast["eilidh"]), "/supervision/readings/")
    for words in ("Morag Lindsay", "Team leader, Team A", "Decisions, actions and case references only", WHY):
        assert words in mine
    assert SAID not in shown(signed_in(cast["eilidh"]), answer.url)


def test_the_reader_sees_what_was_not_agreed_and_what_was_added(cast, made, signed_in):
    facts = {"session": made, "at": clock.now()}
    Disagreement.objects.create(person=cast["eilidh"], reason="I said more than that", content_hash="x", **facts)
    Addition.objects.create(by=cast["callum"], text="The room was booked", **facts)
    opening = break_glass(cast, made)
    page = shown(signed_in(cast["isla"]), f"/supervision/openings/{opening.pk}/")
    for words in ("Eilidh Farrow did not agree", "I said more than that", "Added afterwards", "The room was booked"):
        assert words in page
        assert words not in shown(signed_in(cast["imogen"]), f"/supervision/openings/{opening.pk}/")


def test_agreeing_and_taking_it_back(cast, policy, made, signed_in):
    in_force(cast)
    client = signed_in(cast["eilidh"])
    page = shown(client, "/supervision/who-may-read/")
    assert "One earlier record of yours was written by others." in page
    refused = client.post("/supervision/who-may-read/", {"reader": cast["callum"].pk})
    missing = client.post("/supervision/who-may-read/", {"reader": uuid4()})
    assert (refused.status_code, missing.status_code) == (403, 403)
    client.post("/supervision/who-may-read/", {"reader": cast["morag"].pk})
    consent = Consent.objects.get()
    assert "You agreed on" in shown(client, "/supervision/who-may-read/")
    assert "asked for it or agreed" in shown(signed_in(cast["morag"]), f"/supervision/sessions/{made.pk}/open/")
    taken = signed_in(cast["morag"]).post(f"/supervision/consents/{consent.pk}/withdraw/")
    assert taken.status_code == 404
    client = signed_in(cast["eilidh"])
    assert client.post(f"/supervision/consents/{consent.pk}/withdraw/").url == "/supervision/who-may-read/"
    assert "asked for it or agreed" not in shown(signed_in(cast["morag"]), f"/supervision/sessions/{made.pk}/open/")


def test_consent_to_somebody_who_supervises_no_more_is_still_shown(cast, policy, made, signed_in):
    agreement = in_force(cast)
    consents.agree(reader=cast["morag"], by=cast["eilidh"])
    type(agreement).objects.update(state="ended", ends_on=TODAY - timedelta(days=1))
    page = shown(signed_in(cast["eilidh"]), "/supervision/who-may-read/")
    assert "They don&#39;t supervise you now" in page or "They don't supervise you now" in page
    assert shown(signed_in(cast["morag"]), f"/supervision/sessions/{made.pk}/open/") == 404


# Overseeing


def test_the_privacy_role_reviews_and_the_person_reads_what_was_found(cast, made, signed_in):
    opening = break_glass(cast, made)
    address = f"/supervision/openings/{opening.pk}/"
    client = signed_in(cast["imogen"])
    listed = shown(client, "/supervision/openings/")
    assert "Isla Renwick" in listed
    assert "Not told yet" in listed
    page = shown(client, address)
    assert WHY in page
    assert SAID not in page
    assert "Say what you found" in client.post(f"{address}review/", {"found": "no"}).content.decode()
    assert client.post(f"{address}review/", {"found": "no", "words": "Another way was open"}).url == address
    assert "Not right" in shown(client, "/supervision/openings/?state=reviewed")
    assert client.get(f"{address}review/").status_code == 403
    reader = shown(signed_in(cast["isla"]), address)
    assert "It was not right to open it." in reader
    assert "Another way was open" in reader
    mine = shown(signed_in(cast["eilidh"]), address)
    assert "Isla Renwick read your record" in mine
    assert "It was not right to open it." in mine
    assert "Another way was open" not in mine


def test_telling_is_put_off_hidden_and_then_told(cast, made, signed_in):
    opening = break_glass(cast, made)
    address, before = f"/supervision/openings/{opening.pk}/", shown(signed_in(cast["eilidh"]), "/supervision/readings/")
    assert "Nobody else that you have been told of" in before
    client = signed_in(cast["imogen"])
    late = client.post(f"{address}put-off/", {"words": WHY, **day("until", TODAY + timedelta(days=29))})
    assert "at most 28 days ahead" in late.content.decode()
    assert client.post(f"{address}put-off/", {"words": WHY, **day("until", TODAY + timedelta(days=28))}).url == address
    assert "put off telling Eilidh until" in shown(client, address)
    reader = shown(signed_in(cast["isla"]), address)
    assert "The information governance officer decides when Eilidh is told" in reader
    assert shown(signed_in(cast["eilidh"]), address) == 404
    assert plain(shown(signed_in(cast["eilidh"]), "/supervision/readings/")) == plain(before)
    assert signed_in(cast["imogen"]).post(f"{address}tell/").url == address
    assert "Isla Renwick, Chief social work officer" in shown(signed_in(cast["eilidh"]), address)
    assert signed_in(cast["imogen"]).post(f"{address}tell/").status_code == 403


def plain(page):
    return "".join(line for line in page.splitlines() if "csrf" not in line and "act_key" not in line)


def test_the_reader_and_those_above_do_not_decide(cast, made, signed_in):
    opening = break_glass(cast, made)
    address = f"/supervision/openings/{opening.pk}/"
    for step in ("review/", "put-off/", "tell/"):
        assert signed_in(cast["isla"]).post(f"{address}{step}").status_code == 403
        assert signed_in(cast["hamish"]).post(f"{address}{step}").status_code == 404
    with clock.at(opening.opened_at + timedelta(days=12)):
        assert oversight.pass_up_those_late(cast.north) == 1
    assert signed_in(cast["hamish"]).get(f"{address}review/").status_code == 200
    assert signed_in(cast["hamish"]).post(f"{address}put-off/").status_code == 403
    assert "passed up" in shown(signed_in(cast["hamish"]), "/supervision/openings/")
    assert signed_in(cast["isla"]).get(f"{address}review/").status_code == 403


def test_whoever_oversees_nothing_has_no_list(cast, made, signed_in):
    for who in ("morag", "eilidh", "fraser", "catriona", "una"):
        assert signed_in(cast[who]).get("/supervision/openings/").status_code == 403, who


def test_the_ways_there_stand_on_the_start_page_of_supervision(cast, policy, made, signed_in):
    in_force(cast)
    ways = {
        "readings/": set(), "who-may-read/": set(), "openings/": set(), "break-glass/": set()
    }  # fmt: skip
    for who in ("eilidh", "morag", "isla", "catriona", "imogen", "hamish"):
        page = shown(signed_in(cast[who]), "/supervision/")
        for way, people in ways.items():
            people |= {who} if f'href="/supervision/{way}"' in page else set()
    everybody = {"eilidh", "morag", "isla", "catriona", "imogen", "hamish"}
    assert ways == {
        "readings/": everybody, "who-may-read/": everybody, "openings/": {"imogen", "hamish", "isla"},
        "break-glass/": {"isla", "catriona"},
    }  # fmt: skip
    person = f"/supervision/people/{cast['eilidh'].pk}/"
    assert f"{person}earlier/" in shown(signed_in(cast["morag"]), person)
    assert f"{person}earlier/" not in shown(signed_in(cast["fraser"]), person)


# Few questions


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("imogen", "/supervision/openings/"),
        ("eilidh", "/supervision/readings/"),
        ("eilidh", "/supervision/who-may-read/"),
        ("isla", "/supervision/break-glass/"),
        ("isla", "/supervision/openings/{opening}/"),
        ("imogen", "/supervision/openings/{opening}/"),
        ("eilidh", "/supervision/openings/{opening}/"),
        ("eilidh", "/supervision/sessions/{session}/readings/"),
        ("isla", "/supervision/sessions/{other}/break-glass/"),
        ("morag", "/supervision/sessions/{session}/open/"),
        ("morag", "/supervision/people/{person}/earlier/"),
    ],
)
def test_pages_ask_as_little_for_five_as_for_one(
    cast, policy, made, signed_in, django_assert_max_num_queries, count, who, address
):
    in_force(cast)
    openings = [break_glass(cast, made, ground="consent")]
    for number in range(1, count):
        openings.append(break_glass(cast, recorded(cast, by="callum", on=made.held_on - timedelta(days=number))))
        oversight.tell(openings[-1], by=cast["imogen"])
    ProfessionalRole.objects.create(
        organisation=cast.north, person=cast["isla"], role="psw", starts_on=TODAY - timedelta(days=9)
    )
    other = recorded(cast, "ruaridh", by="callum")
    known = {"opening": openings[0].pk, "session": made.pk, "person": cast["eilidh"].pk, "other": other.pk}
    client = signed_in(cast[who])
    client.get(address.format(**known))
    reads = who == "isla" and "{opening}" in address  # each reading is an act, with an entry of its own
    with django_assert_max_num_queries(18 if reads else 12):
        answer = client.get(address.format(**known))
    assert answer.status_code == 200
