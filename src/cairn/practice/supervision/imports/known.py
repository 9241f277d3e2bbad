"""What is known before a file of past sessions is read against it: people, posts, policies, and sessions there are?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from cairn.foundation.core import clock, working_days
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.people.queries import calendar_of
from cairn.practice.supervision.agreeing import USUAL_SIGN_WITHIN
from cairn.practice.supervision.models import Kind, Policy, Session, State
from cairn.practice.supervision.queries.turns import USUAL_MINUTES, Held, known_of
from cairn.practice.supervision.queries.turns import Known as KnownOfPeople
from cairn.practice.supervision.turns import Stint, Supervised, around, minutes_on

Place = tuple[UUID, str, date]  # whoever is supervised, the kind, the day


def key(number: str) -> str:
    """Staff numbers are one whatever their case."""
    return number.upper()


def bare(number: str) -> str:
    """A staff number without its zeros at the front, which spreadsheets like to drop."""
    return number.upper().lstrip("0")


@dataclass
class Known:
    """The people of one organisation and what holds of their sessions; asked once for a whole file."""

    organisation: Organisation
    today: date
    by_number: Mapping[str, Person]
    by_bare: Mapping[str, Person]
    of_people: KnownOfPeople
    policies: list[tuple[date, int]]
    names: Mapping[UUID, str]
    imported: Mapping[Place, Session] = field(default_factory=dict)
    kept_here: frozenset[Place] = frozenset()

    def __post_init__(self) -> None:
        self._stints = cache(self.of_people.stints_of)
        self._calendar = calendar_of(self.organisation.pk)
        self.sign_by = cache(self._sign_by)

    def post_on(self, person: Person, day: date) -> Held | None:
        """Where somebody worked on a day: the largest of their posts."""
        return self.of_people.place_of(person.pk, day)

    def first_day(self, person: Person) -> date | None:
        """When their first post here began."""
        return min((post.first for post in self.of_people.posts.get(person.pk, ())), default=None)

    def had_policy(self, day: date) -> bool:
        return self.of_people.has_policy(day)

    def least_minutes(self, person: Person, kind: str, day: date) -> int:
        """How long it should have taken: by the policy of that day, or as Cairn proposes where there was none."""
        stints: list[Stint] = around(self._stints(person.pk), day)
        needs = self.of_people.needs.get(person.pk, ())
        one = Supervised(begins_on=day, stints=stints, needs=needs, as_agreed=kind != Kind.LINE)
        return minutes_on(one, self.of_people.policies, day) or USUAL_MINUTES

    def _sign_by(self, day: date) -> date:
        """By when both were to sign, by the policy of that day."""
        begun = [within for first, within in self.policies if first <= day]
        within = begun[-1] if begun else USUAL_SIGN_WITHIN
        return working_days.add_working_days(day, within, self.organisation.nation, self._calendar)


def known_to(organisation_id: UUID) -> Known:
    """Read what a file is compared with. Until the file is done with, no other of this organisation is read.

    The lock is there because two files that are applied at once would not know of each other's sessions.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    columns = ("id", "organisation_id", "given_name", "family_name", "staff_number")
    numbered = Person.objects.filter(organisation=organisation, staff_number__isnull=False).exclude(staff_number="")
    people = list(numbered.order_by().only(*columns))
    policies = Policy.objects.filter(organisation=organisation).order_by("starts_on")
    return Known(
        organisation=organisation,
        today=clock.today(),
        by_number={key(one.staff_number or ""): one for one in people},
        by_bare={bare(one.staff_number or ""): one for one in people},
        of_people=known_of(organisation, dict.fromkeys((one.pk for one in people), date.max), clock.today()),
        names={one.pk: one.full_name for one in people},
        policies=list(policies.values_list("starts_on", "sign_within")),
    )


def learn_sessions(known: Known, people: Iterable[Any], first: date, last: date) -> None:
    """The sessions of these people in these days: those that came in before, and those planned or held here."""
    wanted = set(people)
    columns = ("pk", "supervisee", "kind", "its_day", "is_imported", "state")
    rows = _between(known.organisation.pk, first, last).values_list(*columns)
    before: dict[UUID, Place] = {}
    here: set[Place] = set()
    for pk, person, kind, day, is_imported, state in rows.iterator(chunk_size=5000):
        if person in wanted and is_imported:
            before[pk] = (person, kind, day)
        elif person in wanted and state != State.CANCELLED:
            here.add((person, kind, day))
    known.imported = {place: session for session, place in _held(before)}
    known.kept_here = frozenset(here)


def _between(organisation_id: UUID, first: date, last: date) -> QuerySet[Any]:
    dated = Session.objects.annotate(its_day=Coalesce("held_on", "planned_on")).order_by()
    return dated.filter(organisation_id=organisation_id, supervisee__isnull=False, its_day__range=(first, last))


def _held(before: Mapping[UUID, Place]) -> Iterable[tuple[Session, Place]]:
    wanted, at_once = list(before), 500
    for start in range(0, len(wanted), at_once):
        for session in Session.objects.filter(pk__in=wanted[start : start + at_once]).order_by():
            yield session, before[session.pk]
