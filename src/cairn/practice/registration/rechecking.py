"""Do those to whom functions are delegated still qualify? Asked at once on any change, and of everybody each night.

Where somebody may no longer be accountable their delegations are suspended with the reason, what they answered for is
listed as a duty of their line manager and of the chief social work officer, and nothing is lost: what they lawfully
decided before stands, and a person decides what becomes of each.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Owed, subject
from cairn.foundation.core import clock
from cairn.foundation.ledger.commands import record_each
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Organisation, Person, Post
from cairn.foundation.people.offices import LEADER
from cairn.practice.registration.accountable import judge
from cairn.practice.registration.around import chief
from cairn.practice.registration.facts import facts_of
from cairn.practice.registration.functions import function_on
from cairn.practice.registration.models import Delegation, Suspension

REASSIGN = "registration.reassign"
RESTS = "A delegation of yours is suspended. Read why."
UNKNOWN = "The catalogue of functions knows none of this name any more."
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
    return len(failing)


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


def reassignments(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Everything that must be reassigned in an organisation."""
    return (one for one in _owed(None, organisation.pk) if one.due_on <= until)


def _owed(people: Iterable[UUID] | None, organisation_id: UUID) -> Iterator[Owed]:
    """Of the line manager (where there is none, of whoever leads the unit) and of the chief social work officer."""
    found = Suspension.objects.filter(organisation=organisation_id, lifted_at=None)
    if people is not None:
        found = found.filter(delegation__holder__in=list(people))
    since: dict[UUID, date] = {}
    names: dict[UUID, Person] = {}
    for one in found.select_related("delegation__holder__organisation").order_by("starts_on"):
        holder = one.delegation.holder
        since.setdefault(holder.pk, one.starts_on)
        names[holder.pk] = holder
    if not names:
        return
    places, office = _places(names), chief(next(iter(names.values())).organisation)
    for pk, day in since.items():
        due = date.fromordinal(day.toordinal() + WITHIN)
        said: dict[str, Any] = {
            "about": subject(names[pk]), "opens_on": day, "due_on": due, "occasion": day.isoformat(),
            "words": names[pk].full_name,
        }  # fmt: skip
        yield Owed(office=office, **said)
        manager, unit = places.get(pk, (None, None))
        if manager is not None:
            yield Owed(bearer_id=manager, unit_id=unit, **said)
        elif unit is not None:
            yield Owed(office=LEADER, unit_id=unit, **said)


def _places(people: Collection[UUID]) -> dict[UUID, tuple[UUID | None, UUID]]:
    """Line manager and unit of each, by the latest post, also of those who left."""
    found: dict[UUID, tuple[UUID | None, UUID]] = {}
    posts = Post.objects.filter(person__in=list(people)).order_by("starts_on")
    for person, manager, active, unit in posts.values_list("person", "line_manager", "line_manager__is_active", "unit"):
        found[person] = (manager if active else None, unit)
    return found


def on_change(person: Person, *, by: Person | None) -> None:
    """Inside the act that changed a registration or an approval."""
    recheck(person.organisation, holders=[person], by=by)
