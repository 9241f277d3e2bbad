"""`cairn measure` says what it computed, and the second time that nothing changed."""

import json
from datetime import UTC, datetime

import pytest
from tests.cycle.evidence.conftest import JULY, SEPTEMBER

from cairn.config.command_line import main
from cairn.cycle.evidence.models import Computation, Measurement
from cairn.cycle.evidence.recurring import EVERY, measure_figures
from cairn.foundation.core import clock


def said(capsys, *words):
    assert main(["measure", *words]) == 0
    return capsys.readouterr().out


@pytest.fixture
def october(counted, signed_sessions, cast):
    counted.put(cast.team_a, SEPTEMBER, 5, 6)
    with clock.at(datetime(2026, 10, 14, 9, 0, tzinfo=UTC)):
        yield


def test_a_month_as_json_twice(capsys, cast, october):
    asked = ("--month", "2026-09", "--organisation", "north", "--json")

    assert json.loads(said(capsys, *asked)) == {
        "measured": 5,
        "changed": [
            {
                "organisation": "north",
                "indicator": "supervision.signed",
                "month": "2026-09",
                "figures": 5,
                "before": None,
                "after": [5, 6],
            }
        ],
    }
    assert json.loads(said(capsys, *asked)) == {"measured": 5, "changed": []}


def test_in_words(capsys, cast, october, counted):
    first = said(capsys, "--month", "2026-09", "--organisation", "north")
    assert first == "north: supervision.signed 2026-09, 5 figures changed\nMeasured: 5 figures.\n"
    assert said(capsys, "--month", "2026-09", "--organisation", "north") == "Measured: 5 figures. Nothing changed.\n"


def test_all_months_begin_with_the_oldest_unit(capsys, cast, october, counted):
    counted.put(cast.team_a, JULY, 5, 6)

    said(capsys, "--all", "--organisation", "north")

    assert str(counted.asked[0][0]) == "2020-04-01"
    assert set(Measurement.objects.values_list("month", flat=True)) == {JULY, SEPTEMBER}


def test_without_a_month_what_is_due(capsys, cast, october):
    for employer in (cast.north, cast.south):
        employer.created_at = datetime(2026, 9, 3, 9, 0, tzinfo=UTC)
        employer.save()

    told = json.loads(said(capsys, "--json"))

    assert told["measured"] == 5
    assert {(one["organisation"], one["month"]) for one in told["changed"]} == {("north", "2026-09")}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--month", "2026-11"), "has not begun yet"),
        (("--organisation", "east"), "There is no organisation 'east'"),
    ],
)
def test_what_cannot_be_measured(capsys, cast, october, words, sentence):
    assert main(["measure", *words]) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("text", ["2026-13", "2026-9", "September"])
def test_what_is_no_month(capsys, text):
    assert main(["measure", "--month", text]) == 2
    assert "is no month. Write it as 2026-09." in capsys.readouterr().err


def test_the_worker_measures_every_hour(cast, october):
    cast.north.created_at = cast.south.created_at = datetime(2026, 10, 3, 9, 0, tzinfo=UTC)
    cast.north.save()
    cast.south.save()

    measure_figures.call()

    assert EVERY[0][0] is measure_figures
    assert EVERY[0][1].total_seconds() == 3600
    assert Computation.objects.count() == 2
