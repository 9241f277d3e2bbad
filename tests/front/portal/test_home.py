"""Does the start page say what waits, what is under way and how things stand, at the same cost in every state?"""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.assurance.evaluation.conftest import (  # noqa: F401 - rounds in each of their states
    _one_morning,
    answered,
    closed,
    crowd,
    framework,
    ids,
    moderated,
    opened,
    planned,
    signed,
)

MOST_QUERIES = 12


def start_page(client):
    return client.get("/").content.decode()


def test_an_open_round_stands_there_until_when(signed_in, cast, opened):  # noqa: F811
    body = start_page(signed_in(cast["fraser"]))
    assert "Under way" in body
    assert f"/rounds/{opened.pk}/" in body
    assert "open until 21 September 2026, in 2 weeks" in body


def test_somebody_without_a_post_is_told_so_and_finds_no_dead_link(signed_in, cast):
    client = signed_in(cast["petra"])
    assert "You have no post or role here yet" in start_page(client)
    assert "You have no post or role here yet" not in start_page(signed_in(cast["eilidh"]))
    client = signed_in(cast["petra"])
    for page in ("/", "/account/", "/accountabilities/", "/access/", "/about/", "/accessibility/", "/standards/"):
        links = re.findall(r'<a [^>]*href="(/[^"#]*)"', client.get(page).content.decode())
        dead = [link for link in links if client.get(html.unescape(link)).status_code != 200]
        assert dead == [], page


def test_an_open_round_of_others_stands_on_no_page(signed_in, cast, opened):  # noqa: F811
    assert "Under way" not in start_page(signed_in(cast["wren"]))


@pytest.mark.groundwork("state")
@pytest.mark.parametrize("state", ["planned", "opened", "closed", "moderated", "signed"])
def test_the_page_costs_little_in_every_state(request, signed_in, cast, state):
    request.getfixturevalue(state)
    for who in ("isla", "catriona", "fraser", "morag", "eilidh", "hamish", "una", "petra"):
        client = signed_in(cast[who])
        client.get("/")
        with CaptureQueriesContext(connection) as told:
            assert client.get("/").status_code == 200
        assert len(told) <= MOST_QUERIES, who
