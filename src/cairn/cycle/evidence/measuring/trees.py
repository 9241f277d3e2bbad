"""How did the tree of units stand at the end of a month?"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from cairn.foundation.core import months
from cairn.foundation.core.disclosure import Tree
from cairn.foundation.people.models import Placement, Unit

WHOLE = "whole"


@dataclass(frozen=True)
class MonthTree:
    """The tree with the whole organisation at its top.

    To be quick at hundreds of thousands of figures, its units go by their place: `units[0]` lies lowest, the whole
    comes last. The fingerprint shows whether history was changed.
    """

    units: tuple[UUID | None, ...]
    tree: Tree[int]
    fingerprint: str
    places: Mapping[UUID | None, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {unit: place for place, unit in enumerate(self.units)})

    @property
    def whole(self) -> int:
        """The place of the whole organisation."""
        return len(self.units) - 1


class Placed(NamedTuple):
    """From when on a unit stands under another one; under none: at the top."""

    unit: UUID
    parent: UUID | None
    starts_on: date


def month_trees(organisation_id: UUID, wanted: Iterable[date]) -> dict[date, MonthTree]:
    """The trees of these months. Two queries."""
    units = Unit.objects.filter(organisation_id=organisation_id).order_by("path").values_list("id", flat=True)
    found = Placement.objects.filter(organisation_id=organisation_id).order_by("starts_on", "id")
    return trees_of(units, [Placed(*row) for row in found.values_list("unit_id", "parent_id", "starts_on")], wanted)


def trees_of(units: Iterable[UUID], placed: Sequence[Placed], wanted: Iterable[date]) -> dict[date, MonthTree]:
    """The trees of these months. Months between which nothing moved share one tree.

    `units` are in the order of their paths, `placed` in that of time.

    A unit stands where it stood last by the end of the month: one that was closed stays there, and one that was not
    open yet stands where it was opened, so that no record of it is lost.
    """
    above: dict[UUID, UUID | None] = dict.fromkeys(units)
    above |= {unit: parent for unit, parent, _ in reversed(placed)}
    trees: dict[date, MonthTree] = {}
    made, next_move = None, 0
    for month in sorted(set(wanted)):
        end = months.last_of(month)
        while next_move < len(placed) and placed[next_move][2] <= end:
            unit, parent, _ = placed[next_move]
            if above[unit] != parent:
                above[unit], made = parent, None
            next_move += 1
        trees[month] = made = made or tree_over(above)
    return trees


def tree_over(above: Mapping[UUID, UUID | None]) -> MonthTree:
    """The tree of units by the unit above each; None is the whole."""
    return _tree_over(tuple(above.items()))


@lru_cache(maxsize=32)  # the same tree is asked for with every figure, and it changes a few times a year
def _tree_over(pairs: tuple[tuple[UUID, UUID | None], ...]) -> MonthTree:
    above = dict(pairs)
    named: Tree[UUID | str] = Tree({unit: parent or WHOLE for unit, parent in above.items()} | {WHOLE: None})
    if lost := [unit for unit in above if unit not in named.places]:
        # Units that were closed stand where they stood last, and may so have come to stand under each other.
        return tree_over({**above, **dict.fromkeys(lost)})
    parents = {named.places[unit]: named.places[parent or WHOLE] for unit, parent in above.items()}
    units = tuple(unit if isinstance(unit, UUID) else None for unit in named.order)
    said = ",".join(sorted(f"{unit}<{parent}" for unit, parent in above.items()))
    whole = named.places[WHOLE]
    tree = Tree({place: parents.get(place) for place in range(whole + 1)})
    return MonthTree(units, tree, hashlib.sha256(said.encode()).hexdigest()[:16])
