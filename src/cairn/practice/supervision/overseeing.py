"""Who oversees the opening of a record: who reviews it and by when, and who decides when the person is told?

The privacy role reviews. Where nobody holds it but the reader or those whose record it is, or they let the days go by,
it goes to the chief executive and the chief social work officer. Whoever read, or whose record it is, oversees nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from cairn.cycle.duties.kinds import Owed, subject
from cairn.foundation.core import working_days
from cairn.foundation.core.working_days import LocalDays
from cairn.foundation.people.models import Organisation, Role
from cairn.foundation.people.offices import Holders
from cairn.foundation.people.queries import calendar_of
from cairn.practice.supervision.models import Opening, OpeningState, Session

PRIVACY = Role.INFORMATION_OFFICER
ABOVE = (Role.CHIEF_EXECUTIVE, Role.CSWO)
REVIEW_WITHIN = 5  # working days
TELL_WITHIN = timedelta(hours=24)
LONGEST_DELAY = timedelta(days=28)
PASSED_UP = "passed up"
STANDING = ("session__supervisor", "session__supervisee", "session__unit", "reader", "organisation")


class Overseers:
    """Who oversees openings in an organisation today; asked once for many openings."""

    def __init__(self, organisation_id: UUID) -> None:
        self._holders = Holders(organisation_id)

    def officers(self, reader_id: UUID, session: Session) -> set[UUID]:
        """Who holds the privacy role and stands apart from the reader and the record."""
        return self._holders.of(PRIVACY, None) - {reader_id, *session.parties}

    def above(self, reader_id: UUID, session: Session) -> set[UUID]:
        """To whom a review goes that nobody in the privacy role has done."""
        found = set().union(*(self._holders.of(role, None) for role in ABOVE))
        return found - {reader_id, *session.parties}

    def chief_executives(self, reader_id: UUID) -> set[UUID]:
        """Who is told, beside the privacy role, that somebody opens many records."""
        return self._holders.of(Role.CHIEF_EXECUTIVE, None) - {reader_id}


class Deadlines:
    """By which day openings are reviewed in an organisation, by its own calendar."""

    def __init__(self, organisation: Organisation) -> None:
        self._nation: str = organisation.nation
        self._calendar: LocalDays = calendar_of(organisation.pk)

    def review_by(self, opening: Opening, *, passed_up: bool = False) -> date:
        """Within five working days; whoever it is passed up to has as long again."""
        opened_on = timezone.localdate(opening.opened_at)
        days = 2 * REVIEW_WITHIN if passed_up else REVIEW_WITHIN
        return working_days.add_working_days(opened_on, days, self._nation, self._calendar)


def reviews_owed(opening: Opening, overseers: Overseers, deadlines: Deadlines) -> Iterator[Owed]:
    """Each in the privacy role owes a review, and once it is passed up those above too; one meets it for all."""
    if not opening.is_open_to_review:
        return
    opened_on = timezone.localdate(opening.opened_at)
    due: dict[str, Any] = {"about": subject(opening), "opens_on": opened_on}
    for person in sorted(overseers.officers(opening.reader_id, opening.session)):
        yield Owed(**due, due_on=deadlines.review_by(opening), bearer_id=person)
    if opening.state == OpeningState.PASSED_UP:
        late = deadlines.review_by(opening, passed_up=True)
        for person in sorted(overseers.above(opening.reader_id, opening.session)):
            yield Owed(**due, due_on=late, bearer_id=person, occasion=PASSED_UP)


def looks_owed(opening: Opening, overseers: Overseers) -> Iterator[Owed]:
    """Where telling the person was put off, the privacy role looks again by the day until which it was."""
    if opening.told_at is not None or opening.delayed_by_id is None:
        return
    until = timezone.localdate(opening.tell_by)
    opened_on = min(timezone.localdate(opening.opened_at), until)
    for person in sorted(overseers.officers(opening.reader_id, opening.session)):
        yield Owed(
            about=subject(opening), opens_on=opened_on, due_on=until, bearer_id=person, occasion=until.isoformat()
        )


def reviews(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Every review that is still owed."""
    overseers, deadlines = Overseers(organisation.pk), Deadlines(organisation)
    waiting = Opening.objects.filter(
        organisation=organisation, state__in=(OpeningState.WAITING, OpeningState.PASSED_UP)
    )
    for opening in waiting.select_related("session"):
        yield from reviews_owed(opening, overseers, deadlines)


def looks(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Every notice that was put off."""
    overseers = Overseers(organisation.pk)
    delayed = Opening.objects.filter(organisation=organisation, told_at=None, delayed_by__isnull=False)
    for opening in delayed.select_related("session"):
        yield from looks_owed(opening, overseers)
