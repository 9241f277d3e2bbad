"""How was a statement judged over the rounds, as far as a reader may see their results?"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from cairn.assurance.evaluation.models import Result
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement

SHOWN = (
    *("employers_n", "employers_mean", "employers_counts", "employers_previous", "not_applicable_count"),
    *("practitioners_mean", "practitioners_counts", "practitioners_withheld", "practitioners_previous", "gap"),
    *("statement_id", "round__title", "round__scale", "round__state", "round__signed_at", "round__closed_at"),
    *("round__closes_on", "round__scope__name"),
)


ROUNDS = 8


def judged_over_rounds(viewer: Person, statement: Statement) -> list[Result]:
    """Both sides' view of a statement in the latest rounds and one before, the newest first. One query.

    It may have stood in any version of its framework. Each is that of the whole round, whether it was about the whole
    organisation or about a part of it.
    """
    seen = reach(viewer, "result.see", unit="", owner="", of="round")
    return _judged(seen=seen, urns=(statement.urn, statement.framework.urn))


@prepared
def _judged(*, seen: Q, urns: Sequence[Any]) -> QuerySet[Result]:
    same = Statement.objects.filter(urn=urns[0], framework__urn=urns[1]).order_by()
    found = Result.objects.filter(seen, unit=None, is_area=False, statement__in=same)
    found = found.select_related("round__scope").only(*SHOWN)
    return found.order_by("-round__opens_on", "-round__opened_at", "id")[: ROUNDS + 1]
