"""How much does a case weigh, for whoever carries it, and how much may somebody carry?

Points are whole numbers. A limit is the full-time maximum, times the share of the staff group, times the hours, times
an adjustment where one was agreed. What is held against it is the stable part in proportion to the hours, the points
of the cases by role, and those of further responsibilities. Nothing here knows the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people.models import StaffGroup
from cairn.practice.caseload.models import Level, Role

USUAL = Path(__file__).parent / "library" / "weighting.yaml"
MOST_POINTS = 500
FEATURES = ("complexity", "intensity", "travel")
PARTS = ("title", "stable_part", "full_time_maximum", "case_types", *FEATURES, "shares", "responsibilities", "limits")


@dataclass(frozen=True)
class Weighed:
    """Something that weighs: a type of case, or a further responsibility."""

    key: str
    title: str
    points: int


@dataclass(frozen=True)
class Weights:
    """One weighting as it was read."""

    title: str
    stable_part: int
    full_time_maximum: int
    almost_full: int
    case_types: tuple[Weighed, ...]
    complexity: tuple[int, ...]
    intensity: tuple[int, ...]
    travel: tuple[int, ...]
    shares: Mapping[str, int]
    responsibilities: tuple[Weighed, ...]
    limits: Mapping[str, int]

    def type_title(self, key: str) -> str:
        """A type of case in words; a type of an earlier weighting by its key."""
        found = next((one.title for one in self.case_types if one.key == key), "")
        return found or key.replace("_", " ").capitalize()

    def responsibility_title(self, key: str) -> str:
        """A further responsibility in words."""
        found = next((one.title for one in self.responsibilities if one.key == key), "")
        return found or key.replace("_", " ").capitalize()

    def of_case(self, case_type: str, complexity: int = 0, intensity: int = 0, travel: int = 0) -> int:
        """The points of a case; a type that the weighting no longer knows weighs as other work."""
        points = {one.key: one.points for one in self.case_types}
        usual = points.get("other", min(points.values(), default=0))
        levels = self.complexity[complexity] + self.intensity[intensity] + self.travel[travel]
        return points.get(case_type, usual) + levels

    def for_role(self, points: int, role: str) -> int:
        """What a case weighs for somebody in this role."""
        return whole(Decimal(points) * self.shares[role] / 100)

    def limit(self, staff_group: str, full_time_equivalent: Decimal, percent: int = 100) -> int:
        """What somebody may carry: by staff group, hours, and an adjustment in per cent."""
        share = Decimal(self.limits.get(staff_group, 0)) * percent / 10_000
        return whole(self.full_time_maximum * share * full_time_equivalent)

    def before_cases(self, full_time_equivalent: Decimal, responsibilities: Iterable[str] = ()) -> int:
        """What somebody carries without any case: the stable part, and further responsibilities."""
        points = {one.key: one.points for one in self.responsibilities}
        return whole(self.stable_part * full_time_equivalent) + sum(points.get(key, 0) for key in responsibilities)

    def as_json(self) -> dict[str, Any]:
        """As it is stored; `read_weights` reads it again."""
        made = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}
        for name in ("case_types", "responsibilities"):
            made[name] = [asdict(one) for one in made[name]]
        return made


def whole(points: Decimal) -> int:
    """The nearest whole number; a half goes up."""
    return int(points.quantize(Decimal(1), ROUND_HALF_UP))


@cache
def proposal() -> Weights:
    """What Cairn proposes, until an employer adopts a weighting of its own."""
    return read_weights(yaml.safe_load(USUAL.read_text()))


def read_weights(raw: Mapping[str, Any]) -> Weights:
    """Read the settings of a weighting. Raises `Refused` with a sentence that says what is wrong."""
    if missing := [name for name in PARTS if name not in raw]:
        raise Refused(f"The weighting does not say: {', '.join(missing).replace('_', ' ')}.")
    weights = Weights(
        title=str(raw["title"]).strip()[:160],
        stable_part=_points(raw["stable_part"], "The stable part"),
        full_time_maximum=_points(raw["full_time_maximum"], "The full-time maximum"),
        almost_full=_percent(raw.get("almost_full", 90), "Almost full"),
        case_types=_weighed(raw["case_types"], "type of case"),
        complexity=_levels(raw["complexity"], "complexity"),
        intensity=_levels(raw["intensity"], "intensity"),
        travel=_levels(raw["travel"], "travel"),
        shares={role: _percent(raw["shares"].get(role, 0), Role(role).label) for role in Role.values},
        responsibilities=_weighed(raw["responsibilities"], "responsibility"),
        limits={group: _percent(raw["limits"].get(group, 0), StaffGroup(group).label) for group in StaffGroup.values},
    )
    _insist_on_sense(weights)
    return weights


def _insist_on_sense(weights: Weights) -> None:
    if not weights.title:
        raise Refused("Give the weighting a name.")
    if not weights.case_types:
        raise Refused("A weighting needs at least one type of case.")
    if weights.stable_part >= weights.full_time_maximum:
        raise Refused("The stable part leaves no room for cases: it is as large as the full-time maximum.")
    protected, usual = weights.limits[StaffGroup.NEWLY_QUALIFIED], weights.limits[StaffGroup.SOCIAL_WORKER]
    if protected > usual:
        raise Refused("Newly qualified social workers would carry more than others. They are protected: set it lower.")


def _whole_number(value: Any, what: str, most: int, unit: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise Refused(f"{what} must be a whole number of {unit} from 0 to {most}.")
    return value


def _points(value: Any, what: str) -> int:
    return _whole_number(value, what, MOST_POINTS, "points")


def _percent(value: Any, what: str) -> int:
    return _whole_number(value, what, 100, "per cent")


def _levels(value: Any, what: str) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or len(value) != len(Level.values):
        raise Refused(f"Say how many points {what} adds where it is usual, high and very high.")
    points = tuple(_points(one, f"The points for {what}") for one in value)
    if list(points) != sorted(points):
        raise Refused(f"The points for {what} must not fall from usual to very high.")
    return points


def _weighed(value: Any, what: str) -> tuple[Weighed, ...]:
    found = [Weighed(str(one["key"]), str(one["title"]).strip(), _points(one["points"], f"A {what}")) for one in value]
    if len({one.key for one in found}) != len(found) or len({one.title.casefold() for one in found}) != len(found):
        raise Refused(f"Each {what} stands in a weighting once.")
    if any(not one.title or not one.key or len(one.key) > 40 for one in found):
        raise Refused(f"Each {what} needs a name.")
    return tuple(found)
