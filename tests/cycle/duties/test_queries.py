"""Does everybody find what they owe, soonest first, and nothing that is not theirs to see?"""

from datetime import timedelta

import pytest
from tests.cycle.duties.conftest import TODAY, on, owed, raised

from cairn.cycle.duties import queries
from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.owing import meet


def shown(items):
    return [(item.title, item.href, item.due_on.isoformat(), item.is_late, item.is_signature) for item in items]


def test_what_i_owe_soonest_first_and_what_is_later_apart(cast):
    eilidh = cast["eilidh"]
    raised(
        cast.north,
        owed(eilidh, "x:1", due=28, words="a"),
        owed(eilidh, "x:2", due=29, words="b"),
        owed(eilidh, "x:3", due=-1, opens=-2, words="c"),
        owed(eilidh, "x:4", due=9, opens=1),
        owed(cast["shona"], "x:5"),
    )
    raised(cast.north, owed(eilidh, "x:6", due=2, words="d"), kind="test.sign")
    work = queries.work_of(eilidh)
    assert shown(work.owed) == [
        ("Write c", "/done/x:3/", "2026-08-31", True, False),
        ("Sign d", "/done/x:6/", "2026-09-03", False, True),
        ("Write a", "/done/x:1/", "2026-09-29", False, False),
    ]
    assert shown(work.later) == [("Write b", "/done/x:2/", "2026-09-30", False, False)]
    assert (work.late, work.minutes) == (1, 22)


def test_what_my_office_owes_is_mine_but_not_what_i_wait_for(cast):
    raised(cast.north, owed(about="x:1", office="leader", unit_id=cast.team_a.pk))
    raised(cast.north, owed(about="x:2", office="moderators", awaited_by_id=cast["fraser"].pk))
    raised(cast.south, owed(about="x:3", office="psw"))

    def about(name):
        return [item.duty.about for item in queries.work_of(cast[name]).owed]

    expected = {"morag": ["x:1"], "callum": [], "fraser": [], "catriona": ["x:2"], "wren": ["x:3"], "eilidh": []}
    assert {name: about(name) for name in expected} == expected


def test_what_is_stuck_with_others(cast):
    morag = cast["morag"].pk
    raised(
        cast.north,
        owed(cast["eilidh"], "x:1", due=0, awaited_by_id=morag),
        owed(cast["eilidh"], "x:2", due=1, awaited_by_id=morag),
    )
    raised(cast.north, owed(cast["eilidh"], "x:3", due=0, awaited_by_id=morag), kind="test.answer")
    [item] = queries.work_of(cast["morag"]).awaited
    assert (item.duty.about, item.duty.bearer, item.followed_at) == ("x:1", cast["eilidh"], "/done/x:1/")


def test_done_this_month_newest_first(cast):
    eilidh = cast["eilidh"]
    raised(cast.north, *[owed(eilidh, f"x:{n}", opens=-40, words=str(n)) for n in range(4)])
    raised(cast.north, owed(eilidh, "x:0"), kind="test.answer")
    for number, day in enumerate((-1, 0, 3)):
        meet("test.write", f"x:{number}", on=TODAY + timedelta(days=day))
    meet("test.answer", "x:0")
    with on(TODAY + timedelta(days=3)):
        assert [item.title for item in queries.work_of(eilidh).done] == ["Write 2", "Write 1"]


def test_minutes_are_said_only_where_all_say_them(cast, known):
    from dataclasses import replace

    known["test.sign"] = replace(known["test.sign"], minutes=0)
    raised(cast.north, owed(cast["eilidh"], "x:1"))
    raised(cast.north, owed(cast["eilidh"], "x:2"), kind="test.sign")
    assert queries.work_of(cast["eilidh"]).minutes == 0


@pytest.mark.parametrize("rows", [1, 5])
def test_cost_does_not_grow(cast, django_assert_num_queries, rows):
    eilidh = cast["eilidh"]
    raised(cast.north, *[owed(eilidh, f"x:{n}", due=0, awaited_by_id=eilidh.pk) for n in range(rows)])
    meet("test.write", "x:0")
    with django_assert_num_queries(4):  # posts and roles; own, awaited, done; and without an office none for it
        work = queries.work_of(eilidh)
        assert [item.duty.bearer.full_name for item in work.awaited] == ["Eilidh Farrow"] * (rows - 1)


def test_who_may_see_a_duty(cast):
    duty = raised(cast.north, owed(cast["eilidh"], unit_id=cast.team_a.pk, awaited_by_id=cast["shona"].pk))[0]
    private = raised(cast.north, owed(cast["eilidh"], unit_id=cast.team_a.pk), kind="test.answer")[0]
    seen = {"eilidh": {duty, private}, "morag": {duty}, "shona": {duty}, "callum": set(), "isla": set(), "ada": set()}
    assert {name: set(queries.visible(cast[name])) for name in seen} == seen
    assert queries.duty_for(cast["morag"], duty.pk) == duty
    with pytest.raises(Duty.DoesNotExist):
        queries.duty_for(cast["morag"], private.pk)
