"""Which cases may somebody see, who carries them, and which wait for somebody?"""

from typing import Any

from django.db.models import QuerySet

from cairn.foundation.people.models import Person, Unit
from cairn.practice.caseload.models import Allocation, Case, State, Wait, reference_key


def cases(
    viewer: Person, *, words: str | None = None, unit: Unit | None = None, state: str | None = None
) -> QuerySet[Case]:
    """The cases that the viewer may see, by reference, narrowed down."""
    found = Case.objects.visible_to(viewer).select_related("unit")
    if state != "all":
        found = found.filter(state=state or State.OPEN)
    if words:
        found = found.filter(reference_key__startswith=reference_key(words))
    if unit:
        found = found.filter(unit__path__startswith=unit.path)
    return found.order_by("reference_key")


def case_for(viewer: Person, pk: Any) -> Case:
    """One case that the viewer may see."""
    return Case.objects.visible_to(viewer).select_related("unit", "organisation").get(pk=pk)


def allocations_of(case: Case) -> QuerySet[Allocation]:
    """Who carries a case, and who did, the newest first."""
    return case.allocations.select_related("person", "given_by").order_by("-starts_on", "-given_at")


def wait_of(case: Case) -> Wait | None:
    """Since when it waits for somebody accountable."""
    return Wait.objects.live().filter(case=case).first()


def carriers(cases: list[Case]) -> dict[Any, Person]:
    """Who is accountable for each of these cases; one question for a page of them."""
    live = Allocation.objects.live().filter(case__in=cases, role="accountable").select_related("person")
    return {one.case_id: one.person for one in live}
