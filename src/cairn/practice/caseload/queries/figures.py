"""Which figures of a month may somebody see, what did both say, and which hours came on top?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from cairn.foundation.people.models import Person
from cairn.practice.caseload.models import Figure


@dataclass(frozen=True)
class Tally:
    """A month at a glance."""

    figures: int
    agreed: int
    disputed: int
    extra_hours: Decimal


def months_of(viewer: Person) -> list[date]:
    """The months of which there are figures, newest first."""
    found = Figure.objects.filter(organisation_id=viewer.organisation_id).order_by("-month")
    return list(found.values_list("month", flat=True).distinct()[:24])


def figures(viewer: Person, month: date | None) -> QuerySet[Figure]:
    """The figures of a month, those not agreed first."""
    seen = Figure.objects.visible_to(viewer)
    found = (seen.filter(month=month) if month else seen.none()).select_related("person", "unit")
    return found.order_by("-state", "-extra_hours", "person__family_name", "person__given_name", "pk")


def tally(figures: QuerySet[Figure]) -> Tally:
    """What they come to, in one question."""
    state = Figure.State
    found = figures.order_by().aggregate(
        figures=Count("pk"),
        agreed=Count("pk", filter=Q(state=state.AGREED)),
        disputed=Count("pk", filter=Q(state=state.DISPUTED)),
        extra_hours=Sum("extra_hours"),
    )
    return Tally(**(found | {"extra_hours": found["extra_hours"] or Decimal(0)}))


def figure_for(viewer: Person, pk: Any) -> Figure:
    """A figure that the viewer may see."""
    return Figure.objects.visible_to(viewer).select_related("unit", "person", "manager").get(pk=pk)
