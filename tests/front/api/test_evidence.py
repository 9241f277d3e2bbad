"""Figures over the API: the same numbers, rights and withholding as on the pages."""

import uuid
from datetime import date
from types import SimpleNamespace

import pytest
from tests.assurance.evaluation.test_records import Kept
from tests.cycle.evidence.conftest import AUGUST, JULY, OCTOBER, SEPTEMBER

from cairn.cycle.evidence import declaring
from cairn.cycle.evidence.measuring import measure
from cairn.foundation.core import clock

FIGURE = "/indicators/supervision.signed/measurements"


@pytest.fixture
def kept(cast, monkeypatch):
    """Team A: 6 of 8 in July, 2 of 3 in August, 7 of 10 in September, 1 of 6 in October so far; team B 9 of 10."""
    monkeypatch.setattr(declaring, "_indicators", {})
    found = Kept(cast.north)
    found.declare()
    for month, pair in ((JULY, (6, 8)), (AUGUST, (2, 3)), (SEPTEMBER, (7, 10)), (date(2026, 10, 1), (1, 6))):
        found.put(cast.team_a, month, *pair)
        found.put(cast.team_b, month, 9, 10)
    with clock.at(OCTOBER):
        measure(cast.north.pk, JULY, date(2026, 10, 1))
        yield SimpleNamespace(team_a=cast.team_a.pk, team_b=cast.team_b.pk, declare=found.declare)


def month(name, *pair, running=False):
    some, of = pair or (None, None)
    value = None if of is None else some / of
    return {
        "month": name, "numerator": some, "denominator": of, "value": value, "is_withheld": of is None,
        "is_running": running,
    }  # fmt: skip


def test_what_can_be_measured(cast, kept, call):
    kept.declare("unmeasured", target=None)
    answer = call("eilidh").get("/indicators").json()

    assert [one["key"] for one in answer["items"]] == ["supervision.signed", "supervision.unmeasured"]
    assert answer["next"] is None
    assert answer["items"][0] == {
        "key": "supervision.signed", "version": 1, "title": "Signed by both", "numerator": "signed",
        "denominator": "held", "noun": "sessions", "is_mean": False, "dimension": "", "direction": "up", "target": 0.95,
        "statements": ["sa.4.d.5e"], "fresh_for_days": 62,
        "computed": {"month": "2026-10", "version": 1, "at": "2026-10-14T09:00:00Z"},
    }  # fmt: skip
    assert (answer["items"][1]["target"], answer["items"][1]["computed"]) == (None, None)


def test_whoever_may_read_the_records_gets_every_number(cast, kept, call):
    over = [month("2026-07", 6, 8), month("2026-08", 2, 3), month("2026-09", 7, 10)]
    assert call("fraser").get(FIGURE, unit=kept.team_a).json() == {
        "items": [*over, month("2026-10", 1, 6, running=True)],
        "next": None,
    }


def test_whoever_may_not_gets_what_is_open_of_months_that_are_over(cast, kept, call):
    assert call("eilidh").get(FIGURE, unit=kept.team_a).json()["items"] == [
        month("2026-07", 6, 8), month("2026-08"), month("2026-09", 7, 10), month("2026-10", running=True)
    ]  # fmt: skip
    # With August's thirteen of the whole and team B's ten, team A's three would follow: B's are withheld too.
    shown = call("eilidh").get(FIGURE, unit=kept.team_b, **{"from": "2026-08", "to": "2026-08"}).json()["items"]
    assert shown == [month("2026-08")]


def test_a_leader_gets_what_they_may_read(cast, kept, call):
    assert call("morag").get(FIGURE, unit=kept.team_a).json()["items"][1] == month("2026-08", 2, 3)
    assert call("callum").get(FIGURE, unit=kept.team_a).json()["items"][1] == month("2026-08")


@pytest.mark.parametrize(
    ("asked", "months"),
    [
        ({}, ["2026-07", "2026-08", "2026-09", "2026-10"]),
        ({"from": "2026-08", "to": "2026-09"}, ["2026-08", "2026-09"]),
        ({"from": "2026-09"}, ["2026-09", "2026-10"]),
        ({"to": "2026-07"}, ["2026-07"]),
        ({"to": "2030-01"}, ["2026-07", "2026-08", "2026-09", "2026-10"]),
        ({"from": "2020-01", "to": "2021-01"}, []),
    ],
)
def test_from_and_to_are_included(cast, kept, call, asked, months):
    assert [one["month"] for one in call("fraser").get(FIGURE, **asked).json()["items"]] == months


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "2026-9"}, "month such as 2026-09"),
        ({"to": "2026-13"}, "month such as 2026-09"),
        ({"from": "2026-09-01"}, "month such as 2026-09"),
        ({"from": "2026-09", "to": "2026-08"}, "'from' lies after 'to'"),
        ({"from": "2027-01"}, "has not begun yet"),
        ({"from": "1950-01"}, "30 years at most"),
        ({"from_": "2026-09"}, "This call knows no 'from_'. It knows: from, to, unit."),
        ({"unit": "whole"}, "identifier"),
    ],
)
def test_what_is_not_understood(cast, kept, call, asked, said):
    answer = call("fraser").get(FIGURE, **asked)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_what_does_not_exist_and_what_is_anothers_look_alike(cast, kept, call):
    caller = call("wren")
    foreign, missing = (caller.get(FIGURE, unit=unit) for unit in (kept.team_a, uuid.uuid4()))
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert caller.get("/indicators/no.such/measurements").status_code == 404
    assert caller.get(FIGURE).json() == {"items": [], "next": None}


def test_who_has_no_post_knows_of_no_figures(cast, kept, call):
    assert call("petra").get("/indicators").status_code == 404
    assert call("petra").get(FIGURE).status_code == 404


@pytest.mark.parametrize("many", [1, 5])
def test_a_list_asks_the_same_at_any_length(cast, kept, call, many, django_assert_num_queries):
    for name in "abcde"[: many - 1]:
        kept.declare(name)
    caller = call("fraser")
    caller.get("/me")
    with django_assert_num_queries(3):  # the key, posts and roles, computations
        assert len(caller.get("/indicators").json()["items"]) == many
    with django_assert_num_queries(3):  # the key, posts and roles, months with baselines
        caller.get(FIGURE)
