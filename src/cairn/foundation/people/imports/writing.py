"""How is the plan of a people file carried out, all of it in one transaction?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from cairn.foundation.core import clock
from cairn.foundation.imports.kinds import Plan, Progress
from cairn.foundation.people.imports.posts import StaffPlan
from cairn.foundation.people.imports.units import UnitsPlan
from cairn.foundation.people.models import Invitation, Person, Placement, Post, ProfessionalRole, Unit

AT_A_TIME = 500
ONE_DAY = timedelta(days=1)


@dataclass
class Work:
    """Everything that must be written."""

    units: UnitsPlan
    staff: StaffPlan


def write(plan: Plan, organisation_id: UUID, by: Any, progress: Progress) -> None:
    """Units first, then people, then posts. Nothing is recorded here: the import itself is the act."""
    work: Work = plan.work
    counted = _Counted(work, progress)
    _write_units(work.units, organisation_id, counted)
    _write_people(work.staff, counted)
    counted.each(work.staff.new_posts, lambda part: Post.objects.bulk_create(part))
    _write_changes(Post.objects, work.staff.changed_posts, counted)
    _write_leavers(work.staff, counted)


class _Counted:
    """Does the work in parts and says how far it has come."""

    def __init__(self, work: Work, progress: Progress):
        units, staff = work.units, work.staff
        lists: Iterable[Sequence[Any] | dict[Any, Any]] = (
            units.opened, units.changed, units.moved, units.repathed,
            staff.new_people, staff.changed_people, staff.new_posts, staff.changed_posts, staff.left,
        )  # fmt: skip
        self.total, self.done, self.progress = sum(map(len, lists)), 0, progress

    def each(self, records: Sequence[Any], do: Callable[[Sequence[Any]], Any]) -> None:
        for at in range(0, len(records), AT_A_TIME):
            part = records[at : at + AT_A_TIME]
            do(part)
            self.done += len(part)
            self.progress(self.done, self.total)


def _write_units(plan: UnitsPlan, organisation_id: UUID, counted: _Counted) -> None:
    counted.each(plan.opened, lambda part: Unit.objects.bulk_create(part))
    Placement.objects.bulk_create(
        (
            Placement(organisation_id=organisation_id, unit=unit, parent_id=unit.parent_id, starts_on=unit.opened_on)
            for unit in plan.opened
        ),
        AT_A_TIME,
    )
    counted.each(plan.changed, lambda part: Unit.objects.bulk_update(part, ["name", "kind", "service_area"]))
    for unit in plan.moved:
        _move(unit)
    counted.each(plan.moved, lambda part: Unit.objects.bulk_update(part, ["parent"]))
    counted.each(plan.repathed, lambda part: Unit.objects.bulk_update(part, ["path"]))


def _move(unit: Unit) -> None:
    """Where a unit stood is kept; a second move on one day corrects the first."""
    today = clock.today()
    now = unit.placements.order_by("-starts_on").first()
    if now is not None and now.starts_on >= today:
        now.parent_id = unit.parent_id
        now.save(update_fields=["parent"])
        return
    unit.placements.filter(ends_on=None).update(ends_on=today - ONE_DAY)
    Placement.objects.create(organisation_id=unit.organisation_id, unit=unit, parent_id=unit.parent_id, starts_on=today)


def _write_people(plan: StaffPlan, counted: _Counted) -> None:
    now = clock.now()
    for person in plan.new_people:
        person.password, person.created_at = UNUSABLE_PASSWORD_PREFIX + token_hex(20), now
    _free_addresses(plan)
    _write_changes(Person.objects, plan.changed_people, counted)
    counted.each(plan.new_people, lambda part: Person.objects.bulk_create(part))


def _free_addresses(plan: StaffPlan) -> None:
    """An address, or a staff number, may pass from one person to another: first it must be free."""
    wanted = [fields["email"] for fields in plan.changed_people.values() if "email" in fields]
    wanted += [person.email for person in plan.new_people]
    giving = {pk for pk, fields in plan.changed_people.items() if "email" in fields}
    for at in range(0, len(wanted), AT_A_TIME):
        holders = Person.objects.filter(email__in=wanted[at : at + AT_A_TIME]).values_list("pk", flat=True)
        for pk in giving & set(holders):
            Person.objects.filter(pk=pk).update(email=f"{pk}@moving.invalid")


def _write_changes(records: Any, changes: dict[UUID, dict[str, Any]], counted: _Counted) -> None:
    """Records that change alike, such as posts that end on one day, are written together."""
    alike: dict[tuple[Any, ...], list[UUID]] = {}
    for pk, fields in changes.items():
        alike.setdefault(tuple(sorted(fields.items())), []).append(pk)
    for fields_of_all, pks in alike.items():
        counted.each(pks, partial(_update, records, dict(fields_of_all)))


def _update(records: Any, fields: dict[str, Any], pks: Sequence[UUID]) -> None:
    records.filter(pk__in=pks).update(**fields)


def _write_leavers(plan: StaffPlan, counted: _Counted) -> None:
    """Whoever left: posts that were only to begin never begin, roles end, and so does access, as one by one."""
    left = list(plan.left)
    for at in range(0, len(left), AT_A_TIME):
        part = left[at : at + AT_A_TIME]
        Person.objects.filter(pk__in=part).update(is_active=False)
        Invitation.objects.filter(person__in=part, used_at=None).delete()
    for day in sorted(set(plan.left.values())):
        people = [pk for pk, last in plan.left.items() if last == day]
        for at in range(0, len(people), AT_A_TIME):
            part = people[at : at + AT_A_TIME]
            for dated in (Post.objects.filter(person__in=part), ProfessionalRole.objects.filter(person__in=part)):
                dated.filter(starts_on__gt=day).delete()
                dated.on(day).exclude(ends_on__lte=day).update(ends_on=day)
            counted.each(part, lambda _: None)
