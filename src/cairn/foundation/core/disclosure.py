"""Which figures may be shown, so that nothing small can be worked out from them, not even by subtraction?

Units form a tree. What people in a unit itself answered is the unit's *own* counts; its *figure* is the sum over the
unit and all below it. Whoever knows the figures of a service and of three of its four teams knows the fourth by
subtraction. All that can be worked out from a set of shown figures by adding and subtracting is put together from
their *remainders*: a shown unit less the largest shown units below it (the figures are nested, so the remainders are
disjoint and span all the rest). So one rule is enough, and `remainders` lets a test play the attacker:

    every remainder is either empty or safe: at least five answers, and not all the same grade.

The second half is there because of unanimity: where five of five say "weak", the figure tells what each of them said.
Counts run from the lowest grade upwards. For records instead of answers there is one count, of how many there are, and
a crowd of five is safe (`is_crowd`). Nothing here knows what a unit or a grade is.
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
    places: Mapping[Key, int] = field(init=False)
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
        object.__setattr__(self, "places", {key: place for place, key in enumerate(self.order)})
        object.__setattr__(self, "children", {key: tuple(keys) for key, keys in below.items()})

    def totals(self, own: Mapping[Key, Counts], points: int) -> dict[Key, Counts]:
        """The figure of every unit: its own counts and those of all below it."""
        return rests(self, own, (), points=points)


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

    Works upwards. Where the remainder of a unit is unsafe, the smallest of the largest shown units below it is withheld
    too, until what is left over is safe; in the end only the unit's own figure may be left, and that one is safe.
    `among` limits the choice; `safe` exchanges the test (for remarks: `is_crowd`).
    """
    totals = tree.totals(own, points)
    none = (0,) * points
    shown: set[Key] = set()
    left: dict[Key, Counts] = {}
    for key in tree.order:
        rest = _plus(own.get(key) or none, [left[child] for child in tree.children[key] if child not in shown])
        if (among is None or key in among) and safe(totals[key], least):
            while any(rest) and not safe(rest, least):
                below = _frontier(tree, key, shown)
                smallest = min(below, key=lambda unit: (sum(totals[unit]), tree.places[unit]))
                shown.discard(smallest)
                rest = _plus(rest, [left[smallest]])
            shown.add(key)
        left[key] = rest
    return frozenset(shown)


def _frontier(tree: Tree[Key], key: Key, shown: Collection[Key]) -> list[Key]:
    """The largest shown units below this one."""
    found, ahead = [], list(tree.children[key])
    while ahead:
        unit = ahead.pop()
        if unit in shown:
            found.append(unit)
        else:
            ahead += tree.children[unit]
    return found


def remainders(tree: Tree[Key], own: Mapping[Key, Counts], shown: Collection[Key], *, points: int) -> dict[Key, Counts]:
    """What can be worked out from the shown figures by subtraction: all of it is a sum of these."""
    left = rests(tree, own, shown, points=points)
    return {key: left[key] for key in tree.order if key in shown}


def rests(tree: Tree[Key], own: Mapping[Key, Counts], shown: Collection[Key], *, points: int) -> dict[Key, Counts]:
    """What of every unit is in no shown figure below it: a shown unit's remainder; a withheld one's goes further up."""
    none = (0,) * points
    found: dict[Key, Counts] = {}
    for key in tree.order:
        found[key] = _plus(own.get(key) or none, [found[child] for child in tree.children[key] if child not in shown])
    return found


@dataclass(frozen=True)
class Known(Generic[Key]):
    """What somebody with a right to the rows of some units knows of the tree.

    `full` are the units of which they know everything, with all below; `tops` the highest of these; `single` those of
    which they know what is the unit's own, while something below is not theirs to know.
    """

    full: frozenset[Key]
    tops: tuple[Key, ...]
    single: tuple[Key, ...]

    @classmethod
    def of(cls, tree: Tree[Key], units: Collection[Key]) -> "Known[Key]":
        """Sort out what these units are in this tree."""
        full: set[Key] = set()
        for key in tree.order:
            if key in units and all(child in full for child in tree.children[key]):
                full.add(key)
        tops = tuple(key for key in tree.order if key in full and tree.parents[key] not in full)
        return cls(frozenset(full), tops, tuple(key for key in tree.order if key in units and key not in full))

    def touched(self, tree: Tree[Key]) -> frozenset[Key]:
        """The units whose figures hold something known: the known ones and all above them."""
        found: set[Key] = set()
        for start in (*self.tops, *self.single):
            node: Key | None = start
            while node is not None and node not in found:
                found.add(node)
                node = tree.parents[node]
        return frozenset(found)


def is_strained(
    tree: Tree[Key],
    known: Known[Key],
    shown: Collection[Key],
    left: Mapping[Key, int],
    own: Mapping[Key, int],
    *,
    least: int,
) -> bool:
    """Whether what is shown to all tells something small to somebody who also knows some of the rows.

    `left` is what `rests` finds, in records; it and `own` are asked only about what `known` touches. Each known piece
    lies in the remainder of the nearest shown unit; what it leaves over there must be nothing or a crowd.
    """
    over: dict[Key, int] = {}
    pieces = [(top, left.get(top, 0)) for top in known.tops if top not in shown]
    pieces += [(unit, own.get(unit, 0)) for unit in known.single]
    for unit, count in pieces:
        head: Key | None = unit
        while head is not None and head not in shown:
            head = tree.parents[head]
        if head is not None:
            over[head] = over.get(head, left.get(head, 0)) - count
    return any(0 < count < least for count in over.values())


def released_to(
    tree: Tree[Key], known: Collection[Key], own: Mapping[Key, Counts], *, least: int, points: int
) -> frozenset[Key]:
    """The units whose figure somebody may see who knows the rows of some: what they know counts for nothing more."""
    unknown = {key: counts for key, counts in own.items() if key not in known}
    shown = released(tree, unknown, least=least, points=points, safe=is_crowd)
    return shown | {key for key, counts in tree.totals(unknown, points).items() if not any(counts)}


def _plus(counts: Counts, more: Sequence[Counts]) -> Counts:
    return tuple(map(sum, zip(counts, *more, strict=True))) if more else counts
