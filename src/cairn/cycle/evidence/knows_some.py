"""What may somebody be shown who has the right to the rows of some units only?

They know these rows, so they could subtract them from the open figures of the units above. Mostly that tells them
nothing small, and what is open to all is open to them. In months where it would, what they see is weighed anew as if
there were nothing in the units that they know.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from cairn.cycle.evidence.declaring import Indicator
from cairn.cycle.evidence.measuring.totals import LEAST
from cairn.cycle.evidence.measuring.trees import MonthTree, trees_of
from cairn.cycle.evidence.stored import Months, Place, Row, rows_of
from cairn.cycle.evidence.units_now import UnitsNow
from cairn.foundation.core import months
from cairn.foundation.core.disclosure import Known, is_strained, released_to
from cairn.foundation.people.access import parts
from cairn.foundation.people.models import Person

Asked = Mapping[str, Indicator]
KeyMonth = tuple[str, date]
Part = tuple[str, UUID | None]


class KnowsSome:
    """The sight of one reader in the months and trees that they ask about."""

    def __init__(self, viewer: Person, units: UnitsNow, *, sparing: bool = False):
        self.viewer, self.units, self.sparing = viewer, units, sparing
        self._trees: dict[date, MonthTree] = {}
        self._mine_by_act: dict[str, frozenset[UUID]] = {}
        self._known_by_tree: dict[tuple[str, str], Known[int]] = {}

    def touched(self, indicators: Iterable[Indicator], span: Months) -> set[UUID | None]:
        """The units in whose figures the reader knows something, in any of these months."""
        self._learn_trees(months.between(*span))
        found: set[UUID | None] = set()
        for indicator in {one.rows_act: one for one in indicators}.values():
            for tree in {tree.fingerprint: tree for tree in self._trees.values()}.values():
                found |= {tree.units[place] for place in self._known(indicator, tree).touched(tree.tree)}
        return found

    def seen(self, asked: Asked, rows: list[Row], wanted: set[Part]) -> tuple[set[Place], set[Place]]:
        """Of these rows, those that the reader knows in full, and the others that may be shown beside them.

        Among the rows must be those of the units that are `touched`. `wanted` are the parts that will be shown: a month
        in which the reader knows all of these in full need not be weighed.
        """
        full = {row[:3] for row in rows if self._knows(asked[row.indicator], row.unit, row.month)}
        open_questions = {(row.indicator, row.month) for row in rows if row[:2] in wanted and row[:3] not in full}
        strained = {
            place
            for place, by_unit in _by_month(rows, self._trees).items()
            if place in open_questions and self._is_strained(asked[place[0]], self._trees[place[1]], by_unit)
        }
        others = {row[:3] for row in rows if row.is_open and (row.indicator, row.month) not in strained}
        return full, others | (self._weighed_anew(asked, strained) if strained and not self.sparing else set())

    def knows_all_of(self, indicator: Indicator, unit: UUID | None, month: date) -> bool:
        """Whether the reader has the right to all rows of a unit as it stood in that month."""
        self._learn_trees([month])
        return self._knows(indicator, unit, month)

    def _knows(self, indicator: Indicator, unit: UUID | None, month: date) -> bool:
        tree = self._trees[month]
        return tree.places[unit] in self._known(indicator, tree).full

    def _is_strained(self, indicator: Indicator, tree: MonthTree, rows: Mapping[int, Row]) -> bool:
        return is_strained(
            tree.tree,
            self._known(indicator, tree),
            {place for place, row in rows.items() if row.is_open},
            {place: row.rest for place, row in rows.items()},
            {place: row.own for place, row in rows.items()},
            least=LEAST,
        )

    def _weighed_anew(self, asked: Asked, strained: set[KeyMonth]) -> set[Place]:
        wanted = {month for _, month in strained}
        rows = rows_of(self.viewer.organisation_id, {key for key, _ in strained}, None, (min(wanted), max(wanted)))
        found: set[Place] = set()
        for (key, month), by_place in _by_month(rows, self._trees).items():
            if (key, month) in strained:
                tree = self._trees[month]
                mine = {tree.places[unit] for unit in self._mine(asked[key])}
                counts = {place: (row.own,) for place, row in by_place.items()}
                shown = released_to(tree.tree, mine, counts, least=LEAST, points=1)
                found |= {(key, tree.units[place], month) for place in shown}
        return found

    def _learn_trees(self, wanted: Iterable[date]) -> None:
        if missing := [month for month in wanted if month not in self._trees]:
            self._trees |= trees_of(self.units.by_id, self.units.placed, missing)

    def _mine(self, indicator: Indicator) -> frozenset[UUID]:
        act = indicator.rows_act
        if act not in self._mine_by_act:
            reached = tuple(parts(self.viewer, act))
            mine = (one.pk for one in self.units.by_id.values() if one.path.startswith(reached))
            self._mine_by_act[act] = frozenset(mine)
        return self._mine_by_act[act]

    def _known(self, indicator: Indicator, tree: MonthTree) -> Known[int]:
        key = indicator.rows_act, tree.fingerprint
        if key not in self._known_by_tree:
            self._known_by_tree[key] = Known.of(tree.tree, {tree.places[unit] for unit in self._mine(indicator)})
        return self._known_by_tree[key]


def _by_month(rows: Iterable[Row], trees: Mapping[date, MonthTree]) -> dict[KeyMonth, dict[int, Row]]:
    """The rows by indicator and month, and in these by the unit's place in the tree of that month."""
    found: dict[KeyMonth, dict[int, Row]] = defaultdict(dict)
    for row in rows:
        if row.month in trees:
            found[row.indicator, row.month][trees[row.month].places[row.unit]] = row
    return found
