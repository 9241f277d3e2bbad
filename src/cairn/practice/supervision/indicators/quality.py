"""Is supervision reflective: as somebody independent finds in drawn records, and as supervisees themselves see it?

Both count in the month in which they were given, a sample when it was finished. So nothing comes to a month afterwards;
and the running month is not measured, lest the figure of an hour ago tell what the newest answer was.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, DateField, F, Q
from django.db.models.functions import TruncMonth

from cairn.cycle.evidence.counting import figures
from cairn.cycle.evidence.declaring import Figure, Indicator, Row
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Person, Unit
from cairn.practice.supervision.indicators.showing import NOBODY
from cairn.practice.supervision.models import Finding, ViewTally
from cairn.practice.supervision.models.quality import REFLECTIVE
from cairn.practice.supervision.questions import HELPED

THOUGHTFUL = Q(reflective__gte=REFLECTIVE)


def over_by(last: date) -> date:
    """The first day after these months; of the running month nothing is measured."""
    return min(months.add(months.first_of(last), 1), months.first_of(clock.today()))


def sampled(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """What was found in drawn records, by the month in which their sample was finished."""
    begin, end = (clock.of_day(day) for day in (first, over_by(last)))
    found = Finding.objects.filter(
        sample__organisation=organisation_id,
        sample__finished_at__gte=begin,
        sample__finished_at__lt=end,
        found_at__isnull=False,
    )
    return figures(
        found.annotate(unit_id=F("session__unit_id")),
        numerator=Count("pk", filter=THOUGHTFUL),
        denominator=Count("pk"),
        month=TruncMonth("sample__finished_at", output_field=DateField()),
        group=F("session__staff_group"),
    )


def seen(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """How supervisees saw it, by the month in which they said so. Only counts of units are kept."""
    given = ViewTally.objects.filter(organisation=organisation_id, month__gte=first, month__lt=over_by(last))
    for unit, month, counts in given.order_by().values_list("unit_id", "month", "counts"):
        yield Figure(unit, "", month, sum(counts[:HELPED]), sum(counts))


def no_rows(viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
    """Whose record it was, or whose view, is in no list."""
    return ()


INDICATORS = (
    Indicator(
        key="supervision.reflective",
        version=1,
        title="Records that show reflective supervision",
        numerator="records in which the reviewer found reflection, three or four of four",
        denominator="signed records drawn at random and judged by somebody independent, in samples finished that month",
        measure=sampled,
        rows=no_rows,
        rows_act=NOBODY,
        statements=("sa.4.d.5a", "sa.3.p.2", "es5.3", "es5.4"),
        noun="records",
    ),
    Indicator(
        key="supervision.seen_as_reflective",
        version=1,
        title="Supervision that helped to think, as supervisees see it",
        numerator="views of supervisees whom the session helped to think about their practice, a good deal or somewhat",
        denominator="views that supervisees gave in the month, of sessions of the four weeks before",
        measure=seen,
        rows=no_rows,
        rows_act=NOBODY,
        statements=("sa.4.d.5a", "sa.2.p.8", "es5.4"),
        noun="views",
        of_answers=True,
    ),
)
