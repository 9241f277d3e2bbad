"""Which statements of a framework have live evidence, which have documents only, and which have nothing?"""

from collections import Counter, defaultdict
from collections.abc import Iterator
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
from cairn.foundation.standards.models import Framework, Statement
from cairn.foundation.standards.queries import named_in

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
            tuple(indicators.get(pk, ())),
            tuple(one for one in indicators.get(pk, ()) if one.key in fresh),
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
    """The indicators by statement, through the clauses to which both give effect, or by its ref. One query."""
    found: dict[UUID, dict[str, Indicator]] = defaultdict(dict)
    for statement, _, indicator in _spoken(framework_id):
        found[statement][indicator.key] = indicator
    return {statement: list(some.values()) for statement, some in found.items()}


def refs_by_indicator(framework_id: UUID) -> dict[str, list[str]]:
    """The statements of a framework to which each indicator speaks, in the order of the document. One query."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for _, ref, indicator in _spoken(framework_id):
        found[indicator.key][ref] = None
    return {key: list(some) for key, some in found.items()}


def _spoken(framework_id: UUID) -> Iterator[tuple[UUID, str, Indicator]]:
    by_name: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in all_indicators():
        for name in indicator.statements:
            by_name[name].append(indicator)
    for statement, ref, name in named_in(framework_id, by_name) if by_name else ():
        for indicator in by_name[name]:
            yield statement, ref, indicator


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
