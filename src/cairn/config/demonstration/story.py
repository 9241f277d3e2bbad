"""How well does it go, as leaders see it and as practitioners see it, by area, service and round?"""

import random
from typing import Any

from cairn.config.demonstration.library import words

STATEMENT_SPREAD = 0.55
TEAM_SPREAD = 0.5
LEADER_NOISE = 0.5
PRACTITIONER_NOISE = 0.85


class Story:
    """Strengths from 1 to 6, the same for the same seed; the scale of the round is another's business."""

    def __init__(self, employer: dict[str, Any], seed: int) -> None:
        self.employer = employer
        self._seed = seed
        self._leanings: dict[tuple[str, str], float] = {}
        self._levels: dict[tuple[str, str, str, int], float] = {}

    def leader(self, ref: str, unit: str, number: int) -> int:
        """What whoever leads this unit would give this statement in the round of this number, from 0."""
        level = self._level("grades", ref, unit, number) + self._leaning(ref, unit)
        return _clipped(level + self.chance("leader", ref, unit, number).gauss(0, LEADER_NOISE))

    def practitioner(self, ref: str, unit: str, number: int, chance: random.Random) -> int:
        """What one of those who work there would give it."""
        level = self._level("grades", ref, unit, number) - self._level("gaps", ref, unit, number)
        return _clipped(level + 0.8 * self._leaning(ref, unit) + chance.gauss(0, PRACTITIONER_NOISE))

    def does_not_apply(self, ref: str, unit: str) -> str:
        """The reason why a statement does not apply to a unit, or nothing."""
        for line in words()["reasons"][self.employer["slug"]]:
            if service_of(unit) == line["unit"] and any(_is_under(ref, prefix) for prefix in line["prefixes"]):
                return str(line["reason"])
        return ""

    def shows_evidence(self, ref: str, unit: str) -> bool:
        """Whether this part of the organisation has anything to show here."""
        return not any(
            service_of(unit) == line["unit"] and _is_under(ref, line["area"])
            for line in self.employer["story"]["without_evidence"]
        )

    def _level(self, kind: str, ref: str, unit: str, number: int) -> float:
        key = (kind, ref, service_of(unit), number)
        if key not in self._levels:
            self._levels[key] = self._level_of_service(*key)
        return self._levels[key]

    def _level_of_service(self, kind: str, ref: str, service: str, number: int) -> float:
        """The line of the longest key that fits, for the service or, where it has none of its own, for the rest."""
        areas = self.employer["story"][kind]
        fitting = sorted((key for key in areas if _is_under(ref, key)), key=len, reverse=True)
        lines = [areas[key] for key in (*fitting, "rest")]
        for name in (service, "rest"):
            for line in lines:
                if name in line:
                    return float(line[name][number])
        raise KeyError(ref)

    def _leaning(self, ref: str, unit: str) -> float:
        """Some statements come easier to everybody, and some teams are simply better: both stay from round to round."""
        return self._of_statement(ref) + self._of_team(unit)

    def _of_statement(self, ref: str) -> float:
        """Where the story speaks of single statements, chance has little to say."""
        is_told = any(_is_under(ref, key) for key in self.employer["story"]["grades"] if key.count(".") > 1)
        return self._kept("statement", ref, STATEMENT_SPREAD) * (0.2 if is_told else 1)

    def _of_team(self, unit: str) -> float:
        return self._kept("team", unit, TEAM_SPREAD)

    def _kept(self, kind: str, key: str, spread: float) -> float:
        if (kind, key) not in self._leanings:
            self._leanings[kind, key] = self.chance(kind, key).gauss(0, spread)
        return self._leanings[kind, key]

    def chance(self, *of: object) -> random.Random:
        """Chance of its own for each purpose, so that a change in one place does not move everything else."""
        return random.Random(" ".join(map(str, (self._seed, self.employer["slug"], *of))))


def service_of(unit: str) -> str:
    """The code of the service a team belongs to: codes of teams begin with it."""
    return unit.partition("-")[0]


def on_scale(strength: int, top: int) -> int:
    """A strength from 1 to 6 as a grade from 1 to the top of a scale."""
    return round(1 + (strength - 1) * (top - 1) / 5)


def _is_under(ref: str, prefix: str) -> bool:
    return ref == prefix or ref.startswith(prefix + ".")


def _clipped(level: float) -> int:
    return min(6, max(1, round(level)))
