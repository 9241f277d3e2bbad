"""Do figures of caseload say what the records say: counted by hand, opened to those who may?"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tests.practice.caseload.made import PLAN, case, fill, give

from cairn.cycle.evidence.declaring import all_indicators, indicator_of
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Post
from cairn.practice.caseload.commands import allocations, cases, figures
from cairn.practice.caseload.keeping import keep
from cairn.practice.caseload.models import Figure, Load

OURS = [one for one in all_indicators() if one.source == "caseload"]
JUNE = datetime(2026, 6, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_june():
    with clock.at(JUNE):
        yield


def measured(cast, key, month=None):
    """(unit, staff group) to (numerator, denominator)."""
    month = month or months.first_of(clock.today())
    names = {cast.team_a.pk: "a", cast.team_b.pk: "b", cast.service.pk: "s"}
    found = list(indicator_of(f"caseload.{key}").measure(cast.north.pk, month, month))
    return {(names[one.unit_id], one.staff_group): (one.numerator, one.denominator) for one in found}


def test_the_indicators_are_these_and_speak_to_these_statements():
    assert {one.key.removeprefix("caseload."): one.statements for one in OURS} == {
        "over_limit": ("sa.4.e.2", "sa.4.p.3", "es3.2"),
        "over_with_plan": ("sa.4.e.2", "es3.5"),
        "agreed": ("sa.4.e.2", "sa.4.p.3", "es3.1"),
        "additional_hours": ("sa.4.e.2", "es3.4"),
        "protected": ("sa.4.e.2", "es3.3"),
        "waiting": ("sa.4.e.2", "es3.6"),
        "days_waiting": ("sa.4.e.2", "es3.6"),
        "turnover": ("sa.4.e.2", "es3.6"),
        "agency": ("sa.4.e.2", "es3.6"),
        "vacancy": ("sa.4.e.2", "es3.6"),
        "absence": ("sa.4.e.2", "es3.6"),
    }


def test_who_is_over_and_has_a_plan(cast, weighting):
    fill(cast, points=101)
    figures.draw_up(cast.north)
    assert measured(cast, "over_limit") == {
        ("a", "social-worker"): (1, 1),
        ("a", "social-care-worker"): (0, 1),
        ("b", "social-worker"): (0, 1),
        ("s", "senior-practitioner"): (0, 1),
    }
    assert measured(cast, "over_with_plan") == {("a", "social-worker"): (0, 1)}
    allocations.relieve(Load.objects.get(person=cast["eilidh"]), by=cast["morag"], plan=PLAN)
    figures.draw_up(cast.north)
    assert measured(cast, "over_with_plan") == {("a", "social-worker"): (1, 1)}


def test_newly_qualified_are_protected_at_ninety(cast, weighting):
    Post.objects.filter(person=cast.people["eilidh"]).update(staff_group="newly-qualified")
    keep(cast.north.pk)
    fill(cast, points=91)
    figures.draw_up(cast.north)
    assert measured(cast, "protected") == {("a", "newly-qualified"): (0, 1)}


def test_agreed_figures_and_additional_hours(cast, weighting):
    keep(cast.north.pk)
    figures.draw_up(cast.north)
    one = Figure.objects.get(person=cast["eilidh"])
    figures.say(one, by=cast["eilidh"], agrees=True, extra_hours=Decimal("7.0"))
    assert measured(cast, "agreed")["a", "social-worker"] == (0, 1)
    figures.say(one, by=cast["morag"], agrees=True)
    assert measured(cast, "agreed")["a", "social-worker"] == (1, 1)
    assert measured(cast, "additional_hours")["a", "social-worker"] == (7, 1)


def test_what_waits_and_for_how_long(cast, weighting):
    with clock.at(JUNE - timedelta(days=40)):
        first, second = case(cast, "1"), case(cast, "2")
        case(cast, "3", by="callum", unit=cast.team_b)
    with clock.at(JUNE - timedelta(days=10)):
        give(cast, first)
    cases.close(second, by=cast["morag"])
    may = months.add(months.first_of(JUNE.date()), -1)
    assert measured(cast, "waiting", may) == {("a", ""): (2, 2), ("b", ""): (1, 1)}
    assert measured(cast, "days_waiting", may) == {("a", ""): (40, 2), ("b", ""): (20, 1)}
    assert measured(cast, "waiting") == {("a", ""): (0, 1), ("b", ""): (1, 1)}
    assert measured(cast, "days_waiting") == {("b", ""): (40, 1)}


@pytest.mark.parametrize(("who", "rows"), [("morag", 2), ("eilidh", 1), ("isla", 4), ("fraser", 0), ("wren", 0)])
def test_who_sees_the_rows(cast, weighting, who, rows):
    keep(cast.north.pk)
    figures.draw_up(cast.north)
    month = months.first_of(clock.today())
    found = indicator_of("caseload.over_limit").rows(cast[who], None, month)
    assert len(found) == rows
    assert [one.detail for one in found[:]] == ["15 of 100 points, waits for both"] * rows or who == "isla"


def test_the_rows_of_what_waits(cast, weighting):
    case(cast, "7")
    (row,) = indicator_of("caseload.waiting").rows(cast["morag"], cast.team_a, months.first_of(clock.today()))[:]
    assert (row.title, row.day, row.counts, row.detail) == ("7", JUNE.date(), True, "Team A, since 20 June 2026")
    assert len(indicator_of("caseload.waiting").rows(cast["callum"], None, months.first_of(clock.today()))) == 0
