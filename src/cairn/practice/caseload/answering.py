"""For which cases is somebody accountable? Asked by the register when they may be no longer."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse

from cairn.foundation.people.models import Person
from cairn.practice.caseload.models import Allocation, Role
from cairn.practice.registration.around import of_these
from cairn.practice.registration.stakes import Stake


def stakes_of(person: Person) -> Iterator[Stake]:
    """Every case that must be given to somebody else."""
    found = Allocation.objects.live().filter(person=person, role=Role.ACCOUNTABLE).select_related("case")
    for one in found.order_by("case__reference_key"):
        yield Stake(f"Case {one.case.reference}", reverse("caseload:case", args=[one.case_id]), one.function)


def pairs(organisation_id: UUID, people: Collection[UUID] | None) -> Iterator[tuple[UUID, str]]:
    """Everybody who is accountable for a case, with each function under which they are."""
    found = Allocation.objects.live().filter(role=Role.ACCOUNTABLE, **of_these(organisation_id, people))
    return found.order_by().values_list("person", "function").distinct().iterator()
