"""How was a statement judged over the rounds, as far as a reader may see their results?"""

from django.db.models import QuerySet

from cairn.assurance.evaluation.models import Result
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement

SHOWN = (
    *("employers_n", "employers_mean", "employers_counts", "employers_previous", "not_applicable_count"),
    *("practitioners_mean", "practitioners_counts", "practitioners_withheld", "practitioners_previous", "gap"),
    *("statement_id", "round__title", "round__scale", "round__state", "round__signed_at", "round__closed_at"),
    *("round__closes_on", "round__scope__name"),
)


def judged_over_rounds(viewer: Person, statement: Statement) -> QuerySet[Result]:
    """Both sides' view of a statement in each round, the newest first, in whichever version of its framework.

    Each is that of the whole round, whether it was about the whole organisation or about a part of it. One query.
    """
    same = Statement.objects.filter(urn=statement.urn, framework__urn=statement.framework.urn)
    seen = reach(viewer, "result.see", unit="", owner="", of="round")
    found = Result.objects.filter(seen, unit=None, is_area=False, statement__in=same.order_by())
    return found.select_related("round__scope").only(*SHOWN).order_by("-round__opens_on", "-round__opened_at", "id")
