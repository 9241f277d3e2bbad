"""What do the figures of one month come to, for every unit with all below it, and which of them may be shown to all?

Pure: figures and a tree go in, rows to store come out. The rule of what is open is `foundation/core/disclosure.py`,
counted in records: five make a crowd. Answers of people are held to more: where all answered alike, the figure tells
what each of them said.
"""

from collections.abc import Collection, Iterable, Mapping
from operator import add
from typing import NamedTuple
from uuid import UUID

from cairn.cycle.evidence.declaring import Figure
from cairn.cycle.evidence.measuring.trees import WHOLE, MonthTree
from cairn.foundation.core.disclosure import Counts, Tree, is_crowd, is_safe, released, rests

LEAST = 5
Pair = tuple[int, int]
ByGroup = dict[str, Pair]


class Computed(NamedTuple):
    """One row as it is to be stored; the fields of `Measurement`."""

    numerator: int
    denominator: int
    own_numerator: int
    own_denominator: int
    groups: dict[str, list[int]]
    is_open: bool
    rest: int


NOTHING = Computed(0, 0, 0, 0, {}, False, 0)
Part = tuple[UUID | None, str]


def computed(month: MonthTree, figures: Iterable[Figure], *, of_answers: bool = False) -> dict[Part, Computed]:
    """The rows of one month: each unit that has records or stands above one that has, the whole, and its groups.

    Answers are not split by group.
    """
    own: dict[int, ByGroup] = {}
    for unit, group, _, numerator, denominator in figures:
        _add(own.setdefault(month.places[unit], {}), group, numerator, denominator)
    if not own:
        return {}
    totals = _totals(month, own)
    counts = {place: _weighed(groups, of_answers) for place, groups in own.items()}
    points = 2 if of_answers else 1
    shown = released(month.tree, counts, least=LEAST, points=points, safe=is_safe if of_answers else is_crowd)
    left = rests(month.tree, counts, shown, points=points)
    rows: dict[Part, Computed] = {
        (month.units[place], ""): _row(total, own.get(place, {}), place in shown, sum(left[place]))
        for place, total in totals.items()
    }
    open_groups = frozenset() if of_answers else groups_to_show(month, own, shown)
    for group, pair in totals[month.whole].items():
        if group:
            rows[None, group] = Computed(*pair, 0, 0, {}, group in open_groups, pair[1])
    return rows


def _weighed(groups: ByGroup, of_answers: bool) -> Counts:
    """How many records there are; of answers, how many say the one and how many the other."""
    numerator, denominator = _sum(groups)
    return (numerator, denominator - numerator) if of_answers else (denominator,)


def _row(total: ByGroup, own: ByGroup, is_open: bool, rest: int) -> Computed:
    groups = {group: list(total[group]) for group in sorted(total) if group}
    return Computed(*_sum(total), *_sum(own), groups, is_open, rest)


def _totals(month: MonthTree, own: Mapping[int, ByGroup]) -> dict[int, ByGroup]:
    """The units that hold something themselves or below them, with all of it, from below to the whole."""
    found = {place: dict(groups) for place, groups in own.items()}
    for place in month.tree.order:
        parent = month.tree.parents[place]
        if place in found and parent is not None:
            into = found.setdefault(parent, {})
            for group, pair in found[place].items():
                _add(into, group, *pair)
    return found


def _add(into: ByGroup, group: str, numerator: int, denominator: int) -> None:
    known = into.get(group)
    into[group] = (known[0] + numerator, known[1] + denominator) if known else (numerator, denominator)


def _sum(groups: ByGroup) -> Pair:
    return sum(pair[0] for pair in groups.values()), sum(pair[1] for pair in groups.values())


def groups_to_show(month: MonthTree, own: Mapping[int, ByGroup], shown: Collection[int]) -> frozenset[str]:
    """The staff groups of the whole whose figure may stand beside the open figures of units; all or none of them.

    Among themselves they follow the same rule as units do. Held against the figures of units they could still tell
    something small: where all students work in team A, what team A has over the students is that of its others. So
    for every choice of groups, what the units in which these occur have over them must be nothing or a crowd.
    """
    names = sorted({group for groups in own.values() for group in groups})
    counts: dict[int, Counts] = {
        place: tuple(groups[name][1] if name in groups else 0 for name in names) for place, groups in own.items()
    }
    whole = tuple(map(sum, zip(*counts.values(), strict=True)))
    split: Tree[str] = Tree({WHOLE: None, **dict.fromkeys(names, WHOLE)})
    by_name = {name: (count,) for name, count in zip(names, whole, strict=True)}
    named = {WHOLE, *filter(None, names)}
    open_groups = released(split, by_name, least=LEAST, points=1, among=named, safe=is_crowd) - {WHOLE}
    if not open_groups:
        return open_groups
    left = rests(month.tree, counts, shown, points=len(names))
    apart = [place for place, name in enumerate(names) if name in open_groups]
    return open_groups if _tells_nothing_small([_kept_apart(left[place], apart) for place in shown]) else frozenset()


def _kept_apart(counts: Counts, apart: list[int]) -> Counts:
    """The counts of the open groups, and of all others together."""
    found = [counts[place] for place in apart]
    return (*found, sum(counts) - sum(found))


def _tells_nothing_small(atoms: list[Counts]) -> bool:
    """Whether no choice of columns leaves something small over in the rows in which it occurs.

    What a choice leaves over lies in the other columns, but not in rows that hold nothing else: so for every choice of
    columns at once, their totals are held against the rows that lie within them. Twice as many choices for each
    column more, and hundreds of thousands of months to look at: nothing is summed twice.
    """
    columns = [place for place, counts in enumerate(zip(*atoms, strict=True)) if any(counts)]
    totals, within = [0], [0] * (1 << len(columns))
    for place in columns:
        total = sum(atom[place] for atom in atoms)
        totals += [one + total for one in totals]
    for atom in atoms:
        within[sum(1 << bit for bit, place in enumerate(columns) if atom[place])] += sum(atom)
    for bit in range(len(columns)):
        _add_what_lies_below(within, 1 << bit)
    return not any(0 < total - inside < LEAST for total, inside in zip(totals, within, strict=True))


def _add_what_lies_below(within: list[int], step: int) -> None:
    """To every choice with a column, what lies within the same choice without it."""
    for start in range(step, len(within), 2 * step):
        below, here = within[start - step : start], within[start : start + step]
        within[start : start + step] = map(add, below, here)
