"""What can be done to the record of a session: write it, sign it or not agree, add to it, let actions follow."""

from datetime import date
from typing import Any

from django.db import transaction

from cairn.cycle.duties.kinds import subject
from cairn.cycle.improvement.commands import raise_action
from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.ledger import commands as ledger
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person
from cairn.practice.supervision import meeting
from cairn.practice.supervision.models import Addition, CaseLine, Disagreement, PersonalRecord, Session, State
from cairn.practice.supervision.rules import records as rules
from cairn.practice.supervision.rules.sessions import may_raise_action
from cairn.practice.supervision.said import DECLARATION, PERSONAL, Said, hash_of, signed
from cairn.practice.supervision.signatures import side_of, signed_at, unsign

CHANGED_MEANWHILE = "Somebody else changed this record meanwhile. Read it as it is now; your text is kept beside it."
READ_AGAIN = "The record was changed while you were reading. Read it again, then sign."
WHY = "Agreed in supervision."


@transaction.atomic
def write(session: Session, *, said: Said, version: int, is_finished: bool = True, by: Person) -> Session:
    """Write down the main points (sa.4.d.5e). Unfinished they are a draft of both; finished they wait to be signed.

    A change to a finished record undoes a signature that was given, and says so to whoever gave it.
    """
    session = held(session)
    insist(rules.may_write(by, session))
    if version != session.personal.version:
        raise Stale(CHANGED_MEANWHILE, current=session)
    said = _with_comment_of(by, session, said.tidied())
    insist(rules.fault_in(said))
    begins = session.state == State.HELD and is_finished
    if begins and said.is_empty:
        raise Refused("Write down the main points first: a line under one heading is enough.")
    if said == Said.of(session) and not begins:
        return session
    _put(session, said, by)
    if begins:
        _finish(session, by)
    elif session.state != State.HELD:
        _changed(session, by)
    return session


@transaction.atomic
def sign(session: Session, *, by: Person, seen: str = "", method: str = "session") -> Any:
    """Put one's name to the record as it was read. When both have, the database refuses every change to it."""
    session = held(session)
    insist(rules.may_sign(by, session))
    if seen and seen != hash_of(session):
        raise Refused(READ_AGAIN)
    is_last = all(signed_at(session, one) for one in session.signatories if one != by.pk)
    signature = ledger.sign(
        session, by=by, content=signed(session.pk), statement=DECLARATION, method=method, is_last=is_last
    )
    personal = session.personal
    setattr(personal, f"{side_of(session, by.pk)}_signed_at", signature.at)
    personal.save(update_fields=[f"{side_of(session, by.pk)}_signed_at"])
    if is_last:
        _seal(session)
    meeting.signed(session, by=by)
    return signature


@transaction.atomic
def refuse(session: Session, *, reason: str, by: Person) -> Disagreement:
    """Not to sign is an answer: it says why, and is kept beside the record for good."""
    session = held(session)
    insist(rules.may_refuse(by, session, reason))
    said = Disagreement.objects.create(
        session=session, person=by, reason=reason.strip(), content_hash=hash_of(session), at=clock.now()
    )
    session.state = State.DISPUTED
    session.save(update_fields=["state"])
    meeting.refused(session, by=by)
    record("session.disputed", by=by, subject=session, facts={"content_hash": said.content_hash})
    return said


@transaction.atomic
def add(session: Session, *, text: str, by: Person) -> Addition:
    """Say something beside a record that both have signed; the record itself stays."""
    session = held(session)
    insist(rules.may_add(by, session))
    if not text.strip():
        raise Refused("Write what is to be added.")
    added = Addition.objects.create(session=session, text=text.strip(), by=by, at=clock.now())
    meeting.added(session, by=by)
    record("session.added", by=by, subject=session)
    return added


@transaction.atomic
def let_action_follow(
    session: Session, *, what: str, owner: Person, due_on: date, is_about_stress: bool = False, by: Person
) -> Action:
    """What was agreed goes into the one action log, which everybody here reads; nothing there leads back to it."""
    session = held(session)
    insist(may_raise_action(by, session))
    action = raise_action(
        by=by, what=what, why=WHY, owner=owner, due_on=due_on, unit=session.unit, source=subject(session)
    )
    if is_about_stress and session.stress_was_raised and not session.stress_has_action:
        session.stress_has_action = True
        session.save(update_fields=["stress_has_action"])
        meeting.stress_followed(session)
    record("session.action_followed", by=by, subject=session)
    return action


def held(session: Session) -> Session:
    """The session as it is now, its record read after the lock."""
    standing = ("supervisor", "supervisee", "unit", "organisation", "agreement")
    found = Session.objects.select_for_update(of=("self",)).select_related(*standing).get(pk=session.pk)
    personal = PersonalRecord.objects.filter(session=found).first()
    if personal is not None:
        found.personal = personal
    return found


def _with_comment_of(by: Person, session: Session, said: Said) -> Said:
    """Only the supervisee writes their own comment; anybody else leaves it as it is."""
    if by.pk == session.supervisee_id:
        return said
    return Said(**(said.__dict__ | {"supervisee_comment": session.personal.supervisee_comment}))


def _put(session: Session, said: Said, by: Person) -> None:
    personal = said.put_into(session.personal)
    personal.version, personal.written_by, personal.written_at = personal.version + 1, by, clock.now()
    personal.save(update_fields=[*PERSONAL, "version", "written_by", "written_at"])
    if said.stress_was_raised != session.stress_was_raised:
        session.stress_was_raised = said.stress_was_raised
        session.save(update_fields=["stress_was_raised"])
    if said.cases != Said.of(session).cases:
        session.cases.lines.all().delete()
        lines = [
            CaseLine(record=session.cases, position=place, reference=case.reference.strip(), summary=case.summary)
            for place, case in enumerate(said.cases, 1)
        ]
        CaseLine.objects.bulk_create(lines)


def _finish(session: Session, by: Person) -> None:
    session.state, session.recorded_on = State.RECORDED, clock.today()
    session.save(update_fields=["state", "recorded_on"])
    meeting.recorded(session, by=by)
    record("session.recorded", by=by, subject=session, facts={"version": session.personal.version})


def _changed(session: Session, by: Person) -> None:
    unsign(session, by=by)
    record("session.record_changed", by=by, subject=session, facts={"version": session.personal.version})


def _seal(session: Session) -> None:
    """From now on the record stays as it is."""
    session.personal.sealed = session.cases.sealed = True
    session.personal.save(update_fields=["sealed"])
    session.cases.save(update_fields=["sealed"])
    session.state, session.signed_on = State.SIGNED, clock.today()
    session.save(update_fields=["state", "signed_on"])
