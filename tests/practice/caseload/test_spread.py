"""Work as a distribution: everybody against their own limit, small groups withheld, neighbours beside it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from tests.practice.caseload.made import case, fill, give

from cairn.foundation.core import clock
from cairn.foundation.imports import commands as imports
from cairn.foundation.people.models import Person, Post, Unit
from cairn.practice.caseload.keeping import keep
from cairn.practice.caseload.models import Benchmark, Neighbour
from cairn.practice.caseload.queries import benchmarks
from cairn.practice.caseload.queries.spread import spread

WORKFORCE = Path("/work/shared/data/workforce")
FIGURES = (
    b"time_period,geographic_level,old_la_code,new_la_code,la_name,caseload_fte\n"
    b"2025,National,,,,15.2\n2025,Regional,,,,16.5\n"
    b"2025,Local authority,301,E1,South,14\n2025,Local authority,302,E2,Near,16.5\n"
    b"2025,Local authority,303,E3,Far,x\n2024,Local authority,301,E0,South,13\n"
)
NEAREST = b"old_la_code,la_name,SN_1,SN_1P,SN_2,SN_2P\n301,South,302,Close ,303,Close \n302,Near,301,Close,303,Close\n"


def workers(cast, unit, count, group="social-worker", host="x"):
    """So many practitioners more in a unit."""
    for number in range(count):
        email = f"{host}{unit.code}{number}{group}@north.example".lower()
        person = Person.objects.create(
            organisation=cast.north, email=email, given_name="A", family_name=f"{number}", created_at=clock.now()
        )
        Post.objects.create(
            organisation=cast.north, person=person, unit=unit, job_title="SW", staff_group=group,
            starts_on=date(2020, 4, 1),
        )  # fmt: skip
    keep(cast.north.pk)


def bring(cast, content, kind, by="col"):
    batch = imports.stage(content, by=cast[by], kind=kind, file_name="x.csv")
    assert batch.problems == []
    return imports.apply(batch, by=cast[by])


def test_everybody_is_counted_against_their_own_limit(cast, weighting):
    workers(cast, cast.team_a, 5)
    workers(cast, cast.team_b, 6, "newly-qualified")
    fill(cast, points=120)
    page = spread(cast["hamish"])
    assert (page.here.people, page.here.over, page.here.over_without_plan) == (15, 1, 1)
    assert page.here.bands == (14, 0, 0, 0, 0, 1, 0)
    assert sum(page.here.cases) == 15
    assert (page.here.newly_qualified, page.here.newly_qualified_over) == (6, 0)
    assert page.charts[0].rows[5] == ("111 to 125 %", "1")
    assert "111 to 125 %: 1" in page.charts[0].svg


def test_small_groups_are_withheld_and_can_not_be_worked_out(cast, weighting):
    keep(cast.north.pk)
    assert spread(cast["hamish"]).here.is_withheld
    workers(cast, cast.team_a, 5)
    page = spread(cast["hamish"], cast.service)
    assert {one.unit.name: one.is_withheld for one in page.below} == {"Team A": True, "Team B": True}
    workers(cast, cast.team_b, 5)
    page = spread(cast["hamish"], cast.service)
    assert [(one.people, one.is_withheld) for one in page.below] == [(7, False), (0, True)]


@pytest.mark.parametrize(
    ("who", "status"),
    [("hamish", 200), ("nadia", 200), ("fraser", 200), ("morag", 200), ("eilidh", 404), ("petra", 404)],
)
def test_who_sees_the_distribution(cast, weighting, signed_in, who, status):
    workers(cast, cast.team_a, 5)
    response = signed_in(cast[who], Client()).get("/caseload/organisation/")
    assert response.status_code == status
    if status == 200:
        assert "Eilidh" not in response.content.decode()


def test_a_foreign_unit_is_no_unit(cast, weighting, signed_in):
    workers(cast, cast.team_a, 6)
    foreign = Unit.objects.get(organisation=cast.south, code="L")
    page = signed_in(cast["hamish"], Client()).get(f"/caseload/organisation/?unit={foreign.pk}").content.decode()
    assert "Long-term team" not in page


@pytest.mark.parametrize("count", [1, 5])
def test_it_asks_as_often_whatever_there_is(cast, weighting, signed_in, count, django_assert_max_num_queries):
    workers(cast, cast.team_a, 5)
    for number in range(count):
        give(cast, case(cast, f"1{number}"))
    client = signed_in(cast["isla"], Client())
    client.get("/caseload/organisation/")
    with django_assert_max_num_queries(11):
        client.get("/caseload/organisation/")


def test_published_figures_come_in_with_their_marks_and_twice_changes_nothing(cast):
    assert bring(cast, FIGURES, "benchmarks").counts == {"comes_in": 5}
    far = Benchmark.objects.get(code="303")
    assert (far.caseload, far.mark) == (None, "x")
    assert Benchmark.objects.get(code="England").caseload == Decimal("15.2")
    again = imports.stage(FIGURES, by=cast["col"], kind="benchmarks", file_name="x.csv")
    assert again.changes_nothing
    assert bring(cast, FIGURES.replace(b"E3,Far,x", b"E3,Far,low"), "benchmarks").counts == {"changes": 1}


def test_what_is_no_figure_and_no_mark_is_refused_with_its_row(cast):
    batch = imports.stage(FIGURES.replace(b"Far,x", b"Far,?"), by=cast["col"], kind="benchmarks", file_name="x.csv")
    assert [(one["row"], one["sentence"]) for one in batch.problems] == [
        (6, "“?” is neither a number nor a mark such as z, x, u, c, low.")
    ]


def test_neighbours_stand_beside_it(cast, signed_in):
    bring(cast, FIGURES, "benchmarks")
    assert bring(cast, NEAREST, "neighbours").counts == {"comes_in": 4}
    found = benchmarks.comparison(cast["wren"])
    assert (found.code, found.year, found.mean, found.without) == ("301", 2025, Decimal("16.5"), 1)
    assert [(one.name, one.closeness, one.said) for one in found.neighbours] == [
        ("Near", "Close", ""),
        ("Far", "Close", "not available"),
    ]
    page = signed_in(cast["wren"], Client()).get("/caseload/organisation/neighbours/").content.decode()
    assert "Neighbours average 16.5 cases a social worker" in page
    assert "not available" in page


def test_scotland_has_none(cast, signed_in):
    page = signed_in(cast["isla"], Client()).get("/caseload/organisation/neighbours/").content.decode()
    assert "published for England only" in page


@pytest.mark.skipif(not WORKFORCE.exists(), reason="needs the shared folder of real data")
def test_the_published_files_come_in_as_they_are(cast):
    bring(cast, (WORKFORCE / "csww_indicators_2017_to_2025.csv").read_bytes(), "benchmarks")
    bring(cast, (WORKFORCE / "sn_model_2025_wide.csv").read_bytes(), "neighbours")
    assert {one.mark for one in Benchmark.objects.filter(caseload=None)} == {"x", "u"}
    assert Neighbour.objects.count() == 1530
    found = benchmarks.comparison(cast["wren"], "212")
    assert (found.name, found.year) == ("Wandsworth", 2025)
    assert found.without == 1
