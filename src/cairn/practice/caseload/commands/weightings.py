"""Everything that can be done with the weighting: adopt a version, take it back; and note what leaves less room."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.canonical import fingerprint
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.caseload.commands.cases import WEIGHED_BY
from cairn.practice.caseload.keeping import keep
from cairn.practice.caseload.models import Allocation, Case, Circumstance, Load, Weighting
from cairn.practice.caseload.rules import weightings as rules
from cairn.practice.caseload.weighed import weights_on
from cairn.practice.caseload.weighing import Weights, proposal, read_weights


@transaction.atomic
def adopt(organisation: Organisation, *, by: Person | None, settings: Mapping[str, Any], starts_on: date) -> Weighting:
    """This is how work is weighed from a day on. What was in force before stays as it was."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if by is not None:
        insist(rules.may_adopt_from(by, organisation, starts_on))
    weights = read_weights(settings)
    weighting = Weighting.objects.create(
        organisation=organisation,
        title=weights.title,
        starts_on=starts_on,
        settings=weights.as_json(),
        adopted_by=by,
        adopted_at=clock.now(),
    )
    facts = {"from": starts_on, "settings": fingerprint(weighting.settings)}
    record("weighting.adopted", by=by, subject=weighting, facts=facts)
    if starts_on <= clock.today():
        weigh_anew(organisation.pk)
    return weighting


@transaction.atomic
def adopt_proposal(organisation: Organisation, *, by: Person) -> Weighting:
    """Adopt the proposal as it stands, from today."""
    title = proposal().title.removesuffix(" (proposal)")
    settings = proposal().as_json() | {"title": title}
    return adopt(organisation, by=by, settings=settings, starts_on=clock.today())


@transaction.atomic
def take_back(weighting: Weighting, *, by: Person) -> None:
    """A weighting that has not begun is taken back; the one before it goes on."""
    weighting = Weighting.objects.select_for_update().get(pk=weighting.pk)
    insist(rules.may_take_back(by, weighting))
    record("weighting.taken_back", by=by, subject=weighting, facts={"from": weighting.starts_on})
    weighting.delete()


@transaction.atomic
def note(
    load: Load,
    *,
    by: Person,
    sort: str,
    responsibility: str = "",
    percent: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Circumstance:
    """Somebody has less room: a further responsibility, or an adjusted limit. The ledger does not say how much."""
    day = starts_on or clock.today()
    weights = weights_on(load.organisation_id, day).weights
    responsibility = responsibility if sort == Circumstance.Sort.RESPONSIBILITY else ""
    percent = percent if sort == Circumstance.Sort.ADJUSTMENT else None
    insist(
        rules.may_note_this(by, load, weights, sort=sort, responsibility=responsibility, percent=percent, starts_on=day)
    )
    noted = Circumstance.objects.create(
        organisation_id=load.organisation_id,
        person_id=load.person_id,
        unit_id=load.unit_id,
        sort=sort,
        responsibility=responsibility,
        percent=percent,
        starts_on=day,
        ends_on=ends_on,
        agreed_by=by,
        agreed_at=clock.now(),
    )
    record("circumstance.noted", by=by, subject=noted, facts={"from": day, "to": ends_on})
    keep(load.organisation_id, [load.person_id])
    return noted


@transaction.atomic
def end_circumstance(circumstance: Circumstance, *, by: Person, on: date | None = None) -> Circumstance:
    """It holds until this day."""
    circumstance = Circumstance.objects.select_for_update(of=("self",)).select_related("unit").get(pk=circumstance.pk)
    insist(rules.may_end_circumstance(by, circumstance))
    circumstance.ends_on = max(circumstance.starts_on, on or clock.today())
    circumstance.save(update_fields=["ends_on"])
    record("circumstance.ended", by=by, subject=circumstance, facts={"on": circumstance.ends_on})
    keep(circumstance.organisation_id, [circumstance.person_id])
    return circumstance


def weigh_anew(organisation_id: UUID) -> int:
    """Every open case and what runs on it gets the points of the weighting in force; how many cases changed.

    A few statements for each combination of type and levels, however many cases there are.
    """
    weights = weights_on(organisation_id).weights
    open_cases = Case.objects.open().filter(organisation_id=organisation_id).order_by()
    changed = 0
    for kind in list(open_cases.values_list(*WEIGHED_BY).distinct()):
        points = weights.of_case(*kind)
        alike = open_cases.filter(**dict(zip(WEIGHED_BY, kind, strict=True)))
        changed += alike.exclude(points=points).update(points=points)
        _weigh_roles(alike, points, weights)
    keep(organisation_id)
    return changed


def _weigh_roles(alike: QuerySet[Case], points: int, weights: Weights) -> None:
    for role in weights.shares:
        weight = weights.for_role(points, role)
        running = Allocation.objects.live().filter(case__in=alike.values("pk"), role=role)
        running.exclude(points=weight).update(points=weight)
