"""Who has signed a record as it is, and what becomes of signatures when something that was signed is changed?"""

from datetime import datetime
from uuid import UUID

from cairn.foundation.ledger import commands as ledger
from cairn.foundation.people.models import Person
from cairn.practice.supervision import meeting
from cairn.practice.supervision.models import PersonalRecord, Session, State
from cairn.practice.supervision.rules.records import TO_BE_SIGNED

VOIDED_BECAUSE = "The record was changed before both had signed."


def side_of(session: Session, person_id: UUID) -> str:
    """On which side of a session somebody signs."""
    return "supervisor" if person_id == session.supervisor_id else "supervisee"


def signed_at(session: Session, person_id: UUID) -> datetime | None:
    """When somebody signed the record as it is."""
    found: datetime | None = getattr(session.personal, f"{side_of(session, person_id)}_signed_at")
    return found


def unsign(session: Session, *, by: Person) -> None:
    """Inside an act that changes what was signed: signatures given so far end, and both are asked anew."""
    session.personal = PersonalRecord.objects.get(session=session)
    had_signed = [one for one in session.signatories if signed_at(session, one)]
    session.personal.supervisor_signed_at = session.personal.supervisee_signed_at = None
    session.personal.version += 1
    session.personal.save(update_fields=["supervisor_signed_at", "supervisee_signed_at", "version"])
    if session.state not in TO_BE_SIGNED:
        return
    session.state = State.RECORDED
    session.save(update_fields=["state"])
    if had_signed:
        ledger.void(session, by=by, reason=VOIDED_BECAUSE)
    meeting.voided(session, had_signed, by=by)
    meeting.ask_to_sign(session, by=by)
