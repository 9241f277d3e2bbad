"""Do figures say what the records say: counted by hand, opened to those who may, and final once a month closed?"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.practice.supervision.past import APRIL, MARCH, MAY, agreement, cancelled, session, turn

from cairn.cycle.evidence.declaring import Direction, all_indicators, indicator_of
from cairn.foundation.core import clock
from cairn.foundation.people.models import Post

OURS = [one for one in all_indicators() if one.source == "supervision"]
JUNE = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_june():
    with clock.at(JUNE):
        yield


def measured(cast, key, first=MARCH, last=MARCH):
    """(unit, staff group, month) to (numerator, denominator)."""
    names = {cast.team_a.pk: "a", cast.team_b.pk: "b", cast.directorate.pk: "d"}
    found = list(indicator_of(f"supervision.{key}").measure(cast.north.pk, first, last))
    answer = {
        (names[one.unit_id], one.staff_group, f"{one.month:%b}"): (one.numerator, one.denominator) for one in found
    }
    assert len(answer) == len(found)
    return answer


def shown(cast, key, viewer, unit=None, month=MARCH):
    rows = indicator_of(f"supervision.{key}").rows(cast[viewer], unit, month)[:]
    return [(row.title, row.day, row.counts, row.detail) for row in rows]


SW = "social-worker"


# What they are


def test_the_indicators_are_these_and_speak_to_these_statements():
    assert {one.key.removeprefix("supervision."): one.statements for one in OURS} == {
        "held": ("sa.4.d.5b", "sa.2.e.2", "sa.4.p.1", "es5.1", "es5.2", "es5.3"),
        "professional": ("sa.5.e.7", "es5.6"),
        "minutes": ("sa.4.d.5b", "es5.1"),
        "long_enough": ("sa.4.d.5b", "es5.1"),
        **{
            key: ("sa.4.d.5c", "es5.3")
            for key in (
                *("cancelled", "cut_short", "lost_to_sickness", "lost_to_leave", "lost_to_emergency"),
                *("lost_to_court", "lost_to_workload", "lost_to_room", "lost_to_other"),
            )
        },
        "prepared": ("sa.4.d.5d", "sa.4.p.1"),
        "signed": ("sa.4.d.5e", "es5.3"),
        "agreed": ("sa.4.d.5", "sa.2.e.2"),
        "seen_as_reflective": ("sa.4.d.5a", "sa.2.p.8", "es5.4"),
        "reflective": ("sa.4.d.5a", "sa.3.p.2", "es5.3", "es5.4"),
        "stress_followed": ("sa.4.d.5a", "sa.2.p.5", "sa.2.p.7"),
    }


def test_every_statement_is_one_that_the_library_brings(library):
    from cairn.foundation.standards.models import Statement

    assert {ref for one in OURS for ref in one.statements} <= set(Statement.objects.values_list("ref", flat=True))


def test_what_is_lost_is_better_low_and_minutes_are_a_mean_of_ninety():
    down = {one.key for one in OURS if one.direction == Direction.DOWN}
    assert down == {one.key for one in OURS if "lost_to" in one.key or one.key.endswith(("cancelled", "cut_short"))}
    assert [(one.key, one.target) for one in OURS if one.is_mean] == [("supervision.minutes", Decimal(90))]


# Held when due


def test_a_turn_counts_once_its_day_has_gone_by_unless_it_was_excused(cast):
    turn(cast, due=date(2026, 3, 2))
    turn(cast, due=date(2026, 3, 31), outcome="late", met_on=date(2026, 4, 2))
    turn(cast, due=date(2026, 3, 9), outcome="lapsed")
    turn(cast, due=date(2026, 3, 16), outcome="")
    turn(cast, due=date(2026, 3, 23), outcome="excused")
    turn(cast, "ruaridh", due=date(2026, 3, 5))
    turn(cast, "shona", due=date(2026, 4, 1), by="callum", unit=cast.team_b)
    turn(cast, due=date(2026, 3, 5), kind="supervision.professional", by="catriona")
    assert measured(cast, "held", MARCH, APRIL) == {
        ("a", SW, "Mar"): (1, 4),
        ("a", "social-care-worker", "Mar"): (1, 1),
        ("b", SW, "Apr"): (1, 1),
    }
    assert measured(cast, "professional") == {("a", SW, "Mar"): (1, 1)}


def test_a_turn_of_today_is_not_yet_due_even_if_it_was_met(cast):
    turn(cast, due=date(2026, 6, 2))
    turn(cast, due=date(2026, 6, 3))
    turn(cast, due=date(2026, 6, 12), met_on=date(2026, 6, 1))
    june = date(2026, 6, 1)
    assert measured(cast, "held", june, june) == {("a", SW, "Jun"): (1, 1)}


def test_the_staff_group_is_that_of_the_day_and_of_the_unit(cast):
    post = Post.objects.get(person=cast["eilidh"])
    Post.objects.filter(pk=post.pk).update(staff_group="newly-qualified", ends_on=date(2026, 3, 15))
    Post.objects.create(
        organisation=cast.north, person=cast["eilidh"], unit=cast.team_a, job_title="Social worker",
        staff_group="social-worker", starts_on=date(2026, 3, 16), full_time_equivalent=Decimal("0.4"),
    )  # fmt: skip
    Post.objects.create(
        organisation=cast.north, person=cast["eilidh"], unit=cast.team_b, job_title="Senior",
        staff_group="senior-practitioner", starts_on=date(2026, 3, 16), full_time_equivalent=Decimal("0.6"),
    )  # fmt: skip
    turn(cast, due=date(2026, 3, 15))
    turn(cast, due=date(2026, 3, 16))
    turn(cast, due=date(2026, 3, 17), unit=cast.directorate)
    assert measured(cast, "held") == {
        ("a", "newly-qualified", "Mar"): (1, 1),
        ("a", SW, "Mar"): (1, 1),
        ("d", "senior-practitioner", "Mar"): (1, 1),
    }


# Time, and what was lost


def test_minutes_are_a_mean_over_what_took_place(cast):
    session(cast, minutes=95)
    session(cast, on=date(2026, 3, 20), minutes=40, was_cut_short=True, reason="court")
    session(cast, "shona", by="callum", unit=cast.team_b, minutes=60, state="held", signed_on=None)
    session(cast, on=date(2026, 3, 24), state="planned")
    cancelled(cast, on=date(2026, 3, 25))
    assert measured(cast, "minutes") == {("a", SW, "Mar"): (135, 2), ("b", SW, "Mar"): (60, 1)}


def test_long_enough_is_as_long_as_was_asked_of_it_and_whole(cast):
    session(cast, minutes=90)
    session(cast, on=date(2026, 3, 3), minutes=89)
    session(cast, on=date(2026, 3, 4), minutes=60, least_minutes=60)
    session(cast, on=date(2026, 3, 5), minutes=95, was_cut_short=True, reason="emergency")
    assert measured(cast, "long_enough") == {("a", SW, "Mar"): (2, 4)}


def test_cancelled_and_cut_short_by_reason(cast):
    session(cast)
    session(cast, "ruaridh", was_cut_short=True, reason="sickness", minutes=20, group="social-care-worker")
    cancelled(cast, reason="sickness", on=date(2026, 3, 3))
    cancelled(cast, reason="leave", on=date(2026, 3, 17))
    session(cast, on=date(2026, 3, 30), state="planned")
    care = ("a", "social-care-worker", "Mar")
    assert measured(cast, "cancelled") == {("a", SW, "Mar"): (2, 3), care: (0, 1)}
    assert measured(cast, "cut_short") == {("a", SW, "Mar"): (0, 1), care: (1, 1)}
    assert measured(cast, "lost_to_sickness") == {("a", SW, "Mar"): (1, 3), care: (1, 1)}
    assert measured(cast, "lost_to_leave") == {("a", SW, "Mar"): (1, 3), care: (0, 1)}
    for key in ("emergency", "court", "workload", "room", "other"):
        assert measured(cast, f"lost_to_{key}") == {("a", SW, "Mar"): (0, 3), care: (0, 1)}


def test_every_lost_session_has_exactly_one_reason(cast):
    for number, key in enumerate(("sickness", "leave", "emergency", "court", "workload", "room", "other")):
        cancelled(cast, reason=key, on=date(2026, 3, 2 + number))
    lost = [measured(cast, one.key.removeprefix("supervision.")) for one in OURS if "lost_to" in one.key]
    assert lost == [{("a", SW, "Mar"): (1, 7)}] * 7


# Prepared, signed, stress


def test_prepared_by_both_by_the_day(cast):
    day = date(2026, 3, 10)
    session(cast, supervisor_prepared_on=day, supervisee_prepared_on=day - timedelta(days=3))
    session(cast, supervisor_prepared_on=day, supervisee_prepared_on=day + timedelta(days=1))
    session(cast, supervisor_prepared_on=day)
    session(cast)
    assert measured(cast, "prepared") == {("a", SW, "Mar"): (1, 4)}


def test_signed_is_counted_in_the_month_in_which_the_days_ran_out(cast):
    session(cast, on=date(2026, 3, 20), sign_by=date(2026, 4, 3), signed_on=date(2026, 4, 3))
    session(cast, on=date(2026, 3, 21), sign_by=date(2026, 4, 4), signed_on=date(2026, 4, 5))
    session(cast, on=date(2026, 3, 22), sign_by=date(2026, 4, 5), state="disputed", signed_on=None)
    session(cast, on=date(2026, 3, 2), sign_by=date(2026, 3, 31), state="recorded", signed_on=None)
    session(cast, on=date(2026, 3, 2), sign_by=None)
    assert measured(cast, "signed", MARCH, APRIL) == {("a", SW, "Mar"): (0, 1), ("a", SW, "Apr"): (1, 3)}


def test_signing_late_never_changes_a_closed_month(cast):
    late = session(cast, sign_by=date(2026, 3, 24), state="recorded", signed_on=None)
    before = measured(cast, "signed")
    late.signed_on, late.state = date(2026, 6, 2), "signed"
    late.save()
    assert measured(cast, "signed") == before == {("a", SW, "Mar"): (0, 1)}


def test_whoever_can_still_sign_in_time_does_not_count_yet(cast):
    june = date(2026, 6, 1)
    session(cast, on=date(2026, 5, 20), sign_by=date(2026, 6, 3), signed_on=date(2026, 6, 1))
    session(cast, on=date(2026, 5, 19), sign_by=date(2026, 6, 2), signed_on=date(2026, 6, 1))
    assert measured(cast, "signed", june, june) == {("a", SW, "Jun"): (1, 1)}


def test_stress_is_counted_in_people_and_an_action_must_follow_each_time(cast):
    session(cast, stress_was_raised=True, stress_has_action=True)
    session(cast, on=date(2026, 3, 17), stress_was_raised=True, stress_has_action=True)
    session(cast, "ruaridh", stress_was_raised=True, stress_has_action=True)
    session(cast, "ruaridh", on=date(2026, 3, 18), stress_was_raised=True)
    session(cast, "callum", by="isla", stress_was_raised=True)
    session(cast, "shona", by="callum")
    assert measured(cast, "stress_followed") == {("a", SW, "Mar"): (1, 3)}


def test_groups_and_peers_are_not_sessions_of_two(cast):
    session(cast, kind="group", supervisee=None)
    for one in OURS:
        assert measured(cast, one.key.removeprefix("supervision.")) == {} or one.key == "supervision.agreed"


# Agreements


def test_agreements_are_looked_at_on_the_last_day(cast):
    agreement(cast, since=date(2026, 3, 31))
    agreement(cast, "ruaridh", signed=False)
    agreement(cast, "shona", by="callum", unit=cast.team_b, ends_on=date(2026, 4, 29), state="ended")
    care = ("a", "social-care-worker")
    assert measured(cast, "agreed", MARCH, APRIL) == {
        ("a", SW, "Mar"): (1, 1),
        (*care, "Mar"): (0, 1),
        ("b", SW, "Mar"): (1, 1),
        ("a", SW, "Apr"): (1, 1),
        (*care, "Apr"): (0, 1),
        ("b", SW, "Apr"): (0, 1),
    }


def test_an_agreement_signed_later_does_not_count_for_an_earlier_month(cast):
    agreement(cast, since=MARCH, on=date(2026, 4, 2))
    assert measured(cast, "agreed")["a", SW, "Mar"] == (0, 1)
    assert measured(cast, "agreed", APRIL, APRIL)["a", SW, "Apr"] == (1, 1)


def test_professional_supervision_is_no_agreement_with_the_line(cast):
    agreement(cast, kind="professional", by="catriona")
    assert measured(cast, "agreed")["a", SW, "Mar"] == (0, 1)


# All of them


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.key)
def test_a_year_is_one_grouped_query(cast, one):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        list(one.measure(cast.north.pk, date(2025, 4, 1), MARCH))
    assert len(asked) == (12 if one.key == "supervision.agreed" else 1)


def test_another_organisation_is_never_counted(cast):
    for one in OURS:
        list(one.measure(cast.south.pk, MARCH, MARCH))
    session(cast, stress_was_raised=True)
    turn(cast)
    agreement(cast)
    assert {one.key: sum(f.denominator for f in one.measure(cast.south.pk, MARCH, MAY)) for one in OURS} == {
        one.key: 3 if one.key == "supervision.agreed" else 0 for one in OURS
    }


DAYS = st.dates(date(2026, 3, 1), date(2026, 5, 31))
SESSIONS = st.lists(
    st.tuples(st.sampled_from(["eilidh", "ruaridh", "shona"]), st.sampled_from(["team_a", "team_b", "directorate"]),
              DAYS, st.sampled_from(["signed", "cancelled", "planned", "cut"]), st.integers(10, 120)),
    max_size=12,
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(SESSIONS)
def test_units_and_months_add_up_to_the_whole(cast, drawn):
    from django.db import transaction

    with transaction.atomic():
        for who, unit, on, state, minutes in drawn:
            place = {"unit": getattr(cast, unit)}
            if state == "cancelled":
                cancelled(cast, who, on, **place)
            elif state == "planned":
                session(cast, who, on, state="planned", **place)
            else:
                cut = {"was_cut_short": True, "reason": "court"} if state == "cut" else {}
                session(cast, who, on, minutes=minutes, **place, **cut)
        added = Counter()
        for (_, _, _), (over, under) in measured(cast, "minutes", MARCH, MAY).items():
            added.update(over=over, under=under)
        held = [minutes for _, _, _, state, minutes in drawn if state in ("signed", "cut")]
        assert (added["over"], added["under"]) == (sum(held), len(held))
        lost = [over for over, _ in measured(cast, "cancelled", MARCH, MAY).values()]
        assert sum(lost) == sum(state == "cancelled" for *_, state, _ in drawn)
        transaction.set_rollback(True)


# The rows behind a figure


def test_a_leader_opens_the_sessions_of_their_team_and_nobody_elses(cast):
    session(cast, minutes=95)
    cancelled(cast, on=date(2026, 3, 3), reason="room", cancelled_on=date(2026, 3, 2))
    session(cast, on=date(2026, 3, 24), minutes=40, was_cut_short=True, reason="court")
    session(cast, "shona", by="callum", unit=cast.team_b)
    pair = "Eilidh Farrow with Morag Lindsay"
    assert shown(cast, "cancelled", "morag", cast.team_a) == [
        (pair, date(2026, 3, 24), False, "cut short at 40 minutes: court or hearing"),
        (pair, date(2026, 3, 10), False, "95 minutes"),
        (pair, date(2026, 3, 3), True, "cancelled on 2 March 2026: no private room or working connection"),
    ]
    assert shown(cast, "cancelled", "morag", cast.team_b) == []
    assert len(shown(cast, "cancelled", "fraser")) == 4
    assert len(shown(cast, "cancelled", "fraser", cast.service)) == 4
    for nobody in ("hamish", "nadia", "petra", "una", "isla", "ada"):
        assert shown(cast, "cancelled", nobody) == []


def test_the_two_see_their_own_and_no_more(cast):
    session(cast)
    session(cast, "ruaridh")
    assert [title for title, *_ in shown(cast, "minutes", "eilidh")] == ["Eilidh Farrow with Morag Lindsay"]


def test_rows_of_what_was_due(cast):
    turn(cast)
    turn(cast, "ruaridh", due=date(2026, 3, 4), outcome="late", met_on=date(2026, 3, 9))
    turn(cast, "shona", by="callum", unit=cast.team_b, outcome="")
    assert shown(cast, "held", "morag", cast.team_a) == [
        ("Ruaridh Ogg with Morag Lindsay", date(2026, 3, 4), False, "met on 9 March 2026"),
        ("Eilidh Farrow with Morag Lindsay", date(2026, 3, 10), True, "met on 10 March 2026"),
    ]
    assert [detail for *_, detail in shown(cast, "held", "callum")] == ["open"]
    assert [title for title, *_ in shown(cast, "held", "eilidh")] == ["Eilidh Farrow with Morag Lindsay"]


def test_rows_of_agreements_begin_with_those_who_have_none(cast):
    agreement(cast)
    assert shown(cast, "agreed", "morag", cast.team_a) == [
        ("Ruaridh Ogg, Team A", None, False, "no agreement signed by both"),
        ("Eilidh Farrow, Team A", None, True, "signed by both and in force"),
    ]
    assert shown(cast, "agreed", "hamish") == []


def test_who_raised_stress_is_in_no_list_and_the_figure_is_opened_by_nobody(cast):
    from cairn.foundation.people.access import permits

    session(cast, stress_was_raised=True)
    one = indicator_of("supervision.stress_followed")
    for name in cast.people:
        assert not permits(cast[name], one.rows_act, cast.team_a)
        assert one.rows(cast[name], cast.team_a, MARCH) == ()


@pytest.mark.parametrize("key", ["minutes", "held", "agreed"])
def test_rows_take_as_many_queries_for_five_as_for_one(cast, key):
    def asked():
        viewer = cast["morag"]
        with CaptureQueriesContext(connection) as queries:
            indicator_of(f"supervision.{key}").rows(viewer, cast.team_a, MARCH)[:50]
        return len(queries)

    session(cast), turn(cast), agreement(cast)
    once = asked()
    for number in range(4):
        session(cast, on=date(2026, 3, 12 + number))
        turn(cast, due=date(2026, 3, 12 + number))
    assert asked() == once
