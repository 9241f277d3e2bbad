"""What does each regulator ask, since when? Rule packs as dated data: `library/regulators/*.yaml`.

A pack is changed by adding an edition with its first day, never by changing an old one, so that what was asked in
March is still known in November. Values marked `to_confirm` are shown as such until the employer has looked them up.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from cairn.foundation.core import months

LIBRARY = Path(__file__).parent / "library" / "regulators"
SEASON, ANNIVERSARY, EVERY_TWO_YEARS = "season", "anniversary", "every_two_years"
REGISTRANT, EMPLOYER = "registrant", "employer"


@dataclass(frozen=True)
class Part:
    """A part of a register."""

    key: str
    title: str
    is_social_worker: bool = False


@dataclass(frozen=True)
class Step:
    """One thing to do before a window closes, by the registrant or by the employer."""

    key: str
    title: str
    by: str
    when: str = ""
    learning: bool = False
    to_confirm: bool = False

    @property
    def is_always_asked(self) -> bool:
        """Not only of those whom the regulator samples."""
        return not self.when


@dataclass(frozen=True)
class Window:
    """The days in which a registration is renewed, or an annual declaration made."""

    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class Edition:
    """What a regulator asks from a day on."""

    since: date
    source: str
    steps: tuple[Step, ...]
    lapse: str
    asks: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """How its windows recur."""
        return str(self.asks["window"]["kind"])

    @property
    def refer(self) -> str:
        """When an employer refers a concern to it, in words; empty where the pack does not say."""
        return str(self.asks.get("refer", ""))

    @property
    def to_confirm(self) -> bool:
        """Whether a value of it waits for the employer to look it up."""
        return "to_confirm" in repr(self.asks) or any(step.to_confirm for step in self.steps)

    def window_of(self, year: int, first_registered_on: date) -> Window:
        """The window that closes in this year, for somebody who was first registered on that day."""
        asked = self.asks["window"]
        if self.kind == SEASON:
            return Window(_day(asked["opens"], year), _day(asked["closes"], year))
        closes_on = months.add(first_registered_on, 12 * (year - first_registered_on.year))
        return Window(closes_on - timedelta(days=int(asked["days"])), closes_on)

    def closes_in(self, year: int, first_registered_on: date) -> bool:
        """Whether a window of theirs closes in this year at all.

        A season closes for everybody who registered before its last day; where the anniversary counts, no window
        closes in the year in which somebody registered.
        """
        if self.kind == SEASON:
            return first_registered_on < self.window_of(year, first_registered_on).closes_on
        since = year - first_registered_on.year
        return since > 0 and (self.kind != EVERY_TWO_YEARS or since % 2 == 0)

    def asks_learning_of(self, window: Window, first_registered_on: date) -> bool:
        """Whether the steps of learning are asked too: not of those who joined after the day that the pack names."""
        named = self.asks.get("joiners", {}).get("no_learning_after")
        if not named:
            return True
        return first_registered_on < _day(named, window.closes_on.year)


@dataclass(frozen=True)
class Regulator:
    """One regulator: its parts, the form of its numbers, the approvals met beside it, and what it asks since when."""

    key: str
    title: str
    short: str
    nation: str
    parts: tuple[Part, ...]
    approvals: tuple[str, ...]
    editions: tuple[Edition, ...]
    number: Mapping[str, Any]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(str(self.number["pattern"]), re.IGNORECASE | re.ASCII)

    @property
    def number_in_words(self) -> str:
        """How its numbers look: 'six to eight digits, such as 3012345'."""
        return f"{self.number['words']}, such as {self.number['example']}"

    def is_number(self, text: str) -> bool:
        """Whether a number has the form that this regulator gives out."""
        return bool(self._pattern.fullmatch(text))

    def part(self, key: str) -> Part | None:
        """One of its parts."""
        return next((part for part in self.parts if part.key == key), None)

    def edition_on(self, day: date) -> Edition:
        """What it asked on a day; before its first edition, what that one asks."""
        begun = [edition for edition in self.editions if edition.since <= day]
        return begun[-1] if begun else self.editions[0]


def plain_number(text: str) -> str:
    """A number as it is compared: without blanks, in capitals."""
    return "".join(text.split()).upper()


@cache
def regulators() -> Mapping[str, Regulator]:
    """Every regulator that Cairn knows, by its key, those of social work first."""
    found = [_read(path) for path in sorted(LIBRARY.glob("*.yaml"))]
    return {one.key: one for one in sorted(found, key=lambda one: (not one.nation, one.title))}


def regulator_of(key: str) -> Regulator:
    """The regulator of this key; one that nobody knows is a mistake."""
    return regulators()[key]


def _read(path: Path) -> Regulator:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Regulator(
        key=raw["key"],
        title=raw["title"],
        short=raw["short"],
        nation=raw["nation"],
        parts=tuple(Part(**one) for one in raw["parts"]),
        approvals=tuple(raw["approvals"]),
        editions=tuple(sorted((_edition(one) for one in raw["editions"]), key=lambda one: one.since)),
        number=raw["number"],
    )


def _edition(raw: Mapping[str, Any]) -> Edition:
    steps = tuple(Step(**one) for one in raw["steps"])
    return Edition(raw["from"], raw["source"], steps, raw["lapse"], raw)


def _day(named: Mapping[str, int], year: int) -> date:
    return date(year, named["month"], named["day"])
