"""What came out of a round? Reads stored results only; where results may not be seen, there are none."""

from collections import defaultdict
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairn.assurance.evaluation.models import STRUCK, Result, Round
from cairn.assurance.evaluation.models.result import remark_key
from cairn.assurance.evaluation.queries.judgements import ALL
from cairn.assurance.evaluation.rules import may_read_remarks, may_see_results
from cairn.foundation.people.models import Person, Unit
from cairn.foundation.standards.models import Statement


def results(
    viewer: Person, round: Round, *, unit: Unit | str | None = ALL, areas: bool | None = None
) -> QuerySet[Result]:
    """The stored results, in the order of the document. `unit=None` means the whole; `areas` true or false limits."""
    found = Result.objects.filter(round=round)
    if not may_see_results(viewer, round):
        return found.none()
    if not isinstance(unit, str):
        found = found.filter(unit=None if unit and unit.pk == round.scope_id else unit)
    if areas is not None:
        found = found.filter(is_area__in=[areas])  # so that it is looked up in the index
    return found.select_related("statement", "unit").defer("remarks").order_by("position", "unit__path", "id")


def result_of(viewer: Person, round: Round, statement: Statement, unit: UUID | None) -> Result:
    """One statement in one unit, or in the whole; DoesNotExist where there is no result, or none to see."""
    found = results(viewer, round, areas=False).filter(unit=unit).select_related(None).select_related("unit")
    return found.get(statement=statement)


# What a table of statements does not show.
LONG_TEXTS = ("good", "typical_evidence")


@dataclass(frozen=True)
class Cell:
    """A result as a table shows it: means and gap, without spread, remarks and the records behind it."""

    statement_id: UUID
    unit_id: UUID | None
    employers_n: int
    employers_mean: Decimal | None
    practitioners_mean: Decimal | None
    practitioners_withheld: bool
    gap: Decimal | None
    evidence_count: int


CELL = tuple(field.name for field in fields(Cell))


@dataclass(frozen=True)
class Heatmap:
    """Areas by units: the unit looked at comes first (None: the whole), then those just below it."""

    unit: Unit | None
    units: tuple[Unit | None, ...]
    areas: tuple[Statement, ...]
    cells: dict[tuple[UUID, UUID | None], Cell]

    def cell(self, area: Statement, unit: Unit | None) -> Cell | None:
        return self.cells.get((area.pk, unit.pk if unit else None))


def heatmap(viewer: Person, round: Round, unit: Unit | None) -> Heatmap:
    """The areas of one unit and of those just below it that have results. Three queries."""
    below = _below(viewer, round, unit)
    wanted = Q(unit__in=below) | (Q(unit=unit) if unit else Q(unit=None))
    rows = results(viewer, round, areas=True).filter(wanted).select_related(None).order_by()
    cells = [Cell(*row) for row in rows.values_list(*CELL)]
    areas = Statement.objects.filter(pk__in={cell.statement_id for cell in cells}).defer(*LONG_TEXTS)
    there = {cell.unit_id for cell in cells}
    units: tuple[Unit | None, ...] = (unit, *(one for one in below if one.pk in there))
    by_place = {(cell.statement_id, cell.unit_id): cell for cell in cells}
    return Heatmap(unit, units, tuple(areas.order_by("position")), by_place)


def _below(viewer: Person, round: Round, unit: Unit | None) -> list[Unit]:
    """The units just below; a single one that holds everything is passed over for those below it."""
    with_results = Result.objects.filter(round=round, is_area__in=[True], unit=OuterRef("pk")).order_by()
    found = list(Unit.objects.visible_to(viewer).filter(Exists(with_results)).order_by("path"))
    at = unit or round.scope
    while True:
        here = [one for one in found if one.parent_id == (at.pk if at else None)]
        if len(here) != 1 or not any(one.parent_id == here[0].pk for one in found):
            return here
        at = here[0]


def area_rows(viewer: Person, round: Round, area: Statement, unit: Unit | None) -> QuerySet[Result]:
    """The statements of an area in one unit."""
    found = results(viewer, round, unit=unit, areas=False).filter(Q(statement__area=area) | Q(statement=area))
    found = found.select_related(None).select_related("statement").order_by("position")
    return found.defer("remarks", *(f"statement__{name}" for name in LONG_TEXTS))


def statement_cells(viewer: Person, round: Round, statement: Statement) -> list[tuple[str, Cell]]:
    """One statement in every unit with the unit's name, the whole (without a name) first. One query."""
    found = results(viewer, round, areas=False).filter(statement=statement).select_related(None)
    rows = found.order_by("unit__path", "id").values_list("unit__name", *CELL)
    return sorted(((name or "", Cell(*row)) for name, *row in rows), key=lambda pair: bool(pair[0]))


@dataclass(frozen=True, order=True)
class Remark:
    """What somebody wrote, and where it may be read. Its key is a hash of its words, so it says nothing of a place."""

    text: str
    result_id: UUID

    @property
    def key(self) -> str:
        return remark_key(self.text)

    @property
    def is_struck(self) -> bool:
        return self.text == STRUCK


def remarks(viewer: Person, round: Round, unit: Unit | None = None, **about: Any) -> dict[UUID, list[Remark]]:
    """What practitioners wrote, by statement, from this unit and all below it; in an order that says nothing."""
    if not may_read_remarks(viewer, round, unit):
        return {}
    found = Result.objects.filter(round=round, is_area=False, **about).exclude(remarks=[])
    if unit is not None and unit.pk != round.scope_id:
        found = found.filter(unit__path__startswith=unit.path, unit__organisation_id=round.organisation_id)
    read: dict[UUID, list[Remark]] = defaultdict(list)
    for statement, pk, written in found.order_by("position").values_list("statement_id", "id", "remarks"):
        read[statement] += [Remark(text, pk) for text in written]
    return {statement: sorted(written) for statement, written in read.items()}


def remarks_in(viewer: Person, pk: UUID) -> tuple[Result, list[Remark]]:
    """One stored result and the remarks in it that were not struck; DoesNotExist where its round may not be seen."""
    found = Result.objects.select_related("round", "statement", "unit")
    row = found.get(pk=pk, round__in=Round.objects.visible_to(viewer))
    readable = may_read_remarks(viewer, row.round, row.unit)
    return row, [Remark(text, row.pk) for text in row.remarks if readable and text != STRUCK]
