"""Is the next session due on the right day, over twenty years of leave, part-time hours and changes of policy?"""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.foundation.core import months
from cairn.foundation.core.working_days import is_working_day
from cairn.practice.supervision.asked import STARTING, Asked, of_group
from cairn.practice.supervision.turns import (
    ONE_DAY,
    Agreed,
    Need,
    Ruled,
    Span,
    Stint,
    Supervised,
    Turn,
    counted_from,
    merged,
    next_turn,
    stints_of,
)

FIRST, LAST = date(2020, 1, 1), date(2039, 12, 31)
NEW, OLD, AGENCY, STUDENT = "newly-qualified", "social-worker", "agency", "student"


def ruled(lines=STARTING, first=FIRST, is_pro_rata=True):
    return Ruled(first, {group: of_group(lines, group) for group in {line.staff_group for line in lines}}, is_pro_rata)


def monthly(first=FIRST, every=1, period="month", minutes=90):
    return ruled([Asked(OLD, every, period, minutes)], first)


STARTS = ruled()
works_here = cache(lambda day: is_working_day(day, "scotland"))


def turn(*, policies=(STARTS,), group=OLD, hours=100, post=FIRST, begins=None, held=None, **given):
    stints = given.pop("stints", [Stint(post, None, group, hours)])
    one = Supervised(begins or post, held, stints, **given)
    return next_turn(one, policies, works_here)


def due(**given):
    found = turn(**given)
    return found and found.due_on


# By example


def test_the_first_eight_weeks_of_a_newly_qualified_worker():
    begun, days = date(2026, 9, 7), []
    held = None
    for _ in range(9):
        held = due(group=NEW, post=begun, held=held)
        days.append((held - begun).days // 7)
    assert days == [1, 2, 3, 4, 5, 6, 8, 10, 12]


def test_newly_qualified_from_six_months_on_every_month():
    assert due(group=NEW, post=date(2026, 3, 2), held=date(2026, 8, 31)) == date(2026, 9, 30)
    assert due(group=NEW, post=date(2026, 3, 2), held=date(2026, 8, 30)) == date(2026, 9, 13)


@pytest.mark.parametrize(
    ("held", "next_one"),
    [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 8, 31), date(2026, 9, 30)),
    ],
)
def test_a_month_later_at_the_ends_of_months(held, next_one):
    assert due(held=held) == next_one


def test_counted_from_the_later_of_agreement_and_post():
    assert turn(post=date(2026, 3, 2), begins=date(2026, 3, 16)).since == date(2026, 3, 16)
    assert turn(post=date(2026, 3, 16), begins=date(2026, 3, 2)).since == date(2026, 3, 16)


def test_what_was_held_before_somebody_left_and_came_back_does_not_count():
    stints = [Stint(date(2020, 1, 1), date(2025, 6, 30), OLD), Stint(date(2026, 1, 5), None, OLD)]
    assert counted_from(Supervised(date(2024, 1, 1), date(2025, 6, 1), stints)) == date(2026, 1, 5)
    moved = [Stint(date(2020, 1, 1), date(2026, 1, 4), OLD), Stint(date(2026, 1, 5), None, "senior-practitioner")]
    assert counted_from(Supervised(date(2024, 1, 1), date(2025, 12, 1), moved)) == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("hours", "next_one"),
    [
        (100, date(2026, 4, 2)),
        (80, date(2026, 4, 9)),  # one month and a quarter
        (60, date(2026, 4, 22)),  # one month and two thirds
        (50, date(2026, 5, 2)),
        (20, date(2026, 5, 2)),  # never more than twice
    ],
)
def test_part_time_is_stretched_up_to_twice(hours, next_one):
    assert due(hours=hours, held=date(2026, 3, 2)) == next_one
    assert due(hours=hours, held=date(2026, 3, 2), policies=[ruled(is_pro_rata=False)]) == date(2026, 4, 2)


def test_agency_every_eight_shifts_is_eight_working_days_by_hours():
    held = date(2026, 3, 2)  # a Monday
    assert due(group=AGENCY, held=held) == date(2026, 3, 12)
    assert due(group=AGENCY, hours=50, held=held) == date(2026, 3, 24)
    easter = date(2026, 3, 30)  # 3 April is a holiday in Scotland
    assert due(group=AGENCY, held=easter) == date(2026, 4, 10)
    assert due(group=AGENCY, held=held, absences=[Span(date(2026, 3, 5), date(2026, 3, 6))]) == date(2026, 3, 16)
    assert turn(group=AGENCY, held=held, absences=[Span(date(2026, 3, 5))]).is_paused


def test_students_as_their_agreement_says_and_not_at_all_where_it_says_nothing():
    assert turn(group=STUDENT, held=date(2026, 3, 2)) is None
    agreed = Agreed(1, "week", 60)
    assert turn(group=STUDENT, held=date(2026, 3, 2), agreed=agreed) == Turn(date(2026, 3, 2), date(2026, 3, 9), 90)


def test_an_agreement_can_ask_for_more_than_the_policy_and_not_for_less():
    held = date(2026, 3, 2)
    assert due(held=held, agreed=Agreed(2, "week")) == date(2026, 3, 16)
    assert due(held=held, agreed=Agreed(3, "month")) == date(2026, 4, 2)
    assert due(held=held, agreed=Agreed(3, "month"), as_agreed=True) == date(2026, 6, 2)
    assert due(held=held, as_agreed=True) == date(2026, 4, 2)


def test_a_group_is_due_as_its_members_agreed_without_any_policy():
    one = Supervised(date(2026, 3, 2), None, agreed=Agreed(6, "week", 60), as_agreed=True)
    assert next_turn(one, [], works_here) == Turn(date(2026, 3, 2), date(2026, 4, 13), 60)


def test_a_particular_need_counts_where_it_is_stricter_and_while_it_lasts():
    held = date(2026, 3, 2)
    need = Need(date(2026, 1, 1), date(2026, 12, 31), 2, "week", 120)
    assert turn(held=held, needs=[need]) == Turn(held, date(2026, 3, 16), 120)
    assert due(held=held, needs=[Need(date(2026, 1, 1), None, 2, "month", 60)]) == date(2026, 4, 2)
    assert due(held=held, needs=[Need(date(2026, 3, 20), None, 1, "week", 90)]) == date(2026, 3, 20)
    assert due(held=held, needs=[Need(date(2026, 1, 1), date(2026, 3, 10), 2, "week", 120)]) == date(2026, 4, 2)
    assert due(held=held, needs=[Need(date(2026, 1, 1), date(2026, 3, 10), 2, "week", 120)], as_agreed=True) == (
        date(2026, 4, 2)
    )


@pytest.mark.parametrize(
    ("absences", "next_one"),
    [
        ([Span(date(2026, 2, 1), date(2026, 3, 1))], date(2026, 4, 2)),  # before it is counted
        ([Span(date(2026, 3, 10), date(2026, 3, 19))], date(2026, 4, 12)),
        ([Span(date(2026, 4, 2), date(2026, 4, 2))], date(2026, 4, 3)),  # on the very day
        ([Span(date(2026, 4, 3), date(2026, 4, 9))], date(2026, 4, 2)),  # after it
        ([Span(date(2026, 3, 10), date(2026, 3, 19)), Span(date(2026, 4, 5), date(2026, 4, 9))], date(2026, 4, 17)),
        ([Span(date(2026, 2, 20), date(2026, 3, 11))], date(2026, 4, 11)),
        ([Span(date(2026, 3, 10))], None),
    ],
)
def test_days_of_absence_are_added(absences, next_one):
    assert due(held=date(2026, 3, 2), absences=absences) == next_one


def test_a_turn_without_an_end_of_the_absence_is_paused():
    held = date(2026, 3, 2)
    assert turn(held=held, absences=[Span(date(2026, 3, 10))]) == Turn(held, None, 90, is_paused=True)


@pytest.mark.parametrize(
    ("second", "next_one"),
    [
        (monthly(date(2026, 3, 10), 2, "week"), date(2026, 3, 16)),
        (monthly(date(2026, 3, 20), 2, "week"), date(2026, 3, 20)),  # never before the change itself
        (monthly(date(2026, 4, 2), 2, "week"), date(2026, 4, 2)),
        (monthly(date(2026, 4, 3), 2, "week"), date(2026, 4, 2)),  # it was due before
        (monthly(date(2026, 3, 20), 2, "month"), date(2026, 5, 2)),
        (monthly(date(2026, 4, 3), 2, "month"), date(2026, 4, 2)),  # late it stays
    ],
)
def test_a_policy_that_changes_between_two_sessions(second, next_one):
    assert due(held=date(2026, 3, 2), policies=[monthly(), second]) == next_one


def test_a_policy_that_changes_while_somebody_is_away_waits_for_them():
    away = [Span(date(2026, 3, 10), date(2026, 5, 31))]
    weekly = monthly(date(2026, 5, 1), 1, "week")
    assert due(held=date(2026, 3, 2), policies=[monthly(), weekly], absences=away) == date(2026, 6, 1)


def test_hours_and_staff_group_that_change_between_two_sessions():
    held, change = date(2026, 3, 2), date(2026, 3, 20)
    before = Stint(FIRST, change - ONE_DAY, OLD, 100)
    assert due(held=held, stints=[before, Stint(change, None, OLD, 50)]) == date(2026, 5, 2)
    assert due(held=held, stints=[before, Stint(change, None, NEW, 100)]) == change
    student = Stint(FIRST, change - ONE_DAY, STUDENT, 100)
    assert due(held=held, stints=[student, Stint(change, None, NEW, 100)]) == change


def test_nothing_is_owed_before_the_first_policy_and_then_not_before_it_begins():
    assert turn(post=date(2026, 3, 2), policies=[]) is None
    assert due(post=date(2026, 3, 2), policies=[monthly(date(2026, 9, 1))]) == date(2026, 9, 1)
    assert due(post=date(2026, 8, 20), policies=[monthly(date(2026, 9, 1))]) == date(2026, 9, 20)


def test_posts_become_stints():
    first, second = Stint(date(2025, 1, 1), date(2025, 6, 30), OLD, 50), Stint(date(2025, 7, 1), None, OLD, 50)
    assert stints_of([second, first]) == [Stint(date(2025, 1, 1), None, OLD, 50)]
    other = Stint(date(2025, 3, 1), date(2025, 4, 30), NEW, 60)
    assert stints_of([first, other]) == [
        Stint(date(2025, 1, 1), date(2025, 2, 28), OLD, 50),
        Stint(date(2025, 3, 1), date(2025, 4, 30), NEW, 100),
        Stint(date(2025, 5, 1), date(2025, 6, 30), OLD, 50),
    ]
    assert stints_of([]) == []


def test_spans_that_touch_are_one():
    spans = [Span(date(2025, 3, 1), date(2025, 3, 9)), Span(date(2025, 3, 5), date(2025, 3, 6))]
    assert merged([*spans, Span(date(2025, 3, 10), date(2025, 3, 12))]) == [Span(date(2025, 3, 1), date(2025, 3, 12))]
    assert merged([*spans, Span(date(2025, 3, 8))]) == [Span(date(2025, 3, 1))]


# Over twenty years

days = st.dates(FIRST, LAST)
intervals = st.tuples(st.integers(1, 12), st.sampled_from(["week", "month"]))
hours = st.integers(5, 100)


@st.composite
def spans(draw, count=4):
    found = draw(st.lists(st.tuples(days, st.integers(0, 90)), max_size=count))
    return merged(Span(first, first + timedelta(length)) for first, length in found)


@st.composite
def policies(draw):
    firsts = sorted(draw(st.sets(days, max_size=3)) | {FIRST})
    return [monthly(first, *draw(intervals)) for first in firsts]


@settings(deadline=None)
@given(policies(), days, hours, spans())
def test_a_turn_is_due_after_the_day_it_is_counted_from_and_never_on_a_day_of_absence(rules, held, hours, away):
    found = turn(policies=rules, held=held, hours=hours, absences=away)
    assert found.since == held < found.due_on
    assert not any(span.holds_on(found.due_on) for span in away)


@settings(deadline=None)
@given(policies(), days, days, hours)
def test_a_later_session_never_makes_the_next_one_earlier(rules, one, other, hours):
    earlier, later = sorted((one, other))
    assert due(policies=rules, held=earlier, hours=hours) <= due(policies=rules, held=later, hours=hours)


@settings(deadline=None)
@given(days, days, st.sampled_from([NEW, AGENCY]), hours)
def test_nor_where_weeks_in_post_or_shifts_count(one, other, group, hours):
    earlier, later = sorted((one, other))
    assert due(group=group, held=earlier, hours=hours) <= due(group=group, held=later, hours=hours)


@settings(deadline=None)
@given(policies(), days, days, intervals)
def test_a_new_policy_changes_nothing_that_was_due_before_it(rules, held, change, interval):
    before = due(policies=rules, held=held)
    rest = [rule for rule in rules if rule.first < change]
    new = due(policies=[*rest, monthly(change, *interval)], held=held) if rest else None
    if new is None:
        return
    known_then = due(policies=rest, held=held)
    assert (new == known_then) if known_then < change else (new >= change or held >= change)
    assert before is not None


@settings(deadline=None)
@given(policies(), days, hours, spans(), st.tuples(days, st.integers(0, 90)))
def test_more_absence_never_makes_a_turn_earlier(rules, held, hours, away, more):
    more = merged([*away, Span(more[0], more[0] + timedelta(more[1]))])
    given = {"policies": rules[:1], "held": held, "hours": hours}
    assert due(absences=away, **given) <= due(absences=more, **given)


@settings(deadline=None)
@given(policies(), days, days, intervals)
def test_a_particular_need_never_makes_a_turn_later(rules, held, since, interval):
    need = Need(since, None, *interval, 90)
    assert due(policies=rules, held=held, needs=[need]) <= due(policies=rules, held=held)


@settings(deadline=None)
@given(days, intervals, hours)
def test_part_time_lies_between_once_and_twice(held, interval, hours):
    rules = [monthly(FIRST, *interval)]
    every, period = interval
    twice = held + timedelta(weeks=2 * every) if period == "week" else months.add(held, 2 * every)
    assert due(policies=rules, held=held) <= due(policies=rules, held=held, hours=hours) <= twice


@settings(deadline=None)
@given(days, st.lists(days, max_size=4), hours)
def test_posts_that_only_continue_change_nothing(held, cuts, hours):
    firsts = sorted({FIRST, *cuts})
    ends = [first - ONE_DAY for first in firsts[1:]]
    posts = [Stint(first, end, OLD, hours) for first, end in zip(firsts, [*ends, None], strict=True)]
    assert due(stints=stints_of(reversed(posts)), held=held) == due(hours=hours, held=held)


@settings(deadline=None, max_examples=20)
@given(st.sampled_from([NEW, OLD, AGENCY]), hours, spans(8))
def test_twenty_years_of_sessions_on_time_go_on_and_on(group, hours, away):
    held, count = None, 0
    while (held is None or held < LAST) and count < 1000:
        found = turn(group=group, hours=hours, held=held, absences=away)
        assert found.due_on > found.since
        held, count = found.due_on, count + 1
    assert 20 <= count < 1000
