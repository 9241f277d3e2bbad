"""Whose records may somebody not judge: their own, those of their line above and below, and of where they work?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from cairn.foundation.people.models import Person, Post
from cairn.practice.supervision.models import Agreement, Session

Edges = Mapping[UUID, set[UUID]]


class Held(NamedTuple):
    """As much of a session as decides who is independent of it."""

    pk: UUID
    supervisor_id: UUID
    supervisee_id: UUID | None
    unit_id: UUID
    unit_path: str

    @classmethod
    def of(cls, session: Session) -> "Held":
        return cls(session.pk, session.supervisor_id, session.supervisee_id, session.unit_id, session.unit.path)


@dataclass(frozen=True)
class Standing:
    """Who somebody is bound up with, from one day to another: people, units where they work, units that they lead."""

    people: frozenset[UUID]
    units: frozenset[UUID]
    led: tuple[str, ...]

    def is_independent_of(self, session: Held) -> bool:
        """Neither of the two is of their line, and it lies in no unit where they work or that they lead."""
        if session.supervisor_id in self.people or session.supervisee_id in self.people:
            return False
        return session.unit_id not in self.units and not session.unit_path.startswith(self.led)


def standing_between(person: Person, first: date, last: date) -> Standing:
    """The line above and below somebody, in management and in the profession, as it was on any of these days.

    Two questions to the database, whatever the size of the organisation.
    """
    above: dict[UUID, set[UUID]] = defaultdict(set)
    below: dict[UUID, set[UUID]] = defaultdict(set)
    units: set[UUID] = set()
    led: set[str] = set()
    for one in _posts(person, first, last):
        if one.person_id == person.pk:
            units.add(one.unit_id)
            led.update([one.unit__path] if one.leads_unit else ())
        for higher in (one.line_manager_id, one.professional_lead_id):
            if higher is not None:
                above[one.person_id].add(higher)
                below[higher].add(one.person_id)
    line = _all_from(person.pk, above) | _all_from(person.pk, below)
    people = frozenset({person.pk} | line | _supervising(person, first, last))
    return Standing(people, frozenset(units), tuple(sorted(led)))


def _posts(person: Person, first: date, last: date) -> Iterable[Any]:
    held = Post.objects.filter(_within(first, last), organisation_id=person.organisation_id).order_by()
    columns = ("person_id", "line_manager_id", "professional_lead_id", "unit_id", "unit__path", "leads_unit")
    return held.values_list(*columns, named=True)


def _supervising(person: Person, first: date, last: date) -> set[UUID]:
    """Who supervised them, and whom they supervised, under an agreement that all had signed."""
    theirs = Q(supervisor=person) | Q(supervisee=person)
    signed = Agreement.objects.filter(theirs, _within(first, last), terms__sealed=True)
    pairs = signed.values_list("supervisor_id", "supervisee_id")
    return {one for pair in pairs for one in pair if one is not None}


def _within(first: date, last: date) -> Q:
    return Q(starts_on__lte=last) & (Q(ends_on=None) | Q(ends_on__gte=first))


def _all_from(start: UUID, edges: Edges) -> set[UUID]:
    """Everybody on the way from somebody, to its end."""
    found: set[UUID] = set()
    ahead = list(edges.get(start, ()))
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead.extend(edges.get(one, ()))
    return found
