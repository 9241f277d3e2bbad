"""What can be shown of evidence, and to whom?"""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cairn.cycle.evidence.models import Evidence
from cairn.foundation.core import clock
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement

DATED = ("happened_on", "period_from", "period_to", "expires_on")


def evidence_list(
    viewer: Person, *, show: str = "current", words: str = "", statement: UUID | None = None
) -> QuerySet[Evidence]:
    """The evidence that this person may see: current, expired, their own, or all of it; of one statement if named."""
    found = (
        Evidence.objects.visible_to(viewer)
        .filter(withdrawn_at=None)
        .select_related("owner", "unit", "file")
        .annotate(statement_count=Count("statements"))
        .order_by("-added_at", "pk")
    )
    if show == "expired":
        found = found.filter(expires_on__lt=clock.today())
    elif show == "current":
        found = found.exclude(expires_on__lt=clock.today())
    elif show == "mine":
        found = found.filter(owner=viewer)
    if statement is not None:
        speaking = Evidence.statements.through.objects.filter(statement=statement)
        found = found.filter(pk__in=speaking.values("evidence"))
    for word in words.split()[:6]:
        found = found.filter(title__icontains=word)
    return found


def evidence_for(viewer: Person, pk: UUID) -> Evidence:
    """One piece of evidence; DoesNotExist where this person may not see it."""
    return (
        Evidence.objects.visible_to(viewer)
        .select_related("owner", "unit", "file", "added_by", "organisation")
        .get(pk=pk)
    )


def evidence_for_statement(viewer: Person, statement: Statement) -> list[Evidence]:
    """The documents that speak to a statement, newest matter first, thirty at most."""
    return _for_statement(seen=reach(viewer, "evidence.see", state=""), statement=statement.pk)


@prepared
def _for_statement(*, seen: Q, statement: Any) -> QuerySet[Evidence]:
    return (
        Evidence.objects.filter(seen, withdrawn_at=None, statements=statement)
        .select_related("owner")
        .only("title", *DATED, "owner__given_name", "owner__family_name")
        .order_by("-period_to", "-happened_on")[:30]
    )
