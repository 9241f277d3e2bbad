"""Which rounds are there, and how many have answered?"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cairn.assurance.evaluation.models import Asked, AskedUnit, Round, Side, State
from cairn.assurance.evaluation.models.round import FINISHED
from cairn.assurance.evaluation.rules import may_see_results
from cairn.foundation.people.models import Person, Unit
from cairn.foundation.standards.models import Framework

ITSELF = tuple(field.name for field in Round._meta.concrete_fields)
# What a page of a round says of the records that it names.
NAMES = {
    "framework": ("organisation", "urn", "version", "title", "short_title", "fingerprint"),
    "scope": ("organisation", "name", "path"),
    "previous": ("title", "scale", "scope", "framework"),
}


def rounds(viewer: Person) -> QuerySet[Round]:
    """The rounds that this person may see, the newest first."""
    found = Round.objects.visible_to(viewer).select_related("framework", "scope")
    return found.order_by("-opens_on", "title", "id")


def round_for(viewer: Person, pk: Any) -> Round:
    """One round; DoesNotExist where this person may not see it."""
    named = (f"{record}__{name}" for record, names in NAMES.items() for name in names)
    return Round.objects.visible_to(viewer).select_related(*NAMES).only(*ITSELF, *named).get(pk=pk)


def open_and_newest(viewer: Person) -> tuple[list[Round], Round | None]:
    """The rounds that are open, and the newest whose results this person may see, best about the whole. One query."""
    known = ("organisation", "title", "state", "scale", "closes_on", *(f"scope__{name}" for name in NAMES["scope"]))
    found = rounds(viewer).filter(state__in=(State.OPEN, *FINISHED)).select_related(None).select_related("scope")
    newest = list(found.only(*known)[:12])
    open_now = [round for round in newest if round.state == State.OPEN]
    seen = [round for round in newest if round.has_results and may_see_results(viewer, round)]
    return open_now, next((round for round in seen if round.scope_id is None), seen[0] if seen else None)


def asked_unit_for(round: Round, unit_id: UUID | None) -> AskedUnit:
    """A unit that is judged in this round, or the whole; DoesNotExist where it is not."""
    asked = AskedUnit.objects.select_related("unit", "finished_by").get(round=round, unit=unit_id)
    asked.round = round
    return asked


@dataclass(frozen=True)
class Participation:
    """How many were asked on one side and how many answered: employers by unit, practitioners by person."""

    side: Side
    asked: int
    answered: int

    @property
    def percent(self) -> int:
        return self.answered * 100 // self.asked if self.asked else 0


def participation(viewer: Person, round: Round) -> tuple[Participation, Participation]:
    """Employers first. While the round is open it is counted now, in two queries; afterwards it is stored."""
    if round.has_results:
        employers = (round.employers_asked, round.employers_answered)
        practitioners = (round.practitioners_asked, round.practitioners_answered)
    else:
        units = AskedUnit.objects.filter(round=round).aggregate(
            n=Count("id"), done=Count("id", filter=Q(finished=True))
        )
        people = Asked.objects.filter(round=round, side=Side.PRACTITIONER)
        counted = people.aggregate(n=Count("id"), done=Count("id", filter=Q(answered=True)))
        employers, practitioners = (units["n"], units["done"]), (counted["n"], counted["done"])
    return Participation(Side.EMPLOYER, *employers), Participation(Side.PRACTITIONER, *practitioners)


def comparable_rounds(viewer: Person, round: Round | None) -> QuerySet[Round]:
    """The finished rounds with which a new one can be compared."""
    found = rounds(viewer).filter(state__in=FINISHED).select_related(None)
    return found.exclude(pk=round.pk) if round else found


def frameworks_to_judge(viewer: Person) -> QuerySet[Framework]:
    """The frameworks that have something to judge, in each version."""
    found = Framework.objects.visible_to(viewer).filter(statements__assessable=True).distinct()
    return found.order_by("title", "-arrived_at", "-version")


def units_to_begin_at(viewer: Person) -> QuerySet[Unit]:
    """The units that a round can be about."""
    return Unit.objects.visible_to(viewer).open().order_by("path")
