"""Units and people over the API, in stretches."""

import pytest

from cairn.foundation.people.models import Person, Unit


def everything(caller, path, limit, **query):
    """Follow `next` to the end."""
    found, cursor = [], ""
    while True:
        answer = caller.get(path, limit=limit, **({"cursor": cursor} if cursor else {}), **query).json()
        found += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 500])
def test_units_in_stretches(cast, call, limit):
    units = everything(call("ruaridh"), "/units", limit)
    assert [unit["name"] for unit in units] == ["Directorate of social work", "Adult services", "Team A", "Team B"]
    assert units[2] == {
        "id": str(cast.team_a.pk),
        "parent_id": str(cast.service.pk),
        "name": "Team A",
        "code": "A",
        "path": "D/S/A/",
        "kind": "team",
        "service_area": "adults",
        "opened_on": "2020-04-01",
        "closed_on": None,
    }


def test_unit_that_was_closed_is_still_known(cast, call):
    Unit.objects.filter(pk=cast.team_b.pk).update(closed_on="2026-01-31")
    caller = call("ruaridh")
    assert caller.get(f"/units/{cast.team_b.pk}").json()["closed_on"] == "2026-01-31"
    assert len(caller.get("/units").json()["items"]) == 3


@pytest.mark.parametrize("limit", [1, 5, 500])
def test_people_in_stretches(cast, call, limit):
    people = everything(call("ruaridh"), "/people", limit)
    stored = Person.objects.filter(organisation=cast.north).order_by("family_name", "given_name", "id")
    assert [one["email"] for one in people] == [one.email for one in stored]
    morag = next(one for one in people if one["given_name"] == "Morag")
    assert morag["posts"] == [
        {
            "unit_id": str(cast.team_a.pk),
            "job_title": "Team leader",
            "staff_group": "team-leader",
            "leads_unit": True,
            "starts_on": "2020-04-01",
            "ends_on": None,
        }
    ]
    isla = next(one for one in people if one["given_name"] == "Isla")
    assert isla["roles"] == [{"role": "cswo", "unit_id": None, "starts_on": "2020-04-01", "ends_on": None}]


def test_people_by_words(cast, call):
    found = call("ruaridh").get("/people", words="mor lind").json()["items"]
    assert [one["given_name"] for one in found] == ["Morag"]


def test_a_cursor_serves_its_own_list_only(cast, call):
    caller = call("ruaridh")
    cursor = caller.get("/units", limit=1).json()["next"]
    assert caller.get("/people", cursor=cursor).status_code == 422
    altered = ("B" if cursor[0] == "A" else "A") + cursor[1:]
    assert caller.get("/units", cursor=altered).status_code == 422


@pytest.mark.parametrize("limit", [1, 5])
@pytest.mark.parametrize(("path", "queries"), [("/units", 3), ("/people", 5)])
def test_a_list_asks_the_same_at_any_length(cast, call, path, queries, limit, django_assert_num_queries):
    caller = call("morag")
    caller.get("/me")
    with django_assert_num_queries(queries):
        caller.get(path, limit=limit)
