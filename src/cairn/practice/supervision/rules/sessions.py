"""Who may book, move, cancel, hold and put right a session, and which days and minutes make sense (sa.4.d.5b-5d)?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Person
from cairn.practice.supervision.around import works_here_on
from cairn.practice.supervision.models import Agreement, Policy, Reason, Session, Side, State
from cairn.practice.supervision.models.session import SessionQuerySet

FURTHEST, LONGEST_AGO = 12, 6  # months
MOST_MINUTES = 600
THEIRS = "A session is booked, moved and recorded by those who hold it."
NOT_PLANNED = "This session has been held or cancelled already."


@dataclass(frozen=True)
class Facts:
    """How a session took place: when, how long without interruption, and where it was cut short, why."""

    on: date
    minutes: int
    was_cut_short: bool = False
    because_of: str = ""
    reason: str = ""
    words: str = ""


def may_plan_under(actor: Person, agreement: Agreement) -> Verdict:
    """Either of the two books a session; of a group, whoever holds it together."""
    if not (allowed := refuse_unless(actor, "supervision.plan", agreement, THEIRS)):
        return allowed
    if not agreement.is_of_two and actor.pk != agreement.supervisor_id:
        return Verdict("Sessions of a group are booked by whoever leads it.")
    if not agreement.terms.sealed:
        return Verdict("The agreement has to be signed by all first.")
    return YES


def may_plan(
    actor: Person, agreement: Agreement, *, on: date, at: time | None, minutes: int, besides: Session | None = None
) -> Verdict:
    """Under an agreement that is in force on the day, from today on, where neither of the two is busy already.

    `besides` is the session that this one takes the place of, when it is moved.
    """
    if not (allowed := may_plan_under(actor, agreement)):
        return allowed
    if on < clock.today():
        return Verdict("That day has gone by. If the session was held, say so instead.")
    if on > months.add(clock.today(), FURTHEST):
        return Verdict("That is more than a year ahead. Look at the year.")
    return _first_refusal(
        lambda: _minutes_make_sense(minutes),
        lambda: _in_force(agreement, on),
        lambda: _all_work_here(agreement, on),
        lambda: _nothing_else(agreement, on, at, minutes, besides),
    )


def may_act_on(actor: Person, session: Session) -> Verdict:
    """Those who hold it, while it stands in the book."""
    if not (allowed := refuse_unless(actor, "supervision.cancel", session, THEIRS)):
        return allowed
    if not session.is_of_two and actor.pk != session.supervisor_id:
        return Verdict("This is for whoever leads the group.")
    return YES if session.state == State.PLANNED else Verdict(NOT_PLANNED)


def may_move(actor: Person, session: Session, *, on: date, due_on: date | None = None) -> Verdict:
    """Up to the day itself both may choose another day, no later than its turn is due: later is a cancellation."""
    if not (allowed := may_act_on(actor, session)):
        return allowed
    if session.planned_on < clock.today():
        return Verdict("Its day has gone by. Say that it was held, or cancel it and book it again.")
    if due_on is not None and on > max(due_on, session.planned_on):
        return Verdict(
            f"The session is due by {in_words(due_on)}. A later day is a cancellation: say why, and book it again."
        )
    return YES


def may_cancel(actor: Person, session: Session, *, on: date, reason: str, words: str) -> Verdict:
    """When, by whom and why (sa.4.d.5c). A reason that the policy does not accept needs a sentence."""
    if not (allowed := may_act_on(actor, session)):
        return allowed
    if on > clock.today():
        return Verdict("It can't be cancelled on a day to come. Say on which day it was cancelled.")
    if on < months.add(session.planned_on, -FURTHEST):
        return Verdict("That is more than a year before the session. Look at the date.")
    return _words_where_needed(session, reason, words)


def may_rebook(actor: Person, session: Session) -> Verdict:
    """What was cancelled is booked again, once."""
    if not (allowed := refuse_unless(actor, "supervision.plan", session, THEIRS)):
        return allowed
    if session.state != State.CANCELLED:
        return Verdict("Only a cancelled session is booked again.")
    if session.rebooked_to_id:
        return Verdict("It has been booked again already.")
    if session.agreement is None:
        return Verdict("It was imported, and belongs to no agreement. Book a session under the agreement in force.")
    return YES


def may_hold(actor: Person, session: Session, facts: Facts) -> Verdict:
    """Held on a day that has come, for minutes that make sense; where it was cut short, with the reason."""
    return may_act_on(actor, session) and may_have_been_held(session, facts)


def may_have_been_held(session: Session, facts: Facts) -> Verdict:
    """Whether these can be the facts of a session that took place."""
    if facts.on > clock.today():
        return Verdict("A session that was held can't lie in the future. Look at the date.")
    if facts.on < months.add(clock.today(), -LONGEST_AGO):
        return Verdict("That is more than six months ago. Sessions of long ago come in by import.")
    return _first_refusal(
        lambda: _minutes_make_sense(facts.minutes),
        lambda: _cut_says_why(facts),
        lambda: _all_work_here(session, facts.on),
        lambda: _one_a_day(session, facts.on),
    )


def _cut_says_why(facts: Facts) -> Verdict:
    if not facts.was_cut_short:
        says_why = facts.reason or facts.because_of or facts.words.strip()
        return Verdict("Tick that it was cut short, or leave who and why empty.") if says_why else YES
    if facts.reason not in Reason.values or facts.because_of not in Side.values:
        return Verdict("Say who cut it short, and why.")
    return _other_needs_words(facts.reason, facts.words)


def may_note_held(actor: Person, agreement: Agreement, *, on: date) -> Verdict:
    """A session that was never in the book is noted afterwards, by those whose agreement it is."""
    if not (allowed := may_plan_under(actor, agreement)):
        return allowed
    return _in_force(agreement, on)


def may_put_right(actor: Person, session: Session) -> Verdict:
    """Day and minutes of a session can be put right until both have signed."""
    if not (allowed := refuse_unless(actor, "supervision.hold", session, THEIRS)):
        return allowed
    if actor.pk not in session.signatories:
        return Verdict("This is for whoever signs the record.")
    if session.state == State.SIGNED:
        return Verdict("Both have signed. What is to be put right goes into an addition.")
    if session.state not in (State.HELD, State.RECORDED, State.DISPUTED):
        return Verdict("Only a session that was held is put right.")
    return YES


def may_prepare(actor: Person, session: Session) -> Verdict:
    """Everybody who is to be there prepares, until it is held (sa.4.d.5d)."""
    if not (allowed := refuse_unless(actor, "supervision.prepare", session, THEIRS)):
        return allowed
    if session.state == State.PLANNED:
        return YES
    return Verdict("The session has been held or cancelled, so what was prepared stays as it is.")


def may_raise_action(actor: Person, session: Session) -> Verdict:
    """Whoever holds it puts what was agreed into the action log, once the session took place."""
    if actor.pk not in session.parties:
        return Verdict(THEIRS)
    if session.is_imported or session.state in (State.PLANNED, State.CANCELLED):
        return Verdict("Actions follow from a session that was held.")
    return YES


def _first_refusal(*rules: Callable[[], Verdict]) -> Verdict:
    return next((verdict for rule in rules if not (verdict := rule())), YES)


def _minutes_make_sense(minutes: int) -> Verdict:
    if 1 <= minutes <= MOST_MINUTES:
        return YES
    return Verdict(f"A session takes between 1 and {MOST_MINUTES} minutes. Look at the minutes.")


def _in_force(agreement: Agreement, day: date) -> Verdict:
    if not agreement.is_in_force_on(day):
        return Verdict(f"The agreement is not in force on {in_words(day)}.")
    standing_in = Agreement.objects.in_force(day).filter(stands_in_for=agreement).select_related("supervisor").first()
    if standing_in:
        return Verdict(f"{standing_in.supervisor} stands in on {in_words(day)}. Book it under that agreement.")
    return YES


def _all_work_here(one: Agreement | Session, day: date) -> Verdict:
    for person in (one.supervisee, one.supervisor):
        if person and not (allowed := works_here_on(person, day)):
            return allowed
    return YES


def _one_a_day(session: Session, day: date) -> Verdict:
    """The two meet once a day in one kind of supervision; another entry would be the same session twice."""
    same = _standing(session, day).exclude(pk=session.pk).filter(kind=session.kind)
    same = same.filter(supervisee=session.supervisee) if session.is_of_two else same.filter(agreement=session.agreement)
    if same.exists():
        return Verdict(f"There is a session of this kind on {in_words(day)} already.")
    return YES


def _nothing_else(agreement: Agreement, on: date, at: time | None, minutes: int, besides: Session | None) -> Verdict:
    booked = _standing(agreement, on)
    if besides is not None:
        booked = booked.exclude(pk=besides.pk)
    for other in booked.select_related("supervisor", "supervisee"):
        is_same = other.supervisee_id == agreement.supervisee_id if agreement.is_of_two else False
        if other.kind == agreement.kind and (is_same or other.agreement_id == agreement.pk):
            return Verdict(f"There is a session of this kind on {in_words(on)} already.")
        if at and other.planned_at and _overlap(on, at, minutes, other.planned_at, other.planned_minutes):
            return Verdict(f"{_busy(agreement, other)} is in another session at that time. Choose another.")
    return YES


def _standing(one: Agreement | Session, on: date) -> SessionQuerySet:
    """What else stands in the book of these people on a day."""
    theirs = [person for person in (one.supervisor_id, one.supervisee_id) if person]
    found = Session.objects.filter(Q(supervisor__in=theirs) | Q(supervisee__in=theirs))
    on_that_day = Q(held_on=on) | Q(held_on=None, planned_on=on)
    return found.filter(on_that_day, organisation_id=one.organisation_id).exclude(state=State.CANCELLED)


def _busy(agreement: Agreement, other: Session) -> Person:
    is_supervisor = agreement.supervisor_id in (other.supervisor_id, other.supervisee_id)
    return agreement.supervisor if is_supervisor or agreement.supervisee is None else agreement.supervisee


def _overlap(on: date, at: time, minutes: int, other_at: time, other_minutes: int) -> bool:
    begin, other_begin = datetime.combine(on, at), datetime.combine(on, other_at)
    return begin < other_begin + timedelta(minutes=other_minutes) and other_begin < begin + timedelta(minutes=minutes)


def _words_where_needed(session: Session, reason: str, words: str) -> Verdict:
    if reason not in Reason.values:
        return Verdict("Say why it was cancelled.")
    policy = Policy.objects.in_force(session.organisation_id, session.planned_on)
    if policy and policy.accepted_reasons and reason not in policy.accepted_reasons and not words.strip():
        return Verdict(
            f"The policy does not accept “{Reason(reason).label.lower()}” as a reason. Say in a sentence what happened."
        )
    return _other_needs_words(reason, words)


def _other_needs_words(reason: str, words: str) -> Verdict:
    if reason == Reason.OTHER and not words.strip():
        return Verdict("Say in a sentence what the other reason was.")
    return YES
