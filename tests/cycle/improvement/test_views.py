"""The pages of actions and suggestions: who gets in, what they cost, what they say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock


def address(name, *args):
    return reverse(f"improvement:{name}", args=args)


@pytest.mark.parametrize(
    ("who", "status"), [("isla", 200), ("eilidh", 200), ("hamish", 200), ("petra", 404), ("wren", 404)]
)
def test_action_page(signed_in, cast, action, who, status):
    assert signed_in(cast[who]).get(address("action", action.pk)).status_code == status


def test_action_of_another_employer_is_as_unknown_as_none(signed_in, cast, action):
    client = signed_in(cast["wren"])
    foreign = client.get(address("action", action.pk))
    missing = client.get(address("action", "00000000-0000-4000-8000-000000000000"))

    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)


@pytest.mark.parametrize(("who", "status"), [("morag", 200), ("eilidh", 403), ("wren", 404)])
def test_change_page(signed_in, cast, action, who, status):
    assert signed_in(cast[who]).get(address("change", action.pk)).status_code == status


def test_pages_need_sign_in(client, db):
    assert client.get(address("log")).status_code == 302


@pytest.mark.parametrize("name", ["log", "suggestions"])
def test_lists_cost_the_same_at_any_length(signed_in, cast, action, name):
    client = signed_in(cast["isla"])
    client.get(address(name))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address(name))
    Action.objects.bulk_create(
        Action(
            organisation=cast.north,
            number=n,
            what="x",
            why="y",
            owner=cast["eilidh"],
            due_on=clock.today(),
            raised_by=cast["isla"],
            raised_at=clock.now(),
            unit=cast.team_b,
        )
        for n in range(2, 7)
    )
    with CaptureQueriesContext(connection) as many:
        client.get(address(name))

    assert len(one) == len(many) <= 12


def typed(**changes):
    due = clock.today() + timedelta(days=30)
    return {
        "what": "Book supervision a year ahead",
        "why": "Sessions slip.",
        "owner": "eilidh@north.example",
        "due_on_day": due.day,
        "due_on_month": due.month,
        "due_on_year": due.year,
        "priority": "3-ordinary",
        "unit": "",
        **changes,
    }


def test_raise_from_the_page(signed_in, cast):
    response = signed_in(cast["morag"]).post(address("raise"), typed())

    action = Action.objects.get()
    assert response.url == address("action", action.pk)
    assert (action.what, action.owner) == ("Book supervision a year ahead", cast["eilidh"])


def test_a_double_click_makes_one_action(signed_in, cast):
    client = signed_in(cast["morag"])
    answers = [client.post(address("raise"), typed(act_key="one-key")) for _ in range(2)]

    assert Action.objects.count() == 1
    assert {answer.url for answer in answers} == {address("action", Action.objects.get().pk)}


def test_a_refused_form_keeps_what_was_typed_and_says_why(signed_in, cast):
    response = signed_in(cast["morag"]).post(address("raise"), typed(due_on_year="2001"))

    assert "The day by which it is due is in the past" in response.content.decode()
    assert "Sessions slip." in response.content.decode()
    assert not Action.objects.exists()


@pytest.mark.parametrize("owner", ["ada@south.example", "nobody@north.example"])
def test_a_foreign_colleague_is_as_unknown_as_none(signed_in, cast, owner):
    page = signed_in(cast["morag"]).post(address("raise"), typed(owner=owner)).content.decode()

    assert "Nobody here has this address, number or name. Look it up in the directory." in page
    assert not Action.objects.exists()


def test_an_owner_is_chosen_by_a_part_of_the_name(signed_in, cast):
    client = signed_in(cast["morag"])
    asked = client.post(address("raise"), typed(owner="eilidh farr")).content.decode()
    assert "Choose which colleague you mean" in asked
    assert "Sessions slip." in asked
    assert not Action.objects.exists()

    again = typed(owner="eilidh farr", owner_asked="eilidh farr", owner_choice=str(cast["eilidh"].pk))
    assert client.post(address("raise"), again).status_code == 302
    assert Action.objects.get().owner == cast["eilidh"]


def test_the_check_is_never_offered_for_a_day_that_has_passed(signed_in, cast, action):
    later = clock.now() + timedelta(days=400)
    with clock.at(later):
        page = signed_in(cast["eilidh"]).get(address("finish", action.pk)).content.decode()
    then = later.date() + timedelta(days=90)
    assert f'name="check_on_year" type="text" value="{then.year}"' in page


def test_a_foreign_unit_is_refused_as_a_missing_one(signed_in, cast):
    client = signed_in(cast["morag"])
    said = [
        client.post(address("raise"), typed(unit=unit)).content.decode().count("Choose a unit from the list.")
        for unit in (str(cast.south_team.pk), "00000000-0000-4000-8000-000000000000")
    ]

    assert said[0] == said[1] != 0
    assert not Action.objects.exists()


def test_export_is_recorded_and_no_cell_is_a_formula(signed_in, cast, action):
    Action.objects.update(what="=1+1", why="@SUM(A1)")
    from cairn.foundation.ledger.models import Entry

    csv = signed_in(cast["isla"]).get(address("export_csv")).content.decode("utf-8-sig")

    assert "'=1+1,'@SUM(A1)" in csv
    assert Entry.objects.filter(actor=str(cast["isla"].pk)).latest("sequence").act.endswith(".read")


def test_export_is_refused_with_a_reason(signed_in, cast, action):
    response = signed_in(cast["eilidh"]).get(address("export_xlsx"))

    assert response.status_code == 403
    assert "Your role can read the log, not take it away as a file." in response.content.decode()
