"""Who held each post of a large organisation, from when to when, under whom?"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from cairn.config.demonstration.large import DOMAIN
from cairn.config.demonstration.large.places import Place
from cairn.config.demonstration.library import employers
from cairn.config.demonstration.names import address
from cairn.config.demonstration.past.agreements import Party
from cairn.config.demonstration.past.rows import identifier
from cairn.foundation.people.models import StaffGroup
from cairn.practice.supervision.turns import Span, Stint, merged

ONE_DAY, A_YEAR = timedelta(days=1), timedelta(days=365)
STAYS = 11.0  # years, as a mean
EMPTY_FOR = (2, 4, 6, 10)  # weeks until somebody follows
NEWLY_QUALIFIED = 0.3  # of social workers who begin
FIRST_YEAR_TITLE = "Social worker (supported year)"
AWAY = 0.035  # in a year, for long
AWAY_FOR = (30, 45, 60, 90, 120, 180)  # days


@dataclass(eq=False)
class Tenure:
    """One person in one place, with the groups to which they belonged meanwhile."""

    place: Place
    person: Party
    email: str
    number: str
    first: date
    last: date | None
    groups: list[Stint] = field(default_factory=list)
    absences: list[Span] = field(default_factory=list)

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Under:
    """A time under one and the same line manager; without one at the very top."""

    first: date
    last: date | None
    manager: Tenure | None


Staff = dict[int, list[Tenure]]


class Recruiting:
    """Fills places, one person after another, from the first day to today."""

    def __init__(self, first: date, today: date, chance: random.Random) -> None:
        self.first, self.today, self.chance = first, today, chance
        self._names = _names(chance)
        self._number = 1000

    def fill(self, places: list[Place]) -> Staff:
        """By the place's own number in the list."""
        return {number: list(self._held(place)) for number, place in enumerate(places)}

    def _held(self, place: Place) -> Iterator[Tenure]:
        begins = self.first
        while True:
            ends = None if place.key else self._end(begins)
            following = self._following(place, ends)
            if ends is None or following is None:
                yield self._tenure(place, begins, None)
                return
            yield self._tenure(place, begins, ends)
            begins = following

    def _end(self, begins: date) -> date | None:
        """A Sunday, so that whoever follows begins on a Monday; nothing where it lies ahead."""
        day = begins + timedelta(days=round(self.chance.expovariate(1 / STAYS) * 365.25))
        day += (6 - day.weekday()) * ONE_DAY
        return day if day < self.today - timedelta(weeks=2) and day > begins + timedelta(weeks=8) else None

    def _following(self, place: Place, ends: date | None) -> date | None:
        """Where others stand below, the day after."""
        if ends is None:
            return None
        weeks = 0 if place.has_others_below else self.chance.choice(EMPTY_FOR)
        begins = ends + ONE_DAY + timedelta(weeks=weeks)
        return begins if begins < self.today - timedelta(weeks=1) else None

    def _tenure(self, place: Place, begins: date, ends: date | None) -> Tenure:
        given, family = next(self._names)
        self._number += self.chance.randint(1, 7)
        person = Party(identifier(self.chance), f"{given} {family}")
        found = Tenure(place, person, address(given, family, DOMAIN), f"G{self._number:06}", begins, ends)
        found.groups = list(self._groups(place, begins, ends))
        found.absences = self._absences(place, begins, ends)
        return found

    def _groups(self, place: Place, begins: date, ends: date | None) -> Iterator[Stint]:
        hours, group = round(float(place.hours) * 100), place.group
        until = begins + A_YEAR
        is_new = group == StaffGroup.SOCIAL_WORKER and not place.key and self.chance.random() < NEWLY_QUALIFIED
        if is_new and until < (ends or self.today):
            yield Stint(begins, until, StaffGroup.NEWLY_QUALIFIED, hours)
            begins = until + ONE_DAY
        elif is_new:
            group = StaffGroup.NEWLY_QUALIFIED
        yield Stint(begins, ends, group, hours)

    def _absences(self, place: Place, begins: date, ends: date | None) -> list[Span]:
        """Long ones only, and all of them over; whoever supervises is not away for long here."""
        if place.key or place.has_others_below:
            return []
        end, found, day = ends or self.today, [], begins
        while (day := day + A_YEAR) < end:
            if self.chance.random() < AWAY:
                first = day + timedelta(days=self.chance.randrange(90))
                last = first + timedelta(days=self.chance.choice(AWAY_FOR))
                if last < end:
                    found.append(Span(first, last))
        return merged(found)


def under(tenure: Tenure, above: list[Tenure]) -> list[Under]:
    """The times of a tenure under one line manager after another."""
    if not above:
        return [Under(tenure.first, tenure.last, None)]
    found = []
    for manager in above:
        first = max(tenure.first, manager.first)
        last = min((day for day in (tenure.last, manager.last) if day), default=None)
        if last is None or first <= last:
            found.append(Under(first, last, manager))
    return found


def _names(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Every pair of names once; when they are used up, with two family names."""
    lists = employers()["names"].values()
    given = sorted({name for one in lists for name in one["given"]})
    family = sorted({name for one in lists for name in one["family"]})
    pairs = [(one, other) for one in given for other in family]
    chance.shuffle(pairs)
    yield from pairs
    for second in family:
        for one, other in pairs:
            if second != other:
                yield one, f"{other}-{second}"
