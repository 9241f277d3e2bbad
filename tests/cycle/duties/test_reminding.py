"""Is everybody reminded in one line, neutrally, never twice of the same, and nobody flooded?"""

from datetime import timedelta

import pytest
from tests.cycle.duties.conftest import TODAY, on, owed, raised

from cairn.cycle.duties import commands
from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.owing import meet
from cairn.cycle.duties.recurring import remind_of_what_is_due
from cairn.cycle.duties.wording import reminder
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Absence


def days(count):
    return on(TODAY + timedelta(days=count))


def told():
    """What stands in everybody's inbox, by first name."""
    found = Notice.objects.select_related("person").order_by("created_at", "person__given_name")
    return [(notice.person.given_name.lower(), notice.text) for notice in found]


ONE = "One thing is due within a week."
LATE = "One thing is late."


@pytest.mark.parametrize(
    ("late", "soon", "newly", "said"),
    [
        (0, 1, 1, "One thing is due within a week."),
        (0, 2, 1, "Two things are due within a week."),
        (1, 2, 1, "Two things are due within a week, and one is late."),
        (3, 1, 1, "One thing is due within a week, and three are late."),
        (1, 0, 1, "One thing is late."),
        (12, 0, 2, "12 things are late."),
        (0, 0, 1, "One thing is due in the coming weeks."),
        (0, 0, 2, "Two things are due in the coming weeks."),
    ],
)
def test_how_it_is_said(late, soon, newly, said):
    assert reminder(late, soon, newly) == said


def test_each_day_of_the_kind_is_told_once(cast):
    """Due on 11 September: told a week before, on the day, and a week after; never again."""
    raised(cast.north, owed(cast["eilidh"]))
    seen = []
    for day in range(60):
        with days(day):
            if commands.remind(cast.north):
                seen.append((day, told()[-1][1]))
            assert commands.remind(cast.north) == 0
    assert seen == [(3, ONE), (10, ONE), (17, LATE)]
    assert Duty.objects.get().reminders == 3


def test_one_line_sums_up_all_that_is_due(cast):
    eilidh = cast["eilidh"]
    raised(cast.north, owed(eilidh, "x:1", due=3), owed(eilidh, "x:2", due=7), owed(eilidh, "x:3", due=40))
    raised(cast.north, owed(eilidh, "x:4", due=-2, opens=-9), owed(cast["shona"], "x:4", due=-1, opens=-9))
    assert commands.remind(cast.north) == 2
    assert told() == [
        ("eilidh", "Two things are due within a week, and one is late."),
        ("shona", LATE),
    ]
    notice = Notice.objects.get(person=eilidh)
    assert (notice.link, notice.about) == ("/", "duties.Duty")


def test_after_an_outage_of_weeks_there_is_one_line(cast):
    eilidh = cast["eilidh"]
    raised(cast.north, *[owed(eilidh, f"x:{n}", due=n) for n in range(30)])
    with days(35):
        assert commands.remind(cast.north) == 1
    assert told() == [("eilidh", "30 things are late.")]


def test_what_was_met_or_has_not_begun_is_not_reminded_of(cast):
    raised(cast.north, owed(cast["eilidh"], "x:1", due=1), owed(cast["eilidh"], "x:2", due=5, opens=4))
    meet("test.write", "x:1")
    assert commands.remind(cast.north) == 0
    with days(4):
        assert commands.remind(cast.north) == 1


def test_an_office_is_reminded_whoever_holds_it_that_day(cast):
    """Morag leads team A; Fraser and Catriona may moderate, but Catriona waits for it herself."""
    raised(cast.north, owed(about="x:1", office="leader", unit_id=cast.team_a.pk, due=1))
    raised(cast.north, owed(about="x:2", office="moderators", due=1, awaited_by_id=cast["catriona"].pk))
    assert commands.remind(cast.north) == 2
    assert told() == [("fraser", ONE), ("morag", ONE)]


def test_who_is_away_is_told_when_they_are_back(cast):
    raised(cast.north, owed(cast["eilidh"], due=1))
    back = TODAY + timedelta(days=20)
    Absence.objects.create(
        organisation=cast.north, person=cast["eilidh"], why="leave", starts_on=TODAY, ends_on=back - timedelta(days=1)
    )
    for day in range(20):
        with days(day):
            assert commands.remind(cast.north) == 0
    with on(back):
        assert commands.remind(cast.north) == 1
    assert told() == [("eilidh", LATE)]


def test_what_an_office_owes_waits_while_all_are_away(cast):
    raised(cast.north, owed(about="x:1", office="leader", unit_id=cast.team_a.pk, due=1))
    away = Absence.objects.create(organisation=cast.north, person=cast["morag"], why="leave", starts_on=TODAY)
    assert commands.remind(cast.north) == 0
    away.delete()
    assert commands.remind(cast.north) == 1


def test_nobody_who_left_is_told(cast):
    raised(cast.north, owed(cast["eilidh"], due=1))
    eilidh = cast["eilidh"]
    eilidh.is_active = False
    eilidh.save()
    assert commands.remind(cast.north) == 0


def test_another_day_is_reminded_of_anew(cast):
    from cairn.cycle.duties.owing import settle

    raised(cast.north, owed(cast["eilidh"], due=1))
    commands.remind(cast.north)
    settle("test.write", "x:1", [owed(cast["eilidh"], due=30)], organisation_id=cast.north.pk)
    assert commands.remind(cast.north) == 0
    with days(23):
        assert commands.remind(cast.north) == 1


def test_one_employer_does_not_wait_for_another(cast):
    raised(cast.north, owed(cast["eilidh"], due=1))
    raised(cast.south, owed(cast["ben"], "x:9", due=1))
    assert remind_of_what_is_due.func() == 2
    assert told() == [("ben", ONE), ("eilidh", ONE)]


def test_each_round_of_reminders_leaves_one_line(cast):
    raised(cast.north, owed(cast["eilidh"], due=1))
    commands.remind(cast.north)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.facts) == ("duty.reminded", {"people": 1})
    commands.remind(cast.north)
    assert Entry.objects.latest("sequence") == entry


def test_stopped_at_any_step_nobody_is_told_twice_and_nothing_is_lost(cast, monkeypatch):
    raised(cast.north, owed(cast["eilidh"], due=1), owed(cast["shona"], due=1))

    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    for step in ("_tell", "_remember", "record"):
        with monkeypatch.context() as broken:
            broken.setattr(f"cairn.cycle.duties.commands.reminding.{step}", stop)
            with pytest.raises(KeyboardInterrupt):
                commands.remind(cast.north)
        assert (told(), list(Duty.objects.values_list("reminders", flat=True))) == ([], [0, 0])
    assert commands.remind(cast.north) == 2
    assert commands.remind(cast.north) == 0


def test_reminding_costs_the_same_for_many(cast, django_assert_max_num_queries):
    raised(cast.north, *[owed(cast[name], f"x:{n}", due=1) for n in range(20) for name in ("eilidh", "shona", "isla")])
    with django_assert_max_num_queries(22):
        assert commands.remind(cast.north) == 3
