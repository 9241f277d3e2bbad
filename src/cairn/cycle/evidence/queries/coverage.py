"""Which statements of a framework have live evidence, which have documents only, and which have nothing?"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Count

from cairn.cycle.evidence.declaring import Indicator, all_indicators
from cairn.cycle.evidence.models import Evidence
from cairn.cycle.evidence.stored import rows_of
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Framework, Statement, StatementClause

BACK = 13  # months in which a figure is looked for


class Cover(StrEnum):
    """What a statement rests on."""

    LIVE = "live"
    DOCUMENTS = "documents"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Covered:
    """One statement with what speaks to it."""

    pk: UUID
    ref: str
    wording: str
    area: str
    indicators: tuple[Indicator, ...]
    fresh: tuple[Indicator, ...]
    documents: int

    @property
    def cover(self) -> Cover:
        if self.fresh:
            return Cover.LIVE
        return Cover.DOCUMENTS if self.documents else Cover.NOTHING

    @property
    def silent(self) -> list[Indicator]:
        """Indicators that speak to it, but have counted nothing lately."""
        return [one for one in self.indicators if one not in self.fresh]


def coverage(viewer: Person, framework: Framework) -> list[Covered]:
    """Every statement that can be judged, in the order of the document. Four queries."""
    found = Statement.objects.visible_to(viewer).filter(framework=framework, assessable=True).order_by("position")
    rows = list(found.values_list("pk", "ref", "text", "heading", "area__heading", "area__text"))
    documents = _documents(viewer, framework)
    indicators = speaking_in(framework.pk)
    fresh = fresh_indicators(viewer)
    return [
        Covered(
            pk,
            ref,
            text or heading,
            area_heading or area_text or "",
            tuple(indicators[pk]),
            tuple(one for one in indicators[pk] if one.key in fresh),
            documents.get(pk, 0),
        )
        for pk, ref, text, heading, area_heading, area_text in rows
    ]


def counts(covered: list[Covered]) -> dict[Cover, int]:
    """How many statements have which cover."""
    counted = Counter(one.cover for one in covered)
    return {cover: counted[cover] for cover in Cover}


def _documents(viewer: Person, framework: Framework) -> dict[UUID, int]:
    current = Evidence.objects.filter(organisation_id=viewer.organisation_id, statements__framework=framework).current()
    return dict(current.order_by().values_list("statements").annotate(Count("id")))


def speaking_in(framework_id: UUID) -> dict[UUID, list[Indicator]]:
    """The indicators by statement, through the clauses to which both give effect. One query."""
    by_clause: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in all_indicators():
        for clause in indicator.statements:
            by_clause[clause].append(indicator)
    found: dict[UUID, list[Indicator]] = defaultdict(list)
    rows = StatementClause.objects.filter(statement__framework=framework_id, clause__in=list(by_clause))
    for statement, clause in rows.order_by("clause").values_list("statement_id", "clause"):
        found[statement] += [one for one in by_clause[clause] if one not in found[statement]]
    return found


def fresh_indicators(viewer: Person) -> dict[str, date]:
    """The indicators that have counted something lately enough, with the latest month. One query."""
    running = months.first_of(clock.today())
    declared = {one.key: one for one in all_indicators()}
    latest: dict[str, date] = {}
    for row in rows_of(viewer.organisation_id, declared, {None}, (months.add(running, -BACK), running)):
        latest[row.indicator] = max(row.month, latest.get(row.indicator, row.month))
    return {
        key: month for key, month in latest.items() if months.last_of(month) + declared[key].fresh_for >= clock.today()
    }
