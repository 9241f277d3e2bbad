"""Were duties of a kind met when they fell due, by unit, staff group and month?

A turn counts in the month in which it fell due, once its day has gone by; what was met later was late and stays so, so
that a closed month is final. What was excused, such as for a long absence, was not owed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cairn.cycle.duties.models import Duty, Outcome
from cairn.cycle.evidence.counting import figures
from cairn.cycle.evidence.declaring import Figure
from cairn.foundation.core import clock, months
from cairn.foundation.core.by_month import MonthOf
from cairn.foundation.people.models import Post

ONE_DAY = timedelta(days=1)
MET = Q(outcome=Outcome.MET)


def group_on_the_day(person: str) -> Coalesce:
    """In which staff group somebody was on the day: of several posts the one in this unit, else the largest.

    `person` is the field of the duty that names them.
    """
    day = OuterRef("due_on")
    held = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), person=OuterRef(person), starts_on__lte=day)
    largest = held.order_by("-full_time_equivalent", "-starts_on", "pk").values("staff_group")
    return Coalesce(Subquery(largest.filter(unit=OuterRef("unit"))[:1]), Subquery(largest[:1]), Value(""))


@dataclass(frozen=True)
class Turns:
    """The turns of some kinds of duty, counted for the staff group of the bearer or of whoever waits for it."""

    kinds: tuple[str, ...]
    person: str = "bearer"

    def of(self, organisation_id: UUID, first: date, last: date) -> QuerySet[Duty]:
        """Those that fell due in these months, up to yesterday, and were not excused."""
        until = min(months.last_of(last), clock.today() - ONE_DAY)
        due = Duty.objects.filter(organisation_id=organisation_id, kind__in=self.kinds, due_on__range=(first, until))
        return due.exclude(outcome=Outcome.EXCUSED)

    def measure(self, organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
        """One grouped query for all units and months."""
        due, met = self.of(organisation_id, first, last), Count("pk", filter=MET)
        month, group = MonthOf("due_on"), group_on_the_day(self.person)
        return figures(due, numerator=met, denominator=Count("pk"), month=month, group=group)
