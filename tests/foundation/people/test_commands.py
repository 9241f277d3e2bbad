"""Does each act on people, units, posts and roles do what it says, record it, and leave nothing when refused?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people import commands, queries
from cairn.foundation.people.models import LocalDay, Organisation, Person, Placement, Post, ProfessionalRole, Unit

MORNING, TODAY = datetime(2026, 9, 1, 9, 0, tzinfo=UTC), date(2026, 9, 1)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _one_morning():
    """Every test begins at nine on 1 September 2026."""
    with clock.at(MORNING):
        yield


# Organisations


def test_set_up_makes_an_organisation_and_its_administrator(db, entries):
    person = commands.set_up_organisation(
        name="Strathcairn Partnership",
        nation="scotland",
        given_name="Una",
        family_name="Begg",
        email="Una@Strathcairn.example",
        password="a long password",
    )
    assert (person.email, person.check_password("a long password")) == ("una@strathcairn.example", True)
    assert person.organisation.slug == "strathcairn-partnership"
    assert [held.role for held in person.roles.current()] == ["administrator"]
    assert [(entry.act, entry.actor) for entry in entries()] == [("organisation.set_up", str(person.pk))]


def test_set_up_twice_with_one_name_gives_two_slugs(db):
    given = {"name": "Council", "nation": "england", "given_name": "A", "family_name": "B"}
    first = commands.set_up_organisation(email="a@one.example", **given)
    second = commands.set_up_organisation(email="a@two.example", **given)
    assert (first.organisation.slug, second.organisation.slug) == ("council", "council-2")
    assert not first.has_usable_password()


def test_set_up_first_is_refused_where_there_is_an_organisation(cast, entries):
    with pytest.raises(Refused, match="Cairn has been set up already"):
        commands.set_up_first_organisation(
            name="Third", nation="wales", given_name="A", family_name="B", email="a@third.example", password="x" * 12
        )
    assert (Organisation.objects.count(), entries()) == (2, [])


def test_change_organisation_keeps_what_it_was_called(cast, entries):
    commands.change_organisation(cast.north, name="North HSCP", nation="scotland", by=cast["una"])

    cast.north.refresh_from_db()
    assert cast.north.name == "North HSCP"
    assert entries("organisation.changed")[0].facts["before"]["name"] == "North Partnership"


def test_local_days_are_added_once_and_taken_out(cast, entries):
    added = commands.add_local_day(cast.north, day=date(2027, 7, 19), name="Glasgow Fair", by=cast["una"])
    with pytest.raises(Refused, match="in the calendar already"):
        commands.add_local_day(cast.north, day=date(2027, 7, 19), name="Again", by=cast["una"])
    assert queries.calendar_of(cast.north.pk).closed == {date(2027, 7, 19)}

    commands.remove_local_day(added, by=cast["una"])
    assert not LocalDay.objects.exists()
    assert [entry.act for entry in entries()] == ["organisation.day_added", "organisation.day_removed"]


# Units


def test_add_unit_places_it_in_the_tree(cast, entries):
    unit = commands.add_unit(
        cast.north, name="Team C", code="C", kind="team", service_area="adults", parent=cast.service, by=cast["una"]
    )
    assert (unit.path, unit.opened_on) == ("D/S/C/", TODAY)
    assert list(Placement.objects.filter(unit=unit).values_list("parent", "starts_on", "ends_on")) == [
        (cast.service.pk, TODAY, None)
    ]
    assert [entry.act for entry in entries()] == ["unit.added"]


def test_add_unit_refused_leaves_no_trace(cast, entries):
    with pytest.raises(Refused, match="Only an administrator"):
        commands.add_unit(cast.north, name="Team C", code="C", kind="team", by=cast["morag"])
    assert (Unit.objects.filter(code="C").exists(), entries()) == (False, [])


def test_move_unit_carries_all_below_and_keeps_where_it_stood(cast, entries):
    below = commands.add_unit(cast.north, name="Cell", code="X", kind="team", parent=cast.team_a, by=cast["una"])

    commands.move_unit(cast.team_a, parent=cast.directorate, on=YESTERDAY, by=cast["una"])

    cast.team_a.refresh_from_db()
    below.refresh_from_db()
    assert (cast.team_a.path, below.path) == ("D/A/", "D/A/X/")
    assert queries.parent_on(cast["una"], cast.team_a, date(2021, 3, 1)) == cast.service
    assert queries.parent_on(cast["una"], cast.team_a, TODAY) == cast.directorate
    assert queries.parent_on(cast["una"], cast.team_a, YESTERDAY) == cast.directorate
    assert entries("unit.moved")[0].facts["to"] == str(cast.directorate.pk)


def test_move_unit_on_the_day_it_was_placed_puts_it_right(cast):
    unit = commands.add_unit(cast.north, name="Team C", code="C", kind="team", by=cast["una"])
    commands.move_unit(unit, parent=cast.service, by=cast["una"])
    assert list(unit.placements.values_list("parent", flat=True)) == [cast.service.pk]


def test_move_unit_refused_leaves_no_trace(cast, entries):
    with pytest.raises(Refused, match="under itself"):
        commands.move_unit(cast.service, parent=cast.team_a, by=cast["una"])
    cast.service.refresh_from_db()
    assert (cast.service.path, entries()) == ("D/S/", [])


def test_close_unit_keeps_its_history(cast, entries):
    empty = commands.add_unit(cast.north, name="Old", code="O", kind="team", opened_on=date(2024, 1, 1), by=cast["una"])
    commands.close_unit(empty, on=YESTERDAY, by=cast["una"])
    empty.refresh_from_db()
    assert empty.closed_on == YESTERDAY
    assert empty not in list(queries.units(cast["una"]))
    assert [entry.act for entry in entries()] == ["unit.added", "unit.closed"]


def test_change_unit_keeps_what_it_was_called(cast, entries):
    commands.change_unit(cast.team_a, name="Team North", kind="team", service_area="adults", by=cast["una"])
    assert entries("unit.changed")[0].facts["before"]["name"] == "Team A"


# People


def test_add_person_waits_for_an_invitation(cast, entries):
    person = commands.add_person(
        cast.north, email="New@North.example", given_name="New", family_name="Comer", by=cast["una"]
    )
    assert (person.email, person.has_usable_password(), person.staff_number) == ("new@north.example", False, None)
    assert entries("person.added")[0].facts["email"] == "new@north.example"


@pytest.mark.parametrize("taken", ["eilidh@north.example", "WREN@south.example"])
def test_an_address_in_use_anywhere_is_refused_alike(cast, entries, taken):
    with pytest.raises(Refused, match=r"can't be used here\. Look in the directory"):
        commands.add_person(cast.north, email=taken, given_name="A", family_name="B", by=cast["una"])
    assert entries() == []


def test_staff_numbers_are_somebodys_own(cast):
    Person.objects.filter(pk=cast["eilidh"].pk).update(staff_number="00123")
    with pytest.raises(Refused, match="The staff number 00123 belongs to Eilidh Farrow"):
        commands.add_person(
            cast.north, email="x@north.example", given_name="A", family_name="B", staff_number="00123", by=cast["una"]
        )


def test_change_person_records_before_and_after(cast, entries):
    commands.change_person(
        cast["eilidh"], email="e.muir@north.example", given_name="Eilidh", family_name="Muir", by=cast["una"]
    )
    assert cast["eilidh"].full_name == "Eilidh Muir"
    assert entries("person.changed")[0].facts["before"]["family_name"] == "Farrow"


def test_change_own_name(cast, entries):
    eilidh = cast["eilidh"]
    commands.change_own_name(eilidh, given_name="Eilidh", family_name="Farrow-Muir", by=eilidh)
    assert (cast["eilidh"].family_name, entries()[0].actor) == ("Farrow-Muir", str(eilidh.pk))


def test_deactivate_and_reactivate(cast, entries):
    commands.deactivate(cast["eilidh"], reason="Lost laptop", by=cast["una"])
    assert (cast["eilidh"].is_active, Post.objects.filter(person=cast["eilidh"]).current().count()) == (False, 1)
    commands.reactivate(cast["eilidh"], by=cast["una"])
    assert cast["eilidh"].is_active
    assert [(entry.act, entry.reason) for entry in entries()] == [
        ("person.deactivated", "Lost laptop"),
        ("person.reactivated", ""),
    ]


def test_record_leaving_ends_posts_roles_and_access(cast, entries):
    commands.record_leaving(cast["fraser"], on=YESTERDAY, by=cast["una"])

    fraser = cast["fraser"]
    assert fraser.is_active is False
    assert list(fraser.posts.values_list("ends_on", flat=True)) == [YESTERDAY]
    assert list(fraser.roles.values_list("ends_on", flat=True)) == [YESTERDAY]
    assert entries("person.left")[0].facts == {"on": YESTERDAY.isoformat(), "posts": 1, "roles": 1}


def test_record_leaving_is_not_foretold(cast):
    with pytest.raises(Refused, match="on the last day or afterwards"):
        commands.record_leaving(cast["fraser"], on=TODAY + timedelta(days=1), by=cast["una"])
    assert cast["fraser"].is_active


# Posts


def test_give_post(cast, entries):
    post = commands.give_post(
        cast["petra"],
        unit=cast.team_b,
        job_title="Social worker",
        staff_group="newly-qualified",
        full_time_equivalent=Decimal("0.6"),
        line_manager=cast["callum"],
        professional_lead=cast["catriona"],
        by=cast["una"],
    )
    assert (post.starts_on, post.organisation) == (TODAY, cast.north)
    assert entries("post.given")[0].facts["full_time_equivalent"] == "0.6"


def test_give_post_refused_leaves_no_trace(cast, entries):
    with pytest.raises(Refused, match="of your own organisation"):
        commands.give_post(cast["petra"], unit=cast.south_team, job_title="x", staff_group="other", by=cast["una"])
    assert (Post.objects.filter(person=cast["petra"]).exists(), entries()) == (False, [])


def test_move_post_keeps_the_old_one(cast, entries):
    post = Post.objects.get(person=cast["eilidh"])

    moved = commands.move_post(post, unit=cast.team_b, line_manager=cast["callum"], on=TODAY, by=cast["una"])

    post.refresh_from_db()
    assert (post.unit, post.ends_on) == (cast.team_a, YESTERDAY)
    assert (moved.unit, moved.starts_on, moved.job_title) == (cast.team_b, TODAY, "Social worker")
    assert entries("post.moved")[0].facts["before"]["unit"] == str(cast.team_a.pk)


def test_move_post_on_its_first_day_puts_it_right(cast):
    post = commands.give_post(
        cast["petra"], unit=cast.team_b, job_title="Socal worker", staff_group="social-worker", by=cast["una"]
    )
    moved = commands.move_post(post, job_title="Social worker", by=cast["una"])
    assert moved.pk == post.pk
    assert Post.objects.filter(person=cast["petra"]).count() == 1


def test_end_post(cast, entries):
    post = Post.objects.get(person=cast["eilidh"])
    commands.end_post(post, on=YESTERDAY, by=cast["una"])
    with pytest.raises(Refused, match="The post ended on"):
        commands.end_post(post, on=TODAY, by=cast["una"])
    assert [entry.act for entry in entries()] == ["post.ended"]


# Roles


def test_give_and_end_role(cast, entries):
    held = commands.give_role(cast["petra"], role="board_secretary", by=cast["una"])
    assert [one.person for one in queries.role_holders(cast["una"])["board_secretary"]] == [cast["petra"]]
    commands.end_role(held, on=TODAY, by=cast["una"])
    assert [entry.act for entry in entries()] == ["role.given", "role.ended"]


def test_give_role_refused_leaves_no_trace(cast, entries):
    with pytest.raises(Refused, match="Nobody gives a role to themselves"):
        commands.give_role(cast["una"], role="cswo", by=cast["una"])
    assert (ProfessionalRole.objects.filter(person=cast["una"], role="cswo").exists(), entries()) == (False, [])


# Many at once


def test_many_are_added_with_an_entry_each(cast, entries, django_assert_max_num_queries):
    una = cast["una"]
    with django_assert_max_num_queries(40):
        units = commands.add_units(
            cast.north,
            [
                commands.NewUnit(code="J", name="Justice", kind="service", service_area="justice"),
                commands.NewUnit(code="J1", name="Court team", kind="team", parent_code="j"),
            ],
            by=una,
        )
        people = commands.add_people(
            cast.north,
            [commands.NewPerson(f"p{n}@north.example", "P", str(n), staff_number=f"{n:05}") for n in range(300)],
            by=una,
        )
        posts = commands.give_posts(
            cast.north,
            [commands.NewPost(person, units[1], "Social worker", "social-worker") for person in people],
            by=una,
        )
        commands.end_posts(cast.north, posts[:10], on=TODAY, by=una)
    assert units[1].path == "J/J1/"
    assert Post.objects.filter(unit=units[1], ends_on=None).count() == 290
    counts = {act: len(entries(act)) for act in ("unit.added", "person.added", "post.given", "post.ended")}
    assert counts == {"unit.added": 2, "person.added": 300, "post.given": 300, "post.ended": 10}


def test_many_are_refused_whole(cast, entries):
    rows = [commands.NewPerson("new@north.example", "A", "B"), commands.NewPerson("wren@south.example", "C", "D")]
    with pytest.raises(Refused, match="can't be used here"):
        commands.add_people(cast.north, rows, by=cast["una"])
    with pytest.raises(Refused, match="stands there twice"):
        commands.add_people(cast.north, [rows[0], rows[0]], by=cast["una"])
    assert (Person.objects.filter(email="new@north.example").exists(), entries()) == (False, [])


def test_many_posts_never_join_two_organisations(cast, entries):
    row = commands.NewPost(cast["petra"], cast.team_a, "x", "other", line_manager=cast["wren"])
    with pytest.raises(Refused, match="of the same organisation"):
        commands.give_posts(cast.north, [row], by=cast["una"])
    foreign = [Post.objects.get(person=cast["ben"])]
    with pytest.raises(Refused, match="another organisation"):
        commands.end_posts(cast.north, foreign, on=TODAY, by=cast["una"])
    with pytest.raises(Refused, match="another organisation"):
        commands.change_people([cast["eilidh"], cast["ben"]], by=cast["una"])
    assert entries() == []


def test_change_people(cast, entries):
    eilidh, ruaridh = cast["eilidh"], cast["ruaridh"]
    eilidh.email, ruaridh.is_active = "New@north.example", False
    assert commands.change_people([eilidh, ruaridh], by=cast["una"]) == 2
    assert (cast["eilidh"].email, cast["ruaridh"].is_active) == ("new@north.example", False)
    assert len(entries("person.changed")) == 2

    eilidh.email = "morag@north.example"
    with pytest.raises(Refused, match="can't be used here"):
        commands.change_people([eilidh], by=cast["una"])
