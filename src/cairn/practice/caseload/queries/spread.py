"""How is work spread over those who carry it: a distribution, never only an average, and nobody can be made out?

Only practitioners are counted, each with what they carry against their own limit. A unit is shown where at least five
people stand behind it, and behind what is left over above it (core/disclosure); what is smaller is in the unit above.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median, quantiles
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from cairn.cycle.evidence.counting import AS_STORED
from cairn.foundation.core.charts import Chart
from cairn.foundation.core.disclosure import Tree, is_crowd, released
from cairn.foundation.people.models import Person, StaffGroup, Unit
from cairn.foundation.people.models.post import PRACTITIONERS
from cairn.practice.caseload.drawing import columns
from cairn.practice.caseload.models import Load, Relief, Wait

LEAST = 5
LEAST_FOR_QUARTILES = 20
BANDS = (
    (50, "Under 50 %"), (75, "50 to 74 %"), (90, "75 to 89 %"), (101, "90 to 100 %"), (111, "101 to 110 %"),
    (126, "111 to 125 %"), (10**9, "Over 125 %"),
)  # fmt: skip
OVER_FROM = 4
CASES = (
    (1, "None"),
    (6, "1 to 5"),
    (11, "6 to 10"),
    (16, "11 to 15"),
    (21, "16 to 20"),
    (26, "21 to 25"),
    (10**9, "26 or more"),
)


class Carried(NamedTuple):
    """One practitioner, without a name."""

    its_unit: str
    staff_group: str
    cases: int
    points: int
    limit: int
    has_plan: bool

    @property
    def is_over(self) -> bool:
        return self.points > self.limit

    @property
    def percent(self) -> int:
        return -(-100 * self.points // self.limit) if self.limit else 10**6


Everybody = Mapping[Any, list[Carried]]  # by unit


@dataclass(frozen=True)
class Spread:
    """One part of the organisation: how many carry how much. Withheld parts have no figures."""

    unit: Unit | None
    people: int = 0
    over: int = 0
    over_without_plan: int = 0
    newly_qualified: int = 0
    newly_qualified_over: int = 0
    bands: tuple[int, ...] = ()
    cases: tuple[int, ...] = ()
    mean: float = 0
    middle: float = 0
    quarters: tuple[int, int] | None = None
    is_withheld: bool = False


@dataclass(frozen=True)
class Page:
    """What the page of the distribution shows."""

    here: Spread
    below: list[Spread]
    charts: list[Chart]
    waiting: int | None
    cases_each: Decimal | None


def spread(viewer: Person, unit: Unit | None = None) -> Page:
    """The whole organisation or one part of it, and the parts directly below."""
    units = {one.pk: one for one in Unit.objects.visible_to(viewer).order_by("path")}
    carried = _carried(viewer)
    shown = _shown(units, carried)
    here = _spread(unit, carried, units, shown)
    parent = unit.pk if unit else None
    children = [one for one in units.values() if one.parent_id == parent and one.closed_on is None]
    below = [_spread(one, carried, units, shown) for one in children]
    with_people = [one for one in below if one.people or one.is_withheld]
    return Page(here, with_people, _charts(here), _waiting(viewer, unit, here), _each(here, carried, units, unit))


def _carried(viewer: Person) -> Everybody:
    planned = Relief.objects.open().filter(person=OuterRef("person"))
    found = Load.objects.filter(organisation_id=viewer.organisation_id, staff_group__in=PRACTITIONERS).order_by()
    rows = found.annotate(has_plan=Exists(planned)).annotate(its_unit=AS_STORED)
    carried: dict[Any, list[Carried]] = defaultdict(list)
    for row in rows.values_list(*Carried._fields):
        one = Carried(*row)
        carried[one.its_unit].append(one)
    return {UUID(str(unit)): some for unit, some in carried.items()}


def _below(carried: Everybody, units: Mapping[Any, Unit], unit: Unit | None) -> list[Carried]:
    """Everybody in a unit and below it; without a unit everybody."""
    path = unit.path if unit else ""
    return [one for key, some in carried.items() if units[key].path.startswith(path) for one in some]


def _shown(units: Mapping[Any, Unit], carried: Everybody) -> frozenset[Any]:
    """The units whose figures may be shown; None stands for the whole."""
    own: dict[Any, tuple[int, ...]] = {
        key: (count,) for key, count in ((key, len(some)) for key, some in carried.items())
    }
    parents: dict[Any, Any] = {key: unit.parent_id for key, unit in units.items()}
    whole = "whole"
    tree = Tree({whole: None} | {key: parent or whole for key, parent in parents.items()})
    return released(tree, own, least=LEAST, points=1, safe=is_crowd)


def _spread(unit: Unit | None, carried: Everybody, units: Mapping[Any, Unit], shown: frozenset[Any]) -> Spread:
    here = _below(carried, units, unit)
    if not here:
        return Spread(unit)
    if (unit.pk if unit else "whole") not in shown:
        return Spread(unit, is_withheld=True)
    new = [one for one in here if one.staff_group == StaffGroup.NEWLY_QUALIFIED]
    points = sorted(one.points for one in here)
    return Spread(
        unit=unit,
        people=len(here),
        over=sum(one.is_over for one in here),
        over_without_plan=sum(one.is_over and not one.has_plan for one in here),
        newly_qualified=len(new),
        newly_qualified_over=sum(one.is_over for one in new),
        bands=_counted(BANDS, [one.percent for one in here]),
        cases=_counted(CASES, [one.cases for one in here]),
        mean=sum(points) / len(points),
        middle=median(points),
        quarters=_quarters(points),
    )


def _quarters(points: Sequence[int]) -> tuple[int, int] | None:
    """Between which points the middle half lies; in a small group that would tell of single people."""
    if len(points) < LEAST_FOR_QUARTILES:
        return None
    first, _, third = quantiles(points, n=4, method="inclusive")
    return round(first), round(third)


def _counted(bands: Sequence[tuple[int, str]], values: Sequence[int]) -> tuple[int, ...]:
    ends = [below for below, _ in bands]
    counts = Counter(bisect_right(ends, value) for value in values)
    return tuple(counts[place] for place in range(len(bands)))


def _charts(here: Spread) -> list[Chart]:
    if not here.people:
        return []
    points = [(label, count) for (_, label), count in zip(BANDS, here.bands, strict=True)]
    cases = [(label, count) for (_, label), count in zip(CASES, here.cases, strict=True)]
    return [
        columns("How much of their limit people carry", points, over_from=OVER_FROM, identity="points",
                heads=("Of their limit", "People")),
        columns("For how many cases people are accountable", cases, over_from=len(cases), identity="cases",
                heads=("Cases", "People")),
    ]  # fmt: skip


def _waiting(viewer: Person, unit: Unit | None, here: Spread) -> int | None:
    if here.is_withheld:
        return None
    found = Wait.objects.live().filter(organisation_id=viewer.organisation_id)
    return (found.filter(unit__path__startswith=unit.path) if unit else found).count()


def _each(here: Spread, carried: Everybody, units: Mapping[Any, Unit], unit: Unit | None) -> Decimal | None:
    """Cases for each practitioner who carries any: a crude count, as the national statistics have it."""
    if not here.people:
        return None
    counts = [one.cases for one in _below(carried, units, unit) if one.cases]
    return Decimal(sum(counts) / len(counts)).quantize(Decimal("0.1")) if len(counts) >= LEAST else None
