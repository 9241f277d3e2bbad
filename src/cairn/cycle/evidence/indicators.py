"""What can the collection of evidence prove: that what judgements rest on still holds?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cairn.cycle.evidence.declaring import Figure, Indicator, Row, RowsOf
from cairn.cycle.evidence.models import STALE_AFTER, Evidence
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Person, Unit


def _end(month: date) -> date:
    return min(months.last_of(month), clock.today())


def in_date(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """At the end of each month: neither expired nor about a time more than a year before, of all that was kept then.

    It is a stock and not a flow, so the documents are read once and weighed at each month's end.
    """
    found = Evidence.objects.filter(organisation=organisation_id).order_by()
    kept: Counter[tuple[UUID | None, date]] = Counter()
    holds: Counter[tuple[UUID | None, date]] = Counter()
    for one in found.only("unit", "added_at", "withdrawn_at", "expires_on", "happened_on", "period_to"):
        added = max(months.first_of(timezone.localdate(one.added_at)), first)
        for month in months.between(added, last) if added <= last else ():
            if one.withdrawn_at is None or timezone.localdate(one.withdrawn_at) > _end(month):
                kept[one.unit_id, month] += 1
                holds[one.unit_id, month] += not one.is_stale(_end(month))
    for (unit, month), count in kept.items():
        yield Figure(unit, "", month, holds[unit, month], count)


def rows_kept(viewer: Person, unit: Unit | None, month: date) -> RowsOf:
    """What was kept at the end of a month."""
    end = _end(month)
    found: QuerySet[Evidence] = Evidence.objects.visible_to(viewer).filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__date__gt=end), added_at__date__lte=end
    )
    if unit is not None:
        found = found.filter(unit__path__startswith=unit.path)
    return RowsOf(found.select_related("owner").order_by("title", "id"), lambda one: _row(one, end))


def _row(one: Evidence, end: date) -> Row:
    said = f"{one.owner.full_name}, speaks of {one.speaks_of:%d.%m.%Y}"
    return Row(one.title, reverse("evidence:evidence", args=[one.pk]), one.expires_on, not one.is_stale(end), said)


INDICATORS = (
    Indicator(
        key="evidence.in_date",
        version=1,
        title="Evidence in date",
        numerator=f"evidence that has not expired and speaks of the last {STALE_AFTER.days} days",
        denominator="evidence that was kept at the end of the month",
        measure=in_date,
        rows=rows_kept,
        rows_act="evidence.see",
        statements=("sa.purpose.4",),
        noun="pieces of evidence",
    ),
)
