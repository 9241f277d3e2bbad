"""Can a leader follow what is due in their units, and excuse what need not be done; and nobody else?"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from cairn.cycle.duties.models import Duty
from cairn.cycle.improvement import commands
from cairn.foundation.core import clock


@pytest.fixture(autouse=True)
def _one_morning():
    """Every test begins at nine on 1 September 2026."""
    with clock.at(datetime(2026, 9, 1, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def duty(cast):
    """Eilidh carries an action of team A, due in three days."""
    commands.raise_action(
        by=cast["fraser"], what="Sign before leaving", why="Late records", owner=cast["eilidh"], unit=cast.team_a,
        due_on=clock.today() + timedelta(days=3),
    )  # fmt: skip
    return Duty.objects.get()


def heading(response):
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)
    return re.sub(r"<[^>]+>", "", found.group(1)).strip()


def test_only_leaders_have_a_team(client, signed_in, cast, duty):
    pages = (f"units/{cast.team_a.pk}/", f"people/{cast['eilidh'].pk}/", "")
    for page in pages:
        assert client.get(f"/my-team/{page}").status_code == 302
    expected = {"morag": 200, "eilidh": 404, "isla": 404, "una": 404}
    for name, status in expected.items():
        assert [signed_in(cast[name]).get(f"/my-team/{page}").status_code for page in pages] == [status] * 3, name
    other = signed_in(cast["callum"])
    assert [other.get(f"/my-team/{page}").status_code for page in pages] == [404, 404, 200]


def test_my_team_stands_in_the_bar_for_leaders_only(signed_in, cast):
    assert '<a href="/my-team/">My team</a>' in signed_in(cast["morag"]).get("/").content.decode()
    assert "/my-team/" not in signed_in(cast["eilidh"]).get("/").content.decode()


def test_who_is_due_what(signed_in, cast, duty):
    morag = signed_in(cast["morag"])
    response = morag.get("/my-team/")
    assert heading(response) == "Nothing is late"
    content = response.content.decode()
    assert "Three people. One thing is due within a week." in content
    assert f'<a class="govuk-link" href="/my-team/people/{cast["eilidh"].pk}/">Eilidh Farrow</a>' in content
    assert "Two others have nothing to do here just now." in content
    with clock.at(clock.now() + timedelta(days=4)):
        assert heading(signed_in(cast["morag"], Client()).get("/my-team/")) == "One thing is late"


def test_nothing_is_owed(signed_in, cast):
    morag = signed_in(cast["morag"])
    assert heading(morag.get("/my-team/")) == "Nothing is owed just now"
    assert heading(morag.get(f"/my-team/people/{cast['eilidh'].pk}/")) == "Nothing is owed just now"
    assert "Three people have nothing to do here just now." in morag.get("/my-team/").content.decode()


def test_one_person(signed_in, cast, duty):
    response = signed_in(cast["morag"]).get(f"/my-team/people/{cast['eilidh'].pk}/")
    assert heading(response) == "One thing is open"
    content = response.content.decode()
    assert f'href="/actions/{duty.subject_id}/">Sign before leaving</a><p class="why">Team A</p>' in content
    assert f'href="/my-team/duties/{duty.pk}/excuse/"' in content


def test_excuse(signed_in, cast, duty):
    morag = signed_in(cast["morag"])
    address = f"/my-team/duties/{duty.pk}/excuse/"
    assert heading(morag.get(address)) == "Excuse: Sign before leaving"
    assert "Say why it need not be done" in morag.post(address, {"reason": ""}).content.decode()
    response = morag.post(address, {"reason": "The form is no longer used."})
    assert (response.status_code, response.url) == (302, f"/my-team/people/{cast['eilidh'].pk}/")
    duty.refresh_from_db()
    assert (duty.outcome, duty.reason) == ("excused", "The form is no longer used.")
    assert morag.get(address).status_code == 403


@pytest.mark.parametrize(
    ("name", "status"), [("eilidh", 403), ("fraser", 403), ("callum", 404), ("isla", 404), ("ada", 404)]
)
def test_nobody_else_excuses(signed_in, cast, duty, name, status):
    """Eilidh owes it and Fraser waits for it, so both know of it."""
    client = signed_in(cast[name])
    for answer in (client.get, lambda address: client.post(address, {"reason": "Because"})):
        assert answer(f"/my-team/duties/{duty.pk}/excuse/").status_code == status
    duty.refresh_from_db()
    assert duty.outcome == ""


@pytest.mark.parametrize("rows", [1, 5])
def test_cost_does_not_grow(signed_in, cast, duty, rows, django_assert_max_num_queries):
    for number in range(rows):
        commands.raise_action(
            by=cast["fraser"], what=f"{number}", why="y", owner=cast["ruaridh"], due_on=clock.today(), unit=cast.team_a
        )
    morag = signed_in(cast["morag"])
    morag.get("/my-team/")
    for address in ("/my-team/", f"/my-team/units/{cast.team_a.pk}/", f"/my-team/people/{cast['ruaridh'].pk}/"):
        with django_assert_max_num_queries(12):
            assert morag.get(address).status_code == 200
