"""Do those to whom functions are delegated still qualify? Asked at once on any change, and of everybody each night.

Where somebody may no longer be accountable their delegations are suspended with the reason, what they answered for is
listed as a duty of their line manager and of the chief social work officer, and nothing is lost: what they lawfully
decided before stands, and a person decides what becomes of each.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Owed, subject
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Verdict
from cairn.foundation.ledger.commands import record_each
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Organisation, Person, Post
from cairn.foundation.people.offices import LEADER
from cairn.practice.registration import stakes
from cairn.practice.registration.accountable import holds_work, judge
from cairn.practice.registration.around import chief, stands_over
from cairn.practice.registration.facts import FEW, Facts, facts_of
from cairn.practice.registration.functions import function_on
from cairn.practice.registration.models import Delegation, Suspension

REASSIGN = "registration.reassign"
RESTS = "A delegation of yours is suspended. Read why."
UNDER = "It was passed on by {}, who holds the function no longer, or whose own delegation is suspended."
UNKNOWN = "The catalogue of functions knows none of this name any more."
SEES = "registration.see"
WITHIN = 3  # days


@transaction.atomic
def recheck(organisation: Organisation, *, holders: Collection[Person] | None = None, by: Person | None = None) -> int:
    """Suspend what may no longer be held; says how many delegations. Twice changes nothing."""
    today = clock.today()
    found = Delegation.objects.on(today).filter(organisation=organisation, revoked_at=None)
    found = found.exclude(suspensions__lifted_at=None, suspensions__isnull=False)
    if holders is not None:
        found = found.filter(holder__in=[person.pk for person in holders])
    delegations = list(found.select_related("holder"))
    people = {one.holder_id: one.holder for one in delegations}
    facts = facts_of(list(people.values()))
    reasons: dict[UUID, str] = {}
    for one in delegations:
        function = function_on(organisation.nation, one.function, today)
        verdict = judge(facts[one.holder_id], function, organisation.nation, on=today) if function else None
        if not verdict:
            reasons[one.pk] = verdict.reason if verdict is not None else UNKNOWN
    failing = [one for one in delegations if one.pk in reasons]
    _suspend(organisation, failing, reasons, by=by)
    return len(failing) + rest_below(organisation, by=by)


def rest_below(organisation: Organisation, *, by: Person | None) -> int:
    """What was passed on rests with what it was given under, however fit its holder is; says how many."""
    today, count = clock.today(), 0
    while True:
        rests = Suspension.objects.filter(lifted_at=None)
        ended = Q(under__revoked_at__isnull=False) | Q(under__in=rests.values("delegation"))
        found = Delegation.objects.on(today).filter(ended, organisation=organisation, revoked_at=None)
        below = list(found.exclude(pk__in=rests.values("delegation")).select_related("holder", "giver"))
        if not below:
            return count
        _suspend(organisation, below, {one.pk: UNDER.format(one.giver) for one in below}, by=by)
        count += len(below)


def _suspend(
    organisation: Organisation, failing: list[Delegation], reasons: dict[UUID, str], *, by: Person | None
) -> None:
    if not failing:
        return
    now, today = clock.now(), clock.today()
    made = [
        Suspension(
            organisation=organisation, delegation=one, starts_on=today, because=reasons[one.pk][:300], suspended_at=now
        )
        for one in failing
    ]
    Suspension.objects.bulk_create(made)
    record_each(
        "delegation.suspended", by=by, subjects=failing, facts=lambda one: {"holder": one.holder_id},
        organisation_id=organisation.pk,
    )  # fmt: skip
    for person in {one.holder_id: one.holder for one in failing}.values():
        notify(person, text=RESTS, link=f"/registration/people/{person.pk}/", about=person)
        keep_duties(person)


def keep_duties(person: Person) -> None:
    """Hold what is owed about this person's suspended delegations to what there is."""
    owed = list(_owed([person.pk], person.organisation_id))
    owing.settle(REASSIGN, person, owed, organisation_id=person.organisation_id, reason="All of it has been decided.")


def one_less(person: Person) -> None:
    """Something for which somebody answered was given to another: where a list stands open, it is looked at again."""
    if owing.existing(REASSIGN, person.organisation_id).open().filter(about=subject(person)).exists():
        keep_duties(person)


def reassignments(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Everything that must be reassigned in an organisation."""
    return (one for one in _owed(None, organisation.pk) if one.due_on <= until)


def failing(organisation_id: UUID, people: Collection[UUID] | None = None) -> dict[UUID, Person]:
    """Whoever answers in other rooms, as for cases, for what they may answer for no longer. Eight questions."""
    pairs = stakes.pairs(organisation_id, people)
    if not pairs:
        return {}
    asked = {person for person, _ in pairs}
    found = Person.objects.filter(organisation=organisation_id).select_related("organisation")
    if len(asked) <= FEW:
        found = found.filter(pk__in=asked)
    holders = {person.pk: person for person in found if person.pk in asked}
    facts, today = facts_of(list(holders.values())), clock.today()
    nation = next(iter(holders.values())).organisation.nation
    return {pk: holders[pk] for pk, function in pairs if not may_go_on(facts[pk], function, nation, today)}


def may_go_on(facts: Facts, key: str, nation: str, on: date) -> Verdict:
    """Whether somebody may go on answering for something that is under this function, or under none."""
    if not key:
        return holds_work(facts, on=on)
    function = function_on(nation, key, on)
    return judge(facts, function, nation, on=on) if function else Verdict(UNKNOWN)


def _owed(people: Collection[UUID] | None, organisation_id: UUID) -> Iterator[Owed]:
    """Of the line manager (where there is none, of whoever leads the unit) and of the chief social work officer."""
    found = Suspension.objects.filter(organisation=organisation_id, lifted_at=None)
    if people is not None:
        found = found.filter(delegation__holder__in=list(people))
    since: dict[UUID, date] = {}
    names = failing(organisation_id, people)
    for one in found.select_related("delegation__holder__organisation").order_by("starts_on"):
        since.setdefault(one.delegation.holder_id, one.starts_on)
        names.setdefault(one.delegation.holder_id, one.delegation.holder)
    if not names:
        return
    begun = _begun(organisation_id, names.values())
    places, office = _places(names), chief(next(iter(names.values())).organisation)
    for pk, person in names.items():
        day = begun.get(pk) or since.get(pk) or clock.today()
        due = date.fromordinal(day.toordinal() + WITHIN)
        said: dict[str, Any] = {
            "about": subject(person), "opens_on": day, "due_on": due, "occasion": day.isoformat(),
            "words": person.full_name,
        }  # fmt: skip
        yield Owed(office=office, **said)
        manager, unit = places.get(pk, (None, None))
        if manager is not None:
            yield Owed(bearer_id=manager, unit_id=unit, **said)
        elif unit is not None:
            yield Owed(office=LEADER, unit_id=unit, **said)


def _begun(organisation_id: UUID, people: Iterable[Person]) -> dict[UUID, date]:
    """Since when it is owed about each, so that what stands open keeps its day."""
    about = {subject(person): person.pk for person in people}
    standing = owing.existing(REASSIGN, organisation_id).open().order_by("-opens_on")
    return {about[one]: day for one, day in standing.values_list("about", "opens_on") if one in about}


def _places(people: Mapping[UUID, Person]) -> dict[UUID, tuple[UUID | None, UUID]]:
    """Line manager and unit of each, by the latest post, also of those who left.

    A line manager who may not see the list, since they lead nobody's unit, is passed over for whoever leads it.
    """
    found: dict[UUID, tuple[UUID | None, UUID]] = {}
    posts = Post.objects.filter(person__in=list(people)).order_by("starts_on").select_related("line_manager", "unit")
    for post in posts:
        manager = post.line_manager
        is_there = manager is not None and manager.is_active and stands_over(manager, people[post.person_id], SEES)
        found[post.person_id] = (post.line_manager_id if is_there else None, post.unit_id)
    return found


def on_change(person: Person, *, by: Person | None) -> None:
    """Inside the act that changed a registration or an approval."""
    recheck(person.organisation, holders=[person], by=by)
    keep_duties(person)
