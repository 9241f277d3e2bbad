"""Which sessions may somebody see, and what stands on the page of one?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value

from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock, months
from cairn.foundation.core.prepared import prepared
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.people.access import parts, permits
from cairn.foundation.people.models import Person
from cairn.practice.supervision.models import (
    Addition,
    Agreement,
    CaseLine,
    Disagreement,
    PersonalRecord,
    Preparation,
    Session,
    State,
)
from cairn.practice.supervision.models.session import attended_by, sees_all, session_seen_by
from cairn.practice.supervision.queries.openings import case_lines
from cairn.practice.supervision.rules.sessions import may_raise_action

STANDING = ("supervisor", "supervisee", "unit", "organisation", "agreement__terms", "rebooked_to", "personal")
LAST, EARLIER = 5, 12
OF_LATE = 12  # months


@dataclass(frozen=True)
class LastTime:
    """What the last record of the same two leaves to come back to."""

    session: Session
    record: PersonalRecord


@dataclass(frozen=True)
class Remark:
    """A disagreement with a record, or an addition to it."""

    at: datetime
    text: str
    given_name: str
    family_name: str
    is_disagreement: bool

    @property
    def by(self) -> str:
        return f"{self.given_name} {self.family_name}"


def visible(viewer: Person, *, state: str = "", kind: str = "", words: str = "") -> QuerySet[Session]:
    """The sessions that somebody may know of, newest first, narrowed down.

    Whoever knows of others' too sees those of the last twelve months; all of them where a name is given. By month
    first, as the index gives them: a page never sorts ten years.
    """
    found = Session.objects.visible_to(viewer).select_related("supervisor", "supervisee", "agreement")
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if not words.strip() and is_of_late(viewer):
        found = found.filter(month__gte=months.add(months.first_of(clock.today()), -OF_LATE))
    for word in words.split()[:6]:
        people = Person.objects.visible_to(viewer).matching(word).values("pk")
        fits = Q(supervisee__in=people) | Q(supervisor__in=people) | Q(agreement__title__icontains=word)
        found = found.filter(fits)
    return found.order_by("-month", "-planned_on", "pk")


def is_of_late(viewer: Person) -> bool:
    """Whether the list shows the last twelve months only: of one's own sessions it shows all."""
    return bool(parts(viewer, "supervision.see"))


def session_for(viewer: Person, pk: Any) -> Session:
    """A session that the viewer may know of."""
    me = None if sees_all(viewer) else viewer.pk
    for found in _session(seen=session_seen_by(viewer), me=me, organisation=viewer.organisation_id, pk=pk):
        return found
    raise Session.DoesNotExist(pk)


@prepared
def _session(*, seen: Q, me: Any, organisation: Any, pk: Any) -> QuerySet[Session]:
    known = seen if me is None else seen | attended_by(me, organisation)
    return Session.objects.filter(known, pk=pk).select_related(*STANDING, "view_given")


def own_session_for(viewer: Person, pk: Any) -> Session:
    """A session that the viewer holds; for everybody else its inner pages don't exist."""
    found = session_for(viewer, pk)
    if viewer.pk not in found.parties:
        raise Session.DoesNotExist(pk)
    return found


def recorded_session_for(viewer: Person, pk: Any) -> Session:
    """A session whose record the viewer may read by right."""
    found = session_for(viewer, pk)
    if record_of(viewer, found) is None:
        raise PersonalRecord.DoesNotExist(pk)
    return found


def record_of(viewer: Person, session: Session) -> PersonalRecord | None:
    """The personal part, where there is one and the viewer may read it by right."""
    if not permits(viewer, "supervision_record.see", session):
        return None
    return getattr(session, "personal", None)


def remarks(session: Session) -> list[Remark]:
    """What stands beside the record: who did not agree and why, and what was added later; the oldest first."""
    return sorted((Remark(*row) for row in _remarks(session=session.pk)), key=lambda remark: remark.at)


@prepared
def _remarks(*, session: Any) -> QuerySet[Any]:
    columns = ("at", "said", "given", "family", "is_disagreement")
    refused = Disagreement.objects.filter(session=session).annotate(
        said=F("reason"), given=F("person__given_name"), family=F("person__family_name"), is_disagreement=Value(True)
    )
    added = Addition.objects.filter(session=session).annotate(
        said=F("text"), given=F("by__given_name"), family=F("by__family_name"), is_disagreement=Value(False)
    )
    return refused.order_by().values_list(*columns).union(added.order_by().values_list(*columns), all=True)


def cases_of(viewer: Person, session: Session) -> list[CaseLine]:
    """The case part: for those who held the session, and for the line above them once it is written."""
    may = not session.is_imported and permits(viewer, "supervision_cases.see", session)
    return case_lines(session) if may else []


def preparations(viewer: Person, session: Session) -> list[Preparation]:
    """What each brings, as far as it is shared; one's own always."""
    if viewer.pk not in session.parties:
        return []
    return _preparations(session=session.pk, person=viewer.pk)


@prepared
def _preparations(*, session: Any, person: Any) -> QuerySet[Preparation]:
    found = Preparation.objects.filter(Q(person=person) | Q(shared_at__isnull=False), session=session)
    return found.select_related("person").order_by("pk")


def last_sessions(viewer: Person, session: Session) -> list[Session]:
    """The last five of the same two, or of the same group, before this one."""
    return _before(day=session.planned_on, **_alike(session))


@prepared
def _before(*, day: Any, **same: Any) -> QuerySet[Session]:
    before = Session.objects.filter(planned_on__lt=day, **same).exclude(state=State.PLANNED)
    return before.order_by("-planned_on")[:LAST]


def last_time(viewer: Person, session: Session) -> LastTime | None:
    """The last record of the same two that the viewer may read: what to come back to, and the figures of then."""
    before = _same(session).filter(held_on__lte=session.day, held_on__isnull=False).exclude(pk=session.pk)
    theirs = PersonalRecord.objects.visible_to(viewer).filter(session__in=before, session__is_imported=False)
    found = theirs.select_related("session").order_by("-session__held_on").first()
    return LastTime(found.session, found) if found else None


def earlier_actions(session: Session) -> list[Action]:
    """What was agreed in the sessions before and is not finished."""
    before = _same(session).filter(held_on__isnull=False, planned_on__lt=session.planned_on)
    labels = [
        f"supervision.Session:{pk}" for pk in before.order_by("-planned_on").values_list("pk", flat=True)[:EARLIER]
    ]
    return list(Action.objects.unfinished().filter(source__in=labels).select_related("owner").order_by("due_on"))


def signatures(viewer: Person, session: Session, personal: PersonalRecord | None) -> list[Any]:
    """Whose names stand under the record as it is."""
    times = {personal.supervisor_signed_at, personal.supervisee_signed_at} - {None} if personal else set()
    return [one for one in ledger.signatures_of(viewer, session) if one.at in times] if times else []


def next_booked(agreement: Agreement) -> Session | None:
    """What stands in the book under an agreement, the soonest."""
    return Session.objects.filter(agreement=agreement, state=State.PLANNED).order_by("planned_on", "pk").first()


def admits(actor: Person, pk: str) -> bool:
    """Whether somebody may raise actions out of a session: those who hold it, whatever their role."""
    try:
        found = Session.objects.filter(organisation_id=actor.organisation_id, pk=UUID(pk)).first()
    except ValueError:
        return False
    return found is not None and bool(may_raise_action(actor, found))


def _same(session: Session) -> QuerySet[Session]:
    return Session.objects.filter(**_alike(session))


def _alike(session: Session) -> dict[str, Any]:
    """Sessions of the same person and kind; of a group, under the same agreement."""
    if session.supervisee_id:
        return {"supervisee": session.supervisee_id, "kind": session.kind}
    return {"agreement": session.agreement_id, "supervisee": None}
