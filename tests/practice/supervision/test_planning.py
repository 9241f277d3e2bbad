"""Is what is owed in supervision raised, moved, met and taken back as agreements, posts, leave and policies change?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.practice.supervision.terms_made import BEGUN, draft, in_force, sign, terms

from cairn.cycle.duties.commands import plan_ahead
from cairn.cycle.duties.kinds import subject
from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.people.models import Absence, Person, Post
from cairn.practice.supervision import agreeing
from cairn.practice.supervision.commands import agreements as commands
from cairn.practice.supervision.commands import policies
from cairn.practice.supervision.duties import AGREE, HOLD, PROFESSIONAL, REVIEW_TERMS
from cairn.practice.supervision.models import Kind, ParticularNeed, Session
from cairn.practice.supervision.queries.turns import least_minutes, whole_organisation

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _on_the_first_of_june():
    with clock.at(NOON):
        yield


def held(agreement, on, **given):
    """A session of the agreement that took place on a day."""
    given = {"kind": agreement.kind, "supervisor": agreement.supervisor, "supervisee": agreement.supervisee} | given
    return Session.objects.create(
        organisation=agreement.organisation, agreement=agreement, unit=agreement.unit, staff_group="social-worker",
        planned_on=on, month=on.replace(day=1), state="held", held_on=on, minutes=90, **given,
    )  # fmt: skip


def plan(cast, kind):
    return plan_ahead(cast.north, kind)


def owed(kind, **sought):
    found = Duty.objects.open().filter(kind=kind.key, **sought).order_by("due_on")
    return [(duty.bearer and duty.bearer.given_name, duty.due_on, duty.occasion) for duty in found]


def of(name):
    return {"bearer__given_name": name}


# Sessions


def test_the_next_session_is_owed_by_the_supervisor_as_soon_as_both_have_signed(cast, policy):
    with clock.at(datetime(2026, 5, 11, 9, 0, tzinfo=UTC)):
        made = in_force(cast, starts_on=date(2026, 5, 11))
    (duty,) = Duty.objects.filter(kind="supervision.hold")
    assert (duty.bearer, duty.awaited_by, duty.about, duty.unit) == (
        *(cast["morag"], cast["eilidh"], subject(made), cast.team_a),
    )
    assert (duty.opens_on, duty.due_on, duty.occasion) == (date(2026, 5, 21), date(2026, 6, 11), "2026-05-11")
    assert HOLD.said(duty) == "Hold supervision with Eilidh Farrow"
    assert HOLD.page(duty) == f"/supervision/agreements/{made.pk}/"
    assert plan(cast, HOLD) == 0


def test_a_session_that_was_held_moves_the_turn_on(cast, policy):
    made = in_force(cast, starts_on=date(2026, 5, 11))
    held(made, TODAY)
    agreeing.keep_turns(made)
    assert owed(HOLD) == [("Morag", date(2026, 7, 1), "2026-06-01")]
    assert plan(cast, HOLD) == 0


def test_a_session_meets_the_turn_on_its_day_and_begins_the_next(cast, policy):
    with clock.at(datetime(2026, 4, 20, 9, 0, tzinfo=UTC)):
        made = in_force(cast, starts_on=date(2026, 4, 20))
    agreeing.session_held(held(made, date(2026, 5, 20)))
    first = Duty.objects.get(kind="supervision.hold", occasion="2026-04-20")
    assert (first.outcome, first.met_on) == ("met", date(2026, 5, 20))
    assert owed(HOLD) == [("Morag", date(2026, 6, 20), "2026-05-20")]
    agreeing.session_held(held(made, date(2026, 5, 4)))  # written down afterwards
    assert owed(HOLD) == [("Morag", date(2026, 6, 20), "2026-05-20")]
    assert plan(cast, HOLD) == 0


def test_a_session_on_another_day_than_was_said_moves_the_next_turn(cast, policy):
    made = in_force(cast, starts_on=date(2026, 5, 4))
    session = held(made, date(2026, 5, 29))
    agreeing.session_held(session)
    Session.objects.filter(pk=session.pk).update(held_on=date(2026, 5, 22))
    agreeing.session_moved(session)
    assert owed(HOLD) == [("Morag", date(2026, 6, 22), "2026-05-22")]
    assert plan(cast, HOLD) == 0


def test_a_session_with_whoever_stands_in_counts_for_the_first_agreement_too(cast, policy):
    first = in_force(cast, starts_on=date(2026, 4, 27))
    second = draft(cast, supervisor="callum", by="morag", stands_in_for=first, starts_on=date(2026, 5, 4))
    sign(cast, second, "callum", "eilidh")
    agreeing.session_held(held(second, date(2026, 5, 18)))
    assert owed(HOLD) == [("Callum", date(2026, 6, 18), "2026-05-18")]
    commands.end(second, on=TODAY - timedelta(days=1), reason="Back", by=cast["callum"])
    assert owed(HOLD) == [("Morag", date(2026, 6, 18), "2026-05-18")]


@pytest.mark.parametrize(
    ("group", "every", "need", "minutes", "least"),
    [
        ("social-worker", None, 0, None, 90),
        ("social-worker", None, 0, 120, 120),
        ("social-worker", None, 0, 60, 90),
        ("social-worker", None, 100, None, 100),
        ("student", 1, 0, 45, 90),
    ],
)
def test_how_long_a_session_takes(cast, policy, group, every, need, minutes, least):
    Post.objects.filter(person=cast["eilidh"]).update(staff_group=group)
    made = in_force(cast, terms=terms(every=every, period="week" if every else "", minutes=minutes))
    if need:
        ParticularNeed.objects.create(
            organisation=cast.north, person=cast["eilidh"], starts_on=TODAY, every=9, period="month", minutes=need,
            reason="x", agreed_by=cast["morag"], agreed_at=clock.now(),
        )  # fmt: skip
    assert least_minutes(cast.north, cast["eilidh"], "line", TODAY, made) == least


def test_without_a_policy_or_an_agreement_the_usual_minutes_hold(cast):
    assert least_minutes(cast.north, cast["eilidh"], "line", TODAY) == 90


def test_leave_hours_and_policy_move_what_is_owed_without_anybody_telling(cast, policy):
    made = in_force(cast, starts_on=date(2026, 5, 11))
    Absence.objects.create(
        organisation=cast.north, person=cast["eilidh"], why="leave", starts_on=TODAY, ends_on=date(2026, 6, 10)
    )
    assert (plan(cast, HOLD), plan(cast, HOLD)) == (1, 0)
    assert owed(HOLD) == [("Morag", date(2026, 6, 21), "2026-05-11")]
    Post.objects.filter(person=cast["eilidh"]).update(full_time_equivalent="0.5")
    assert plan(cast, HOLD) == 1
    assert owed(HOLD) == []  # further ahead than is planned
    ParticularNeed.objects.create(
        organisation=cast.north, person=cast["eilidh"], starts_on=TODAY, every=1, period="week", minutes=60,
        reason="x", agreed_by=cast["morag"], agreed_at=clock.now(),
    )  # fmt: skip
    assert plan(cast, HOLD) == 1
    assert owed(HOLD) == [("Morag", date(2026, 6, 11), "2026-05-11")]
    Duty.objects.get(kind="supervision.hold", about=subject(made))


def test_an_absence_without_an_end_pauses_it_until_they_are_back(cast, policy):
    in_force(cast, starts_on=date(2026, 5, 11))
    away = Absence.objects.create(organisation=cast.north, person=cast["eilidh"], why="sickness", starts_on=TODAY)
    assert plan(cast, HOLD) == 1
    assert owed(HOLD) == []
    away.ends_on = date(2026, 6, 5)
    away.save()
    assert plan(cast, HOLD) == 1
    assert owed(HOLD) == [("Morag", date(2026, 6, 16), "2026-05-11")]


def test_whoever_stands_in_owes_it_until_that_ends(cast, policy):
    first = in_force(cast, starts_on=date(2026, 5, 11))
    held(first, date(2026, 5, 20))
    second = draft(cast, supervisor="callum", by="morag", stands_in_for=first, starts_on=TODAY)
    sign(cast, second, "callum", "eilidh")
    assert owed(HOLD) == [("Callum", date(2026, 6, 20), "2026-05-20")]
    assert plan(cast, HOLD) == 0
    commands.end(second, on=TODAY - timedelta(days=0), reason="Back", by=cast["callum"])
    with clock.at(NOON + timedelta(days=1)):
        plan(cast, HOLD)
        assert owed(HOLD) == [("Morag", date(2026, 6, 20), "2026-05-20")]


def test_after_an_end_nothing_is_owed(cast, policy):
    made = in_force(cast, starts_on=date(2026, 5, 11))
    commands.end(made, reason="Moves", by=cast["morag"])
    assert owed(HOLD) == owed(REVIEW_TERMS) == []
    assert Duty.objects.get(kind="supervision.hold").outcome == "excused"
    with clock.at(NOON + timedelta(days=1)):
        assert plan(cast, HOLD) == 0


def test_nothing_is_owed_to_those_who_left_nor_by_them(cast, policy):
    in_force(cast, starts_on=date(2026, 5, 11))
    in_force(cast, "ruaridh", starts_on=date(2026, 5, 11))
    Post.objects.filter(person=cast["eilidh"]).update(ends_on=date(2026, 5, 31))
    plan(cast, HOLD)
    assert [one[0] for one in owed(HOLD)] == ["Morag"]
    Person.objects.filter(pk=cast["morag"].pk).update(is_active=False)
    plan(cast, HOLD)
    assert owed(HOLD) == []


def test_professional_supervision_is_a_duty_of_its_own(cast, policy):
    given = {"kind": Kind.PROFESSIONAL, "supervisor": "catriona", "starts_on": date(2026, 5, 18)}
    Post.objects.filter(person=cast["eilidh"]).update(professional_lead=cast["catriona"])
    made = in_force(cast, **given, terms=terms(every=6, period="week", who_does_what="Practice."), by="morag")
    assert owed(PROFESSIONAL) == [("Catriona", date(2026, 6, 29), "2026-05-18")]
    assert owed(HOLD) == []
    assert (plan(cast, PROFESSIONAL), plan(cast, HOLD)) == (0, 0)
    held(made, date(2026, 5, 29))
    plan(cast, PROFESSIONAL)
    assert owed(PROFESSIONAL) == []  # 10 July is further ahead than is planned


def test_a_group_is_held_as_it_agreed(cast, policy):
    from tests.practice.supervision.test_agreements import group

    made = sign(cast, group(cast, starts_on=date(2026, 5, 11)), "morag")
    assert owed(HOLD) == [("Morag", date(2026, 6, 22), "2026-05-11")]
    held(made, date(2026, 5, 20), supervisee=None)
    assert plan(cast, HOLD) == 2  # one turn is over, and the next one begins
    assert owed(HOLD) == [("Morag", date(2026, 7, 1), "2026-05-20")]


@pytest.mark.parametrize("count", [1, 5])
def test_a_whole_organisation_is_reckoned_in_the_same_few_questions(cast, policy, django_assert_num_queries, count):
    for name in ("eilidh", "ruaridh")[:count]:
        made = in_force(cast, name, starts_on=date(2026, 5, 11))
        for number in range(count):
            held(made, date(2026, 5, 12) + timedelta(days=number))
    with django_assert_num_queries(6):
        found = list(whole_organisation(cast.north, TODAY))
    assert {due.turn.due_on for due in found} == {date(2026, 6, 11 + count)}


# Agreements


def test_an_agreement_is_owed_for_everybody_with_a_line_manager(cast, policy):
    assert plan(cast, AGREE) == 3
    assert owed(AGREE, **of("Callum")) == [("Callum", date(2025, 2, 3), "line 2025-01-06")]
    assert {one[1:] for one in owed(AGREE)} == {(date(2025, 2, 3), "line 2025-01-06")}
    duty = Duty.objects.get(kind="supervision.agree", bearer=cast["callum"])
    assert (duty.about, duty.awaited_by) == (subject(cast["shona"]), cast["shona"])
    assert AGREE.page(duty) == f"/supervision/agreements/draft/{cast['shona'].pk}/"
    assert plan(cast, AGREE) == 0


def test_within_four_weeks_of_starting(cast, policy):
    Post.objects.filter(person=cast["shona"]).update(starts_on=date(2026, 5, 25))
    plan(cast, AGREE)
    assert owed(AGREE, **of("Callum")) == [("Callum", date(2026, 6, 22), "line 2026-05-25")]
    Absence.objects.create(
        organisation=cast.north, person=cast["shona"], why="family", starts_on=TODAY, ends_on=date(2026, 6, 7)
    )
    plan(cast, AGREE)
    assert owed(AGREE, **of("Callum")) == [("Callum", date(2026, 6, 29), "line 2026-05-25")]


def test_it_is_met_when_both_have_signed(cast, policy):
    plan(cast, AGREE)
    made = sign(cast, draft(cast), "morag")
    assert len(owed(AGREE, **of("Morag"))) == 2
    sign(cast, made, "eilidh")
    duty = Duty.objects.get(kind="supervision.agree", about=subject(cast["eilidh"]))
    assert (duty.outcome, duty.met_on) == ("late", TODAY)
    assert plan(cast, AGREE) == 0


def test_it_is_owed_again_after_the_agreement_ended_or_the_supervisor_left(cast, policy):
    made = in_force(cast, starts_on=BEGUN)
    plan(cast, AGREE)
    commands.end(made, on=date(2026, 5, 24), reason="Moves", by=cast["morag"])
    plan(cast, AGREE)
    assert ("Morag", date(2026, 6, 22), "line 2026-05-25") in owed(AGREE)


def test_nothing_is_owed_before_a_policy_is_in_force(cast):
    assert plan(cast, AGREE) == 0
    policies.adopt_starting(cast.north, by=cast["isla"])
    plan(cast, AGREE)
    assert {one[1] for one in owed(AGREE)} == {TODAY + timedelta(weeks=4)}


def test_a_professional_agreement_is_owed_by_the_professional_lead(cast, policy):
    Post.objects.filter(person=cast["eilidh"]).update(professional_lead=cast["catriona"])
    Post.objects.filter(person=cast["morag"]).update(staff_group="occupational-therapist")
    plan(cast, AGREE)
    duty = Duty.objects.get(kind="supervision.agree", bearer=cast["catriona"])
    assert (duty.occasion, AGREE.said(duty)) == (
        *("professional 2025-01-06", "Agree on supervision with Eilidh Farrow, professional supervision"),
    )
    given = {"kind": Kind.PROFESSIONAL, "supervisor": "catriona", "by": "catriona"}
    in_force(cast, **given, terms=terms(every=1, period="month", who_does_what="Practice."))
    duty.refresh_from_db()
    assert duty.outcome == "late"
    assert len(owed(AGREE, about=subject(cast["eilidh"]))) == 1


def test_a_line_manager_who_left_leaves_it_to_whoever_leads_the_unit(cast, policy):
    Post.objects.filter(person=cast["shona"]).update(line_manager=cast["petra"])
    Person.objects.filter(pk=cast["petra"].pk).update(is_active=False)
    plan(cast, AGREE)
    duty = Duty.objects.get(kind="supervision.agree", about=subject(cast["shona"]))
    assert (duty.bearer, duty.office, duty.unit) == (None, "leader", cast.team_b)


@pytest.mark.parametrize("count", [1, 3])
def test_agreements_are_planned_in_the_same_few_questions(cast, policy, django_assert_num_queries, count):
    from cairn.practice.supervision.planning import agreements

    names = [cast[name].pk for name in ("eilidh", "ruaridh", "shona")[:count]]
    Post.objects.exclude(person__in=names).update(line_manager=None)
    with django_assert_num_queries(8):
        assert len(list(agreements(cast.north, TODAY))) == count


# Signing and reviews


def test_the_second_signature_is_owed_by_working_days(cast, policy):
    made = sign(cast, draft(cast), "morag")
    (duty,) = Duty.objects.filter(kind="supervision.sign_terms")
    assert (duty.bearer, duty.awaited_by, duty.due_on, duty.occasion) == (
        *(cast["eilidh"], cast["morag"], date(2026, 6, 16), "1"),  # 15 June 2026 is a holiday in Scotland
    )
    sign(cast, made, "eilidh")
    duty.refresh_from_db()
    assert (duty.outcome, duty.met_on) == ("met", TODAY)


def test_a_review_is_owed_on_its_day_and_met_by_one(cast, policy):
    made = in_force(cast, terms=terms(review_on=date(2026, 6, 20)))
    assert owed(REVIEW_TERMS) == [("Morag", date(2026, 6, 20), "2026-06-20")]
    assert plan(cast, REVIEW_TERMS) == 0
    commands.review(made, next_on=date(2026, 12, 1), by=cast["eilidh"])
    assert Duty.objects.get(kind="supervision.review", occasion="2026-06-20").outcome == "met"
    assert (owed(REVIEW_TERMS), plan(cast, REVIEW_TERMS)) == ([], 0)
    with clock.at(datetime(2026, 11, 20, 9, 0, tzinfo=UTC)):
        assert plan(cast, REVIEW_TERMS) == 1
    assert owed(REVIEW_TERMS) == [("Morag", date(2026, 12, 1), "2026-12-01")]


def test_a_new_agreement_is_as_good_as_a_review(cast, policy):
    first = in_force(cast, terms=terms(review_on=date(2026, 6, 20)))
    sign(cast, draft(cast, follows=first, starts_on=TODAY), "morag", "eilidh")
    assert Duty.objects.get(kind="supervision.review", about=subject(first)).outcome == "met"
    assert (owed(REVIEW_TERMS), plan(cast, REVIEW_TERMS)) == ([], 0)
