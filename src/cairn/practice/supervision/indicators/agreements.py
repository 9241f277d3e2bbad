"""Does everybody who has a line manager have an agreement on their supervision, signed by both?"""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from cairn.cycle.evidence.counting import looked_at
from cairn.cycle.evidence.declaring import Indicator
from cairn.cycle.evidence.posts import Posts
from cairn.foundation.core import clock
from cairn.foundation.people.models import Post
from cairn.practice.supervision.indicators.sessions import OWED
from cairn.practice.supervision.indicators.showing import SEES
from cairn.practice.supervision.models import Agreement, Kind

ONE_DAY = timedelta(days=1)


def with_a_line_manager(organisation_id: UUID, month: date) -> QuerySet[Post]:
    """Posts with a line manager on the last day of a month."""
    held = Post.objects.filter(organisation_id=organisation_id, line_manager__isnull=False)
    return held.on(looked_at(month))


def is_agreed(month: date) -> Exists:
    """Whether the holder's agreement was signed and in force on the last day of a month.

    What was signed later does not count for an earlier day, whatever day it names as its first.
    """
    day = looked_at(month)
    end_of_day = clock.of_day(day + ONE_DAY)
    signed = Agreement.objects.in_force(day).filter(
        organisation=OuterRef("organisation"),
        kind=Kind.LINE,
        supervisee=OuterRef("person"),
        terms__supervisor_signed_at__lt=end_of_day,
        terms__supervisee_signed_at__lt=end_of_day,
    )
    return Exists(signed)


AGREED = Posts(
    is_agreed,
    "signed by both and in force",
    "no agreement signed by both",
    SEES,
    "/people/",
    of=with_a_line_manager,
    owners=("person", "line_manager"),
)
INDICATORS = (
    Indicator(
        key="supervision.agreed",
        version=1,
        title="Supervision agreements in force",
        numerator="posts whose holder has an agreement with a supervisor, signed by both and in force that day",
        denominator="posts with a line manager on the last day of the month",
        measure=AGREED.measure,
        rows=AGREED.rows,
        rows_act=SEES,
        noun="posts",
        target=OWED,
        statements=("sa.4.d.5", "sa.2.e.2"),
    ),
)
