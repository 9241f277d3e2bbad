"""What can be done to professional roles: give and end. Nobody gives one to themselves."""

from datetime import date

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.access import forget_standing
from cairn.foundation.people.models import Person, ProfessionalRole, Unit
from cairn.foundation.people.rules import may_end_role, may_give_role


@transaction.atomic
def give_role(
    person: Person,
    *,
    role: str,
    unit: Unit | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Person,
) -> ProfessionalRole:
    """Let somebody hold a professional role, for a unit or for the whole organisation (sa.cswo.posts, es1.lead.2)."""
    Person.objects.select_for_update().get(pk=person.pk)
    day = starts_on or clock.today()
    insist(may_give_role(by, person, role=role, unit=unit, starts_on=day))
    held = ProfessionalRole.objects.create(
        organisation_id=person.organisation_id, person=person, role=role, unit=unit, starts_on=day, ends_on=ends_on
    )
    forget_standing(person)
    facts = {"person": person.pk, "role": role, "unit": unit.pk if unit else None, "from": day, "to": ends_on}
    record("role.given", by=by, subject=held, facts=facts)
    return held


@transaction.atomic
def end_role(held: ProfessionalRole, *, on: date | None = None, by: Person) -> ProfessionalRole:
    """Say which day was the last in this role."""
    held = ProfessionalRole.objects.select_for_update().get(pk=held.pk)
    day = on or clock.today()
    insist(may_end_role(by, held, on=day))
    held.ends_on = day
    held.save(update_fields=["ends_on"])
    record("role.ended", by=by, subject=held, facts={"person": held.person_id, "role": held.role, "on": day})
    return held
