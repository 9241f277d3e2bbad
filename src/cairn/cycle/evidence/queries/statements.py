"""What do the figures that speak to a statement show, in the whole organisation and by service?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, IntegerField, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast

from cairn.cycle.evidence.course import Course
from cairn.cycle.evidence.declaring import Indicator, speaking_to
from cairn.cycle.evidence.models import Annotation, Baseline, Computation
from cairn.cycle.evidence.queries.figures import ChartLine, Made, span
from cairn.cycle.evidence.sight import Sight
from cairn.cycle.evidence.units_now import UnitNow
from cairn.foundation.core import clock, months
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement

SERVICES = 8


@dataclass(frozen=True)
class Spoken:
    """The figures of a statement, the most telling first, as one reader may see them.

    `services` are the units just below the whole with the course of the first figure in each, `lines` what was said of
    its months, `made` when each figure was computed.
    """

    courses: tuple[Course, ...]
    services: tuple[tuple[UnitNow, Course], ...]
    more_services: bool
    lines: tuple[ChartLine, ...]
    made: Mapping[str, Made]

    @property
    def first(self) -> Course:
        return self.courses[0]


def most_telling(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Those with a target first, and among them those that speak to the fewest statements.

    The order hangs on nothing that changes from month to month, so that a figure keeps its place.
    """
    return sorted(indicators, key=lambda one: (one.target is None, len(one.statements), one.title))


def figures_of_statement(viewer: Person, statement: Statement) -> Spoken | None:
    """The figures that speak to a statement; None where there are none.

    Several rooms show them on one page, so they are asked for once: three queries, one more at times for whoever has
    the right to the rows of some units only.
    """
    known = statement.__dict__.get("_spoken")
    if known is None or known[0] != viewer.pk:
        known = statement.__dict__["_spoken"] = (viewer.pk, _spoken(viewer, statement))
    spoken: Spoken | None = known[1]
    return spoken


def _spoken(viewer: Person, statement: Statement) -> Spoken | None:
    indicators = most_telling(speaking_to(statement.names))
    if not indicators:
        return None
    sight, first = Sight(viewer), indicators[0]
    below = sight.units.below(None)
    services = below[:SERVICES] if len(below) > 1 else []
    points, redrawn = sight.charted(indicators, [None], span(), more={first.key: [one.pk for one in services]})
    said = _said(viewer, indicators, first)

    def course(indicator: Indicator, unit: UUID | None) -> Course:
        part = indicator.key, unit
        return Course(indicator, points.get(part, ()), redrawn.get(part, ()))

    return Spoken(
        courses=tuple(course(one, None) for one in indicators),
        services=tuple((one, course(first, one.pk)) for one in services),
        more_services=len(below) > SERVICES,
        lines=tuple(line for line in said.of_chart if course(first, None).covers(line.month)),
        made=said.made,
    )


class _Line(NamedTuple):
    """A baseline, a note or a computation, in the columns that they share."""

    kind: str
    pk: UUID
    indicator: str
    unit: UUID | None
    month: date
    at: datetime
    text: str
    given: str
    family: str
    version: int


@dataclass(frozen=True)
class _Said:
    """What is known of charts beside their points."""

    lines: Sequence[_Line]

    @property
    def of_chart(self) -> tuple[ChartLine, ...]:
        """What stands beside the chart of the whole: notes, and why its limits were drawn anew."""
        return tuple(
            ChartLine(one.pk, None, one.month, one.text, f"{one.given} {one.family}", one.at, one.kind == "baseline")
            for one in self.lines
            if one.kind != "made"
        )

    @property
    def made(self) -> dict[str, Made]:
        """When the latest month of each was computed."""
        return {one.indicator: Made(one.month, one.version, one.at) for one in self.lines if one.kind == "made"}


def _said(viewer: Person, indicators: Sequence[Indicator], first: Indicator) -> _Said:
    """What was said of the chart of the first figure, and when all were computed. One query."""
    rows = _lines(
        organisation=viewer.organisation_id,
        first=first.key,
        indicators=[one.key for one in indicators],
        since=months.add(months.first_of(clock.today()), -2),
    )
    return _Said(sorted(map(_Line._make, rows), key=lambda one: (one.month, one.at)))


@prepared
def _lines(*, organisation: Any, first: Any, indicators: Any, since: Any) -> QuerySet[Any]:
    chart = {"organisation": organisation, "indicator": first, "unit": None, "withdrawn_at": None}
    computed = Computation.objects.filter(organisation=organisation, indicator__in=indicators, month__gte=since)
    return _written(Baseline.objects.filter(**chart), "baseline", "from_month", "reason").union(
        _written(Annotation.objects.filter(**chart), "note", "month", "text"), _computed(computed), all=True
    )


def _written(found: QuerySet[Any], kind: str, month: str, text: str) -> QuerySet[Any]:
    columns = found.order_by().annotate(
        of=Value(kind, output_field=CharField()), said=Cast(F(text), TextField()), rule=Value(0, IntegerField())
    )
    return columns.values_list(
        "of", "pk", "indicator", "unit_id", month, "at", "said", "by__given_name", "by__family_name", "rule"
    )


def _computed(found: QuerySet[Any]) -> QuerySet[Any]:
    """A computation is numbered and has neither unit nor author, so others stand in their columns."""
    nobody, nowhere = Value("", CharField()), Cast(Value(None), UUIDField())
    columns = found.order_by().annotate(
        of=Value("made", output_field=CharField()), unit=nowhere, said=Value("", TextField()), given=nobody,
        family=nobody, rule=Cast(F("version"), IntegerField()),
    )  # fmt: skip
    return columns.values_list(
        "of", "organisation_id", "indicator", "unit", "month", "at", "said", "given", "family", "rule"
    )
