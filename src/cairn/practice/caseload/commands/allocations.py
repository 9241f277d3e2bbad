"""Everything that can be done with allocations: give a case, move it in one step, end it; and plan for too much."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cairn.cycle.duties import owing
from cairn.cycle.evidence.measuring.touching import touch
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Person
from cairn.practice.caseload import telling
from cairn.practice.caseload.duties import LOOK, look_owed
from cairn.practice.caseload.holding import hold_case
from cairn.practice.caseload.keeping import keep
from cairn.practice.caseload.models import Allocation, Case, Load, Relief, Role, Wait
from cairn.practice.caseload.rules import allocations as rules
from cairn.practice.caseload.weighed import weights_on
from cairn.practice.registration.rechecking import one_less


class OverLimit(Refused):
    """Somebody would go over their limit: only a written plan lets it be."""


MOVED = "It was given to somebody else."


@dataclass(frozen=True)
class Planned:
    """How somebody gets back within their limit: what is removed, put off or added, and by when."""

    what: str
    words: str
    due_on: date


@transaction.atomic
def allocate(
    case: Case,
    *,
    to: Person,
    by: Person,
    conversation: str,
    role: str = Role.ACCOUNTABLE,
    function: str = "",
    plan: Planned | None = None,
) -> Allocation:
    """Give a case to somebody after talking about it. Over the limit only with a written plan (sa.4.e.2).

    That somebody may not be accountable for the function is by law: no plan overrides it.
    """
    case, to = hold_case(case), _held_person(to)
    asked = rules.Asked(case, to, role, function.strip(), conversation)
    insist(rules.may_allocate_this(by, asked))
    return _give(asked, by, plan)


@transaction.atomic
def reallocate(
    allocation: Allocation, *, to: Person, by: Person, conversation: str, plan: Planned | None = None
) -> Allocation:
    """Move a case from one to another in one step, so that it never waits in between."""
    case, to = hold_case(allocation.case), _held_person(to)
    allocation = Allocation.objects.select_for_update().get(pk=allocation.pk)
    allocation.case = case
    insist(rules.may_end(by, allocation))
    asked = rules.Asked(case, to, allocation.role, allocation.function, conversation)
    insist(rules.may_allocate_this(by, asked, instead=allocation))
    _end(allocation, MOVED)
    record("allocation.ended", by=by, subject=allocation, facts=_said_of(allocation) | {"on": allocation.ends_on})
    given = _give(asked, by, plan)
    keep(case.organisation_id, [allocation.person_id])
    one_less(allocation.person)
    return given


@transaction.atomic
def end(allocation: Allocation, *, by: Person, because: str) -> Allocation:
    """Somebody no longer carries a case; where they were accountable it waits in the queue from today."""
    case = hold_case(allocation.case)
    allocation = Allocation.objects.select_for_update().get(pk=allocation.pk)
    allocation.case = case
    insist(rules.may_end(by, allocation))
    if not because.strip():
        raise Refused("Say why it ends.")
    _end(allocation, because.strip()[:200])
    if allocation.role == Role.ACCOUNTABLE:
        Wait.objects.create(organisation_id=case.organisation_id, case=case, unit=case.unit, starts_on=clock.today())
    record("allocation.ended", by=by, subject=allocation, reason=because.strip(), facts=_said_of(allocation))
    keep(case.organisation_id, [allocation.person_id])
    one_less(allocation.person)
    touch("caseload", case.organisation_id, allocation.ends_on)
    return allocation


@transaction.atomic
def relieve(load: Load, *, by: Person, plan: Planned) -> Relief:
    """Write down how somebody gets back within their limit; the next level looks at it."""
    load = Load.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=load.pk)
    insist(rules.may_relieve(by, load))
    return _relieve(load, by, plan)


@transaction.atomic
def look(relief: Relief, *, by: Person, words: str = "") -> Relief:
    """The next level has read the plan, and says so."""
    relief = _held_relief(relief)
    insist(rules.may_look(by, relief))
    relief.seen_by, relief.seen_at, relief.seen_words = by, clock.now(), words.strip()
    relief.save(update_fields=["seen_by", "seen_at", "seen_words"])
    owing.meet(LOOK.key, relief)
    record("relief.looked_at", by=by, subject=relief, facts={"person": relief.person_id})
    notify(relief.made_by, text=telling.LOOKED_AT, link=telling.page_of(relief), about=relief)
    return relief


@transaction.atomic
def finish(relief: Relief, *, by: Person) -> Relief:
    """What was planned is done; whether the person is within their limit now is seen from their cases."""
    relief = _held_relief(relief)
    insist(rules.may_finish(by, relief))
    relief.finished_on = clock.today()
    relief.save(update_fields=["finished_on"])
    record("relief.finished", by=by, subject=relief, facts={"person": relief.person_id, "on": relief.finished_on})
    return relief


def _give(asked: rules.Asked, by: Person, plan: Planned | None) -> Allocation:
    case, to, today = asked.case, asked.person, clock.today()
    in_force = weights_on(case.organisation_id)
    points = in_force.weights.for_role(case.points, asked.role)
    keep(case.organisation_id, [to.pk])  # a new colleague has no load yet
    room = rules.has_room(to, points, in_force)
    if not room and plan is None:
        raise OverLimit(room.reason)
    given = Allocation.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        person=to,
        role=asked.role,
        function=asked.function,
        conversation=asked.conversation.strip(),
        points=points,
        starts_on=today,
        given_by=by,
        given_at=clock.now(),
    )
    if asked.role == Role.ACCOUNTABLE:
        _wait_no_more(case, today)
    record("allocation.given", by=by, subject=given, facts=_said_of(given) | {"over_the_limit": not room})
    keep(case.organisation_id, [to.pk])
    if not room and plan is not None:
        _relieve(Load.objects.select_related("unit", "person").get(person=to), by, plan)
    if to.pk != by.pk:
        notify(to, text=telling.GIVEN, link=telling.page_of(case), about=given)
    touch("caseload", case.organisation_id, today)
    return given


def _relieve(load: Load, by: Person, plan: Planned) -> Relief:
    insist(rules.may_relieve_by(by, words=plan.words, due_on=plan.due_on))
    if plan.what not in Relief.What.values:
        raise Refused("Say whether work is removed, put off, or support is added.")
    relief = Relief.objects.create(
        organisation_id=load.organisation_id,
        person=load.person,
        unit=load.unit,
        what=plan.what,
        words=plan.words.strip(),
        due_on=plan.due_on,
        points_then=load.points,
        limit_then=load.limit,
        made_by=by,
        made_at=clock.now(),
        made_on=clock.today(),
    )
    owed = look_owed(relief)
    owing.raise_each(LOOK.key, [owed], organisation_id=load.organisation_id)
    record("relief.planned", by=by, subject=relief, facts=_planned_facts(relief))
    telling.to_look_at(relief, owed)
    if load.person_id != by.pk:
        notify(load.person, text=telling.PLANNED, link=telling.page_of(relief), about=relief)
    return relief


def _planned_facts(relief: Relief) -> dict[str, object]:
    return {
        "person": relief.person_id,
        "what": relief.what,
        "by": relief.due_on,
        "points": relief.points_then,
        "limit": relief.limit_then,
    }


def _said_of(one: Allocation) -> dict[str, object]:
    return {
        "case": one.case_id,
        "person": one.person_id,
        "role": one.role,
        "function": one.function,
        "points": one.points,
    }


def _end(allocation: Allocation, because: str) -> None:
    allocation.ends_on, allocation.ended_because = clock.today(), because
    allocation.save(update_fields=["ends_on", "ended_because"])


def _wait_no_more(case: Case, today: date) -> None:
    for wait in Wait.objects.live().filter(case=case):
        wait.ends_on = max(wait.starts_on, today)
        wait.save(update_fields=["ends_on"])


def _held_person(person: Person) -> Person:
    """Nobody else gives this person work at the same moment, so that two can't go over the limit unseen."""
    return Person.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation").get(pk=person.pk)


def _held_relief(relief: Relief) -> Relief:
    found = Relief.objects.select_for_update(of=("self",)).select_related("unit", "made_by", "person")
    return found.get(pk=relief.pk)
