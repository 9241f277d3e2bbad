"""What can rounds prove: that practitioners who are asked do answer? Only once a round has closed."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from cairn.assurance.evaluation.models import Asked, Side, State
from cairn.cycle.evidence.declaring import Figure, Indicator, Row
from cairn.foundation.core import months
from cairn.foundation.people.models import Person, Unit

WITH_AN_END = (State.CLOSED, State.MODERATED, State.SIGNED)


def answered(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """By the month in which a round closed: practitioners of a unit who gave their answers, of those asked."""
    found = Asked.objects.filter(
        side=Side.PRACTITIONER,
        round__organisation=organisation_id,
        round__state__in=WITH_AN_END,
        round__closed_at__date__range=(first, months.last_of(last)),
    )
    rows = found.order_by().values_list("unit", TruncMonth("round__closed_at"))
    for unit, month, some, every in rows.annotate(some=Count("id", filter=Q(answered=True)), every=Count("id")):
        yield Figure(unit, "", month.date(), some, every)


def no_rows(viewer: Person, unit: Unit | None, month: date) -> list[Row]:
    """Who answered and who did not is nobody's to read, so the small figures stay withheld from everybody."""
    return []


INDICATORS = (
    Indicator(
        key="evaluation.answered",
        version=1,
        title="Practitioners who answered when they were asked",
        numerator="practitioners who gave their answers",
        denominator="practitioners asked in rounds that closed in the month",
        measure=answered,
        rows=no_rows,
        rows_act="answer.give",
        statements=("es1.improve.5", "sa.purpose.2"),
        noun="practitioners",
    ),
)
