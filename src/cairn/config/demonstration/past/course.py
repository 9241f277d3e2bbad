"""Who meets whom under one agreement, from which day on, and when next?"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cairn.config.demonstration.past.meeting import Meeting, meeting
from cairn.config.demonstration.past.pace import USUAL, Pace
from cairn.config.demonstration.past.working_days import WorkingDays
from cairn.practice.supervision.models import Kind
from cairn.practice.supervision.turns import Ruled, Supervised, next_turn


def usual(day: date) -> Pace:
    """As it goes where nothing is told."""
    return USUAL


@dataclass(slots=True)
class Course:
    """One agreement as it goes on. Identifiers are written as 32 digits."""

    agreement: str
    supervisor: str
    supervisee: str | None
    unit: str
    words: str
    one: Supervised
    kind: str = Kind.LINE
    pace: Callable[[date], Pace] = usual
    supervisor_name: str = ""
    members: tuple[str, ...] = ()
    group: str = ""  # where nobody in particular is supervised, that of whoever leads the session
    next: Meeting | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """The two, or everybody of a group."""
        return (self.supervisor, self.supervisee) if self.supervisee else (self.supervisor, *self.members)

    @property
    def signatories(self) -> tuple[str, ...]:
        """Both; of a group, whoever leads it."""
        return (self.supervisor, self.supervisee) if self.supervisee else (self.supervisor,)

    def staff_group(self, day: date) -> str:
        """As it was on the day, else the last one before it."""
        found = self.group if self.supervisee is None else ""
        for stint in self.one.stints:
            if stint.first <= day or not found:
                found = stint.staff_group
        return found

    def look_ahead(self, rules: "Rules") -> None:
        """Reckon the next turn as the product does, and what becomes of it."""
        turn = next_turn(self.one, rules.policies, rules.days.is_one)
        self.next = None
        if turn is not None and turn.due_on is not None:
            absences = self.one.absences
            self.next = meeting(turn, self.pace(turn.due_on), rules.days, rules.chance, absences)

    def held(self, day: date, rules: "Rules") -> None:
        """It was held: from here the next turn is counted."""
        self.one = replace(self.one, last_held=day)
        self.look_ahead(rules)


@dataclass
class Rules:
    """What holds for everybody: policies, working days, and the one die."""

    policies: list[Ruled]
    days: WorkingDays
    chance: random.Random
    sign_within: int = 10
    rebook_within: int = 5
