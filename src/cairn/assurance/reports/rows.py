"""Which stored figures does a report read, and nothing besides?

A round of a large organisation has thousands of results and citations. They are read as plain rows with the few
columns that a report needs, which takes a tenth of the time of whole records.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from cairn.assurance.evaluation import content
from cairn.assurance.evaluation import queries as evaluation
from cairn.assurance.evaluation.models import Round
from cairn.cycle.evidence.models import STALE_AFTER
from cairn.foundation.people.models import Person

WIDE = Decimal("0.2")
WIDE_IN_A_UNIT = Decimal("0.3")


class Row(NamedTuple):
    """One stored result; without a unit it is that of the whole."""

    position: int
    is_area: bool
    unit: str | None
    unit_id: UUID | None
    path: str | None
    statement_id: UUID
    area_id: UUID | None
    ref: str
    heading: str
    text: str
    audience: str
    employers_mean: Decimal | None
    employers_counts: list[int] | None
    employers_previous: Decimal | None
    practitioners_n: int | None
    practitioners_mean: Decimal | None
    practitioners_counts: list[int] | None
    practitioners_withheld: bool
    gap: Decimal | None
    evidence_count: int
    not_applicable_count: int

    @property
    def title(self) -> str:
        return self.heading or self.text


FIELDS = {
    "unit": "unit__name",
    "path": "unit__path",
    "area_id": "statement__area_id",
    "ref": "statement__ref",
    "heading": "statement__heading",
    "text": "statement__text",
    "audience": "statement__audience",
}


def results(viewer: Person, round: Round, named: Collection[str] = ()) -> list[Row]:
    """The results of the whole, and of units those in which the two sides are far apart. One query.

    `named` are statements whose results are wanted of every unit.
    """
    least = WIDE_IN_A_UNIT * (round.top - 1)
    wanted = Q(unit=None) | Q(is_area=False) & (Q(gap__gte=least) | Q(gap__lte=-least) | Q(statement__ref__in=named))
    found = evaluation.results(viewer, round).filter(wanted).select_related(None).defer(None)
    return [Row(*values) for values in found.values_list(*(FIELDS.get(name, name) for name in Row._fields))]


class Cited(NamedTuple):
    """One citation: which evidence, for which statement as judged by which unit, and which way it points."""

    citation: UUID
    evidence: UUID
    judgement: UUID
    shows: str
    ref: str
    unit: str | None
    grade: int | None
    moderated_grade: int | None

    @property
    def stands(self) -> int | None:
        return self.grade if self.moderated_grade is None else self.moderated_grade


@dataclass(frozen=True)
class Piece:
    """A piece of evidence as it was when the round was signed; before that, as it is now."""

    told: dict[str, Any]

    @property
    def expires_on(self) -> date | None:
        return _day(self.told["expires_on"])

    @property
    def begins(self) -> date | None:
        return _day(self.told["period_from"])

    @property
    def speaks_of(self) -> date | None:
        return _day(self.told["happened_on"]) or _day(self.told["period_to"])

    def is_stale(self, today: date) -> bool:
        """Expired, or about a time more than a year before."""
        expired = self.expires_on is not None and self.expires_on < today
        return expired or (self.speaks_of is not None and self.speaks_of < today - STALE_AFTER)


def citations(viewer: Person, round: Round) -> tuple[list[Cited], dict[UUID, Piece]]:
    """Every citation, and each piece of evidence once. Two queries."""
    found = evaluation.evidence_of(viewer, round)
    judgement = ("judgement__statement__ref", "judgement__unit__name", "judgement__grade", "judgement__moderated_grade")
    rows = found.select_related(None).values_list("pk", "evidence_id", "judgement_id", "shows", *judgement)
    cited = [Cited(*values) for values in rows]
    first = {one.evidence: one.citation for one in reversed(cited)}
    named = found.select_related(None).select_related("evidence__owner", "evidence__file")
    return cited, {
        one.evidence_id: Piece(one.as_signed or content.of_evidence(one.evidence))
        for one in named.filter(pk__in=list(first.values()))
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
