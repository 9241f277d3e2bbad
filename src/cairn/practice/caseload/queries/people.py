"""Who carries how much, who has room, who is over their limit and since when, and is there a plan?"""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from cairn.foundation.people.models import Person, StaffGroup, Unit
from cairn.practice.caseload.models import Allocation, Case, Circumstance, Figure, Load, Relief, Wait
from cairn.practice.caseload.queries.home import Home, of_person

LAST = 6


def team(viewer: Person, *, unit: Unit | None = None, state: str = "") -> QuerySet[Any]:
    """Everybody whose load the viewer may see, those most over first."""
    planned = Relief.objects.open().filter(person=OuterRef("person"))
    found = Load.objects.visible_to(viewer).annotate(has_plan=Exists(planned), left=F("limit") - F("points"))
    if unit:
        found = found.filter(unit__path__startswith=unit.path)
    if state in ("over", "without_plan", "protected"):
        found = found.over()
    if state == "without_plan":
        found = found.filter(has_plan=False)
    if state == "protected":
        found = found.filter(staff_group=StaffGroup.NEWLY_QUALIFIED)
    if state == "room":
        found = found.filter(points__lt=F("limit"))
    return found.select_related("person", "unit").order_by("left", "person__family_name", "person__given_name", "pk")


def load_for(viewer: Person, pk: Any) -> Load:
    """What somebody carries, if the viewer may see it."""
    return Load.objects.visible_to(viewer).select_related("unit", "person", "organisation").get(person=pk)


def work_of(load: Load) -> Home:
    """Everything somebody carries."""
    return of_person(load.person)


def figures_of(viewer: Person, load: Load) -> list[Figure]:
    """The last figures of somebody, newest first."""
    return list(Figure.objects.visible_to(viewer).filter(person=load.person_id)[:LAST])


def allocation_for(viewer: Person, pk: Any) -> Allocation:
    """An allocation of a case that the viewer may see."""
    seen = Case.objects.visible_to(viewer).values("pk")
    return Allocation.objects.filter(case__in=seen).select_related("case__unit", "person").get(pk=pk)


def circumstance_for(viewer: Person, pk: Any) -> Circumstance:
    """What leaves somebody less room, if the viewer may see it."""
    return Circumstance.objects.visible_to(viewer).select_related("unit", "person").get(pk=pk)


def relief_for(viewer: Person, pk: Any) -> Relief:
    """A plan that the viewer may see."""
    joined = ("unit", "person", "made_by", "seen_by", "organisation")
    return Relief.objects.visible_to(viewer).select_related(*joined).get(pk=pk)


def waiting(viewer: Person, unit: Unit | None = None) -> QuerySet[Wait]:
    """What has nobody accountable, the longest first."""
    found = Wait.objects.visible_to(viewer).live().select_related("case", "unit")
    if unit:
        found = found.filter(unit__path__startswith=unit.path)
    return found.order_by("starts_on", "case__reference_key")
