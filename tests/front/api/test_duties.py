"""Does a programme see what its person owes, soonest first, and nothing of anybody else's?"""

from datetime import timedelta

import pytest

from cairn.cycle.duties.kinds import Owed
from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.owing import raise_each
from cairn.cycle.improvement import commands
from cairn.foundation.core import clock


def owed(cast, name="eilidh", due=3, about="x:1", **more):
    today = clock.today()
    return Owed(about, today, today + timedelta(days=due), bearer_id=cast[name].pk if name else None, **more)


def raised(cast, *every, kind="evaluation.moderate"):
    raise_each(kind, every, organisation_id=cast.north.pk)


def test_what_one_owes_in_its_shape(cast, call):
    action = commands.raise_action(
        by=cast["morag"], what="Sign", why="Late", owner=cast["eilidh"], due_on=clock.today(), unit=cast.team_a
    )
    duty = Duty.objects.get()
    assert call("eilidh").get("/duties").json() == {
        "items": [
            {
                "id": str(duty.pk),
                "kind": "improvement.carry",
                "about": f"improvement.Action:{action.pk}",
                "occasion": "1",
                "words": "Sign",
                "office": "",
                "unit": {"id": str(cast.team_a.pk), "name": "Team A"},
                "opens_on": "2026-09-01",
                "due_on": "2026-09-01",
                "title": "Sign",
                "is_late": False,
            }
        ],
        "next": None,
    }


def test_soonest_first_by_person_and_by_office_in_stretches(cast, call):
    raised(
        cast,
        owed(cast, "fraser", due=5),
        owed(cast, None, due=2, about="x:2", office="moderators"),
        owed(cast, "fraser", due=9, about="x:3"),
        owed(cast, None, due=1, about="x:4", office="moderators", awaited_by_id=cast["fraser"].pk),
        owed(cast, "morag", due=1, about="x:5"),
    )
    caller, found, cursor = call("fraser"), [], ""
    while cursor is not None:
        part = caller.get("/duties", limit=1, **({"cursor": cursor} if cursor else {})).json()
        found += [(item["about"], item["office"]) for item in part["items"]]
        cursor = part["next"]
    assert found == [("x:2", "moderators"), ("x:1", ""), ("x:3", "")]


def test_what_was_asked_in_a_round_is_known_to_its_person_only(cast, call, opened):
    assert [item["kind"] for item in call("eilidh").get("/duties").json()["items"]] == ["evaluation.answer"]
    assert [item["kind"] for item in call("morag").get("/duties").json()["items"]] == ["evaluation.judge"]
    assert call("hamish").get("/duties").json() == {"items": [], "next": None}


def test_without_a_key(nobody):
    assert nobody.get("/duties").status_code == 401


@pytest.mark.parametrize("rows", [1, 5])
def test_a_list_asks_the_same_at_any_length(cast, call, rows, django_assert_num_queries):
    raised(cast, *[owed(cast, "morag", about=f"x:{n}") for n in range(rows)])
    caller = call("morag")
    caller.get("/me")
    with django_assert_num_queries(4):  # the key, posts and roles, units that she leads, duties
        assert len(caller.get("/duties").json()["items"]) == rows
