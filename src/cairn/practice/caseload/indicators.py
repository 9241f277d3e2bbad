"""What can caseloads prove: limits kept or planned for, work given out in time, figures agreed, protection real?

Monthly figures of workers are measured from what was drawn up for the month; work that waits, on the last day of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from cairn.cycle.evidence import declaring
from cairn.cycle.evidence.counting import looked_at, within
from cairn.cycle.evidence.declaring import Direction, Indicator, Row, RowsOf
from cairn.cycle.evidence.declaring import Figure as Measured
from cairn.foundation.core import months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.people.models import Person, StaffGroup, Unit
from cairn.practice.caseload import workforce
from cairn.practice.caseload.models import Case, Figure, Wait

ALL, MOST = Decimal(1), Decimal("0.95")
OVER = Q(points__gt=F("limit"))
EVERY = Q()
EMPLOYER, WORKER = "sa.4.e.2", "sa.4.p.3"


@dataclass(frozen=True)
class Figures:
    """Monthly figures that fulfil a condition, out of those that are asked about."""

    counted: Q
    among: Q = EVERY

    @property
    def numerator(self) -> Any:
        return Count("pk", filter=self.counted)

    def measure(self, organisation_id: UUID, first: date, last: date) -> Iterator[Measured]:
        """One grouped query for all units and months."""
        found = Figure.objects.filter(self.among, organisation_id=organisation_id, month__range=(first, last))
        grouped = found.order_by().values("unit", "staff_group", "month")
        counts = grouped.annotate(over=self.numerator, under=Count("pk"))
        for unit, group, month, over, under in counts.values_list("unit", "staff_group", "month", "over", "under"):
            yield Measured(unit, group, month, round(over or 0), under)

    def rows(self, viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
        """The figures behind it that the viewer may see."""
        found = Figure.objects.visible_to(viewer).filter(self.among, within(unit), month=month)
        found = found.annotate(counts=Count("pk", filter=self.counted)).select_related("person")
        return RowsOf(found.order_by("person__family_name", "person__given_name", "pk"), _figure_row)


@dataclass(frozen=True)
class Hours(Figures):
    """Hours beyond the contract, in whole hours for each unit and staff group."""

    @property
    def numerator(self) -> Any:
        return Sum("extra_hours")


def _figure_row(figure: Any) -> Row:
    said = f"{figure.points} of {figure.limit} points, {figure.get_state_display().lower()}"
    return Row(str(figure.person), f"/caseload/figures/{figure.pk}/", figure.month, bool(figure.counts), said)


def waiting_on(organisation_id: UUID, day: date) -> QuerySet[Wait]:
    """What had nobody accountable at the end of a day."""
    begun = Wait.objects.filter(organisation_id=organisation_id, starts_on__lte=day)
    return begun.filter(Q(ends_on=None) | Q(ends_on__gt=day))


def measure_waiting(organisation_id: UUID, first: date, last: date) -> Iterator[Measured]:
    """Of the cases open on the last day of each month, those that waited."""
    for month in months.between(first, last):
        day = looked_at(month)
        opened = Case.objects.filter(organisation_id=organisation_id, opened_on__lte=day)
        still = opened.filter(Q(closed_on=None) | Q(closed_on__gt=day)).order_by()
        still_waits = Exists(waiting_on(organisation_id, day).filter(case=OuterRef("pk")))
        counts = (
            still.annotate(still_waits=still_waits)
            .values("unit")
            .annotate(over=Count("pk", filter=Q(still_waits=True)), under=Count("pk"))
        )
        for unit, over, under in counts.values_list("unit", "over", "under"):
            yield Measured(unit, "", month, over, under)


def measure_days(organisation_id: UUID, first: date, last: date) -> Iterator[Measured]:
    """How many days the waiting cases had waited by the last day of each month."""
    for month in months.between(first, last):
        day = looked_at(month)
        found: dict[UUID, list[int]] = {}
        counts = waiting_on(organisation_id, day).order_by().values("unit", "starts_on").annotate(count=Count("pk"))
        for unit, starts_on, count in counts.values_list("unit", "starts_on", "count"):
            days = found.setdefault(unit, [0, 0])
            days[0] += count * (day - starts_on).days
            days[1] += count
        for unit, (total, number) in found.items():
            yield Measured(unit, "", month, total, number)


def wait_rows(viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
    """What waited, the longest first."""
    day = looked_at(month)
    seen = Wait.objects.visible_to(viewer).filter(within(unit))
    found = (seen & waiting_on(viewer.organisation_id, day)).select_related("case", "unit")
    return RowsOf(found.order_by("starts_on", "pk"), _wait_row)


def _wait_row(wait: Any) -> Row:
    said = f"{wait.unit.name}, since {in_words(wait.starts_on)}"
    return Row(wait.case.reference, f"/caseload/cases/{wait.case_id}/", wait.starts_on, True, said)


def _of_figures(key: str, asked: Figures, **said: Any) -> Indicator:
    given = {"rows_act": "workload.see", "noun": "workers"} | said
    return Indicator(key=f"caseload.{key}", version=1, measure=asked.measure, rows=asked.rows, **given)


def _of_waits(key: str, measure: Callable[..., Any], **said: Any) -> Indicator:
    return Indicator(
        key=f"caseload.{key}", version=1, measure=measure, rows=wait_rows, rows_act="case.see", noun="cases",
        statements=(EMPLOYER, "es3.6"), direction=Direction.DOWN, **said,
    )  # fmt: skip


INDICATORS = (
    _of_figures(
        "over_limit",
        Figures(OVER),
        title="Workers above their limit",
        numerator="workers whose figure of the month is above their limit",
        denominator="workers with a figure for the month",
        direction=Direction.DOWN,
        target=Decimal(0),
        statements=(EMPLOYER, WORKER, "es3.2"),
    ),
    _of_figures(
        "over_with_plan",
        Figures(Q(has_plan=True), OVER),
        title="Workers above their limit who have a written plan",
        numerator="workers above their limit for whom a plan was written",
        denominator="workers whose figure of the month is above their limit",
        target=ALL,
        statements=(EMPLOYER, "es3.5"),
    ),
    _of_figures(
        "agreed",
        Figures(Q(state=Figure.State.AGREED)),
        title="Figures of work agreed by both",
        numerator="figures on which worker and manager agree",
        denominator="workers with a figure for the month",
        target=MOST,
        statements=(EMPLOYER, WORKER, "es3.1"),
    ),
    _of_figures(
        "additional_hours",
        Hours(Q(extra_hours__gt=0)),
        title="Additional hours of a worker in a month",
        numerator="hours beyond the contract, as workers say them",
        denominator="workers with a figure for the month",
        direction=Direction.DOWN,
        is_mean=True,
        dimension="hours",
        statements=(EMPLOYER, "es3.4"),
    ),
    _of_figures(
        "protected",
        Figures(~OVER, Q(staff_group=StaffGroup.NEWLY_QUALIFIED)),
        title="Newly qualified workers within their protected limit",
        numerator="newly qualified workers whose figure is within their limit",
        denominator="newly qualified workers with a figure for the month",
        target=ALL,
        statements=(EMPLOYER, "es3.3"),
    ),
    _of_waits(
        "waiting",
        measure_waiting,
        title="Cases that wait for somebody accountable",
        numerator="open cases with nobody accountable on the last day of the month",
        denominator="cases open on the last day of the month",
        target=Decimal(0),
    ),
    _of_waits(
        "days_waiting",
        measure_days,
        title="Days that cases have waited for somebody accountable",
        numerator="days waited by the last day of the month",
        denominator="cases with nobody accountable on the last day of the month",
        is_mean=True,
        dimension="days",
    ),
)


def register() -> None:
    """Declare them to the room that measures."""
    declaring.register(*INDICATORS, *workforce.INDICATORS)
