"""What can be done to the tree of units: add, rename, move and close. History stays answerable."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person, Placement, ServiceArea, Unit
from cairn.foundation.people.rules import may_add_unit, may_change_unit, may_close_unit, may_move_unit

ONE_DAY = timedelta(days=1)


@transaction.atomic
def add_unit(
    organisation: Organisation,
    *,
    name: str,
    code: str,
    kind: str,
    service_area: str = ServiceArea.OTHER,
    parent: Unit | None = None,
    opened_on: date | None = None,
    by: Person,
) -> Unit:
    """Open a directorate, service or team."""
    day = opened_on or clock.today()
    insist(may_add_unit(by, organisation, code=code, parent=parent, day=day))
    unit = Unit.objects.create(
        organisation=organisation,
        parent=parent,
        name=name,
        code=code,
        kind=kind,
        service_area=service_area,
        path=path_of(code, parent),
        opened_on=day,
    )
    Placement.objects.create(organisation=organisation, unit=unit, parent=parent, starts_on=day)
    record("unit.added", by=by, subject=unit, facts={"name": name, "under": parent.pk if parent else None, "from": day})
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, name: str, kind: str, service_area: str, by: Person) -> Unit:
    """Rename a unit, or say what it is and whom it works with. Its code stays, because imports know it by that."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    insist(may_change_unit(by, unit))
    before = {"name": unit.name, "kind": unit.kind, "service_area": unit.service_area}
    unit.name, unit.kind, unit.service_area = name, kind, service_area
    unit.save(update_fields=["name", "kind", "service_area"])
    record("unit.changed", by=by, subject=unit, facts={"before": before, "name": name})
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, parent: Unit | None, on: date | None = None, by: Person) -> Unit:
    """Put a unit, with all under it, under another one from this day on."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    day = on or clock.today()
    insist(may_move_unit(by, unit, parent=parent, on=day))
    now = unit.placements.order_by("-starts_on").first()
    if now and now.starts_on == day:
        now.parent = parent
        now.save(update_fields=["parent"])
    else:
        unit.placements.filter(ends_on=None).update(ends_on=day - ONE_DAY)
        Placement.objects.create(organisation_id=unit.organisation_id, unit=unit, parent=parent, starts_on=day)
    _carry_paths(unit, path_of(unit.code, parent))
    before, unit.parent = unit.parent_id, parent
    unit.save(update_fields=["parent"])
    unit.refresh_from_db(fields=["path"])
    facts = {"from": before, "to": parent.pk if parent else None, "on": day}
    record("unit.moved", by=by, subject=unit, facts=facts)
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, on: date | None = None, by: Person) -> Unit:
    """Close a unit in which nobody works any more; what happened in it stays."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    day = on or clock.today()
    insist(may_close_unit(by, unit, on=day))
    unit.closed_on = day
    unit.save(update_fields=["closed_on"])
    unit.placements.filter(ends_on=None, starts_on__lte=day).update(ends_on=day)
    record("unit.closed", by=by, subject=unit, facts={"on": day})
    return unit


def path_of(code: str, parent: Unit | None) -> str:
    """The codes from the top down, each closed by a slash."""
    return f"{parent.path if parent else ''}{code}/"


def _carry_paths(unit: Unit, path: str) -> None:
    """Every unit below moves along, in one statement."""
    below = Unit.objects.filter(organisation=unit.organisation_id, path__startswith=unit.path)
    rest = Substr(F("path"), len(unit.path) + 1)
    below.update(path=Concat(Value(path), rest))
