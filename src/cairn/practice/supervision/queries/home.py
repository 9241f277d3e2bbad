"""What does somebody see first: their own supervision, and whom they supervise, with who is due what?"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cairn.foundation.core import clock
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.models import Person, Post
from cairn.practice.supervision.models import Agreement, Session
from cairn.practice.supervision.models.session import TOOK_PLACE, State
from cairn.practice.supervision.queries import agreements
from cairn.practice.supervision.queries.agreements import Supervised

LAST = 5


@dataclass
class Home:
    """Own agreements and groups, the last sessions and the next one; whom one supervises, and who has no agreement."""

    own: list[Supervised] = field(default_factory=list)
    groups: list[Supervised] = field(default_factory=list)
    supervises: list[Supervised] = field(default_factory=list)
    last: list[Session] = field(default_factory=list)
    # By agreement, the next session in the book.
    planned: dict[UUID | None, Session] = field(default_factory=dict)
    lacking: list[Post] = field(default_factory=list)
    has_policy: bool = False

    @property
    def next_own(self) -> Session | None:
        """The next of one's own in the book."""
        mine = [self.planned[row.agreement.pk] for row in self.own if row.agreement.pk in self.planned]
        return min(mine, key=lambda session: session.planned_on, default=None)


def home(viewer: Person) -> Home:
    """One's own supervision and that of others, in the same few questions however many they are."""
    found = Home(lacking=agreements.without_agreement(viewer))
    rows, found.has_policy = agreements.with_turns(viewer, agreements.mine(viewer))
    for row in rows:
        _place(found, row, viewer)
    for session in _sessions(person=viewer.pk, organisation=viewer.organisation_id, today=clock.today()):
        if session.state == State.PLANNED:
            found.planned.setdefault(session.agreement_id, session)
        else:
            found.last.insert(0, session)
    return found


def _place(found: Home, row: Supervised, viewer: Person) -> None:
    agreement: Agreement = row.agreement
    if not agreement.is_of_two:
        found.groups.append(row)
    elif agreement.supervisee_id == viewer.pk:
        found.own.append(row)
    else:
        found.supervises.append(row)


@prepared
def _sessions(*, person: Any, organisation: Any, today: Any) -> QuerySet[Session]:
    """What stands in the book for somebody on either side, and their own last sessions, the earliest first."""
    own = Session.objects.filter(supervisee=person, state__in=(*TOOK_PLACE, State.CANCELLED))
    last = own.order_by("-planned_on", "-pk").values("pk")[:LAST]
    ahead = Q(state=State.PLANNED, planned_on__gte=today) & (Q(supervisor=person) | Q(supervisee=person))
    found = Session.objects.filter(ahead | Q(pk__in=last), organisation=organisation)
    return found.select_related("supervisor").order_by("planned_on", "pk")
