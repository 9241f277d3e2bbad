"""How is a range of months measured: asked of the records at once, held against what is stored, and kept?"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from cairn.cycle.evidence.declaring import Figure, Indicator, all_indicators
from cairn.cycle.evidence.measuring.storing import Place, keep
from cairn.cycle.evidence.measuring.totals import Computed, Part, computed
from cairn.cycle.evidence.measuring.trees import MonthTree, month_trees
from cairn.foundation.core import months
from cairn.foundation.core.tidying import without_tidying

AT_ONCE = 12  # months, so that no other writer waits for long
_LOCK = 727_002  # any number, the same for every process of this database


@dataclass(frozen=True)
class Changed:
    """How many figures of one month of an indicator came out differently, and the whole organisation's among them."""

    indicator: str
    month: date
    figures: int
    before: tuple[int, int] | None
    after: tuple[int, int]


@dataclass
class Measured:
    """What was computed: how many figures, and what changed."""

    count: int = 0
    changed: list[Changed] = field(default_factory=list)

    def add(self, other: "Measured") -> None:
        self.count += other.count
        self.changed += other.changed


def measure(
    organisation_id: UUID, first: date, last: date, *, indicators: Iterable[Indicator] | None = None
) -> Measured:
    """Compute the months from that of `first` up to and with that of `last`, and store what is new or different.

    Each indicator is asked once for twelve months at most. A month that is computed twice with the same records
    changes nothing. A figure of a closed month that comes out differently leaves a revision beside it.
    """
    wanted = list(months.between(first, last))
    trees = month_trees(organisation_id, wanted)
    done = Measured()
    for indicator in all_indicators() if indicators is None else indicators:
        for start in range(0, len(wanted), AT_ONCE):
            with without_tidying():
                done.add(_measure_some(organisation_id, indicator, wanted[start : start + AT_ONCE], trees))
    return done


@transaction.atomic
def _measure_some(
    organisation_id: UUID, indicator: Indicator, some: list[date], trees: Mapping[date, MonthTree]
) -> Measured:
    _wait_for_others(organisation_id)
    by_month: dict[date, list[Figure]] = defaultdict(list)
    for figure in indicator.measure(organisation_id, some[0], some[-1]):
        by_month[figure.month].append(figure)
    rows: dict[Place, Computed] = {}
    for month in some:
        for (unit, group), row in _computed(indicator, trees[month], by_month.pop(month, ())).items():
            rows[unit, group, month] = row
    if by_month:
        raise ValueError(f"{indicator.key} answered for months that it was not asked about: {sorted(by_month)}")
    prints = {month: trees[month].fingerprint for month in some}
    differing = keep(organisation_id, indicator, rows, prints)
    return Measured(len(rows), list(_said(indicator, differing)))


def _computed(indicator: Indicator, tree: MonthTree, figures: Iterable[Figure]) -> Mapping[Part, Computed]:
    return computed(tree, figures, of_answers=indicator.of_answers)


def _said(indicator: Indicator, differing: Mapping[Place, tuple[Computed | None, Computed]]) -> Iterator[Changed]:
    counts = Counter(month for _, _, month in differing)
    for month in sorted(counts):
        before, after = differing.get((None, "", month), (None, None))
        yield Changed(indicator.key, month, counts[month], _pair(before), _pair(after) or (0, 0))


def _pair(row: Computed | None) -> tuple[int, int] | None:
    return (row.numerator, row.denominator) if row else None


def _wait_for_others(organisation_id: UUID) -> None:
    """One measures at a time. On SQLite the transaction itself sees to it; PostgreSQL is asked for a lock."""
    if connection.vendor == "postgresql":
        number = zlib.crc32(organisation_id.bytes) - 2**31
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, number])
