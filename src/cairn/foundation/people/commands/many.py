"""The same for many at once, as an import or a demonstration brings them: one lock, one insert, one entry for each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record_each
from cairn.foundation.people.commands.posts import said_of
from cairn.foundation.people.commands.units import path_of
from cairn.foundation.people.models import Organisation, Person, Placement, Post, ServiceArea, Unit
from cairn.foundation.people.rules import may_add_person, may_add_unit

BATCH = 500


@dataclass(frozen=True)
class NewUnit:
    """A unit to add; `parent_code` names one that is there or comes before it."""

    code: str
    name: str
    kind: str
    service_area: str = ServiceArea.OTHER
    parent_code: str = ""
    opened_on: date | None = None


@dataclass(frozen=True)
class NewPerson:
    """A person to add; without a hashed password they wait for an invitation."""

    email: str
    given_name: str
    family_name: str
    staff_number: str = ""
    hashed_password: str = ""


@dataclass(frozen=True)
class NewPost:
    """A post to give."""

    person: Person
    unit: Unit
    job_title: str
    staff_group: str
    full_time_equivalent: Decimal | int = 1
    leads_unit: bool = False
    line_manager: Person | None = None
    professional_lead: Person | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def add_units(organisation: Organisation, rows: Iterable[NewUnit], *, by: Person) -> list[Unit]:
    """Open many units, parents before children."""
    insist(may_add_unit(by, organisation))
    known = {unit.code.casefold(): unit for unit in Unit.objects.filter(organisation=organisation)}
    added = [_new_unit(organisation, row, known) for row in rows]
    Unit.objects.bulk_create(added, BATCH)
    Placement.objects.bulk_create(
        (
            Placement(organisation=organisation, unit=unit, parent=unit.parent, starts_on=unit.opened_on)
            for unit in added
        ),
        BATCH,
    )
    record_each("unit.added", by=by, subjects=added, facts=lambda unit: {"name": unit.name, "under": unit.parent_id})
    return added


def _new_unit(organisation: Organisation, row: NewUnit, known: dict[str, Unit]) -> Unit:
    if "/" in row.code or row.code.casefold() in known:
        raise Refused(f"The unit code {row.code} is in use already or holds a slash.")
    if row.parent_code and row.parent_code.casefold() not in known:
        raise Refused(f"There is no unit {row.parent_code} for {row.name} to stand under.")
    parent = known[row.parent_code.casefold()] if row.parent_code else None
    unit = Unit(
        organisation=organisation,
        parent=parent,
        name=row.name,
        code=row.code,
        kind=row.kind,
        service_area=row.service_area,
        path=path_of(row.code, parent),
        opened_on=row.opened_on or clock.today(),
    )
    known[row.code.casefold()] = unit
    return unit


@transaction.atomic
def add_people(organisation: Organisation, rows: Iterable[NewPerson], *, by: Person) -> list[Person]:
    """Add many people to the directory."""
    insist(may_add_person(by, organisation))
    now = clock.now()
    added = [
        Person(
            organisation=organisation,
            email=row.email.lower(),
            given_name=row.given_name,
            family_name=row.family_name,
            staff_number=row.staff_number or None,
            password=row.hashed_password or make_password(None),
            created_at=now,
        )
        for row in rows
    ]
    _insist_all_free(added)
    Person.objects.bulk_create(added, BATCH)
    record_each("person.added", by=by, subjects=added, facts=lambda one: {"email": one.email, "name": one.full_name})
    return added


def _insist_all_free(people: Sequence[Person]) -> None:
    emails = [person.email for person in people]
    if twice := [email for email, times in Counter(emails).items() if times > 1]:
        raise Refused(f"{twice[0]} stands there twice. Everybody has an address of their own.")
    known = {person.pk for person in people}
    for at in range(0, len(emails), BATCH):
        taken = Person.objects.filter(email__in=emails[at : at + BATCH]).only("email")
        if other := next((one for one in taken if one.pk not in known), None):
            raise Refused(f"{other.email} can't be used here. Look in the directory: everybody has their own address.")


@transaction.atomic
def change_people(people: Sequence[Person], *, by: Person) -> int:
    """Save what was changed on many people: addresses, names, staff numbers, whether they can sign in."""
    if not people:
        return 0
    organisation = people[0].organisation
    insist(may_add_person(by, organisation))
    if any(person.organisation_id != organisation.pk for person in people):
        raise Refused("People of another organisation can't be changed here.")
    if any(person.pk == by.pk and not person.is_active for person in people):
        raise Refused("You can't end your own access. Another administrator does it.")
    for person in people:
        person.email = person.email.lower()
    _insist_all_free(people)
    fields = ["email", "given_name", "family_name", "staff_number", "is_active"]
    Person.objects.bulk_update(people, fields, BATCH)
    return record_each(
        "person.changed",
        by=by,
        subjects=people,
        facts=lambda one: {"email": one.email, "name": one.full_name, "can_sign_in": one.is_active},
    )


@transaction.atomic
def give_posts(organisation: Organisation, rows: Iterable[NewPost], *, by: Person) -> list[Post]:
    """Give many posts. Whoever calls has made sure that no line of management leads back to its beginning."""
    insist(may_add_person(by, organisation))
    added = [
        Post(
            organisation=organisation,
            person=row.person,
            unit=row.unit,
            job_title=row.job_title,
            staff_group=row.staff_group,
            full_time_equivalent=row.full_time_equivalent,
            leads_unit=row.leads_unit,
            line_manager=row.line_manager,
            professional_lead=row.professional_lead,
            starts_on=row.starts_on or clock.today(),
            ends_on=row.ends_on,
        )
        for row in rows
    ]
    _insist_all_here(organisation, added)
    Post.objects.bulk_create(added, BATCH)
    record_each("post.given", by=by, subjects=added, facts=said_of)
    return added


def _insist_all_here(organisation: Organisation, posts: Iterable[Post]) -> None:
    for post in posts:
        beside = (post.person, post.unit, post.line_manager, post.professional_lead)
        if any(one is not None and one.organisation_id != organisation.pk for one in beside):
            raise Refused("A post joins a person, a unit and lines of the same organisation.")


@transaction.atomic
def end_posts(organisation: Organisation, posts: Sequence[Post], *, on: date, by: Person) -> int:
    """End many posts on one day. One that would only begin afterwards ends on its first day."""
    insist(may_add_person(by, organisation))
    if any(post.organisation_id != organisation.pk for post in posts):
        raise Refused("Posts of another organisation can't be ended here.")
    for post in posts:
        post.ends_on = max(on, post.starts_on)
    Post.objects.bulk_update(posts, ["ends_on"], BATCH)
    return record_each(
        "post.ended", by=by, subjects=posts, facts=lambda post: {"person": post.person_id, "on": post.ends_on}
    )
