"""Is a session booked, moved, cancelled, booked again and held as two people would expect (sa.4.d.5b, sa.4.d.5c)?"""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.practice.supervision.sessions_made import days_ago, facts, held, planned, recorded, signed
from tests.practice.supervision.terms_made import in_force, terms

from cairn.cycle.duties.models import Duty
from cairn.cycle.evidence.models import Touched
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import verification
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post
from cairn.practice.supervision.commands import agreements, groups
from cairn.practice.supervision.commands import sessions as commands
from cairn.practice.supervision.models import Session, State
from cairn.practice.supervision.queries import sessions as queries
from cairn.practice.supervision.rules import sessions as rules

TODAY = clock.today()
SOON = TODAY + timedelta(days=7)
EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "ben", "col"),
)


@pytest.fixture
def agreement(cast, policy):
    """Morag supervises Eilidh since early 2025."""
    return in_force(cast)


def those(cast, question):
    return {who for who in EVERYBODY if question(cast[who])}


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return str(refused.value)


def owed(kind):
    found = Duty.objects.filter(kind=f"supervision.{kind}").select_related("bearer").order_by("bearer__given_name")
    return [(duty.bearer.given_name, duty.due_on, duty.outcome) for duty in found]


def told(person):
    return Notice.objects.filter(person=person).order_by("created_at").values_list("text", flat=True).last()


# Who may


def test_only_the_two_book_and_cancel(cast, agreement):
    assert those(cast, lambda who: rules.may_plan_under(who, agreement)) == {"morag", "eilidh"}
    session = planned(agreement, on=SOON)
    assert those(cast, lambda who: rules.may_act_on(who, session)) == {"morag", "eilidh"}
    assert those(cast, lambda who: rules.may_prepare(who, session)) == {"morag", "eilidh"}


def test_who_knows_that_a_session_takes_place(cast, agreement):
    session = planned(agreement, on=SOON)
    seen = those(cast, lambda who: Session.objects.visible_to(who).filter(pk=session.pk).exists())
    assert seen == {"morag", "eilidh", "catriona", "fraser"}
    for who in ("catriona", "fraser"):
        with pytest.raises(Session.DoesNotExist):
            queries.own_session_for(cast[who], session.pk)


# Booking


def test_plan_books_records_and_tells(cast, agreement, entries):
    session = planned(agreement, on=SOON, at=time(10))
    assert (session.state, session.kind, session.unit, session.staff_group) == (
        *("planned", "line", cast.team_a, "social-worker"),
    )
    assert (session.planned_minutes, session.least_minutes, session.month) == (90, 90, SOON.replace(day=1))
    assert entries("session.planned")[-1].facts["on"] == SOON.isoformat()
    assert told(cast["eilidh"]) == "A supervision session with you was booked."
    assert owed("prepare") == [("Eilidh", SOON, ""), ("Morag", SOON, "")]
    assert [row[0] for row in owed("tell")] == ["Morag"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"on": TODAY - timedelta(days=1)}, "That day has gone by. If the session was held, say so instead."),
        ({"on": TODAY + timedelta(days=400)}, "That is more than a year ahead. Look at the year."),
        ({"minutes": 0}, "A session takes between 1 and 600 minutes. Look at the minutes."),
        ({"minutes": 2000}, "A session takes between 1 and 600 minutes. Look at the minutes."),
    ],
)
def test_plan_refuses_in_words(agreement, entries, given, sentence):
    before = len(entries())
    assert refusal(planned, agreement, **{"on": SOON} | given) == sentence
    assert not Session.objects.exists()
    assert len(entries()) == before


def test_plan_refuses_a_second_session_and_one_that_overlaps(cast, agreement):
    other = in_force(cast, "ruaridh", "morag")
    planned(agreement, on=SOON, at=time(10))
    again = f"There is a session of this kind on {SOON.day} {SOON:%B %Y} already."
    assert refusal(planned, agreement, on=SOON) == again
    busy = "Morag Lindsay is in another session at that time. Choose another."
    assert refusal(planned, other, on=SOON, at=time(11, 29)) == busy
    assert planned(other, on=SOON, at=time(11, 30)).planned_at == time(11, 30)


def test_plan_refuses_days_outside_the_agreement_and_the_post(cast, agreement):
    Post.objects.filter(person=cast["eilidh"]).update(ends_on=SOON - timedelta(days=1))
    words = f"Eilidh Farrow has no post here on {SOON.day} {SOON:%B %Y}."
    assert refusal(planned, agreement, on=SOON) == words
    agreements.end(agreement, on=TODAY, reason="She leaves.", by=cast["morag"])
    agreement.refresh_from_db()
    assert refusal(planned, agreement, on=SOON) == f"The agreement is not in force on {SOON.day} {SOON:%B %Y}."


def test_while_somebody_stands_in_sessions_are_booked_with_them(cast, agreement):
    in_force(cast, supervisor="callum", by="morag", starts_on=TODAY, stands_in_for=agreement)
    said = refusal(planned, agreement, on=SOON)
    assert said == f"Callum Drever stands in on {SOON.day} {SOON:%B %Y}. Book it under that agreement."


# Moving


def test_move_up_to_the_day_it_is_due_and_no_later(cast, agreement, entries):
    held(agreement, on=days_ago(20))
    due = Duty.objects.open().get(kind="supervision.hold").due_on
    session = planned(agreement, on=TODAY + timedelta(days=2))
    moved = commands.move(session, on=due, at=time(9), by=cast["eilidh"])
    assert (moved.planned_on, moved.planned_at) == (due, time(9))
    assert owed("prepare") == [("Eilidh", due, ""), ("Morag", due, "")]
    assert entries("session.moved")[-1].facts == {"from": str(TODAY + timedelta(days=2)), "to": str(due)}
    assert told(cast["morag"]) == "A supervision session of yours was moved to another day or hour."
    later = refusal(commands.move, session, on=due + timedelta(days=1), by=cast["morag"])
    assert later.endswith("A later day is a cancellation: say why, and book it again.")


# Cancelling and booking again


def test_cancel_says_when_by_whom_and_why_and_is_booked_again(cast, agreement, entries):
    session = planned(agreement, on=SOON)
    done = commands.cancel(
        session, because_of="supervisor", reason="court", rebook_on=SOON + timedelta(days=3), by=cast["eilidh"]
    )
    assert (done.state, done.cancelled_on, done.because_of, done.reason, done.said_by) == (
        *("cancelled", TODAY, "supervisor", "court", cast["eilidh"]),
    )
    again = Session.objects.get(state="planned")
    assert (done.rebooked_to, again.planned_on) == (again, SOON + timedelta(days=3))
    facts_ = entries("session.cancelled")[-1].facts
    assert facts_ == {"on": str(TODAY), "because_of": "supervisor"}  # why may tell of health
    assert {row[2] for row in owed("rebook")} == {"met"}
    assert told(cast["morag"]) in (
        "A supervision session with you was booked.",
        "A supervision session of yours was cancelled.",
    )


def test_what_was_cancelled_is_owed_again_within_the_policys_working_days(cast, agreement):
    friday = clock.today() + timedelta(days=(4 - clock.today().weekday()) % 7)
    session = planned(agreement, on=friday + timedelta(days=7))
    commands.cancel(session, because_of="organisation", reason="room", words="No room.", by=cast["morag"])
    (row,) = owed("rebook")
    assert (row[0], row[2]) == ("Morag", "")
    assert owed("prepare") == [("Eilidh", session.planned_on, "excused"), ("Morag", session.planned_on, "excused")]
    commands.rebook(session, on=friday + timedelta(days=8), by=cast["morag"])
    assert owed("rebook")[0][2] == "met"
    again = refusal(commands.rebook, session, on=friday + timedelta(days=9), by=cast["morag"])
    assert again == "It has been booked again already."


def test_a_reason_that_the_policy_does_not_accept_needs_a_sentence(cast, agreement):
    session = planned(agreement, on=SOON)
    asked = {"because_of": "supervisor", "reason": "workload", "by": cast["morag"]}
    assert refusal(commands.cancel, session, **asked) == (
        "The policy does not accept “workload” as a reason. Say in a sentence what happened."
    )
    assert commands.cancel(session, words="Three removals.", **asked).reason_words == "Three removals."
    assert refusal(commands.cancel, session, **asked) == rules.NOT_PLANNED


def test_cancel_is_not_said_for_a_day_to_come(cast, agreement):
    session = planned(agreement, on=SOON)
    said = refusal(commands.cancel, session, on=SOON, because_of="supervisor", reason="court", by=cast["morag"])
    assert said == "It can't be cancelled on a day to come. Say on which day it was cancelled."


# Holding


def test_hold_meets_the_turn_and_asks_for_the_record(cast, agreement, entries):
    with clock.at(clock.now() - timedelta(days=30)):
        session = planned(agreement, on=clock.today())
    done = commands.hold(session, facts=facts(days_ago(30), 92), by=cast["morag"])
    assert (done.state, done.held_on, done.minutes) == ("held", days_ago(30), 92)
    assert entries("session.held")[-1].facts == {"on": str(days_ago(30)), "minutes": 92, "was_cut_short": False}
    assert owed("record") == [("Morag", done.sign_by, "")]
    assert {row[2] for row in owed("prepare")} == {"lapsed"}
    assert owed("tell")[0][2] in ("met", "late")
    assert Duty.objects.filter(kind="supervision.hold", occasion=days_ago(30).isoformat()).count() == 1
    months_of = {days_ago(30).replace(day=1), done.sign_by.replace(day=1)} - {TODAY.replace(day=1)}
    assert set(Touched.objects.filter(source="supervision").values_list("month", flat=True)) >= months_of


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"on": SOON}, "A session that was held can't lie in the future. Look at the date."),
        ({"on": TODAY - timedelta(days=300)}, "That is more than six months ago. Sessions of long ago come in by "
         "import."),
        ({"minutes": 0}, "A session takes between 1 and 600 minutes. Look at the minutes."),
        ({"minutes": 2000}, "A session takes between 1 and 600 minutes. Look at the minutes."),
        ({"was_cut_short": True}, "Say who cut it short, and why."),
        ({"was_cut_short": True, "because_of": "supervisor", "reason": "other"}, "Say in a sentence what the other "
         "reason was."),
    ],
)  # fmt: skip
def test_hold_refuses_in_words(cast, agreement, given, sentence):
    session = planned(agreement)
    assert refusal(commands.hold, session, facts=facts(**given), by=cast["morag"]) == sentence
    session.refresh_from_db()
    assert session.state == "planned"


def test_a_session_before_the_post_began_is_refused(cast, agreement):
    Post.objects.filter(person=cast["eilidh"]).update(starts_on=days_ago(10))
    said = refusal(held, agreement, on=days_ago(20))
    began = days_ago(10)
    assert said == f"Eilidh Farrow began here on {began.day} {began:%B %Y}. Choose that day or a later one."


def test_the_same_session_is_not_held_twice(cast, agreement):
    held(agreement, on=days_ago(3))
    day = days_ago(3)
    assert refusal(held, agreement, on=day) == f"There is a session of this kind on {day.day} {day:%B %Y} already."
    session = planned(agreement)
    commands.hold(session, facts=facts(), by=cast["morag"])
    assert refusal(commands.hold, session, facts=facts(), by=cast["eilidh"]) == rules.NOT_PLANNED


def test_cut_short_keeps_whose_side_and_why(cast, agreement):
    done = held(agreement, minutes=40, was_cut_short=True, because_of="supervisor", reason="emergency")
    assert (done.was_cut_short, done.because_of, done.reason, done.minutes) == (True, "supervisor", "emergency", 40)
    whole = commands.put_right(done, facts=facts(minutes=95), by=cast["morag"])
    assert (whole.was_cut_short, whole.because_of, whole.reason) == (False, "", "")


# Putting right


def test_putting_right_undoes_the_signature_that_was_given(cast, agreement, entries):
    session = signed(agreement, cast["morag"])
    commands.put_right(session, facts=facts(days_ago(2), 60), by=cast["eilidh"])
    session.refresh_from_db()
    assert (session.held_on, session.minutes, session.state) == (days_ago(2), 60, "recorded")
    assert session.personal.supervisor_signed_at is None
    assert [entry.act for entry in entries()][-2:] == ["session.signatures_voided", "session.put_right"]
    assert entries("session.put_right")[-1].facts["was_minutes"] == 95
    assert verification.verify_organisation(cast.north.pk).problems == []


def test_what_both_signed_is_not_put_right(cast, agreement):
    session = signed(agreement)
    assert refusal(commands.put_right, session, facts=facts(minutes=20), by=cast["morag"]) == (
        "Both have signed. What is to be put right goes into an addition."
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(minutes=20)


# Groups


def test_a_group_is_held_by_whoever_leads_it_with_who_was_there(cast, policy):
    group = groups.draft_group(
        title="Reflective group", kind="group", unit=cast.team_a, supervisor=cast["morag"],
        starts_on=date(2026, 1, 5), terms=terms(every=6, period="week"), by=cast["morag"],
    )  # fmt: skip
    for name in ("eilidh", "ruaridh"):
        groups.add_member(group, person=cast[name], starts_on=date(2026, 1, 5), by=cast["morag"])
    agreements.sign(group, by=cast["morag"])
    session = planned(group)
    assert set(session.parties) == {cast[name].pk for name in ("morag", "eilidh", "ruaridh")}
    assert not rules.may_act_on(cast["eilidh"], session)
    assert rules.may_prepare(cast["eilidh"], session)
    done = commands.hold(session, facts=facts(), absent=[str(cast["ruaridh"].pk)], by=cast["morag"])
    there = dict(done.attendances.values_list("person__given_name", "was_there"))
    assert there == {"Eilidh": True, "Ruaridh": False}
    made = signed_alone(done, cast)
    assert made.state == State.SIGNED


def signed_alone(session, cast):
    from tests.practice.supervision.sessions_made import SAID

    from cairn.practice.supervision.commands import records

    records.write(session, said=SAID, version=0, by=cast["morag"])
    records.sign(session, by=cast["morag"])
    return Session.objects.get(pk=session.pk)


# When the agreement ends


def test_what_stood_in_the_book_is_taken_out_when_the_agreement_ends(cast, agreement, entries):
    planned(agreement, on=SOON)
    agreements.end(agreement, on=TODAY, reason="She leaves.", by=cast["morag"])
    assert not Session.objects.exists()
    assert entries("agreement.ended")[-1].facts["taken_out"] == 1
    assert not Duty.objects.open().filter(kind__in=["supervision.prepare", "supervision.tell"]).exists()


def test_what_stood_in_the_book_goes_over_to_the_agreement_that_follows(cast, agreement):
    planned(agreement, on=SOON)
    after = in_force(cast, supervisor="callum", by="morag", starts_on=TODAY, follows=agreement)
    session = Session.objects.get()
    assert (session.agreement, session.supervisor) == (after, cast["callum"])
    assert {row[0] for row in owed("tell") if row[2] == ""} == {"Callum"}


def test_recorded_late_is_visible(cast, agreement):
    session = recorded(agreement, on=days_ago(25))
    assert session.recorded_on > session.sign_by
    assert (session.recorded_on, session.held_on) == (TODAY, days_ago(25))
