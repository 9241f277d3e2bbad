"""What may somebody be shown who has the right to the rows of some units only?

They know these rows, so they could subtract them from the open figures of the units above. Mostly that tells them
nothing small, and what is open to all is open to them. In months where it would, what they see is weighed anew as if
there were nothing in the units that they know.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from uuid import UUID

from cairn.cycle.evidence.declaring import Indicator
from cairn.cycle.evidence.measuring.totals import LEAST
from cairn.cycle.evidence.measuring.trees import MonthTree, month_trees
from cairn.cycle.evidence.stored import Months, Place, Row, rows_of
from cairn.foundation.core.disclosure import Known, is_strained, released_to
from cairn.foundation.people.access import parts
from cairn.foundation.people.models import Person, Unit

Asked = Mapping[str, Indicator]
ByKey = Mapping[str, list[Row]]
KeyMonth = tuple[str, date]


class KnowsSome:
    """The sight of one reader in the months and trees that they ask about."""

    def __init__(self, viewer: Person):
        self.viewer = viewer
        self._trees: dict[date, MonthTree] = {}
        self._mine_by_act: dict[str, frozenset[UUID]] = {}
        self._known_by_tree: dict[tuple[str, str], Known[int]] = {}

    def seen(self, asked: Asked, rows_by_key: ByKey) -> tuple[set[Place], set[Place]]:
        """Of these rows, those that the reader knows in full, and the others that may be shown beside them."""
        wanted = sorted({row.month for rows in rows_by_key.values() for row in rows})
        self._learn_trees(wanted)
        full = {
            row[:3]
            for key, rows in rows_by_key.items()
            for row in rows
            if self._trees[row.month].places[row.unit] in self._known(asked[key], row.month).full
        }
        return full, self._beside(asked, rows_by_key, (wanted[0], wanted[-1]))

    def knows_all_of(self, indicator: Indicator, unit: Unit | None, month: date) -> bool:
        """Whether the reader has the right to all rows of a unit as it stood in that month."""
        self._learn_trees([month])
        return self._trees[month].places[unit.pk if unit else None] in self._known(indicator, month).full

    def _beside(self, asked: Asked, rows_by_key: ByKey, span: Months) -> set[Place]:
        by_month = _by_month(rows_of(self.viewer, asked, self._touched(asked, rows_by_key), span), self._trees)
        strained = {place for place, rows in by_month.items() if self._is_strained(asked[place[0]], place[1], rows)}
        found = {
            row[:3]
            for key, rows in rows_by_key.items()
            for row in rows
            if row.is_open and (key, row.month) not in strained
        }
        return found | self._weighed_anew(asked, strained) if strained else found

    def _touched(self, asked: Asked, rows_by_key: ByKey) -> set[UUID | None]:
        """The units in whose figures the reader knows something, in any of the months."""
        return {
            self._trees[month].units[place]
            for key, rows in rows_by_key.items()
            for month in {row.month for row in rows}
            for place in self._known(asked[key], month).touched(self._trees[month].tree)
        }

    def _is_strained(self, indicator: Indicator, month: date, rows: Mapping[int, Row]) -> bool:
        return is_strained(
            self._trees[month].tree,
            self._known(indicator, month),
            {place for place, row in rows.items() if row.is_open},
            {place: row.rest for place, row in rows.items()},
            {place: row.own for place, row in rows.items()},
            least=LEAST,
        )

    def _weighed_anew(self, asked: Asked, strained: set[KeyMonth]) -> set[Place]:
        wanted = {month for _, month in strained}
        rows = rows_of(self.viewer, {key for key, _ in strained}, None, (min(wanted), max(wanted)))
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
            self._trees |= month_trees(self.viewer.organisation_id, missing)

    @cached_property
    def _paths(self) -> dict[UUID, str]:
        found = Unit.objects.filter(organisation_id=self.viewer.organisation_id).order_by("path")
        return dict(found.values_list("id", "path"))

    def _mine(self, indicator: Indicator) -> frozenset[UUID]:
        act = indicator.rows_act
        if act not in self._mine_by_act:
            reached = tuple(parts(self.viewer, act))
            self._mine_by_act[act] = frozenset(u for u, path in self._paths.items() if path.startswith(reached))
        return self._mine_by_act[act]

    def _known(self, indicator: Indicator, month: date) -> Known[int]:
        tree = self._trees[month]
        key = indicator.rows_act, tree.fingerprint
        if key not in self._known_by_tree:
            mine = {tree.places[unit] for unit in self._mine(indicator)}
            self._known_by_tree[key] = Known.of(tree.tree, mine)
        return self._known_by_tree[key]


def _by_month(rows: Iterable[Row], trees: Mapping[date, MonthTree]) -> dict[KeyMonth, dict[int, Row]]:
    """The rows by indicator and month, and in these by the unit's place in the tree of that month."""
    found: dict[KeyMonth, dict[int, Row]] = defaultdict(dict)
    for row in rows:
        if row.month in trees:
            found[row.indicator, row.month][trees[row.month].places[row.unit]] = row
    return found
