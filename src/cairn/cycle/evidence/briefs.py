"""What does a room tell a governance board? Each declares a brief in words, and names the figures that go with it.

A brief is filed under a key that a standing agenda names, such as `supervision`. An item whose key nobody has declared
says so, and fills itself on the day on which a room declares it. What a brief tells is read by everybody on the board,
so it names nobody and tells no small numbers (sa.agenda.4 to sa.agenda.11).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cairn.foundation.core.words import capital, number


@dataclass(frozen=True)
class Period:
    """From the last meeting of the board, or as far back as a quarter, to the moment at which the pack is frozen."""

    since: datetime
    until: datetime

    @property
    def days(self) -> tuple[date, date]:
        return self.since.date(), self.until.date()


@dataclass(frozen=True)
class Told:
    """What changed since the last meeting, what needs a decision, and what is out of order; each a sentence."""

    changed: tuple[str, ...] = ()
    to_decide: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


Tell = Callable[[UUID, Period], Told]


def _nothing(organisation_id: UUID, period: Period) -> Told:
    return Told()


@dataclass(frozen=True)
class Brief:
    """What a room tells of one subject: keys of its indicators, the first of which is drawn, and sentences."""

    key: str
    title: str
    indicators: tuple[str, ...]
    tell: Tell = _nothing


_briefs: dict[str, Brief] = {}


def register(*briefs: Brief) -> None:
    """A room declares what it tells."""
    _briefs.update((brief.key, brief) for brief in briefs)


def brief_of(key: str) -> Brief | None:
    """What was declared under a key, if a room has done so."""
    return _briefs.get(key)


def all_briefs() -> list[Brief]:
    """Everything that can be put on an agenda, by title."""
    return sorted(_briefs.values(), key=lambda brief: brief.title)


def sentences(*said: tuple[int, str, str]) -> tuple[str, ...]:
    """Of counts, one and many: those that are not nought, '{count}' filled in, up to ten in words."""
    filled = ((one if count == 1 else many).format(count=number(count)) for count, one, many in said if count)
    return tuple(capital(text) for text in filled)
