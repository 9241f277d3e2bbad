"""Who is told what about a session, and what do its people owe, as it stands? Kept in step inside each act on it."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Owed, subject
from cairn.cycle.evidence.measuring import touch
from cairn.foundation.core import clock, working_days
from cairn.foundation.notices.commands import notify_each
from cairn.foundation.people.models import Person
from cairn.foundation.people.queries import calendar_of
from cairn.practice.supervision import agreeing
from cairn.practice.supervision.duties import PREPARE, REBOOK, RECORD, SIGN_RECORD, TELL
from cairn.practice.supervision.models import Agreement, Policy, Session, State

SOURCE = "supervision"
PREPARE_AHEAD = timedelta(days=7)
USUAL_REBOOK_WITHIN, USUAL_SIGN_WITHIN = 5, 10  # working days, where no policy is in force
HELD, CANCELLED, MOVED = "The session was held.", "The session was cancelled.", "The session was moved."
ENDED = "The agreement ended."
STANDING = ("agreement", "supervisor", "supervisee", "organisation")


def planned(session: Session, *, by: Person) -> None:
    """Everybody prepares, and afterwards somebody says whether it was held."""
    _expect(session)
    _tell_others(session, by, "A supervision session with you was booked.")


def moved(session: Session, *, by: Person) -> None:
    """The new day is told, and what was owed for the old one moves along."""
    _expect(session)
    _tell_others(session, by, "A supervision session of yours was moved to another day or hour.")


def cancelled(session: Session, *, by: Person) -> None:
    """Nobody prepares any more; within the policy's working days it is booked again."""
    for kind in (PREPARE, TELL):
        owing.excuse_all(kind.key, session, reason=CANCELLED)
    if session.agreement_id:
        opens = session.cancelled_on or clock.today()
        owing.raise_each(REBOOK.key, [_owed_again(session, opens)], organisation_id=session.organisation_id)
    _tell_others(session, by, "A supervision session of yours was cancelled.")
    _touch(session)


def rebooked(session: Session) -> None:
    """It stands in the book again."""
    owing.meet(REBOOK.key, session)


def held(session: Session) -> None:
    """The turn is met, and the record is owed; whoever did not prepare can't any more."""
    owing.meet(TELL.key, session)
    owing.lapse(PREPARE.key, session)
    owing.raise_each(RECORD.key, [_owed_record(session)], organisation_id=session.organisation_id)
    agreeing.session_held(session)
    _touch(session)


def put_right(session: Session, *days_before: date | None) -> None:
    """The next turn counts from the right day, and the record is due from there."""
    if session.state == State.HELD:
        owing.settle(RECORD.key, session, [_owed_record(session)], organisation_id=session.organisation_id)
    agreeing.session_moved(session)
    _touch(session, *days_before)


def prepared(session: Session, person: Person) -> None:
    """Whoever has shared their preparation owes it no more; the other learns that there is something to read."""
    owing.meet(PREPARE.key, session, bearer=person)
    _tell_others(session, person, "Somebody shared their preparation for a supervision session with you.")


def recorded(session: Session, *, by: Person) -> None:
    """The record is there; now it is signed."""
    owing.meet(RECORD.key, session)
    ask_to_sign(session, by=by)
    _touch(session)


def ask_to_sign(session: Session, *, by: Person) -> None:
    """Everybody who has not signed the record as it is owes it."""
    opens, due = clock.today(), session.sign_by or clock.today()
    owed = [
        Owed(
            about=subject(session),
            opens_on=min(opens, due),
            due_on=due,
            bearer_id=one,
            unit_id=session.unit_id,
            occasion=str(session.personal.version),
            words=_named_for(session, one),
            awaited_by_id=next((other for other in session.signatories if other != one), None),
        )
        for one in session.signatories
    ]
    owing.raise_each(SIGN_RECORD.key, owed, organisation_id=session.organisation_id)
    _tell_others(session, by, "A record of supervision waits for your signature.")


def voided(session: Session, signed_by: Iterable[UUID], *, by: Person) -> None:
    """Whoever had signed learns that it counts no more, and signs anew."""
    owing.excuse_all(SIGN_RECORD.key, session, reason="The record was changed.")
    text = "A record of supervision that you had signed was changed, so your signature counts no more. Read it again."
    _tell([one for one in signed_by if one != by.pk], text, session)


def signed(session: Session, *, by: Person) -> None:
    """One signature more; with the last one nothing is owed any more."""
    owing.meet(SIGN_RECORD.key, session, bearer=by)
    if session.state == State.SIGNED:
        _tell_others(session, by, "A record of supervision is signed by both.")
        _touch(session)


def refused(session: Session, *, by: Person) -> None:
    """To say that one does not agree is an answer; the other learns of it."""
    owing.meet(SIGN_RECORD.key, session, bearer=by)
    _tell_others(session, by, "A record of supervision was not agreed. Read why.")


def added(session: Session, *, by: Person) -> None:
    _tell_others(session, by, "Something was added to a record of supervision of yours.")


def stress_followed(session: Session) -> None:
    """An action followed from stress: the figure of its month is made anew."""
    _touch(session)


def book_follows(before: Agreement, after: Agreement | None) -> int:
    """What stands in the book after the last day of an agreement goes over to the one that follows it, or is taken out.

    Says how many were taken out. They were never cancelled by anybody, so they count in no figure.
    """
    booked = Session.objects.filter(agreement=before, state=State.PLANNED, planned_on__gt=before.ends_on)
    if after is not None:
        booked.update(agreement=after, supervisor=after.supervisor)
        for session in Session.objects.filter(agreement=after, state=State.PLANNED).select_related(*STANDING):
            _expect(session)
        return 0
    for session in booked:
        for kind in (PREPARE, TELL):
            owing.excuse_all(kind.key, session, reason=ENDED)
    Session.objects.filter(rebooked_to__in=booked).update(rebooked_to=None)
    taken_out = booked.count()
    booked.delete()
    return taken_out


def sign_by(session: Session, held_on: date) -> date:
    """Until when the record is signed by both, in the policy's working days from the day it was held."""
    policy = Policy.objects.in_force(session.organisation_id, held_on)
    return _working_days_after(session, held_on, policy.sign_within if policy else USUAL_SIGN_WITHIN)


def rebook_by(session: Session) -> date:
    """Until when a cancelled session is booked again."""
    day = session.cancelled_on or clock.today()
    policy = Policy.objects.in_force(session.organisation_id, day)
    return _working_days_after(session, day, policy.rebook_within if policy else USUAL_REBOOK_WITHIN)


def _working_days_after(session: Session, day: date, count: int) -> date:
    organisation = session.organisation
    return working_days.add_working_days(day, count, organisation.nation, calendar_of(organisation.pk))


def _expect(session: Session) -> None:
    """Preparing is owed by the day itself, by everybody; then whoever supervises says how it went."""
    day, today = session.planned_on, clock.today()
    preparing = [
        Owed(
            about=subject(session),
            opens_on=min(day, max(today, day - PREPARE_AHEAD)),
            due_on=day,
            bearer_id=one,
            unit_id=session.unit_id,
            words=_named_for(session, one),
        )
        for one in session.parties
        if one not in _prepared_already(session)
    ]
    telling = Owed(
        about=subject(session),
        opens_on=day,
        due_on=_working_days_after(session, day, 1),
        bearer_id=session.supervisor_id,
        unit_id=session.unit_id,
        words=_named_for(session, session.supervisor_id),
        awaited_by_id=session.supervisee_id,
    )
    owing.settle(PREPARE.key, session, preparing, organisation_id=session.organisation_id, reason=MOVED)
    owing.settle(TELL.key, session, [telling], organisation_id=session.organisation_id, reason=MOVED)


def _prepared_already(session: Session) -> set[UUID]:
    return set(session.preparations.filter(shared_at__isnull=False).values_list("person_id", flat=True))


def _owed_again(session: Session, opens: date) -> Owed:
    return Owed(
        about=subject(session),
        opens_on=opens,
        due_on=rebook_by(session),
        bearer_id=session.supervisor_id,
        unit_id=session.unit_id,
        words=_named_for(session, session.supervisor_id),
        awaited_by_id=session.supervisee_id,
    )


def _owed_record(session: Session) -> Owed:
    return Owed(
        about=subject(session),
        opens_on=session.day,
        due_on=session.sign_by or session.day,
        bearer_id=session.supervisor_id,
        unit_id=session.unit_id,
        words=_named_for(session, session.supervisor_id),
        awaited_by_id=session.supervisee_id,
    )


def _named_for(session: Session, person_id: UUID) -> str:
    """With whom it is, as this person would say; a group by its name."""
    if session.supervisee is None:
        return session.agreement.title if session.agreement else "a group"
    return str(session.supervisor if person_id == session.supervisee_id else session.supervisee)


def _touch(session: Session, *more: date | None) -> None:
    """Figures of the months in which it was to be held, was held, and was to be signed."""
    touch(SOURCE, session.organisation_id, session.planned_on, session.held_on, session.sign_by, *more)


def _tell_others(session: Session, by: Person, text: str) -> None:
    _tell([one for one in session.parties if one != by.pk], text, session)


def _tell(people: Iterable[UUID], text: str, session: Session) -> None:
    told = Person.objects.filter(pk__in=list(people), is_active=True)
    notify_each(told, text=text, link=reverse("supervision:session", args=[session.pk]), about=session)
