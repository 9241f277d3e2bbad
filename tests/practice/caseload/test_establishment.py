"""How many posts there ought to be: who says so, from when, put right, taken back, and what stands empty."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from cairn.cycle.evidence.models import Touched
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people.models import Post
from cairn.practice.caseload.commands import establishment as commands
from cairn.practice.caseload.models import Establishment
from cairn.practice.caseload.queries.establishment import places

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def in_june():
    with clock.at(datetime(2026, 6, 15, 9, 0, tzinfo=UTC)):
        yield


def set_posts(cast, who="una", unit=None, posts="2.5", starts_on=APRIL, source="Budget paper 14"):
    return commands.set_posts(
        unit or cast.team_a, by=cast[who], posts=Decimal(posts), starts_on=starts_on, source=source
    )


@pytest.mark.parametrize(
    ("who", "may"), [("isla", True), ("catriona", True), ("una", True), ("morag", False), ("eilidh", False)]
)
def test_who_sets_posts(cast, who, may):
    if may:
        assert set_posts(cast, who).posts == Decimal("2.5")
        return
    with pytest.raises(Refused, match=r"Posts are set by the chief or principal social worker, or by an admin"):
        set_posts(cast, who)
    assert not Establishment.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"starts_on": date(1999, 1, 1)}, r"Team A was opened on .*\. Choose that day or a later one\."),
        ({"starts_on": date(2028, 6, 16)}, r"That is more than two years ahead\."),
        ({"posts": "2000.01"}, r"Give a number of posts from 0 to 2000\."),
        ({"posts": "-1"}, r"Give a number of posts from 0 to 2000\."),
    ],
)
def test_what_makes_no_sense_is_refused(cast, said, sentence):
    with pytest.raises(Refused, match=sentence):
        set_posts(cast, **said)
    assert not Establishment.objects.exists()


def test_of_a_closed_unit_no_posts_are_set(cast):
    cast.team_a.closed_on = date(2026, 6, 1)
    cast.team_a.save()
    with pytest.raises(Refused, match=r"Team A was closed on 1 June 2026\."):
        set_posts(cast)


def test_said_again_for_the_same_day_it_is_put_right_and_the_ledger_keeps_both(cast, entries):
    first = set_posts(cast)
    again = set_posts(cast, "isla", posts="3", source="Paper 14, corrected")
    assert first.pk == again.pk
    assert [(one.posts, one.source, one.set_by) for one in Establishment.objects.all()] == [
        (Decimal(3), "Paper 14, corrected", cast["isla"])
    ]
    assert [(entry.facts["posts"], entry.facts["before"]) for entry in entries("establishment.set")] == [
        ("2.5", None),
        ("3", "2.50"),
    ]


def test_what_is_taken_back_lets_what_stood_before_hold_on(cast, entries):
    set_posts(cast, posts="2")
    wrong = set_posts(cast, posts="20", starts_on=date(2026, 6, 1))
    assert places(cast["morag"]).ought == 20
    commands.take_back(wrong, by=cast["una"])
    assert places(cast["morag"]).ought == 2
    [entry] = entries("establishment.taken_back")
    assert (entry.facts["posts"], entry.facts["from"]) == ("20.00", "2026-06-01")
    with pytest.raises(Refused):
        commands.take_back(Establishment.objects.get(), by=cast["morag"])


def test_every_month_since_then_is_measured_again(cast):
    Touched.objects.all().delete()
    set_posts(cast)
    months = Touched.objects.filter(source="caseload").values_list("month", flat=True)
    assert sorted(months) == [date(2026, month, 1) for month in (4, 5)]  # June is running


def test_what_begins_later_does_not_count_yet(cast):
    set_posts(cast, starts_on=date(2026, 7, 1))
    assert places(cast["morag"]).ought == 0
    with clock.at(datetime(2026, 7, 1, 9, 0, tzinfo=UTC)):
        assert places(cast["morag"]).ought == Decimal("2.5")


def test_an_agency_worker_covers_an_empty_post_and_does_not_fill_it(cast):
    set_posts(cast, posts="3")
    Post.objects.filter(person=cast["shona"]).update(staff_group="agency", unit=cast.team_a)
    found = places(cast["morag"], cast.team_a)
    assert [(one.ought, one.held, one.covered, one.empty) for one in found.rows] == [(3, 1, 1, 2)]
    assert (found.percent, found.unsaid) == (67, 0)


def test_more_people_than_posts_fill_no_post_of_another_unit(cast):
    set_posts(cast, posts="0.5")
    set_posts(cast, posts="2", unit=cast.team_b)
    assert [(one.unit.name, one.empty) for one in places(cast["isla"]).rows if one.ought is not None] == [
        ("Team A", 0),
        ("Team B", 1),
    ]
    assert places(cast["isla"]).empty == 1


def test_the_pages_for_everybody_who_works_here(cast, signed_in, django_assert_max_num_queries):
    one = set_posts(cast)
    client = signed_in(cast["eilidh"], Client())
    with django_assert_max_num_queries(12):
        page = client.get("/caseload/establishment/").content.decode()
    assert "1.5 of 2.5 social work posts stand empty" in page
    page = client.get(f"/caseload/establishment/{cast.team_a.pk}/").content.decode()
    assert "Budget paper 14" in page
    assert "Take back" not in page
    assert client.get(f"/caseload/establishment/{cast.team_a.pk}/set/").status_code == 403
    assert client.post(f"/caseload/establishment/{one.pk}/take-back/").status_code == 403
    assert Establishment.objects.exists()


def test_for_another_organisation_it_is_not_there(cast, signed_in):
    one = set_posts(cast)
    client = signed_in(cast["wren"], Client())
    for address in (cast.team_a.pk, f"{cast.team_a.pk}/set"):
        assert client.get(f"/caseload/establishment/{address}/").status_code in (403, 404)
    assert client.post(f"/caseload/establishment/{one.pk}/take-back/").status_code in (403, 404)
    assert client.get("/caseload/establishment/").content.decode().count("Team A") == 0


def test_posts_are_set_on_a_page_and_what_was_typed_stays(cast, signed_in):
    client = signed_in(cast["una"], Client())
    at = f"/caseload/establishment/{cast.team_a.pk}/"
    typed = {"posts": "2.5", "starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "1990", "source": "Paper"}
    page = client.post(f"{at}set/", typed).content.decode()
    assert "Choose that day or a later one." in page
    assert 'value="Paper"' in page
    client.post(f"{at}set/", typed | {"starts_on_year": "2026"})
    one = Establishment.objects.get()
    assert (one.posts, one.starts_on) == (Decimal("2.5"), APRIL)
    assert "Take back" in client.get(at).content.decode()
    client.post(f"/caseload/establishment/{one.pk}/take-back/")
    assert not Establishment.objects.exists()
