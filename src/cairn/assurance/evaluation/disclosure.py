"""Which figures of practitioners may be shown, so that nobody's answer can be worked out, not even by subtraction?

Units form a tree. What people in a unit itself answered is the unit's *own* counts; its *figure* is the sum over the
unit and all below it. Whoever knows the figures of a service and of three of its four teams knows the fourth by
subtraction. All that can be worked out from a set of shown figures by adding and subtracting is put together from
their *remainders*: a shown unit less the largest shown units below it (the figures are nested, so the remainders are
disjoint and span all the rest). So one rule is enough, and `remainders` lets a test play the attacker:

    every remainder is either empty or safe: at least five answers, and not all the same grade.

The second half is there because of unanimity: where five of five say "weak", the figure tells what each of them said.
Counts run from the lowest grade upwards. Nothing here knows what a unit or a grade is.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Tree(Generic[Key]):
    """Units by the unit above them; `order` names every unit after all that lie below it."""

    parents: Mapping[Key, Key | None]
    order: tuple[Key, ...] = field(init=False)
    children: Mapping[Key, tuple[Key, ...]] = field(init=False)

    def __post_init__(self) -> None:
        below: dict[Key, list[Key]] = {key: [] for key in self.parents}
        for key, parent in self.parents.items():
            if parent is not None:
                below[parent].append(key)
        tops = [key for key, parent in self.parents.items() if parent is None]
        order: list[Key] = []
        while tops:
            key = tops.pop()
            order.append(key)
            tops.extend(below[key])
        object.__setattr__(self, "order", tuple(reversed(order)))
        object.__setattr__(self, "children", {key: tuple(keys) for key, keys in below.items()})

    def totals(self, own: Mapping[Key, Counts], points: int) -> dict[Key, Counts]:
        """The figure of every unit: its own counts and those of all below it."""
        found: dict[Key, Counts] = {}
        for key in self.order:
            found[key] = _sum([own.get(key, ()), *(found[child] for child in self.children[key])], points)
        return found


def is_safe(counts: Sequence[int], least: int) -> bool:
    """At least `least` answers, and of more than one kind."""
    return sum(counts) >= least and sum(1 for count in counts if count) > 1


def is_crowd(counts: Sequence[int], least: int) -> bool:
    """At least `least` people, whatever they said: who wrote a remark can't be told."""
    return sum(counts) >= least


def released(
    tree: Tree[Key],
    own: Mapping[Key, Counts],
    *,
    least: int,
    points: int,
    among: Collection[Key] | None = None,
    safe: Callable[[Sequence[int], int], bool] = is_safe,
) -> frozenset[Key]:
    """The units whose figure may be shown, as many as the rule allows.

    Works upwards. Where the remainder of a unit is unsafe, the smallest shown unit below it is withheld too, until
    what is left over is safe; in the end only the unit's own figure may be left, and that one is safe.
    `among` limits the choice; `safe` exchanges the test (for remarks: `is_crowd`).
    """
    totals = tree.totals(own, points)
    shown: set[Key] = set()
    frontier: dict[Key, set[Key]] = {}
    for key in tree.order:
        below = set().union(*(({child} if child in shown else frontier[child]) for child in tree.children[key]))
        if (among is None or key in among) and safe(totals[key], least):
            shown.add(key)
            while (left := _left(totals, key, below, points)) and any(left) and not safe(left, least):
                smallest = min(below, key=lambda unit: (sum(totals[unit]), _place(tree, unit)))
                shown.discard(smallest)
                below.discard(smallest)
                below |= frontier[smallest]
        frontier[key] = below
    return frozenset(shown)


def remainders(tree: Tree[Key], own: Mapping[Key, Counts], shown: Collection[Key], *, points: int) -> dict[Key, Counts]:
    """What can be worked out from the shown figures by subtraction: all of it is a sum of these."""
    totals = tree.totals(own, points)
    frontier: dict[Key, set[Key]] = {}
    found: dict[Key, Counts] = {}
    for key in tree.order:
        below = set().union(*(({child} if child in shown else frontier[child]) for child in tree.children[key]))
        if key in shown:
            found[key] = _left(totals, key, below, points)
        frontier[key] = below
    return found


def _left(totals: Mapping[Key, Counts], key: Key, below: Collection[Key], points: int) -> Counts:
    taken = _sum([totals[unit] for unit in below], points)
    return tuple(all_ - some for all_, some in zip(totals[key], taken, strict=True))


def _sum(parts: Sequence[Counts], points: int) -> Counts:
    return tuple(sum(part[place] for part in parts if part) for place in range(points))


def _place(tree: Tree[Key], key: Key) -> int:
    return tree.order.index(key)
