"""Does whoever carries or checks an action owe it, at every step of its life?"""

from datetime import UTC, datetime, timedelta

import pytest

from cairn.cycle.duties.commands import excuse, plan_ahead
from cairn.cycle.duties.kinds import kind_of
from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.queries import work_of
from cairn.cycle.improvement import commands
from cairn.foundation.core import clock

CARRY, CHECK = "improvement.carry", "improvement.check"


@pytest.fixture(autouse=True)
def _one_morning():
    """Every test begins at nine on 1 September 2026."""
    with clock.at(datetime(2026, 9, 1, 9, 0, tzinfo=UTC)):
        yield


def owed(action, cast):
    """`kind, whose, turn, due, outcome` of every duty about the action, in the order in which they came."""
    names = {pk: name for name, pk in cast.people.items()}
    found = Duty.objects.filter(about=f"improvement.Action:{action.pk}").order_by("occasion", "kind", "outcome")
    return [
        (duty.kind, names.get(duty.bearer_id) or duty.office, duty.occasion, duty.due_on, duty.outcome)
        for duty in found
    ]


def days(count):
    return clock.today() + timedelta(days=count)


def test_whoever_was_given_an_action_owes_it_and_whoever_raised_it_waits(cast, action):
    assert owed(action, cast) == [(CARRY, "eilidh", "1", days(10), "")]
    duty = Duty.objects.get()
    assert (duty.unit, duty.awaited_by, duty.opens_on) == (cast.team_a, cast["morag"], days(0))
    [item] = work_of(cast["eilidh"]).owed
    assert (item.title, item.href) == ("Record supervision during the session", f"/actions/{action.pk}/")
    with clock.at(clock.now() + timedelta(days=10)):
        [stuck] = work_of(cast["morag"]).awaited
        assert (stuck.title, stuck.whose, stuck.followed_at) == (item.title, "Eilidh Farrow", item.href)


def test_nobody_waits_for_themselves(cast):
    commands.raise_action(by=cast["morag"], what="x", why="y", owner=cast["morag"], due_on=days(3))
    duty = Duty.objects.get()
    assert (duty.awaited_by, duty.unit) == (None, cast.team_a), "without a unit it is where its owner works"


def test_what_changes_is_followed(cast, action):
    commands.change(action, by=cast["fraser"], owner=cast["shona"], due_on=days(20), unit=cast.team_b, what="Another")
    assert owed(action, cast) == [
        (CARRY, "shona", "1", days(20), ""),
        (CARRY, "eilidh", "1", days(10), "excused"),
    ]
    duty = Duty.objects.open().get()
    assert (duty.words, duty.unit) == ("Another", cast.team_b)
    commands.change(action, by=cast["fraser"], owner=cast["eilidh"])
    assert [line[1] for line in owed(action, cast) if line[4] == ""] == ["eilidh"]


def test_done_then_checked(cast, done_action):
    assert owed(done_action, cast) == [
        (CARRY, "eilidh", "1", days(10), "met"),
        (CHECK, "callum", "1", days(60), ""),
    ]
    [item] = work_of(cast["callum"]).later
    assert item.title == "Check whether it helped: Record supervision during the session"
    commands.check(done_action, by=cast["callum"], worked=True, effect="Nine of ten on the day.")
    assert [line[4] for line in owed(done_action, cast)] == ["met", "met"]


def test_done_late(cast, action, sample):
    with clock.at(clock.now() + timedelta(days=11)):
        commands.finish(action, by=cast["eilidh"], done_words="Done.", check_on=days(60), evidence=[sample])
        met = Duty.objects.get(kind=CARRY)
        assert (met.outcome, met.met_on) == ("late", days(0))


def test_where_nobody_is_named_those_who_assure_quality_check_but_never_its_owner(cast, sample):
    action = commands.raise_action(by=cast["isla"], what="x", why="y", owner=cast["fraser"], due_on=days(3))
    commands.finish(action, by=cast["fraser"], done_words="Done.", check_on=days(20), evidence=[sample])
    assert owed(action, cast)[1] == (CHECK, "assurance", "1", days(20), "")
    waits = {name: len(work_of(cast[name]).owed) for name in ("isla", "catriona", "fraser", "morag", "wren")}
    assert waits == {"isla": 1, "catriona": 1, "fraser": 0, "morag": 0, "wren": 0}


def test_sent_back_it_is_owed_once_more_and_what_was_stays(cast, done_action, sample):
    commands.reopen(done_action, by=cast["callum"], reason="Half the team only", due_on=days(30))
    assert owed(done_action, cast) == [
        (CARRY, "eilidh", "1", days(10), "met"),
        (CHECK, "callum", "1", days(60), "met"),
        (CARRY, "eilidh", "2", days(30), ""),
    ]
    commands.finish(done_action, by=cast["eilidh"], done_words="Now.", check_on=days(70), evidence=[sample])
    assert owed(done_action, cast)[2:] == [
        (CARRY, "eilidh", "2", days(30), "met"),
        (CHECK, "callum", "2", days(70), ""),
    ] or owed(done_action, cast)[2:] == [
        (CARRY, "eilidh", "2", days(30), "met"),
        (CHECK, "assurance", "2", days(70), ""),
    ]


def test_withdrawn_nobody_owes_it(cast, action):
    commands.withdraw(action, by=cast["fraser"], reason="The team was closed")
    duty = Duty.objects.get()
    assert (duty.outcome, duty.reason, duty.excused_by) == ("excused", "The action was withdrawn.", cast["fraser"])


def test_what_a_leader_excused_stays_excused(cast, action):
    excuse(Duty.objects.get(), by=cast["morag"], reason="On court duty all month")
    commands.change(action, by=cast["fraser"], due_on=days(40))
    plan_ahead(cast.north, kind_of(CARRY))
    assert Duty.objects.get().outcome == "excused"


@pytest.mark.parametrize("kind", [CARRY, CHECK])
def test_the_worker_finds_what_was_there_before_there_were_duties(cast, action, done_action, kind):
    """And again after everybody has moved: the plan says the same as the acts did."""
    raised = commands.raise_action(by=cast["isla"], what="x", why="y", owner=cast["shona"], due_on=days(400))
    before = sorted(Duty.objects.open().filter(kind=kind).values_list(*COMPARED))
    assert plan_ahead(cast.north, kind_of(kind)) == 0
    Duty.objects.all().delete()
    assert plan_ahead(cast.north, kind_of(kind)) == 1
    assert plan_ahead(cast.north, kind_of(kind)) == 0
    assert sorted(Duty.objects.values_list(*COMPARED)) == before
    assert raised.turn == 1


COMPARED = ("about", "occasion", "bearer", "office", "unit", "awaited_by", "opens_on", "due_on", "words")


def test_a_refused_act_leaves_what_is_owed_as_it_was(cast, action):
    from cairn.foundation.core.verdicts import Refused

    before = list(Duty.objects.values())
    with pytest.raises(Refused):
        commands.finish(action, by=cast["eilidh"], done_words="Done.", check_on=days(60))
    assert list(Duty.objects.values()) == before
