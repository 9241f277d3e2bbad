"""What can be done to an organisation: set it up with its first administrator, rename it, keep its calendar."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import LocalDay, Nation, Organisation, Person, ProfessionalRole, Role
from cairn.foundation.people.rules import may_change_organisation


@transaction.atomic
def set_up_first_organisation(**given: Any) -> Person:
    """Make the first organisation of an installation. Of two people who try at once, one is told that it is done."""
    if connection.vendor == "postgresql":  # SQLite lets one writer in anyway
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Organisation._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    if Organisation.objects.exists():
        raise Refused("Cairn has been set up already. Sign in, or ask the administrator of your organisation.")
    return set_up_organisation(**given)


@transaction.atomic
def set_up_organisation(
    *, name: str, nation: str, given_name: str, family_name: str, email: str, password: str = "", by: Any = None
) -> Person:
    """Make an organisation and its first administrator, who alone holds a role that nobody else gave."""
    if nation not in Nation.values:
        raise Refused("Choose the nation whose law and bank holidays count.")
    if Person.objects.filter(email=email.lower()).exists():
        raise Refused(f"{email} is in use already. Everybody signs in with an address of their own.")
    now = clock.now()
    organisation = Organisation.objects.create(name=name, slug=_free_slug(name), nation=nation, created_at=now)
    person = Person(
        organisation=organisation, email=email, given_name=given_name, family_name=family_name, created_at=now
    )
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save(force_insert=True)
    ProfessionalRole.objects.create(
        organisation=organisation, person=person, role=Role.ADMINISTRATOR, starts_on=clock.today()
    )
    record(
        "organisation.set_up",
        by=by or person,
        subject=organisation,
        facts={"nation": nation, "administrator": person.pk},
        organisation_id=organisation.pk,
    )
    return person


@transaction.atomic
def change_organisation(organisation: Organisation, *, name: str, nation: str, by: Person) -> Organisation:
    """Rename it, or say under which nation's law it works."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    insist(may_change_organisation(by, organisation))
    before = {"name": organisation.name, "nation": organisation.nation}
    organisation.name, organisation.nation = name, nation
    organisation.save(update_fields=["name", "nation"])
    record(
        "organisation.changed", by=by, subject=organisation, facts={"before": before, "name": name, "nation": nation}
    )
    return organisation


@transaction.atomic
def add_local_day(
    organisation: Organisation, *, day: date, name: str = "", is_working: bool = False, by: Person
) -> LocalDay:
    """Say that this employer rests or works on a day, against its nation's calendar."""
    insist(may_change_organisation(by, organisation))
    if LocalDay.objects.filter(organisation=organisation, day=day).exists():
        raise Refused("This day is in the calendar already. Take it out first.")
    added = LocalDay.objects.create(organisation=organisation, day=day, name=name, is_working=is_working)
    record(
        "organisation.day_added", by=by, subject=organisation, facts={"day": day, "name": name, "working": is_working}
    )
    return added


@transaction.atomic
def remove_local_day(local_day: LocalDay, *, by: Person) -> None:
    """Let the nation's calendar count again on this day."""
    organisation = local_day.organisation
    insist(may_change_organisation(by, organisation))
    facts = {"day": local_day.day, "name": local_day.name, "working": local_day.is_working}
    local_day.delete()
    record("organisation.day_removed", by=by, subject=organisation, facts=facts)


def _free_slug(name: str) -> str:
    """A word for addresses and file names, numbered where another organisation has it."""
    stem = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)
