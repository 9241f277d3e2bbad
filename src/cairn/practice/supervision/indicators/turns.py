"""Did supervision take place when it was due (sa.4.d.5b), and professional supervision where it is owed (sa.5.e.7)?

What was due is a duty. A turn counts in the month in which it fell due, once its day has gone by; what was met later
was late and stays so, so that a closed month is final. What was excused, such as for a long absence, was not owed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cairn.cycle.duties.models import Duty, Outcome
from cairn.cycle.evidence.declaring import Figure, Indicator, Row
from cairn.foundation.core import clock, months
from cairn.foundation.core.by_month import MonthOf
from cairn.foundation.people.models import Person, Post, Unit
from cairn.practice.supervision.indicators.counting import figures
from cairn.practice.supervision.indicators.sessions import OWED
from cairn.practice.supervision.indicators.showing import SEES, turn_rows

ONE_DAY = timedelta(days=1)
MET = Q(outcome=Outcome.MET)


def _staff_group() -> Coalesce:
    """In which staff group the supervisee was on the day: of several posts the one in this unit, else the largest."""
    day = OuterRef("due_on")
    held = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), person=OuterRef("awaited_by"), starts_on__lte=day)
    largest = held.order_by("-full_time_equivalent", "-starts_on", "pk").values("staff_group")
    return Coalesce(Subquery(largest.filter(unit=OuterRef("unit"))[:1]), Subquery(largest[:1]), Value(""))


@dataclass(frozen=True)
class Turns:
    """The turns of one kind of duty."""

    kind: str

    def of(self, organisation_id: UUID, first: date, last: date) -> QuerySet[Duty]:
        """Those that fell due in these months, up to yesterday, and were not excused."""
        until = min(months.last_of(last), clock.today() - ONE_DAY)
        due = Duty.objects.filter(organisation_id=organisation_id, kind=self.kind, due_on__range=(first, until))
        return due.exclude(outcome=Outcome.EXCUSED)

    def measure(self, organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
        due, met = self.of(organisation_id, first, last), Count("pk", filter=MET)
        month, group = MonthOf("due_on"), _staff_group()
        return figures(due, numerator=met, denominator=Count("pk"), month=month, group=group)

    def rows(self, viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
        return turn_rows(viewer, unit, self.of(viewer.organisation_id, month, month))


def _indicator(key: str, asked: Turns, **said: Any) -> Indicator:
    return Indicator(
        key=f"supervision.{key}",
        version=1,
        measure=asked.measure,
        rows=asked.rows,
        rows_act=SEES,
        noun="sessions owed",
        target=OWED,
        **said,
    )


INDICATORS = (
    _indicator(
        "held",
        Turns("supervision.hold"),
        title="Supervision held when it was due",
        numerator="sessions held by the day on which they were due",
        denominator="sessions that fell due by the policy or the agreement and were not excused",
        statements=("sa.4.d.5b", "sa.2.e.2", "sa.4.p.1", "es5.1", "es5.2", "es5.3"),
    ),
    _indicator(
        "professional",
        Turns("supervision.professional"),
        title="Professional supervision where it is owed",
        numerator="sessions of professional supervision held by the day on which they were due",
        denominator="sessions of professional supervision that fell due and were not excused",
        statements=("sa.5.e.7", "es5.6"),
    ),
)
