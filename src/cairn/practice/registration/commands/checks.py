"""What can be done about checks: look a registration up, decide about a difference."""

from datetime import date

from django.db import transaction

from cairn.cycle.duties import owing
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person
from cairn.practice.registration import matters
from cairn.practice.registration.checking import Said, differences
from cairn.practice.registration.commands.register import held
from cairn.practice.registration.models import Check, Registration, Standing
from cairn.practice.registration.models.check import Differs
from cairn.practice.registration.rules import checks as rules


@transaction.atomic
def look_up(
    registration: Registration, *, on: date, source: str, name: str = "", part: str = "", status: str = "", by: Person
) -> Check:
    """Write down what the regulator's register says of one registration."""
    person = held(registration.person)
    registration = Registration.objects.get(pk=registration.pk)
    registration.person = person
    insist(rules.may_look_up(by, registration, on=on, source=source))
    said = Said(name.strip()[:200], part.strip()[:120], status.strip()[:120])
    differs = differences(registration, states_on(registration, on), said)
    made = Check.objects.create(
        organisation_id=person.organisation_id, regulator=registration.regulator, number=registration.number,
        registration=registration, person=person, looked_up_on=on, source=source.strip()[:200], said_name=said.name,
        said_part=said.part, said_status=said.status, differs=differs,
        checked_at=clock.now(), checked_by=by,
    )  # fmt: skip
    record("check.looked_up", by=by, subject=made, facts={"on": on, "agrees": not made.differs})
    matters.keep_duties(person.organisation)
    return made


@transaction.atomic
def decide(check: Check, *, decision: str, why: str, by: Person) -> Check:
    """A person says what a difference comes to."""
    check = Check.objects.select_for_update(of=("self",)).get(pk=check.pk)
    insist(rules.may_decide(by, check, decision=decision, why=why, still_differs=still_differs(check)))
    check.decision, check.why, check.decided_at, check.decided_by = decision, why.strip()[:300], clock.now(), by
    check.save(update_fields=["decision", "why", "decided_at", "decided_by"])
    record("check.decided", by=by, subject=check, facts={"decision": decision})
    owing.meet(matters.DECIDE, check)
    return check


def still_differs(check: Check) -> bool:
    """Whether the register here, as it is now, says something else than the regulator's did."""
    found = Registration.objects.filter(organisation=check.organisation_id, regulator=check.regulator)
    registration = found.filter(number=check.number).select_related("person").first()
    if registration is None:
        return Differs.MISSING not in check.differs
    if Differs.MISSING in check.differs:
        return any(state in states_on(registration, clock.today()) for state in ("registered", "awaiting"))
    said = Said(check.said_name, check.said_part, check.said_status)
    return bool(differences(registration, states_on(registration, clock.today()), said))


def states_on(registration: Registration, day: date) -> set[str]:
    """How a registration stands on a day, as it is known now."""
    return set(Standing.objects.known().on(day).filter(registration=registration).values_list("state", flat=True))
