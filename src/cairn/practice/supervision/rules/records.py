"""Who may write, sign, refuse and add to the record of a session, and what has to be in it (sa.4.d.5a, sa.4.d.5e)?"""

from datetime import datetime

from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Person
from cairn.practice.supervision.models import Session, State
from cairn.practice.supervision.said import Said

MOST_CASES, LONGEST_REFERENCE, LONGEST_LINE, MOST_POINTS = 30, 40, 300, 1000
THEIRS = "The record belongs to those who held the session."
TO_BE_SIGNED = (State.RECORDED, State.DISPUTED)
WRITTEN = (*TO_BE_SIGNED, State.SIGNED)
NOT_OF_ITS_OWN = "This session was imported: only its date and minutes are kept here."


def may_write(actor: Person, session: Session) -> Verdict:
    """Until both have signed, either can change the record; a change undoes a signature given."""
    if not (allowed := _is_theirs(actor, session, "write")):
        return allowed
    if session.state == State.SIGNED:
        return Verdict("Both have signed. What is to be said beside it goes into an addition.")
    if session.state not in (State.HELD, *TO_BE_SIGNED):
        return Verdict("A session is recorded when it has been held.")
    return YES


def may_sign(actor: Person, session: Session) -> Verdict:
    """Both sign, each once; whoever refused can still sign (sa.4.d.5e)."""
    if not (allowed := _is_theirs(actor, session, "sign")):
        return allowed
    if session.state == State.SIGNED:
        return Verdict("Both have signed it already.")
    if session.state not in TO_BE_SIGNED:
        return Verdict("There is no record to sign yet.")
    if signed_at_by(session, actor):
        return Verdict("You have signed it. It waits for the other.")
    return YES


def may_refuse(actor: Person, session: Session, reason: str) -> Verdict:
    """Not to sign is an answer too, and says why."""
    if not (allowed := may_begin_refusing(actor, session)):
        return allowed
    return YES if reason.strip() else Verdict("Say with what you don't agree.")


def may_begin_refusing(actor: Person, session: Session) -> Verdict:
    """Whoever has not signed can say that they don't agree."""
    if not (allowed := _is_theirs(actor, session, "refuse")):
        return allowed
    if session.state not in TO_BE_SIGNED:
        return Verdict("There is no record that waits for signatures.")
    if signed_at_by(session, actor):
        return Verdict("You have signed it. Change the record, if it is not right after all.")
    return YES


def may_add(actor: Person, session: Session) -> Verdict:
    """After both have signed the record stays, and anybody whose it is may add to it."""
    if not (allowed := refuse_unless(actor, "supervision_record.add", session, THEIRS)):
        return allowed
    if session.state != State.SIGNED or session.is_imported:
        return Verdict("Only a record that both have signed is added to; until then it can be changed.")
    return YES


def fault_in(said: Said) -> Verdict:
    """What makes no sense in a record."""
    if said.mood is not None and not 1 <= said.mood <= 5:
        return Verdict("How you are is a figure from 1 to 5.")
    if said.workload_points is not None and not 0 <= said.workload_points <= MOST_POINTS:
        return Verdict(f"Workload is counted in points from 0 to {MOST_POINTS}.")
    if len(said.cases) > MOST_CASES:
        return Verdict(f"There is room for {MOST_CASES} cases.")
    for case in said.cases:
        if not case.reference.strip():
            return Verdict("Give the reference of each case in the case system.")
        if len(case.reference) > LONGEST_REFERENCE or not any(sign.isdigit() for sign in case.reference):
            return Verdict(f"“{case.reference[:60]}” is no reference. Give that of the case system, never a name.")
        if len(case.summary) > LONGEST_LINE:
            return Verdict(f"A case has a line of up to {LONGEST_LINE} characters; the rest is in its case record.")
    return YES


def signed_at_by(session: Session, person: Person) -> datetime | None:
    """When this person signed the record as it is."""
    if person.pk == session.supervisor_id:
        return session.personal.supervisor_signed_at
    return session.personal.supervisee_signed_at if person.pk == session.supervisee_id else None


def _is_theirs(actor: Person, session: Session, act: str) -> Verdict:
    if not (allowed := refuse_unless(actor, f"supervision_record.{act}", session, THEIRS)):
        return allowed
    if session.is_imported:
        return Verdict(NOT_OF_ITS_OWN)
    if actor.pk not in session.signatories:
        return Verdict("The record of a group is written and signed by whoever led it.")
    return YES
