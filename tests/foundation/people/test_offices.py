"""Who holds an office: by leading, by a role, by a group; today, and after a change of hands."""

from datetime import timedelta

import pytest
from django.db.models import Q

from cairn.foundation.core import clock
from cairn.foundation.people.access import forget_standing
from cairn.foundation.people.models import Absence, Post, ProfessionalRole, Unit
from cairn.foundation.people.offices import Holders, held_by, holds, known_offices, units_answered_for


def names(cast, people):
    return sorted(name for name, pk in cast.people.items() if pk in people)


def led_by(cast, name):
    return sorted(Unit.objects.filter(pk__in=units_answered_for(cast[name])).values_list("name", flat=True))


def leads(cast, name, unit):
    Post.objects.create(
        organisation=cast.north, person=cast[name], unit=unit, job_title="Head", staff_group="manager",
        leads_unit=True, starts_on=clock.today(),
    )  # fmt: skip


def test_every_role_and_group_can_be_an_office():
    assert {"leader", "cswo", "administrator", "assurance", "signatories", "moderators"} <= known_offices()


def test_a_leader_answers_for_units_that_nobody_leads(cast):
    leads(cast, "isla", cast.directorate)
    assert led_by(cast, "isla") == ["Adult services", "Directorate of social work"]
    assert led_by(cast, "morag") == ["Team A"]
    assert led_by(cast, "eilidh") == []

    Post.objects.filter(person=cast["morag"]).update(ends_on=clock.today() - timedelta(days=1))
    assert led_by(cast, "isla") == ["Adult services", "Directorate of social work", "Team A"]
    assert led_by(cast, "morag") == []


def test_who_holds_what_asked_the_other_way_round(cast):
    leads(cast, "isla", cast.directorate)
    held = Holders(cast.north.pk)
    assert names(cast, held.of("leader", cast.team_a.pk)) == ["morag"]
    assert names(cast, held.of("leader", cast.service.pk)) == ["isla"]
    assert names(cast, held.of("assurance", None)) == ["catriona", "fraser", "isla"]
    assert names(cast, held.of("moderators", cast.team_a.pk)) == ["catriona", "fraser"]
    assert names(cast, held.of("psw", None)) == ["catriona"]
    assert names(cast, held.of("complaints_officer", None)) == []
    assert names(cast, Holders(cast.south.pk).of("psw", None)) == ["wren"]


def test_nobody_who_left_holds_an_office(cast):
    morag = cast["morag"]
    morag.is_active = False
    morag.save()
    assert Holders(cast.north.pk).of("leader", cast.team_a.pk) == set()


@pytest.mark.parametrize(
    ("name", "office", "unit", "does"),
    [
        ("morag", "leader", "team_a", True),
        ("morag", "leader", "team_b", False),
        ("morag", "leader", None, False),
        ("catriona", "moderators", "team_b", True),
        ("catriona", "moderators", None, True),
        ("isla", "moderators", None, False),
        ("eilidh", "assurance", None, False),
    ],
)
def test_who_holds(cast, name, office, unit, does):
    assert holds(cast[name], office, getattr(cast, unit) if unit else None) is does


def test_a_role_for_a_part_covers_that_part(cast):
    ProfessionalRole.objects.filter(person=cast["catriona"]).update(unit=cast.team_a)
    catriona = cast["catriona"]
    assert holds(catriona, "psw", cast.team_a) is True
    assert holds(catriona, "psw", cast.team_b) is False
    assert holds(catriona, "psw", None) is True, "what belongs to no unit is everybody's who holds the office"
    held = Holders(cast.north.pk)
    assert names(cast, held.of("psw", cast.team_a.pk)) == ["catriona"]
    assert names(cast, held.of("psw", cast.team_b.pk)) == []


def test_the_filter_says_the_same(cast):
    """Over posts, as if their job title were an office: each person's filter finds what `holds` says."""
    offices = ("leader", "psw", "assurance", "moderators", "administrator")
    Post.objects.all().delete()
    leads(cast, "morag", cast.team_a)
    ProfessionalRole.objects.filter(person=cast["fraser"]).update(unit=cast.team_b)
    units = (cast.team_a, cast.team_b, cast.service)
    rows = [
        Post.objects.create(
            organisation=cast.north, person=cast["petra"], unit=unit, job_title=office, staff_group="other",
            starts_on=clock.today(),
        )
        for office in offices
        for unit in units
    ]  # fmt: skip
    for name in ("morag", "catriona", "fraser", "isla", "una", "eilidh"):
        person = cast[name]
        found = Post.objects.filter(held_by(person, office="job_title"), person=cast["petra"])
        expected = {row.pk for row in rows if holds(person, row.job_title, row.unit)}
        assert {row.pk for row in found} == expected, name


def test_who_is_away_still_holds_it(cast):
    Absence.objects.create(organisation=cast.north, person=cast["morag"], why="leave", starts_on=clock.today())
    assert names(cast, Holders(cast.north.pk).of("leader", cast.team_a.pk)) == ["morag"]


def test_cost(cast, django_assert_num_queries):
    morag, eilidh = cast["morag"], cast["eilidh"]
    for person in (morag, eilidh):
        forget_standing(person)
    with django_assert_num_queries(2):
        assert isinstance(held_by(morag), Q)
    with django_assert_num_queries(1):
        held_by(eilidh)
    with django_assert_num_queries(3):
        Holders(cast.north.pk)
