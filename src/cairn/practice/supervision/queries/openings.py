"""Who has read a record beside those whose it is, which openings may somebody see, and which record do they mean?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person, Post, ProfessionalRole, Role
from cairn.practice.supervision.models import (
    Addition,
    Attendance,
    CaseLine,
    Consent,
    Disagreement,
    Ground,
    Kind,
    Opening,
    PersonalRecord,
    Session,
    State,
)
from cairn.practice.supervision.overseeing import STANDING
from cairn.practice.supervision.queries.agreements import supervisors_of
from cairn.practice.supervision.rules.openings import is_theirs

WRITTEN = (State.RECORDED, State.DISPUTED, State.SIGNED)
# What people are known by when they read somebody's record, the first that they hold.
KNOWN_AS = (Role.CSWO, Role.CSWO_DEPUTY, Role.PSW)
NOT_TOLD = "not told"


@dataclass(frozen=True)
class Reading:
    """One reading of a record by somebody whose it is not: who, in which role, when, on which ground and why.

    The reason is given to whom the record is about, and to nobody else; elsewhere `words` is empty.
    """

    opening: Opening
    role: str
    words: str = ""

    @property
    def who(self) -> str:
        return self.opening.reader.full_name

    @property
    def at(self) -> datetime:
        return self.opening.opened_at

    @property
    def ground(self) -> str:
        return str(Ground(self.opening.ground).label)

    @property
    def is_of_summary(self) -> bool:
        """Only decisions and actions."""
        return self.opening.is_of_summary


def readings_of(viewer: Person, session: Session) -> list[Reading]:
    """Who else has read the record of a session, newest first, for those who held it; for others nothing.

    What the person concerned has not been told yet is not among them.
    """
    if not is_theirs(viewer, session):
        return []
    told = Opening.objects.filter(session=session, told_at__isnull=False).select_related("reader")
    return as_readings(viewer, told)


def readings_of_mine(viewer: Person) -> QuerySet[Opening]:
    """Every reading of one's own records by somebody else, newest first, once one was told of it."""
    found = Opening.objects.about(viewer).select_related("reader", "session__supervisor")
    return found.order_by("-opened_at", "pk")


def as_readings(viewer: Person, found: Iterable[Opening]) -> list[Reading]:
    """Each with the role that its reader had on that day; two questions, however many."""
    openings = list(found)
    if not openings:
        return []
    role_of = roles_of({one.reader_id for one in openings})
    return [Reading(one, role_of(one), one.words if _is_about(viewer, one) else "") for one in openings]


def _is_about(viewer: Person, opening: Opening) -> bool:
    """The supervisee's own; of a group, everybody's."""
    return viewer.pk in opening.concerned


def roles_of(readers: Iterable[UUID]) -> Callable[[Opening], str]:
    """What the reader of an opening was known as on its day: a professional role, else the post."""
    people = list(readers)
    roles = list(ProfessionalRole.objects.filter(person__in=people, role__in=KNOWN_AS))
    posts = list(Post.objects.filter(person__in=people).select_related("unit"))

    def role_of(opening: Opening) -> str:
        day = timezone.localdate(opening.opened_at)
        held = {one.role: one for one in roles if one.person_id == opening.reader_id and one.holds_on(day)}
        first = next((held[role] for role in KNOWN_AS if role in held), None)
        if first is not None and opening.broke_glass:
            return str(first.get_role_display())
        worked = next((one for one in posts if one.person_id == opening.reader_id and one.holds_on(day)), None)
        if worked is not None:
            return f"{worked.job_title}, {worked.unit.name}"
        return str(first.get_role_display()) if first else ""

    return role_of


def opening_for(viewer: Person, pk: Any) -> Opening:
    """An opening that the viewer may know of."""
    joined = (*STANDING, "reviewed_by", "delayed_by")
    return Opening.objects.visible_to(viewer).select_related(*joined).get(pk=pk)


@dataclass(frozen=True)
class Written:
    """The whole record of a session: both parts, what was not agreed, and what was added."""

    personal: PersonalRecord
    lines: list[CaseLine]
    disagreements: list[Disagreement]
    additions: list[Addition]


def written(session: Session) -> Written:
    """The record as a reader reads it, for whom the rule has said yes."""
    return Written(
        session.personal,
        case_lines(session),
        list(Disagreement.objects.filter(session=session).select_related("person")),
        list(Addition.objects.filter(session=session).select_related("by")),
    )


def case_lines(session: Session) -> list[CaseLine]:
    """The case part of the record."""
    return _case_lines(session=session.pk)


@prepared
def _case_lines(*, session: Any) -> QuerySet[CaseLine]:
    return CaseLine.objects.filter(record__session=session).order_by("position")


def actions_of(viewer: Person, session: Session) -> list[Action]:
    """The actions that were agreed in a session, as far as the viewer may see the log."""
    return _actions(seen=reach(viewer, "action.see"), source=f"{Session._meta.label}:{session.pk}")


@prepared
def _actions(*, seen: Q, source: Any) -> QuerySet[Action]:
    return Action.objects.filter(seen, source=source).select_related("owner").order_by("due_on", "number")


def openings(viewer: Person, *, state: str = "") -> QuerySet[Opening]:
    """The openings that the viewer oversees, newest first, narrowed down; looks at decisions and actions too."""
    found = Opening.objects.visible_to(viewer).select_related("reader", "session__supervisor", "session__supervisee")
    if state == NOT_TOLD:
        found = found.filter(told_at=None)
    elif state:
        found = found.filter(state=state)
    return found.order_by("-opened_at", "pk")


def made_by(viewer: Person, most: int = 10) -> list[Opening]:
    """What one opened oneself, newest first."""
    found = Opening.objects.filter(reader=viewer).select_related("session__supervisor", "session__supervisee")
    return list(found.order_by("-opened_at", "pk")[:most])


def running_for(viewer: Person, session: Session) -> Opening | None:
    """The opening under which one reads this record now."""
    return Opening.objects.filter(reader=viewer, session=session).running().first()


def written_session(viewer: Person, pk: Any) -> Session:
    """A session of the viewer's organisation with a record. Whether they may know of it is for the rule to say."""
    standing = ("supervisor", "supervisee", "unit", "organisation", "personal")
    found = Session.objects.filter(organisation_id=viewer.organisation_id, personal__isnull=False, state__in=WRITTEN)
    return found.select_related(*standing).get(pk=pk)


def last_written(viewer: Person, person: Person, kind: str = Kind.LINE, day: date | None = None) -> Session | None:
    """The last session of somebody that has a record, up to a day: one, never a list."""
    theirs = Q(supervisee=person) | Q(pk__in=Attendance.objects.filter(person=person).values("session"))
    found = Session.objects.filter(theirs, organisation_id=viewer.organisation_id, kind=kind, state__in=WRITTEN)
    found = found.filter(personal__isnull=False, held_on__lte=day or clock.today())
    return found.order_by("-held_on", "-pk").first()


def earlier_sessions(viewer: Person, person: Person) -> QuerySet[Session]:
    """What was recorded with somebody by others before: days and supervisors, for whoever supervises them now."""
    found = Session.objects.filter(organisation_id=viewer.organisation_id, supervisee=person, state__in=WRITTEN)
    found = found.filter(personal__isnull=False).exclude(supervisor=viewer).select_related("supervisor")
    return found.order_by("-held_on", "-pk")


@dataclass(frozen=True)
class MayRead:
    """A present supervisor, how many earlier records others wrote, and what the person agreed to."""

    supervisor: Person
    earlier: int
    consent: Consent | None


def who_may_read(viewer: Person) -> list[MayRead]:
    """Each present supervisor, and whether one agreed that they read the earlier records."""
    standing = {one.reader_id: one for one in consents_of(viewer)}
    written = Session.objects.filter(supervisee=viewer, state__in=WRITTEN, personal__isnull=False)
    by_whom = list(written.values_list("supervisor_id", flat=True))
    return [MayRead(one, sum(who != one.pk for who in by_whom), standing.get(one.pk)) for one in supervisors_of(viewer)]


def consents_of(viewer: Person) -> QuerySet[Consent]:
    """What one has agreed to and not taken back."""
    return Consent.objects.filter(person=viewer, withdrawn_at=None).select_related("reader")


def consent_for(viewer: Person, pk: Any) -> Consent:
    """One's own consent."""
    return Consent.objects.filter(person=viewer, organisation_id=viewer.organisation_id).get(pk=pk)
