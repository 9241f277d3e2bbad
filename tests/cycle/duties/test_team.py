"""Does a leader see what is due in their units, late first, by unit where there are many, and nothing private?"""

from datetime import timedelta

import pytest
from tests.cycle.duties.conftest import on, owed, raised

from cairn.cycle.duties import queries
from cairn.cycle.duties.owing import meet
from cairn.foundation.core import clock
from cairn.foundation.people.models import Person, Post, Unit


def leads(cast, name, unit):
    Post.objects.create(
        organisation=cast.north, person=cast[name], unit=unit, job_title="Head", staff_group="manager",
        leads_unit=True, starts_on=clock.today(),
    )  # fmt: skip


def crowd(cast, unit, count):
    """So many more practise there."""
    people = [
        Person(
            organisation=cast.north, email=f"{unit.code}{n}@north.example", given_name=f"P{n:02}", family_name="Q",
            created_at=clock.now(),
        )
        for n in range(count)
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    Post.objects.bulk_create(
        Post(
            organisation=cast.north, person=person, unit=unit, job_title="Social worker", staff_group="social-worker",
            starts_on=clock.today(),
        )
        for person in people
    )  # fmt: skip
    return people


def in_team(unit, person, about="x:1", **more):
    return owed(person, about, unit_id=unit.pk, **more)


def rows(found):
    return [(row.title, row.due.late, row.due.soon, row.due.open) for row in found]


@pytest.fixture
def busy(cast):
    """In team A Eilidh is late with one thing and signs another, Ruaridh is due one this week; Shona is in team B."""
    a, b = cast.team_a, cast.team_b
    raised(
        cast.north,
        in_team(a, cast["eilidh"], "x:1", due=-3, opens=-9),
        in_team(a, cast["ruaridh"], "x:2", due=7),
        in_team(a, cast["ruaridh"], "x:3", due=30, opens=20),
        in_team(b, cast["shona"], "x:4", due=0),
        owed(about="x:5", office="leader", unit_id=a.pk, due=-1, opens=-2),
    )
    raised(cast.north, in_team(a, cast["eilidh"], "x:6", due=8), kind="test.sign")
    raised(cast.north, in_team(a, cast["eilidh"], "x:7", due=-1, opens=-2), kind="test.answer")


def test_by_person_and_by_kind_late_first(cast, busy):
    team = queries.team_of(cast["morag"])
    assert rows(team.by_person) == [("Eilidh Farrow", 1, 0, 2), ("Ruaridh Ogg", 0, 1, 1)]
    assert rows(team.by_kind) == [("Write something", 2, 1, 3), ("Sign something", 0, 0, 1)]
    assert (team.people, team.others, team.due) == (3, 1, queries.team.Due(4, 1, 2))
    assert [(item.duty.about, item.whose) for item in team.offices] == [("x:5", "Whoever leads Team A")]
    assert team.by_unit == []


def test_what_is_done_is_not_counted(cast, busy):
    meet("test.write", "x:1")
    assert rows(queries.team_of(cast["morag"]).by_person) == [("Ruaridh Ogg", 0, 1, 1), ("Eilidh Farrow", 0, 0, 1)]


def test_where_there_are_many_it_is_by_unit_first(cast, busy):
    leads(cast, "isla", cast.directorate)
    team = queries.team_of(cast["isla"])
    assert team.by_unit == []
    assert [row.title for row in team.by_person] == ["Eilidh Farrow", "Ruaridh Ogg", "Shona Petrie"]

    crowd(cast, cast.team_a, 41)
    team = queries.team_of(cast["isla"])
    assert rows(team.by_unit) == [("Adult services", 2, 2, 5), ("Directorate of social work", 0, 0, 0)]
    assert [row.people for row in team.by_unit] == [47, 3]
    assert (team.by_person, team.offices, team.people) == ([], [], 50)

    service = queries.team_of(cast["isla"], cast.service)
    assert rows(service.by_unit) == [("Team A", 2, 1, 4), ("Team B", 0, 1, 1), ("Adult services", 0, 0, 0)]
    assert rows(queries.team_of(cast["isla"], cast.team_b).by_person) == [("Shona Petrie", 0, 1, 1)]
    assert len(queries.team_of(cast["isla"], cast.team_a).by_person) == 2


def test_a_leader_of_two_units_sees_both(cast, busy):
    leads(cast, "morag", cast.team_b)
    assert [row.title for row in queries.team_of(cast["morag"]).by_person] == [
        "Eilidh Farrow",
        "Ruaridh Ogg",
        "Shona Petrie",
    ]
    crowd(cast, cast.team_a, 41)
    assert rows(queries.team_of(cast["morag"]).by_unit) == [("Team A", 2, 1, 4), ("Team B", 0, 1, 1)]
    leads(cast, "morag", cast.service)
    assert rows(queries.team_of(cast["morag"]).by_unit) == [
        ("Team A", 2, 1, 4),
        ("Team B", 0, 1, 1),
        ("Adult services", 0, 0, 0),
    ]


def test_nobody_sees_into_units_that_others_lead(cast, busy):
    assert rows(queries.team_of(cast["callum"]).by_person) == [("Shona Petrie", 0, 1, 1)]
    for name, unit in (("callum", cast.team_a), ("ada", cast.team_a), ("morag", cast.service), ("isla", cast.team_a)):
        with pytest.raises(Unit.DoesNotExist):
            queries.led_unit(cast[name], unit.pk)
    assert queries.led_unit(cast["morag"], cast.team_a.pk) == cast.team_a


def test_one_persons_work(cast, busy):
    work = queries.persons_work(cast["morag"], cast["eilidh"].pk)
    assert ([item.duty.about for item in work.owed], work.late) == (["x:1", "x:6"], 1)
    assert queries.persons_work(cast["morag"], cast["morag"].pk).owed == []
    for viewer, person in (("callum", "eilidh"), ("ada", "eilidh"), ("morag", "shona"), ("eilidh", "eilidh")):
        with pytest.raises(Person.DoesNotExist):
            queries.persons_work(cast[viewer], cast[person].pk)


def test_what_somebody_who_moved_on_left_open_is_still_seen(cast, busy):
    yesterday = clock.today() - timedelta(days=1)
    Post.objects.filter(person=cast["eilidh"]).update(ends_on=yesterday)
    assert [row.title for row in queries.team_of(cast["morag"]).by_person] == ["Eilidh Farrow", "Ruaridh Ogg"]
    assert len(queries.persons_work(cast["morag"], cast["eilidh"].pk).owed) == 2


def test_tomorrow_more_is_late(cast, busy):
    with on(clock.today() + timedelta(days=8)):
        assert queries.team_of(cast["morag"]).due.late == 3


@pytest.mark.parametrize("people", [1, 5, 60])
def test_cost_does_not_grow(cast, django_assert_max_num_queries, people):
    leads(cast, "isla", cast.directorate)
    for person in crowd(cast, cast.team_a, people):
        raised(cast.north, in_team(cast.team_a, person, f"x:{person.email}"))
    isla = cast["isla"]
    with django_assert_max_num_queries(7):
        queries.team_of(isla)
