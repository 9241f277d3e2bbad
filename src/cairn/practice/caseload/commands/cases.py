"""Everything that can be done with a case reference: open it, put it right, move it, close it."""

from datetime import date
from typing import Any

from django.db import transaction

from cairn.cycle.evidence.measuring.touching import touch
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.practice.caseload.holding import hold_case
from cairn.practice.caseload.keeping import keep
from cairn.practice.caseload.models import Allocation, Case, State, Wait, reference_key
from cairn.practice.caseload.rules import cases as rules
from cairn.practice.caseload.weighed import weights_on

WEIGHED_BY = ("case_type", "complexity", "intensity", "travel")
CLOSED = "The case was closed."


@transaction.atomic
def open_case(
    *,
    by: Person,
    reference: str,
    unit: Unit,
    case_type: str,
    opened_on: date | None = None,
    complexity: int = 0,
    intensity: int = 0,
    travel: int = 0,
) -> Case:
    """Open a case in a unit. It waits for somebody accountable from its first day."""
    Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    day = opened_on or clock.today()
    insist(rules.may_open_this(by, reference=reference, unit=unit, opened_on=day))
    weights = weights_on(by.organisation_id).weights
    case = Case.objects.create(
        organisation_id=by.organisation_id,
        reference=" ".join(reference.split()),
        reference_key=reference_key(reference),
        unit=unit,
        service_area=unit.service_area,
        case_type=_known_type(case_type, weights.case_types),
        complexity=complexity,
        intensity=intensity,
        travel=travel,
        points=weights.of_case(case_type, complexity, intensity, travel),
        opened_on=day,
    )
    Wait.objects.create(organisation_id=by.organisation_id, case=case, unit=unit, starts_on=day)
    record("case.opened", by=by, subject=case, facts={"unit": unit.pk, "type": case_type, "points": case.points})
    touch("caseload", by.organisation_id, day)
    return case


@transaction.atomic
def change(case: Case, *, by: Person, case_type: str, complexity: int, intensity: int, travel: int) -> Case:
    """Put right what a case is; whoever carries it carries its new weight from now on."""
    case = hold_case(case)
    insist(rules.may_change(by, case))
    weights = weights_on(case.organisation_id).weights
    said: dict[str, Any] = {"case_type": _known_type(case_type, weights.case_types, case.case_type)}
    said |= {"complexity": complexity, "intensity": intensity, "travel": travel}
    differing = {name: value for name, value in said.items() if getattr(case, name) != value}
    if not differing:
        return case
    for name, value in said.items():
        setattr(case, name, value)
    case.points = weights.of_case(case_type, complexity, intensity, travel)
    case.save(update_fields=[*WEIGHED_BY, "points"])
    people = []
    for one in case.allocations.live():
        one.points = weights.for_role(case.points, one.role)
        one.save(update_fields=["points"])
        people.append(one.person_id)
    record("case.changed", by=by, subject=case, facts={**differing, "points": case.points})
    keep(case.organisation_id, people)
    return case


@transaction.atomic
def move(case: Case, *, by: Person, unit: Unit) -> Case:
    """The case stands in another unit from now on; whoever carries it goes on until it is given to somebody else."""
    case = hold_case(case)
    insist(rules.may_move(by, case, unit=unit))
    if case.unit_id == unit.pk:
        return case
    before, case.unit = case.unit_id, unit
    case.service_area = unit.service_area
    case.save(update_fields=["unit", "service_area"])
    Wait.objects.live().filter(case=case).update(unit=unit)
    record("case.moved", by=by, subject=case, facts={"from": before, "to": unit.pk})
    return case


@transaction.atomic
def close(case: Case, *, by: Person, on: date | None = None) -> Case:
    """Work on it has ended: nobody carries it any more."""
    case, day = hold_case(case), on or clock.today()
    insist(rules.may_close(by, case, on=day))
    case.state, case.closed_on = State.CLOSED, day
    case.save(update_fields=["state", "closed_on"])
    people = [one.person_id for one in _end_all(case, day)]
    record("case.closed", by=by, subject=case, facts={"on": day, "carried_by": len(people)})
    keep(case.organisation_id, people)
    touch("caseload", case.organisation_id, day)
    return case


def _end_all(case: Case, day: date) -> list[Allocation]:
    """Everything that runs on a case ends, and it waits no more."""
    live = list(Allocation.objects.live().filter(case=case))
    for one in live:
        one.ends_on, one.ended_because = max(one.starts_on, day), CLOSED
        one.save(update_fields=["ends_on", "ended_because"])
    for wait in Wait.objects.live().filter(case=case):
        wait.ends_on = max(wait.starts_on, day)
        wait.save(update_fields=["ends_on"])
    return live


def _known_type(case_type: str, known: Any, before: str = "") -> str:
    if case_type != before and all(one.key != case_type for one in known):
        raise Refused("Choose a type of case that the weighting knows.")
    return case_type
