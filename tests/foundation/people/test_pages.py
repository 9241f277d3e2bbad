"""Is every page of people open to whom the policy says, and to nobody else?"""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cairn.foundation.core import clock
from cairn.foundation.people.models import LocalDay, Person, Placement, Post, ProfessionalRole, Unit

OPEN_PAGES = ("/people/", "/people/directory/", "/people/roles/", "/people/professional-line/", "/organisation/")
KEEPING = (
    "/people/add/",
    "/people/units/add/",
    "/people/roles/give/",
    "/organisation/change/",
    "/organisation/days/add/",
)


def pages_about(cast):
    """Pages about one record of the North: those to read, and those to change it."""
    eilidh, post = cast["eilidh"].pk, Post.objects.get(person=cast["eilidh"]).pk
    held = ProfessionalRole.objects.get(person=cast["fraser"]).pk
    return (
        [f"/people/{eilidh}/", f"/people/units/{cast.team_a.pk}/"],
        [
            *(f"/people/{eilidh}/{act}/" for act in ("change", "leave", "deactivate", "posts/give", "roles/give")),
            *(f"/people/units/{cast.team_a.pk}/{act}/" for act in ("change", "move", "close")),
            *(f"/people/posts/{post}/{act}/" for act in ("move", "end")),
            f"/people/roles/{held}/end/",
        ],
    )


@pytest.mark.parametrize("address", [*OPEN_PAGES, *KEEPING, "/accountabilities/", "/access/", "/account/"])
def test_signed_out_one_is_sent_to_sign_in(client, cast, address):
    response = client.get(address)
    assert (response.status_code, response.url) == (302, f"/sign-in/?next={address}")


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_open_pages_are_for_everybody_who_works_here(signed_in, cast, address):
    assert signed_in(cast["eilidh"]).get(address).status_code == 200
    assert signed_in(cast["hamish"]).get(address).status_code == 200
    assert signed_in(cast["petra"]).get(address).status_code == 404


@pytest.mark.parametrize("address", ["/accountabilities/", "/access/", "/account/"])
def test_what_everybody_may_read(signed_in, cast, address):
    assert signed_in(cast["petra"]).get(address).status_code == 200


@pytest.mark.parametrize("address", KEEPING)
def test_keeping_is_for_the_administrator(signed_in, cast, address):
    assert signed_in(cast["una"]).get(address).status_code == 200
    refused = signed_in(cast["isla"]).get(address)
    assert (refused.status_code, b"Only an administrator" in refused.content) == (403, True)


def test_pages_about_a_record(signed_in, cast):
    to_read, to_change = pages_about(cast)
    for address in to_read:
        assert signed_in(cast["eilidh"]).get(address).status_code == 200, address
        assert signed_in(cast["petra"]).get(address).status_code == 404, address
    for address in to_change:
        assert signed_in(cast["una"]).get(address).status_code == 200, address
        assert signed_in(cast["morag"]).get(address).status_code == 403, address
        assert signed_in(cast["morag"]).post(address, {}).status_code == 403, address
        assert signed_in(cast["petra"]).get(address).status_code == 404, address


def test_foreign_and_missing_are_answered_alike(signed_in, cast):
    client = signed_in(cast["col"])
    for address in [*pages_about(cast)[0], *pages_about(cast)[1]]:
        missing = "/".join(str(uuid4()) if part.count("-") == 4 else part for part in address.split("/"))
        foreign, none = client.get(address), client.get(missing)
        assert (foreign.status_code, foreign.content) == (404, none.content), address


def test_a_foreign_record_put_into_a_form_is_refused_as_missing(signed_in, cast):
    client = signed_in(cast["una"])
    given = {"job_title": "Social worker", "staff_group": "social-worker", "full_time_equivalent": "1"}
    answers = []
    for unit, manager in ((cast.south_team.pk, "ben@south.example"), (uuid4(), "nobody@south.example")):
        address = f"/people/{cast['petra'].pk}/posts/give/"
        page = client.post(address, {**given, "unit": unit, "line_manager": manager}).content.decode()
        answers.append((page.count("Choose a unit from the list."), page.count("Nobody here has this address")))
    assert answers[0] == answers[1] == (2, 2)
    assert not Post.objects.filter(person=cast["petra"]).exists()


def test_add_a_unit_then_a_person_then_a_post(signed_in, cast):
    client = signed_in(cast["una"])
    unit = client.post(
        "/people/units/add/",
        {
            "name": "Team C",
            "code": "C",
            "kind": "team",
            "service_area": "adults",
            "parent": cast.service.pk,
            "opened_on_day": "1",
            "opened_on_month": "9",
            "opened_on_year": "2026",
        },
    )
    made = Unit.objects.get(code="C")
    assert unit.url == f"/people/units/{made.pk}/"
    client.post("/people/add/", {"given_name": "Ishbel", "family_name": "Moir", "email": "ishbel@north.example"})
    person = Person.objects.get(email="ishbel@north.example")
    client.post(
        f"/people/{person.pk}/posts/give/",
        {
            "unit": made.pk,
            "job_title": "Social worker",
            "staff_group": "social-worker",
            "full_time_equivalent": "0.5",
            "line_manager": "Callum Drever",
            "starts_on_day": "1",
            "starts_on_month": "October",
            "starts_on_year": "2026",
        },
    )
    post = Post.objects.get(person=person)
    assert (post.unit, post.line_manager, post.starts_on) == (made, cast["callum"], date(2026, 10, 1))
    page = client.get(f"/people/{person.pk}/").content.decode()
    assert "Social worker</strong>, <a" in page
    assert "1 October 2026 to today" in page


def test_a_refusal_keeps_what_was_typed(signed_in, cast):
    page = signed_in(cast["una"]).post(
        "/people/add/", {"given_name": "Zebedee", "family_name": "Twin", "email": "eilidh@north.example"}
    )
    text = page.content.decode()
    assert (page.status_code, 'value="Zebedee"' in text, "can&#39;t be used here" in text) == (200, True, True)


def test_a_unit_as_it_stood(signed_in, cast):
    Post.objects.filter(person=cast["morag"]).update(ends_on=date(2026, 5, 31))
    client = signed_in(cast["eilidh"])
    address = f"/people/units/{cast.team_a.pk}/"
    assert "and nobody leads it" in client.get(address).content.decode()
    assert "led by Morag Lindsay" in client.get(f"{address}?on=2026-03-15").content.decode()
    assert client.get(f"{address}?on=nonsense").status_code == 200


def test_move_a_post_and_leave(signed_in, cast):
    client = signed_in(cast["una"])
    post = Post.objects.get(person=cast["eilidh"])
    same = {"job_title": "Senior practitioner", "staff_group": "senior-practitioner", "full_time_equivalent": "1.00"}
    answer = client.post(
        f"/people/posts/{post.pk}/move/", {**same, "unit": cast.team_b.pk, "line_manager": "callum@north.example"}
    )
    assert answer.url == f"/people/{cast['eilidh'].pk}/"
    assert [str(one) for one in Post.objects.filter(person=cast["eilidh"]).current()] == ["Senior practitioner, Team B"]
    client.post(f"/people/{cast['eilidh'].pk}/leave/", {"act_key": "once"})
    assert cast["eilidh"].is_active is False


def test_the_calendar_is_kept(signed_in, cast):
    client = signed_in(cast["una"])
    typed = {"day_day": "19", "day_month": "7", "day_year": "2027", "name": "Glasgow Fair", "is_working": "no"}
    client.post("/organisation/days/add/", typed)
    day = LocalDay.objects.get()
    assert "19 July 2027: Glasgow Fair" in client.get("/organisation/").content.decode()
    assert signed_in(cast["isla"]).post(f"/organisation/days/{day.pk}/remove/").status_code == 403
    assert signed_in(cast["una"]).post(f"/organisation/days/{day.pk}/remove/").url == "/organisation/"
    assert not LocalDay.objects.exists()


def test_a_double_click_makes_one_record(signed_in, cast):
    client = signed_in(cast["una"])
    typed = {"given_name": "Ishbel", "family_name": "Moir", "email": "ishbel@north.example", "act_key": "pressed twice"}
    first, second = client.post("/people/add/", typed), client.post("/people/add/", typed)
    assert first.url == second.url == f"/people/{Person.objects.get(email='ishbel@north.example').pk}/"


@pytest.mark.parametrize("many", [1, 40])
def test_lists_cost_the_same_at_any_length(signed_in, cast, many, django_assert_num_queries):
    Person.objects.bulk_create(
        Person(
            organisation=cast.north,
            email=f"p{n}@north.example",
            given_name="P",
            family_name=f"{n:03}",
            created_at=clock.now(),
        )
        for n in range(many)
    )
    Post.objects.bulk_create(
        Post(
            organisation=cast.north,
            person=person,
            unit=cast.team_a,
            job_title="x",
            staff_group="other",
            line_manager=cast["morag"],
            professional_lead=cast["catriona"],
            starts_on=clock.today() - timedelta(days=9),
        )
        for person in Person.objects.filter(given_name="P")
    )
    client = signed_in(cast["eilidh"])
    client.get("/people/")  # the session's first page notes that it began
    page_itself = 3  # session, person with organisation and notices, posts and roles
    for address, more in (
        ("/people/", 4),
        ("/people/directory/", 4),
        (f"/people/units/{cast.team_a.pk}/", 6),
        (f"/people/{cast['morag'].pk}/", 6),
        ("/people/roles/", 1),
        ("/people/professional-line/", 2),
        ("/accountabilities/", 1),
        ("/access/", 0),
        ("/organisation/", 1),
    ):
        with django_assert_num_queries(page_itself + more):
            assert client.get(address).status_code == 200


def test_a_large_organisation_is_shown_from_the_top(signed_in, cast):
    units = [
        Unit(
            organisation=cast.north,
            parent=cast.service,
            name=f"T{n}",
            code=f"T{n}",
            kind="team",
            path=f"D/S/T{n}/",
            opened_on=date(2026, 1, 1),
        )
        for n in range(400)
    ]
    Unit.objects.bulk_create(units)
    Placement.objects.bulk_create(
        Placement(organisation=cast.north, unit=unit, parent=cast.service, starts_on=date(2026, 1, 1)) for unit in units
    )
    client = signed_in(cast["eilidh"])
    page = client.get("/people/").content
    assert (b"404 units" in page, b"T399" in page, len(page) < 100_000) == (True, False, True)
    assert b"T399" in client.get(f"/people/units/{cast.service.pk}/").content


def test_the_policy_is_printed_as_it_counts(signed_in, cast):
    page = signed_in(cast["eilidh"]).get("/access/").content.decode()
    assert "You stand here as: Everybody who can sign in, Everybody with a post or role and Practitioners." in page
    assert "Nobody gives" not in page
    for words in ("Self-evaluation rounds", "Practitioners&#39; answers (never linked to a person)", "while open"):
        assert words in page


def test_accountabilities_name_their_clauses_and_holders(signed_in, cast):
    page = signed_in(cast["petra"]).get("/accountabilities/").content.decode()
    assert "Isla Renwick" in page
    assert "(sa.cswo.final)" in page
    assert "Catriona Weir" in page  # holds the English role in a Scottish organisation, so it is shown
    assert "(es1.lead.2)" in page


def test_every_clause_of_an_accountability_exists():
    import tomllib
    from pathlib import Path

    import yaml

    from cairn.foundation.people.open_book import ACCOUNTABILITIES
    from cairn.foundation.standards import library

    texts = "".join(path.read_text() for path in Path(library.__file__).parent.glob("*.yaml"))
    assert yaml.safe_load(Path(library.__file__).with_name("south-ayrshire.yaml").read_text())
    for role in tomllib.loads(ACCOUNTABILITIES.read_text())["role"]:
        for line in role["answers_for"]:
            for clause in line["clauses"]:
                assert clause in texts, clause
