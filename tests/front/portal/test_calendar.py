"""Does what one owes stand in one's own calendar, neutrally, for whoever has the address and for nobody else?"""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from cairn.config.installation.server import without_secrets
from cairn.cycle.duties import commands, queries
from cairn.cycle.duties.calendars import calendar_of
from cairn.cycle.duties.kinds import Owed
from cairn.cycle.duties.models import CalendarAddress, Duty
from cairn.cycle.duties.owing import meet, raise_each
from cairn.cycle.improvement import commands as improvement
from cairn.foundation.core import clock
from cairn.foundation.ledger.models import Entry
from cairn.front.portal.views import calendar as views


@pytest.fixture(autouse=True)
def _one_morning():
    """Every test begins at nine on 1 September 2026."""
    views.fetches.forget()
    with clock.at(datetime(2026, 9, 1, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def action(cast):
    """Eilidh carries it until 11 September; Morag waits for it."""
    due_on = clock.today() + timedelta(days=10)
    return improvement.raise_action(
        by=cast["morag"], what="Talk with Ruaridh about records", why="y", owner=cast["eilidh"], due_on=due_on
    )


def fetched(secret, **headers):
    return Client().get(f"/calendar/{secret}.ics", headers=headers)


def events(response):
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


# Making and revoking


def test_the_secret_is_shown_once_and_never_kept(signed_in, cast):
    client = signed_in(cast["eilidh"])
    assert "You have no address yet." in client.get("/account/calendar/").content.decode()
    assert client.post("/account/calendar/make/").url == "/account/calendar/"
    page = client.get("/account/calendar/").content.decode()
    secret = re.search(r'value="http://[^"]*/calendar/([^"]+)\.ics"', page).group(1)
    assert len(secret) >= 43
    assert fetched(secret).status_code == 200
    assert secret not in client.get("/account/calendar/").content.decode()
    assert secret not in str(list(CalendarAddress.objects.values()))
    assert [(entry.act, entry.facts) for entry in Entry.objects.filter(act__startswith="calendar")] == [
        ("calendar.made", {})
    ]


def test_another_address_ends_the_one_before(cast):
    first = commands.make_calendar_address(by=cast["eilidh"])
    second = commands.make_calendar_address(by=cast["eilidh"])
    others = commands.make_calendar_address(by=cast["morag"])
    assert [fetched(secret).status_code for secret in (first, second, others)] == [404, 200, 200]


def test_revoked_it_is_gone(signed_in, cast):
    secret = commands.make_calendar_address(by=cast["eilidh"])
    client = signed_in(cast["eilidh"])
    assert client.post("/account/calendar/revoke/").status_code == 302
    assert "The address is revoked." in client.get("/account/calendar/").content.decode()
    assert fetched(secret).status_code == 404
    assert Entry.objects.latest("sequence").act == "calendar.revoked"
    assert commands.revoke_calendar_address(by=cast["eilidh"]) is False


def test_looking_changes_nothing(signed_in, cast):
    client = signed_in(cast["eilidh"])
    assert client.get("/account/calendar/make/").status_code == 405
    assert client.get("/account/calendar/revoke/").status_code == 405
    assert not CalendarAddress.objects.exists()


def test_what_opens_nothing_is_answered_like_any_page_that_is_not_there(cast):
    """Unknown, revoked, of somebody who left, and far too long: the same bytes as anywhere."""
    revoked = commands.make_calendar_address(by=cast["eilidh"])
    commands.revoke_calendar_address(by=cast["eilidh"])
    left = commands.make_calendar_address(by=cast["shona"])
    shona = cast["shona"]
    shona.is_active = False
    shona.save()
    nowhere = Client().get("/nowhere/at/all/")
    assert nowhere.status_code == 404
    for secret in ("unknown", revoked, left, "a" * 3000, "%C3%28"):
        answer = fetched(secret)
        assert (answer.status_code, answer.content, answer.headers.items()) == (
            404,
            nowhere.content,
            nowhere.headers.items(),
        )


# What stands there


def test_neutral_titles_on_the_due_days(cast, action):
    secret = commands.make_calendar_address(by=cast["eilidh"])
    response = fetched(secret)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = events(response)
    duty = Duty.objects.get()
    assert str(event["SUMMARY"]) == "Carry out an action"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 9, 11), date(2026, 9, 12))
    assert str(event["UID"]).startswith(f"{duty.pk}@")
    for said in ("Ruaridh", "Eilidh", "Morag", "records", "Team A", str(action.pk)):
        assert said not in response.content.decode()


def test_also_what_an_office_owes_and_what_can_not_be_done_yet(cast):
    today = clock.today()
    round = "evaluation.Round:1"
    owed = [
        Owed(round, today, today + timedelta(days=3), office="moderators"),
        Owed(round, today + timedelta(days=5), today + timedelta(days=9), bearer_id=cast["fraser"].pk),
    ]
    raise_each("evaluation.moderate", owed, organisation_id=cast.north.pk)
    secret = commands.make_calendar_address(by=cast["fraser"])
    assert [event["DTSTART"].dt.day for event in events(fetched(secret))] == [4, 10]
    meet("evaluation.moderate", round)
    assert events(fetched(secret)) == []


def test_the_uid_stays_while_the_day_moves(cast, action):
    secret = commands.make_calendar_address(by=cast["eilidh"])
    [before] = events(fetched(secret))
    improvement.change(action, by=cast["fraser"], due_on=clock.today() + timedelta(days=20))
    [after] = events(fetched(secret))
    assert (before["UID"], after["DTSTART"].dt) == (after["UID"], date(2026, 9, 21))


def test_at_most_two_hundred_events_the_soonest(cast):
    today = clock.today()
    owed = [Owed(f"x:{n}", today, today + timedelta(days=n % 250), bearer_id=cast["eilidh"].pk) for n in range(250)]
    raise_each("improvement.carry", owed, organisation_id=cast.north.pk)
    found = events(fetched(commands.make_calendar_address(by=cast["eilidh"])))
    assert len(found) == 200
    assert max(event["DTSTART"].dt for event in found) == today + timedelta(days=199)


def test_nothing_owed_is_an_empty_calendar(cast):
    content = calendar_of([]).decode()
    assert content.startswith("BEGIN:VCALENDAR\r\n")
    assert "VEVENT" not in content


# At what cost


def test_what_has_not_changed_is_not_sent_again(cast, action):
    secret = commands.make_calendar_address(by=cast["eilidh"])
    first = fetched(secret)
    assert first.headers["Cache-Control"] == "private, no-cache"
    for known in (first.headers["ETag"], f"W/{first.headers['ETag']}"):
        again = fetched(secret, if_none_match=known)
        assert (again.status_code, again.content) == (304, b"")
    with clock.at(clock.now() + timedelta(days=1)):
        assert fetched(secret, if_none_match=first.headers["ETag"]).status_code == 304
    meet("improvement.carry", action)
    assert fetched(secret, if_none_match=first.headers["ETag"]).status_code == 200


def test_a_calendar_that_never_rests_is_told_to_wait(cast, monkeypatch):
    monkeypatch.setattr(views, "MOST_FETCHES", 2)
    secret, other = (commands.make_calendar_address(by=cast[name]) for name in ("eilidh", "morag"))
    assert [fetched(secret).status_code for _ in range(3)] == [200, 200, 429]
    assert 0 < int(fetched(secret).headers["Retry-After"]) <= 3600
    assert fetched(other).status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_cost_does_not_grow(cast, django_assert_max_num_queries, rows):
    today = clock.today()
    owed = [Owed(f"x:{n}", today, today, bearer_id=cast["morag"].pk) for n in range(rows)]
    raise_each("improvement.carry", owed, organisation_id=cast.north.pk)
    secret = commands.make_calendar_address(by=cast["morag"])
    with django_assert_max_num_queries(6):
        assert len(events(fetched(secret))) == rows


def test_only_reading(cast):
    secret = commands.make_calendar_address(by=cast["eilidh"])
    assert Client().post(f"/calendar/{secret}.ics").status_code == 405
    assert Client().head(f"/calendar/{secret}.ics").status_code == 200


def test_no_log_holds_the_secret():
    assert without_secrets("GET /calendar/abc-_9.ics HTTP/1.1") == "GET /calendar/….ics HTTP/1.1"
    assert without_secrets("/calendar/abc.ics?x=1") == "/calendar/….ics?x=1"
    assert without_secrets("/account/calendar/make/") == "/account/calendar/make/"
    assert without_secrets(None) is None


def test_whose_address(cast):
    secret = commands.make_calendar_address(by=cast["eilidh"])
    assert queries.person_behind(secret) == cast["eilidh"]
    assert queries.calendar_address_of(cast["eilidh"]).person == cast["eilidh"]
    assert queries.calendar_address_of(cast["morag"]) is None
