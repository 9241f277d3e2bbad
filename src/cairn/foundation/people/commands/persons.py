"""What can be done to a person's entry: add, correct, end and restore access, record that somebody left."""

from datetime import date
from typing import Any

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.people.rules import (
    may_add_person,
    may_change_own_name,
    may_change_person,
    may_deactivate,
    may_reactivate,
)


@transaction.atomic
def add_person(
    organisation: Organisation, *, email: str, given_name: str, family_name: str, staff_number: str = "", by: Person
) -> Person:
    """Add somebody to the directory. They can sign in once they were invited."""
    insist(may_add_person(by, organisation))
    _insist_free(organisation, email, staff_number)
    person = Person(
        organisation=organisation,
        email=email,
        given_name=given_name,
        family_name=family_name,
        staff_number=staff_number or None,
        created_at=clock.now(),
    )
    person.set_unusable_password()
    person.save(force_insert=True)
    record("person.added", by=by, subject=person, facts=_said_of(person))
    return person


@transaction.atomic
def change_person(
    person: Person, *, email: str, given_name: str, family_name: str, staff_number: str = "", by: Person
) -> Person:
    """Correct a name, an address or a staff number."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    insist(may_change_person(by, person))
    _insist_free(person.organisation, email, staff_number, but=person)
    before = _said_of(person)
    person.email, person.given_name, person.family_name = email, given_name, family_name
    person.staff_number = staff_number or None
    person.save(update_fields=["email", "given_name", "family_name", "staff_number"])
    record("person.changed", by=by, subject=person, facts=_said_of(person) | {"before": before})
    return person


@transaction.atomic
def change_own_name(person: Person, *, given_name: str, family_name: str, by: Person) -> Person:
    """What people are called is theirs to say."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    insist(may_change_own_name(by, person))
    before = _said_of(person)
    person.given_name, person.family_name = given_name, family_name
    person.save(update_fields=["given_name", "family_name"])
    record("person.changed", by=by, subject=person, facts=_said_of(person) | {"before": before})
    return person


@transaction.atomic
def deactivate(person: Person, *, reason: str = "", by: Person) -> Person:
    """End somebody's access at once: their next click finds the door shut. Posts and roles stay as they were."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    insist(may_deactivate(by, person))
    _shut_out(person)
    record("person.deactivated", by=by, subject=person, reason=reason)
    return person


@transaction.atomic
def reactivate(person: Person, *, by: Person) -> Person:
    """Let somebody sign in again. Where they have no password yet, invite them."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    insist(may_reactivate(by, person))
    person.is_active = True
    person.save(update_fields=["is_active"])
    record("person.reactivated", by=by, subject=person)
    return person


@transaction.atomic
def record_leaving(person: Person, *, on: date | None = None, by: Person) -> Person:
    """Somebody left: posts and roles end on their last day, and so does access. Nothing that they did goes away."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    day = on or clock.today()
    insist(may_deactivate(by, person))
    if day > clock.today():
        raise Refused("Record a leaving on the last day or afterwards, because access ends with it.")
    ended = {what: _end_all(getattr(person, what), day) for what in ("posts", "roles")}
    _shut_out(person)
    record("person.left", by=by, subject=person, facts={"on": day} | ended)
    return person


def _end_all(dated: Any, day: date) -> int:
    """End what holds after this day; what would only have begun later never begins."""
    dated.filter(starts_on__gt=day).delete()
    return int(dated.on(day).exclude(ends_on__lte=day).update(ends_on=day))


def _shut_out(person: Person) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.invitations.filter(used_at=None).delete()


def _insist_free(organisation: Organisation, email: str, staff_number: str, but: Person | None = None) -> None:
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    if others.filter(email=email.lower()).exists():
        raise Refused(f"{email} can't be used here. Look in the directory: everybody has an address of their own.")
    if staff_number and (other := others.filter(organisation=organisation, staff_number=staff_number).first()):
        raise Refused(f"The staff number {staff_number} belongs to {other}.")


def _said_of(person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "staff_number": person.staff_number,
    }
