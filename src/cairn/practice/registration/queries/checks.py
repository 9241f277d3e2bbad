"""What was looked up, what is still to be looked up in this quarter, and which differences wait for a decision?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from cairn.foundation.people.models import Person
from cairn.practice.registration.matters import on_the_register, unchecked, was_looked_up
from cairn.practice.registration.models import Check, Registration
from cairn.practice.registration.regulators import Regulator, regulators


@dataclass(frozen=True)
class Progress:
    """How far the quarter's look at one regulator's register has come."""

    regulator: Regulator
    registered: int
    waiting: int


def progress(viewer: Person) -> list[Progress]:
    """For each regulator with whom somebody here is registered. One question."""
    found = on_the_register(viewer.organisation).annotate(looked_up=was_looked_up()).order_by().values("regulator")
    counts = found.annotate(registered=Count("pk"), waiting=Count("pk", filter=Q(looked_up=False)))
    of = {key: rest for key, *rest in counts.values_list("regulator", "registered", "waiting")}
    return [Progress(one, *of[key]) for key, one in regulators().items() if key in of]


def numbers(viewer: Person, regulator: str) -> QuerySet[Registration]:
    """The numbers of one regulator that nobody has looked up in this quarter."""
    return unchecked(viewer.organisation).filter(regulator=regulator).order_by("number")


def matters(viewer: Person) -> QuerySet[Check]:
    """Differences that wait for a decision, the oldest first."""
    seen = Check.objects.visible_to(viewer).matters().select_related("person", "registration")
    return seen.order_by("looked_up_on", "number")


def check_for(viewer: Person, pk: Any) -> Check:
    """A check that the viewer may see."""
    found = Check.objects.visible_to(viewer).select_related("person", "registration", "checked_by", "decided_by")
    return found.get(pk=pk)


def latest_of(registrations: Iterable[Registration]) -> dict[Any, Check]:
    """When each of these was last looked up, and whether it agreed. One question."""
    found = Check.objects.filter(registration__in=[one.pk for one in registrations]).select_related("checked_by")
    return {one.registration_id: one for one in found.order_by("looked_up_on", "checked_at")}
