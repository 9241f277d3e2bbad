"""Does everybody who has a line manager have an agreement on their supervision, signed by both?"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from cairn.cycle.evidence.counting import figures, looked_at
from cairn.cycle.evidence.declaring import Figure, Indicator, Row
from cairn.foundation.core import months
from cairn.foundation.people.models import Person, Post, Unit
from cairn.practice.supervision.indicators.sessions import OWED
from cairn.practice.supervision.indicators.showing import SEES, post_rows
from cairn.practice.supervision.models import Agreement, Kind

ONE_DAY = timedelta(days=1)


def posts_on(organisation_id: UUID, day: date) -> QuerySet[Post]:
    """Posts with a line manager on a day, and whether the person's agreement was signed and in force on it.

    What was signed later does not count for an earlier day, whatever day it names as its first.
    """
    end_of_day = timezone.make_aware(datetime.combine(day + ONE_DAY, time.min))
    signed = Agreement.objects.in_force(day).filter(
        organisation_id=organisation_id,
        kind=Kind.LINE,
        supervisee=OuterRef("person"),
        terms__supervisor_signed_at__lt=end_of_day,
        terms__supervisee_signed_at__lt=end_of_day,
    )
    held = Post.objects.filter(organisation_id=organisation_id, line_manager__isnull=False)
    return held.on(day).annotate(is_agreed=Exists(signed))


def measure(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """A query a month, since who is in post is asked for one day of it."""
    for month in months.between(first, last):
        posts, agreed = posts_on(organisation_id, looked_at(month)), Count("pk", filter=Q(is_agreed=True))
        yield from figures(posts, numerator=agreed, denominator=Count("pk"), month=Value(month, DateField()))


def rows(viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
    """Who has an agreement, and who has none."""
    return post_rows(viewer, unit, posts_on(viewer.organisation_id, looked_at(month)))


INDICATORS = (
    Indicator(
        key="supervision.agreed",
        version=1,
        title="Supervision agreements in force",
        numerator="posts whose holder has an agreement with a supervisor, signed by both and in force that day",
        denominator="posts with a line manager on the last day of the month",
        measure=measure,
        rows=rows,
        rows_act=SEES,
        noun="posts",
        target=OWED,
        statements=("sa.4.d.5", "sa.2.e.2"),
    ),
)
