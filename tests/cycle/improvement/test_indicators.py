"""What the log of actions proves, month by month, and that a change of it is measured again."""

from datetime import UTC, date, datetime

import pytest

from cairn.cycle.evidence import commands as evidence_commands
from cairn.cycle.evidence.declaring import Figure, indicator_of
from cairn.cycle.evidence.models import Touched
from cairn.cycle.improvement import commands
from cairn.cycle.improvement.indicators import effect_checked, on_time, rows_due, rows_to_check
from cairn.foundation.core import clock

JUNE, JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (6, 7, 8, 9))


def at(month, day):
    return clock.at(datetime(2026, month, day, 9, 0, tzinfo=UTC))


@pytest.fixture
def log(cast):
    """Four actions due in July: one done in time, one late, one open, one withdrawn; all raised in June."""
    made = {}
    with at(6, 1):
        sample = evidence_commands.add(by=cast["morag"], title="Sample", kind="record", reference="1", happened_on=JUNE)
        for name, unit in (("in time", cast.team_a), ("late", cast.team_a), ("open", cast.team_b), ("gone", None)):
            made[name] = commands.raise_action(
                by=cast["morag"] if unit else cast["isla"], what=name, why="x", owner=cast["eilidh"],
                due_on=date(2026, 7, 20), unit=unit,
            )  # fmt: skip
    done = {"done_words": "x", "check_on": date(2026, 9, 10), "evidence": [sample]}
    with at(7, 20):
        commands.finish(made["in time"], by=cast["eilidh"], **done)
        commands.withdraw(made["gone"], by=cast["isla"], reason="x")
    with at(7, 21):
        commands.finish(made["late"], by=cast["eilidh"], **done)
    with at(9, 10):
        commands.check(made["in time"], by=cast["callum"], worked=False, effect="No")
    return made


def test_finished_by_their_date(cast, log):
    with at(10, 1):
        found = set(on_time(cast.north.pk, JUNE, SEPTEMBER))
    assert found == {Figure(cast.team_a.pk, "", JULY, 1, 2), Figure(cast.team_b.pk, "", JULY, 0, 1)}


def test_effect_checked_on_time(cast, log):
    with at(9, 10):
        assert list(effect_checked(cast.north.pk, JUNE, SEPTEMBER)) == [Figure(cast.team_a.pk, "", SEPTEMBER, 1, 1)]
    with at(9, 11):
        assert list(effect_checked(cast.north.pk, JUNE, SEPTEMBER)) == [Figure(cast.team_a.pk, "", SEPTEMBER, 1, 2)]


def test_what_is_not_due_yet_counts_once_it_is_done(cast):
    with at(7, 1):
        action = commands.raise_action(
            by=cast["morag"], what="x", why="y", owner=cast["eilidh"], due_on=date(2026, 7, 20), unit=cast.team_a
        )
        assert list(on_time(cast.north.pk, JULY, JULY)) == []
        sample = evidence_commands.add(by=cast["morag"], title="S", kind="record", reference="1", happened_on=JULY)
        commands.finish(action, by=cast["eilidh"], done_words="x", check_on=date(2026, 9, 1), evidence=[sample])
        assert list(on_time(cast.north.pk, JULY, JULY)) == [Figure(cast.team_a.pk, "", JULY, 1, 1)]


def test_another_employers_log_does_not_count(cast, log):
    with at(10, 1):
        assert list(on_time(cast.south.pk, JUNE, SEPTEMBER)) == []


@pytest.mark.parametrize("indicator", ["improvement.on_time", "improvement.effect_checked"])
def test_a_year_is_one_query(cast, log, indicator, django_assert_num_queries):
    with at(10, 1), django_assert_num_queries(1):
        assert list(indicator_of(indicator).measure(cast.north.pk, date(2025, 10, 1), SEPTEMBER))


def test_the_rows_behind_it(cast, log):
    with at(10, 1):
        rows = list(rows_due(cast["eilidh"], None, JULY))
        assert [(row.title, row.counts, row.day) for row in rows] == [
            ("in time", True, date(2026, 7, 20)),
            ("late", False, date(2026, 7, 20)),
            ("open", False, date(2026, 7, 20)),
        ]
        assert [row.title for row in rows_due(cast["eilidh"], cast.team_b, JULY)] == ["open"]
        assert [(row.title, row.counts) for row in rows_to_check(cast["eilidh"], None, SEPTEMBER)] == [
            ("in time", True),
            ("late", False),
        ]
        assert list(rows_due(cast["wren"], None, JULY)) == []


def touched():
    found = set(Touched.objects.values_list("source", "month"))
    Touched.objects.all().delete()
    return found


def test_acts_touch_the_months_that_they_change(cast, log):
    touched()
    with at(10, 5):
        commands.change(log["open"], by=cast["fraser"], due_on=date(2026, 8, 3))
        assert touched() == {("improvement", JULY), ("improvement", AUGUST)}
        commands.check(log["late"], by=cast["callum"], worked=True, effect="Yes")
        assert touched() == {("improvement", JULY), ("improvement", SEPTEMBER)}
        commands.withdraw(log["open"], by=cast["fraser"], reason="x")
        assert touched() == {("improvement", AUGUST)}
