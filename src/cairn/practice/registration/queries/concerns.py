"""Which concerns may somebody read, and what followed from each?"""

from typing import Any

from django.db.models import F, QuerySet

from cairn.foundation.people.models import Person
from cairn.practice.registration.models import Concern, ConcernStage


def concerns(viewer: Person, *, show: str = "") -> QuerySet[Concern]:
    """Those that the viewer may read, undecided ones first, then the newest."""
    found = Concern.objects.visible_to(viewer).select_related("person", "registration")
    if show == "open":
        found = found.filter(ended_on=None).exclude(choice="not_refer")
    return found.order_by(F("chosen_at").asc(nulls_first=True), "-raised_on", "pk")


def of_person(viewer: Person, person: Person) -> list[Concern]:
    """Those about one person that the viewer may read."""
    return list(Concern.objects.visible_to(viewer).filter(person=person))


def concern_for(viewer: Person, pk: Any) -> Concern:
    """A concern that the viewer may read."""
    joined = ("person__organisation", "registration", "raised_by", "chosen_by", "told_by")
    return Concern.objects.visible_to(viewer).select_related(*joined).get(pk=pk)


def stages_of(concern: Concern) -> list[ConcernStage]:
    """What the regulator did, in its order, with the orders that came with it."""
    return list(concern.stages.select_related("standing", "recorded_by"))
