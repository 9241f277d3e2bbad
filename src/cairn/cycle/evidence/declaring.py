"""What can be measured? Each room declares its indicators in `indicators.py`, and says so when it is ready."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, overload
from uuid import UUID

from django.db.models import QuerySet

from cairn.foundation.people.models import Person, Unit


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Figure(NamedTuple):
    """What a unit's own records of one month come to, for one staff group. `month` is its first day.

    Without a unit: records that belong to the whole organisation. Without a staff group: to nobody in particular.
    """

    unit_id: UUID | None
    staff_group: str
    month: date
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Row:
    """One record behind a figure, as far as the reader may see it."""

    title: str
    href: str
    day: date | None
    counts: bool
    detail: str = ""


class RowsOf(Sequence[Row]):
    """The rows of a query, made only where they are looked at: a page of them costs a page."""

    def __init__(self, found: QuerySet[Any], row: Callable[[Any], Row]):
        self.found, self.row = found, row

    def __len__(self) -> int:
        return self.found.count()

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self.row(record) for record in self.found[place]]
        return self.row(self.found[place])


Measure = Callable[[UUID, date, date], Iterable[Figure]]
Rows = Callable[[Person, Unit | None, date], Sequence[Row]]


@dataclass(frozen=True)
class Indicator:
    """A named, versioned question to the records.

    `numerator` and `denominator` say in words what is counted; where `is_mean` is true the figure is a mean (such as
    minutes a session) and `dimension` says of what ("minutes"), otherwise a share. `noun` names the records that are
    counted. `target` is a share from 0 to 1, or the wanted mean. `statements` are those that the figure speaks to, by
    the clauses that they make real or by their refs. `measure(organisation_id, first, last)` answers with the figures
    of all units of the months from `first` to `last` (both first days of months), from a single grouped query.
    `rows(viewer, unit, month)` gives the records behind the figure of a unit and all below it, or of the whole, as far
    as the viewer may see them (`RowsOf` makes them from a query). Who has the right to all rows of a unit, by the act
    `rows_act` of the policy, sees its figures as they are; everybody else sees them with small numbers withheld. A
    change of the rule is a new `version`.
    """

    key: str
    version: int
    title: str
    numerator: str
    denominator: str
    measure: Measure
    rows: Rows
    rows_act: str
    statements: tuple[str, ...]
    direction: Direction = Direction.UP
    target: Decimal | None = None
    is_mean: bool = False
    dimension: str = ""
    noun: str = "records"
    of_answers: bool = False
    fresh_for: timedelta = field(default=timedelta(days=62))

    @property
    def source(self) -> str:
        """The room whose records it asks: a change there makes a month be measured again."""
        return self.key.partition(".")[0]


_indicators: dict[str, Indicator] = {}


def register(*indicators: Indicator) -> None:
    """A room declares what it can prove."""
    _indicators.update((one.key, one) for one in indicators)


def indicator_of(key: str) -> Indicator:
    """The indicator of this key; KeyError where nobody declared it."""
    return _indicators[key]


def all_indicators() -> list[Indicator]:
    """Every declared indicator, by key."""
    return [_indicators[key] for key in sorted(_indicators)]


def speaking_to(names: Iterable[str]) -> list[Indicator]:
    """The indicators that speak to a statement with these clauses, or with this ref."""
    asked = set(names)
    return [one for one in all_indicators() if asked & set(one.statements)]
