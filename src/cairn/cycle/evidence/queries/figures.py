"""How did figures run, who said what about them, and when were they computed?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from cairn.cycle.evidence.course import Course
from cairn.cycle.evidence.declaring import Indicator, all_indicators
from cairn.cycle.evidence.models import Annotation, Baseline, Computation, Revision
from cairn.cycle.evidence.sight import Part, Sight
from cairn.cycle.evidence.standing import BACK
from cairn.foundation.core import clock, months
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.models import Person, Unit

YEARS = 10
REVISIONS = 6


def span(*, of_all: bool = False) -> tuple[date, date]:
    """The months that charts look back on, up to the running one: two years that are over, or ten years in all.

    Two years tell change from chance, and a page costs the same however long records have been kept.
    """
    running = months.first_of(clock.today())
    return months.add(running, 1 - 12 * YEARS if of_all else -BACK), running


def courses(
    sight: Sight,
    indicators: Collection[Indicator],
    units: Collection[UUID | None],
    *,
    of_all: bool = False,
) -> dict[Part, Course]:
    """The course of each indicator in each of these units (None: the whole), also of those without any records."""
    points, baselines = sight.charted(indicators, units, span(of_all=of_all))
    return {
        (one.key, unit): Course(one, points.get((one.key, unit), ()), baselines.get((one.key, unit), ()))
        for one in indicators
        for unit in units
    }


def figures_in(sight: Sight, unit: UUID | None) -> list[Course]:
    """Every declared indicator in one unit or in the whole, by title."""
    every = sorted(all_indicators(), key=lambda one: one.title)
    found = courses(sight, every, [unit])
    return [found[one.key, unit] for one in every]


@dataclass(frozen=True)
class ChartLine:
    """What somebody said of a month of a chart: an annotation, or the reason for which a baseline was redrawn."""

    pk: UUID
    unit_id: UUID | None
    month: date
    text: str
    by: str
    at: datetime
    is_baseline: bool


def chart_lines(viewer: Person, indicator: Indicator) -> list[ChartLine]:
    """Annotations and baselines of the charts of all units, the oldest month first. One query."""
    found = _said(organisation=viewer.organisation_id, indicator=indicator.key)
    rows = sorted(found, key=lambda row: (row[2], row[6]))
    return [
        ChartLine(pk, unit, month, text, f"{given} {family}", at, kind == "baseline")
        for pk, unit, month, text, given, family, at, kind in rows
    ]


@prepared
def _said(**about: Any) -> QuerySet[Any]:
    notes = _lines(Annotation.objects.filter(**about, withdrawn_at=None), "month", "text", kind="note")
    redrawn = _lines(Baseline.objects.filter(**about, withdrawn_at=None), "from_month", "reason", kind="baseline")
    return notes.union(redrawn, all=True)


def _lines(found: QuerySet[Any], month: str, text: str, *, kind: str) -> QuerySet[Any]:
    columns = found.order_by().annotate(said=Cast(F(text), TextField()), kind=Value(kind, output_field=CharField()))
    return columns.values_list("pk", "unit_id", month, "said", "by__given_name", "by__family_name", "at", "kind")


def annotation_for(viewer: Person, pk: UUID) -> Annotation:
    """An annotation that was not withdrawn; DoesNotExist where it is another employer's."""
    found = Annotation.objects.filter(organisation=viewer.organisation_id, withdrawn_at=None)
    return found.select_related("unit").get(pk=pk)


def baseline_for(viewer: Person, pk: UUID) -> Baseline:
    """A baseline that was not withdrawn; DoesNotExist where it is another employer's."""
    found = Baseline.objects.filter(organisation=viewer.organisation_id, withdrawn_at=None)
    return found.select_related("unit").get(pk=pk)


@dataclass(frozen=True)
class Made:
    """When the latest month of an indicator was computed, and by which version of its rule."""

    month: date
    version: int
    at: datetime


def made(viewer: Person, indicators: Iterable[Indicator]) -> dict[str, Made]:
    """When each of these indicators was last computed. One query."""
    since = months.add(months.first_of(clock.today()), -2)
    rows = _made(organisation=viewer.organisation_id, indicators=[one.key for one in indicators], since=since)
    return {key: Made(month, version, at) for key, month, version, at in rows}


@prepared
def _made(*, organisation: Any, indicators: Any, since: Any) -> QuerySet[Any]:
    found = Computation.objects.filter(organisation=organisation, indicator__in=indicators, month__gte=since)
    return found.order_by("month").values_list("indicator", "month", "version", "at")


def revisions(viewer: Person, indicator: Indicator, unit: UUID | None) -> list[Revision]:
    """The figures of closed months that came out differently later, the newest first, six at most."""
    return _revisions(organisation=viewer.organisation_id, indicator=indicator.key, unit=unit)


@prepared
def _revisions(**about: Any) -> QuerySet[Revision]:
    return Revision.objects.filter(**about).order_by("-at", "-month")[:REVISIONS]


def unit_of(viewer: Person, pk: UUID | None) -> Unit | None:
    """A unit of one's own organisation; None for the whole."""
    return None if pk is None else Unit.objects.visible_to(viewer).get(pk=pk)


def units_led(viewer: Person) -> QuerySet[Unit]:
    """The open units that somebody leads today."""
    led = viewer.posts.current().filter(leads_unit=True).values("unit")
    return Unit.objects.visible_to(viewer).open().filter(pk__in=led).order_by("path")
