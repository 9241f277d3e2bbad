"""What can be done to a session: book it, move it, cancel it and book it again, hold it, put its facts right."""

from collections.abc import Collection
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import transaction

from cairn.cycle.duties.kinds import subject
from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person, StaffGroup
from cairn.practice.supervision import meeting
from cairn.practice.supervision.commands.agreements import held as held_agreement
from cairn.practice.supervision.commands.records import held
from cairn.practice.supervision.duties import HOLD, PROFESSIONAL
from cairn.practice.supervision.models import (
    Agreement,
    Attendance,
    CaseRecord,
    Kind,
    PersonalRecord,
    Session,
    Side,
    State,
)
from cairn.practice.supervision.queries.turns import known_of, least_minutes
from cairn.practice.supervision.rules import sessions as rules
from cairn.practice.supervision.rules.sessions import Facts
from cairn.practice.supervision.signatures import unsign

FACTS = ("held_on", "minutes", "was_cut_short", "because_of", "reason", "reason_words", "sign_by", "month")


@transaction.atomic
def plan(agreement: Agreement, *, on: date, at: time | None = None, minutes: int | None = None, by: Person) -> Session:
    """Put a session into the book of both."""
    agreement = _hold_people(held_agreement(agreement))
    minutes = minutes if minutes is not None else _least(agreement, on)
    insist(rules.may_plan(by, agreement, on=on, at=at, minutes=minutes))
    return _booked(agreement, on, at, minutes, by)


@transaction.atomic
def move(session: Session, *, on: date, at: time | None = None, by: Person) -> Session:
    """Choose another day or hour, no later than the turn is due: later is a cancellation."""
    session = held(session)
    insist(rules.may_move(by, session, on=on, due_on=_turn_due(session)))
    agreement = _hold_people(held_agreement(_agreement_of(session)))
    insist(rules.may_plan(by, agreement, on=on, at=at, minutes=session.planned_minutes, besides=session))
    was = session.planned_on
    if (on, at) == (was, session.planned_at):
        return session
    session.planned_on, session.planned_at, session.month = on, at, months.first_of(on)
    _stand(session, on)
    session.save(update_fields=["planned_on", "planned_at", "month", "unit", "staff_group", "least_minutes"])
    meeting.moved(session, by=by)
    record("session.moved", by=by, subject=session, facts={"from": was, "to": on})
    return session


@transaction.atomic
def cancel(
    session: Session,
    *,
    on: date | None = None,
    because_of: str,
    reason: str,
    words: str = "",
    rebook_on: date | None = None,
    rebook_at: time | None = None,
    by: Person,
) -> Session:
    """Say when it was cancelled, by whom and why (sa.4.d.5c), and book it again at once where a day is known."""
    session = held(session)
    day = on or clock.today()
    insist(rules.may_cancel(by, session, on=day, reason=reason, words=words))
    session.state, session.cancelled_on, session.because_of = State.CANCELLED, day, Side(because_of)
    session.reason, session.reason_words, session.said_by = reason, words.strip()[:300], by
    session.save(update_fields=["state", "cancelled_on", "because_of", "reason", "reason_words", "said_by"])
    meeting.cancelled(session, by=by)
    # Why is not in the ledger: it may tell of somebody's health.
    record("session.cancelled", by=by, subject=session, facts={"on": day, "because_of": because_of})
    if rebook_on is not None:
        session.rebooked_to = rebook(session, on=rebook_on, at=rebook_at, by=by)
    return session


@transaction.atomic
def rebook(session: Session, *, on: date, at: time | None = None, by: Person) -> Session:
    """Book a cancelled session again; the two are tied together, so that nobody asks what became of it."""
    session = held(session)
    insist(rules.may_rebook(by, session))
    agreement = _hold_people(held_agreement(_goes_on(session)))
    insist(rules.may_plan(by, agreement, on=on, at=at, minutes=session.planned_minutes))
    again = _booked(agreement, on, at, session.planned_minutes, by)
    session.rebooked_to = again
    session.save(update_fields=["rebooked_to"])
    meeting.rebooked(session)
    record("session.rebooked", by=by, subject=session, facts={"to": again.pk, "on": on})
    return again


@transaction.atomic
def hold(session: Session, *, facts: Facts, absent: Collection[UUID | str] = (), by: Person) -> Session:
    """It took place, for so long; where it was cut short, why. From now on it is to be recorded."""
    session = held(session)
    insist(rules.may_hold(by, session, facts))
    _note_held(session, facts)
    _meet(session, absent)
    meeting.held(session)
    record("session.held", by=by, subject=session, facts=_said_of(session))
    return session


@transaction.atomic
def note_held(agreement: Agreement, *, facts: Facts, by: Person) -> Session:
    """Two people met without having booked it: the session is noted as held."""
    agreement = _hold_people(held_agreement(agreement))
    insist(rules.may_note_held(by, agreement, on=facts.on))
    session = _new(agreement, facts.on, None, _least(agreement, facts.on))
    insist(rules.may_have_been_held(session, facts))
    session.save(force_insert=True)
    return hold(session, facts=facts, by=by)


@transaction.atomic
def put_right(session: Session, *, facts: Facts, by: Person) -> Session:
    """Day, minutes or the cut were noted wrongly. A signature that was given ends with the change."""
    session = held(session)
    insist(rules.may_put_right(by, session))
    insist(rules.may_have_been_held(session, facts))
    before = {name: getattr(session, name) for name in FACTS}
    _note_held(session, facts)
    if before == {name: getattr(session, name) for name in FACTS}:
        return session
    unsign(session, by=by)
    meeting.put_right(session, before["held_on"], before["sign_by"])
    was = {"was_on": before["held_on"], "was_minutes": before["minutes"]}
    record("session.put_right", by=by, subject=session, facts=_said_of(session) | was)
    return session


def _hold_people(agreement: Agreement) -> Agreement:
    """Nobody else books these two at the same moment."""
    theirs = [one for one in (agreement.supervisor_id, agreement.supervisee_id) if one]
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=theirs).order_by("pk").values_list("pk"))
    return agreement


def _agreement_of(session: Session) -> Agreement:
    """What stands in the book stands under an agreement."""
    if session.agreement is None:
        raise Refused("It belongs to no agreement. Book a session under the agreement in force.")
    return session.agreement


def _goes_on(session: Session) -> Agreement:
    """The agreement of a cancelled session, or the one of its kind that is in force by now."""
    now = Agreement.objects.in_force().filter(supervisee=session.supervisee_id, kind=session.kind)
    return (now.order_by("stands_in_for").first() if session.is_of_two else None) or _agreement_of(session)


def _least(agreement: Agreement, day: date) -> int:
    return least_minutes(agreement.organisation, agreement.supervisee, agreement.kind, day, agreement)


def _booked(agreement: Agreement, on: date, at: time | None, minutes: int, by: Person) -> Session:
    session = _new(agreement, on, at, minutes)
    session.save(force_insert=True)
    _invite(session)
    meeting.planned(session, by=by)
    record("session.planned", by=by, subject=session, facts={"on": on, "agreement": agreement.pk})
    return session


def _new(agreement: Agreement, on: date, at: time | None, minutes: int) -> Session:
    session = Session(
        organisation=agreement.organisation,
        agreement=agreement,
        kind=agreement.kind,
        supervisor=agreement.supervisor,
        supervisee=agreement.supervisee,
        unit=agreement.unit,
        planned_on=on,
        planned_at=at,
        planned_minutes=minutes,
        month=months.first_of(on),
    )
    _stand(session, on)
    return session


def _stand(session: Session, day: date) -> None:
    """Where the supervisee worked on that day, in which staff group, and how long a session had to be."""
    person = session.supervisee or session.supervisor
    place = known_of(session.organisation, {person.pk: day}, clock.today()).place_of(person.pk, day)
    session.staff_group = place.staff_group if place else session.staff_group or StaffGroup.OTHER
    if place and session.supervisee:
        session.unit_id = place.unit_id
    agreement = session.agreement
    session.least_minutes = least_minutes(session.organisation, session.supervisee, session.kind, day, agreement)


def _invite(session: Session) -> None:
    """Who belongs to a group on the day is expected there."""
    if session.is_of_two or session.agreement is None:
        return
    known = set(session.attendances.values_list("person_id", flat=True))
    members = session.agreement.members.on(session.day).values_list("person_id", flat=True)
    Attendance.objects.bulk_create(Attendance(session=session, person_id=one) for one in members if one not in known)
    session.__dict__.pop("parties", None)


def _note_held(session: Session, facts: Facts) -> None:
    """The facts of a session that took place; why it was cut short only where it was."""
    session.state = State.HELD if session.state == State.PLANNED else session.state
    session.held_on, session.minutes, session.was_cut_short = facts.on, facts.minutes, facts.was_cut_short
    why = (facts.because_of, facts.reason, facts.words.strip()[:300]) if facts.was_cut_short else ("", "", "")
    session.because_of, session.reason, session.reason_words = why
    session.sign_by, session.month = meeting.sign_by(session, facts.on), months.first_of(facts.on)
    _stand(session, facts.on)
    session.save(update_fields=[*FACTS, "state", "unit", "staff_group", "least_minutes"])


def _meet(session: Session, absent: Collection[UUID | str]) -> None:
    """Who was there, and an empty record of each kind."""
    _invite(session)
    session.attendances.filter(person__in=list(absent)).update(was_there=False)
    PersonalRecord.objects.create(session=session, organisation_id=session.organisation_id)
    CaseRecord.objects.create(session=session, organisation_id=session.organisation_id)


def _turn_due(session: Session) -> date | None:
    """When the open turn of its agreement is due."""
    kind = PROFESSIONAL if session.kind == Kind.PROFESSIONAL else HOLD
    waiting = Duty.objects.open().filter(kind=kind.key, about=subject(session.agreement)) if session.agreement else None
    return waiting.order_by("due_on").values_list("due_on", flat=True).first() if waiting is not None else None


def _said_of(session: Session) -> dict[str, Any]:
    return {"on": session.held_on, "minutes": session.minutes, "was_cut_short": session.was_cut_short}
