"""On which evidence does a round rest, who signed it, and what was added afterwards?"""

from typing import Any

from django.db.models import QuerySet

from cairn.assurance.evaluation.models import Addendum, Citation, Round
from cairn.assurance.evaluation.rules import may_read_judgements
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.people.models import Person


def evidence_of(viewer: Person, round: Round) -> QuerySet[Citation]:
    """Every citation of the round whose judgement this person may read, by statement."""
    found = Citation.objects.filter(round=round)
    if not may_read_judgements(viewer, round, None):
        found = found.visible_to(viewer)
    joined = ("evidence__owner", "evidence__file", "judgement__statement", "judgement__unit")
    return found.select_related(*joined).order_by("judgement__position", "judgement__unit__path", "at", "id")


def citation_for(viewer: Person, pk: Any) -> Citation:
    """One citation; DoesNotExist where this person may not read its judgement."""
    return Citation.objects.visible_to(viewer).select_related("judgement__round", "judgement__unit").get(pk=pk)


def signatures(viewer: Person, round: Round) -> Any:
    """Who put their name to the round, newest first."""
    return ledger.signatures_of(viewer, round)


def addenda(round: Round) -> QuerySet[Addendum]:
    """What was added after signing, the oldest first."""
    return Addendum.objects.filter(round=round).select_related("by")
