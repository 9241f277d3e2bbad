"""What can be measured? Each room declares its indicators in `indicators.py`, and says so when it is ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from cairn.foundation.people.models import Person, Unit


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True)
class Figure:
    """What a unit's own records of one month come to, for one staff group. `month` is its first day."""

    unit_id: UUID
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


Measure = Callable[[UUID, date, date], Iterable[Figure]]
Rows = Callable[[Person, Unit | None, date], Iterable[Row]]


@dataclass(frozen=True)
class Indicator:
    """A named, versioned question to the records.

    `numerator` and `denominator` say in words what is counted; where `is_mean` is true the figure is a mean (such as
    minutes a session), otherwise a share. `target` is a share from 0 to 1, or the wanted mean. `statements` are clause
    ids that the figure speaks to. `measure(organisation_id, first, last)` answers with the figures of all units of the
    months from `first` to `last` (both first days of months), from a single grouped query. `rows` gives the records
    behind a figure to those whom the policy lets see them under `rows_act` in that unit; everybody else gets the
    figure with small numbers withheld. A change of the rule is a new `version`.
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
    noun: str = "records"
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


def speaking_to(clauses: Iterable[str]) -> list[Indicator]:
    """The indicators that speak to a statement with these clauses."""
    asked = set(clauses)
    return [one for one in all_indicators() if asked & set(one.statements)]
