"""What can be done to reach a record whose one is not: ask, break glass, read, look at decisions and actions."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.canonical import fingerprint
from cairn.foundation.ledger.commands import record, record_reading
from cairn.foundation.people.models import Person
from cairn.practice.supervision import watching
from cairn.practice.supervision.models import Ground, Opening, OpeningState, Session
from cairn.practice.supervision.overseeing import STANDING, TELL_WITHIN, Overseers
from cairn.practice.supervision.rules import openings as rules

ONE_HOUR, ONE_WEEK, ALARMING = timedelta(hours=1), timedelta(days=7), 3
SUMMARY_WORDS = "Decisions, actions and case references only, which whoever supervises the person now reads by right."


@transaction.atomic
def ask(session: Session, *, ground: str, words: str, method: str = "session", by: Person) -> Opening:
    """Open one record for an hour, as of right, for a stated reason; it is noted, and the person is told at once."""
    session = _held(session, by)
    insist(rules.may_ask_on(by, session, ground=ground, words=words))
    return _opened(session, by, OpeningState.NOTED, ground=ground, words=words, method=method)


@transaction.atomic
def break_glass(session: Session, *, ground: str, words: str, method: str = "session", by: Person) -> Opening:
    """Open one record for an hour without a right to ask for it. The privacy role is told at once and reviews it.

    The person is told at once where they are said to have asked for it, or where nobody in the privacy role could
    decide otherwise; else when the privacy role has looked at it, and within a day in any case.
    """
    session = _held(session, by)
    insist(rules.may_break_glass_on(by, session, ground=ground, words=words))
    officers = Overseers(session.organisation_id).officers(by.pk, session)
    state = OpeningState.WAITING if officers else OpeningState.PASSED_UP
    waits = bool(officers) and ground != Ground.CONSENT
    return _opened(session, by, state, waits=waits, ground=ground, words=words, method=method)


@transaction.atomic
def read(opening: Opening, *, by: Person) -> Opening:
    """The reader reads what was said. Each reading is on record."""
    opening = Opening.objects.select_related(*STANDING, "session__personal", "session__cases").get(pk=opening.pk)
    insist(rules.may_read(by, opening))
    record_reading(opening, by=by)
    return opening


@transaction.atomic
def look_at_summary(session: Session, *, by: Person) -> Opening:
    """Whoever supervises now looks at decisions and actions; the person sees that they did, once for each day."""
    session = _held(session, by)
    insist(rules.may_see_summary(by, session))
    now = clock.now()
    before = Opening.objects.filter(
        session=session, reader=by, broke_glass=False, opened_at__gte=clock.of_day(clock.today())
    )
    known = next((one for one in before if one.is_of_summary), None)
    opening = known or _made(session, by, now, OpeningState.NOTED, ground=Ground.HANDOVER, words=SUMMARY_WORDS, hours=0)
    record_reading(opening, by=by, purpose="decisions and actions")
    return opening


def _held(session: Session, by: Person) -> Session:
    """The session as it is now; the same reader opens nothing else at the same moment, so that none goes uncounted."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    return Session.objects.select_related("supervisor", "supervisee", "unit", "organisation").get(
        pk=session.pk, organisation_id=by.organisation_id, personal__isnull=False
    )


def _opened(session: Session, by: Person, state: str, *, waits: bool = False, **said: Any) -> Opening:
    now = clock.now()
    running = Opening.objects.filter(session=session, reader=by).running().first()
    if running is not None:
        until = timezone.localtime(running.ends_at)
        raise Refused(f"You have opened this record already. It is open until {until:%H:%M}.")
    opening = _made(session, by, now, state, **said)
    lately = _lately(by.pk, now)
    facts = {
        "ground": opening.ground,
        "broke_glass": opening.broke_glass,
        "until": opening.ends_at,
        "method": opening.method,
        "words": fingerprint({"words": opening.words}),
        "within_seven_days": lately,
    }
    record("supervision_record.opened", by=by, subject=opening, facts=facts)
    watching.opened(opening, alarming=lately >= ALARMING, waits=waits)
    return opening


def _lately(reader_id: UUID, now: datetime) -> int:
    """How many records they opened within seven days, this one among them; looks at a summary are not counted."""
    found = Opening.objects.filter(reader_id=reader_id, opened_at__gt=now - ONE_WEEK)
    return sum(not one.is_of_summary for one in found.only("opened_at", "ends_at"))


def _made(
    session: Session,
    by: Person,
    now: datetime,
    state: str,
    *,
    ground: str,
    words: str,
    method: str = "",
    hours: int = 1,
) -> Opening:
    return Opening.objects.create(
        organisation_id=session.organisation_id,
        session=session,
        reader=by,
        broke_glass=state != OpeningState.NOTED,
        ground=ground,
        words=words.strip(),
        method=method,
        opened_at=now,
        ends_at=now + hours * ONE_HOUR,
        tell_by=now + TELL_WITHIN,
        told_at=None if hours else now,
        state=state,
    )
