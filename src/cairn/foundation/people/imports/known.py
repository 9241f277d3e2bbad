"""What does the organisation know already, before a file is read against it?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from cairn.foundation.core import clock
from cairn.foundation.people.models import Organisation, Person, Post, ProfessionalRole, Role, Unit

AT_A_TIME = 500


@dataclass
class Known:
    """People, posts and units of one organisation on this day; asked for in six queries, whatever its size."""

    organisation: Organisation
    day: date
    by_number: dict[str, Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_bare: dict[str, Person] = field(default_factory=dict)
    people: dict[UUID, Person] = field(default_factory=dict)
    posts: dict[UUID, list[Post]] = field(default_factory=dict)
    last_days: dict[UUID, date] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    units_by_id: dict[UUID, Unit] = field(default_factory=dict)
    roles: dict[UUID, list[ProfessionalRole]] = field(default_factory=dict)

    def open_posts(self, person: Person | None) -> list[Post]:
        """Posts that go on after today, the newest first."""
        return self.posts.get(person.pk, []) if person else []


def known_to(organisation_id: UUID) -> Known:
    """Read everything that a file is compared with."""
    day = clock.today()
    known = Known(Organisation.objects.get(pk=organisation_id), day)
    for person in Person.objects.filter(organisation=organisation_id).defer("password", "last_login"):
        known.people[person.pk] = known.by_email[person.email] = person
        if person.staff_number:
            known.by_number[key(person.staff_number)] = person
            known.by_bare[bare(person.staff_number)] = person
    posts = Post.objects.filter(organisation=organisation_id)
    for post in posts.filter(Q(ends_on=None) | Q(ends_on__gt=day)).order_by("-starts_on", "pk"):
        known.posts.setdefault(post.person_id, []).append(post)
    ended = posts.filter(ends_on__lte=day).values_list("person").annotate(last=Max("ends_on")).order_by()
    known.last_days = dict(ended)
    for unit in Unit.objects.filter(organisation=organisation_id):
        known.units[unit.code.casefold()] = known.units_by_id[unit.pk] = unit
    for role in ProfessionalRole.objects.filter(organisation=organisation_id).filter(
        Q(ends_on=None) | Q(ends_on__gt=day)
    ):
        known.roles.setdefault(role.person_id, []).append(role)
    return known


def key(number: str) -> str:
    """Staff numbers are one whatever their case."""
    return number.upper()


def bare(number: str) -> str:
    """A staff number without its zeros at the front, which Excel likes to drop."""
    return number.upper().lstrip("0")


def addresses_of_others(emails: Iterable[str], organisation_id: UUID) -> set[str]:
    """Which of these addresses belong to people of another employer: nobody is told more than that they are taken."""
    wanted, found = list(dict.fromkeys(emails)), set[str]()
    others: Any = Person.objects.exclude(organisation=organisation_id)
    for at in range(0, len(wanted), AT_A_TIME):
        found |= set(others.filter(email__in=wanted[at : at + AT_A_TIME]).values_list("email", flat=True))
    return found


def keeps_an_administrator(known: Known, leaving: set[UUID]) -> bool:
    """An organisation is never left without somebody who keeps its people and posts."""
    holders = {person for person, roles in known.roles.items() for role in roles if role.role == Role.ADMINISTRATOR}
    holders = {person for person in holders if known.people[person].is_active}
    return not holders or bool(holders - leaving)
