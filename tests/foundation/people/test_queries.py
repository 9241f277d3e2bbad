"""Can it be answered who led, worked and answered for what, on any day, at the same cost for any number?"""

from datetime import date, timedelta

import pytest

from cairn.foundation.core import clock
from cairn.foundation.people import commands, queries
from cairn.foundation.people.models import Person, Placement, Post, Unit

MARCH = date(2026, 3, 15)


def test_who_led_this_team_in_march(cast):
    Post.objects.filter(person=cast["morag"]).update(ends_on=date(2026, 5, 31))
    Post.objects.create(
        organisation=cast.north,
        person=cast["ruaridh"],
        unit=cast.team_a,
        job_title="Team leader",
        staff_group="team-leader",
        leads_unit=True,
        starts_on=date(2026, 6, 1),
    )
    viewer = cast["isla"]
    assert queries.who_led(viewer, cast.team_a, MARCH) == [cast["morag"]]
    assert queries.who_led(viewer, cast.team_a) == [cast["ruaridh"]]
    assert queries.who_led(cast["wren"], cast.team_a, MARCH) == []


def test_the_tree_as_it_stands_and_as_it_stood(cast):
    commands.move_unit(cast.team_b, parent=cast.directorate, by=cast["una"])
    now = [
        (row.unit.name, row.depth, queries.names_of(row.leaders), row.people)
        for row in queries.units_tree(cast["isla"])
    ]
    assert now == [
        ("Directorate of social work", 0, "", 3),
        ("Adult services", 1, "", 1),
        ("Team A", 2, "Morag Lindsay", 3),
        ("Team B", 1, "Callum Drever", 2),
    ]
    before = [(row.unit.name, row.depth) for row in queries.units_tree(cast["isla"], MARCH)]
    assert before[-2:] == [("Team A", 2), ("Team B", 2)]
    assert queries.units_tree(cast["isla"], date(2019, 1, 1)) == []


def test_nobody_sees_another_organisation(cast):
    assert {row.unit.organisation for row in queries.units_tree(cast["wren"])} == {cast.south}
    assert {person.organisation for person in queries.people(cast["wren"])} == {cast.south}
    with pytest.raises(Person.DoesNotExist):
        queries.person_for(cast["wren"], cast["eilidh"].pk)
    with pytest.raises(Unit.DoesNotExist):
        queries.unit_for(cast["wren"], cast.team_a.pk)
    with pytest.raises(Post.DoesNotExist):
        queries.post_for(cast["wren"], Post.objects.get(person=cast["eilidh"]).pk)


@pytest.mark.parametrize("many", [1, 50])
def test_the_tree_costs_the_same_at_any_size(cast, many, django_assert_num_queries):
    units = [
        Unit(
            organisation=cast.north,
            parent=cast.service,
            name=f"T{n}",
            code=f"T{n}",
            kind="team",
            path=f"D/S/T{n}/",
            opened_on=MARCH,
        )
        for n in range(many)
    ]
    Unit.objects.bulk_create(units)
    Placement.objects.bulk_create(
        Placement(organisation=cast.north, unit=unit, parent=cast.service, starts_on=MARCH) for unit in units
    )
    viewer = cast["isla"]
    with django_assert_num_queries(4):
        assert len(queries.units_tree(viewer)) == many + 4


def test_role_holders_names_every_role(cast):
    held = queries.role_holders(cast["eilidh"])
    assert [one.person.given_name for one in held["psw"]] == ["Catriona"]
    assert held["board_secretary"] == []
    assert queries.role_holders(cast["eilidh"], date(2019, 1, 1))["psw"] == []


def test_the_professional_line_stands_apart_from_line_management(cast):
    for who in ("eilidh", "shona"):
        Post.objects.filter(person=cast[who]).update(professional_lead=cast["catriona"])
    lines = queries.professional_line(cast["isla"])
    assert [(line.lead, [post.person for post in line.advised]) for line in lines] == [
        (cast["catriona"], [cast["eilidh"], cast["shona"]])
    ]
    assert [post.person for post in queries.managed_by(cast["isla"], cast["morag"])] == [
        cast["eilidh"],
        cast["ruaridh"],
    ]
    assert [post.person for post in queries.advised_by(cast["isla"], cast["catriona"])] == [
        cast["eilidh"],
        cast["shona"],
    ]


def test_the_directory_finds_by_any_part_and_costs_the_same(cast, django_assert_num_queries):
    viewer = cast["isla"]
    with django_assert_num_queries(3):
        found = [
            (person.given_name, [str(post) for post in person.current_posts])
            for person in queries.people(viewer, "eil farr")
        ]
    assert found == [("Eilidh", ["Social worker, Team A"])]
    with django_assert_num_queries(3):
        assert len(queries.people(viewer)) == 12


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("morag@north.example", ["Morag"]),
        ("MORAG@north.example", ["Morag"]),
        ("morag lindsay", ["Morag"]),
        ("morag", []),
        ("ben@south.example", []),
        ("00042", ["Eilidh"]),
    ],
)
def test_colleagues_are_called_by_address_number_or_whole_name(cast, words, found):
    Person.objects.filter(pk=cast["eilidh"].pk).update(staff_number="00042")
    assert [person.given_name for person in queries.colleagues_called(cast["isla"], words)] == found


def test_a_unit_that_closed_is_in_the_tree_of_its_time(cast):
    unit = commands.add_unit(cast.north, name="Old", code="O", kind="team", opened_on=date(2025, 1, 1), by=cast["una"])
    commands.close_unit(unit, on=clock.today() - timedelta(days=3), by=cast["una"])
    assert "Old" not in [row.unit.name for row in queries.units_tree(cast["una"])]
    assert "Old" in [row.unit.name for row in queries.units_tree(cast["una"], MARCH)]
