"""Does the worker hold what is owed to what the records say, however often and however late it comes?"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cycle.duties.conftest import TODAY, on, owed, raised, standing

from cairn.cycle.duties import commands, owing
from cairn.cycle.duties.kinds import Owed, kind_of
from cairn.cycle.duties.models import Duty, Outcome
from cairn.cycle.duties.recurring import EVERY, plan_what_is_owed
from cairn.foundation.core import months
from cairn.foundation.ledger.models import Entry

OPEN, MET, EXCUSED = Outcome.OPEN, Outcome.MET, Outcome.EXCUSED


@pytest.fixture
def monthly(cast, planned_by):
    """Eilidh writes once a month, by its tenth, from July on."""

    def plan(organisation, until):
        if organisation.pk != cast.north.pk:
            return []
        return [
            Owed("x:1", first, first.replace(day=10), bearer_id=cast["eilidh"].pk, occasion=f"{first:%Y-%m}")
            for first in months.between(date(2026, 7, 1), until)
            if first.replace(day=10) <= until
        ]

    return planned_by(plan)


def turns():
    return [
        (occasion, outcome) for occasion, outcome in Duty.objects.order_by("due_on").values_list("occasion", "outcome")
    ]


def test_what_recurs_is_raised_ahead(cast, monthly):
    assert commands.plan_ahead(cast.north, monthly) == 3
    assert turns() == [("2026-07", OPEN), ("2026-08", OPEN), ("2026-09", OPEN)]


def test_planning_twice_changes_nothing(cast, monthly):
    commands.plan_ahead(cast.north, monthly)
    before, entries = list(Duty.objects.order_by("pk").values()), Entry.objects.count()
    assert commands.plan_ahead(cast.north, monthly) == 0
    assert (list(Duty.objects.order_by("pk").values()), Entry.objects.count()) == (before, entries)


def test_after_an_outage_it_catches_up(cast, monthly):
    commands.plan_ahead(cast.north, monthly)
    with on(TODAY + timedelta(days=70)):
        assert commands.plan_ahead(cast.north, monthly) == 3
    assert [turn for turn, _ in turns()] == [f"2026-{month:02}" for month in range(7, 13)]


def test_what_is_no_longer_owed_is_taken_back_and_comes_back(cast, monthly, planned_by):
    commands.plan_ahead(cast.north, monthly)
    owing.meet("test.write", "x:1", occasion="2026-07", on=date(2026, 7, 2))
    nothing = planned_by(lambda organisation, until: [])
    assert commands.plan_ahead(cast.north, nothing) == 2
    assert turns() == [("2026-07", MET), ("2026-08", EXCUSED), ("2026-09", EXCUSED)]
    assert commands.plan_ahead(cast.north, monthly) == 2
    assert turns() == [("2026-07", MET), ("2026-08", OPEN), ("2026-09", OPEN)]


def test_a_move_is_followed(cast, monthly, planned_by):
    commands.plan_ahead(cast.north, monthly)
    later = planned_by(lambda organisation, until: [owed(cast["eilidh"], occasion="2026-09", due=20)])
    assert commands.plan_ahead(cast.north, later) == 3
    assert Duty.objects.open().get().due_on == date(2026, 9, 21)


def test_each_plan_leaves_one_line(cast, monthly):
    commands.plan_ahead(cast.north, monthly)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.actor, entry.facts) == ("duty.planned", "", {"kind": "test.write", "changed": 3})


def test_a_kind_without_a_plan_is_left_alone(cast):
    raised(cast.north, owed(cast["eilidh"]))
    assert commands.plan_ahead(cast.north, kind_of("test.write")) == 0
    assert standing() == [("eilidh", OPEN)]


def test_the_worker_plans_for_every_employer_and_one_failure_holds_up_nothing(cast, monthly, known, caplog):
    def fails(organisation, until):
        raise RuntimeError("no such policy")

    from dataclasses import replace

    known["test.sign"] = replace(known["test.sign"], plan=fails)
    with caplog.at_level("ERROR"):
        plan_what_is_owed.func()
    assert [turn for turn, _ in turns()] == ["2026-07", "2026-08", "2026-09"]
    assert {record.getMessage() for record in caplog.records} == {
        "What is owed of the kind 'test.sign' could not be planned; it is tried again."
    }


def test_stopped_at_any_step_nothing_is_lost_or_twofold(cast, monthly, monkeypatch):
    """The worker is killed before, between and after the steps of planning; the next one finishes."""

    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    for step in ("owing._move", "owing._take_back", "owing._create", "commands.planning.record"):
        with monkeypatch.context() as broken:
            broken.setattr(f"cairn.cycle.duties.{step}", stop)
            with pytest.raises(KeyboardInterrupt):
                commands.plan_ahead(cast.north, monthly)
        assert turns() == []
    assert commands.plan_ahead(cast.north, monthly) == 3


def test_what_another_raised_a_moment_ago_stands(cast, monthly, monkeypatch):
    """The plan looks what is known already; then, before it writes, somebody else raises the same turn."""
    monkeypatch.setattr(owing, "_known", lambda *args: iter(()))
    theirs = raised(cast.north, owed(cast["eilidh"], occasion="2026-08", due=3))[0]
    Duty.objects.update(outcome=MET)
    commands.plan_ahead(cast.north, monthly)
    assert turns() == [("2026-07", OPEN), ("2026-08", MET), ("2026-09", OPEN)]
    assert Duty.objects.get(occasion="2026-08") == theirs


def test_what_another_closed_a_moment_ago_stays_closed(cast, monthly):
    commands.plan_ahead(cast.north, monthly)
    read_before = list(Duty.objects.all())
    owing.meet("test.write", "x:1", occasion="2026-08", on=date(2026, 8, 3))
    owing.meet("test.write", "x:1", occasion="2026-09")
    moved = owed(cast["eilidh"], occasion="2026-08", due=30)
    assert owing.keep_in_step(monthly, read_before, [moved], cast.north.pk, "No longer.") == 1
    assert turns() == [("2026-07", EXCUSED), ("2026-08", MET), ("2026-09", MET)]


def test_ten_years_of_earlier_turns_are_not_read(cast, monthly):
    commands.plan_ahead(cast.north, monthly)
    Duty.objects.all().update(outcome=MET, met_on=TODAY)
    every = list(months.between(date(2016, 1, 1), date(2026, 6, 1)))
    Duty.objects.bulk_create(
        Duty(
            organisation=cast.north, kind="test.write", bearer=cast["eilidh"], about="x:1", occasion=f"{first:%Y-%m}",
            opens_on=first, due_on=first, outcome=MET, met_on=first,
        )
        for first in every
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        assert commands.plan_ahead(cast.north, monthly) == 0
    read = [query["sql"] for query in asked if 'FROM "duties_duty"' in query["sql"]]
    assert len(read) == 2
    assert "'2026-07'" in read[1]
    assert "'2016-01'" not in read[1]


def test_what_comes_round():
    assert [(task.name, interval) for task, interval in EVERY] == [
        ("plan_what_is_owed", timedelta(hours=1)),
        ("remind_of_what_is_due", timedelta(days=1)),
    ]
