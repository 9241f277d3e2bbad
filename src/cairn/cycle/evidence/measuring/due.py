"""Which months have to be computed again, and when does the worker do it?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone

from cairn.cycle.evidence.declaring import Indicator, all_indicators
from cairn.cycle.evidence.measuring.measure import Measured, measure
from cairn.cycle.evidence.measuring.storing import is_final
from cairn.cycle.evidence.measuring.trees import MonthTree, month_trees
from cairn.cycle.evidence.models import Computation, Touched
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Organisation

IN_A_CALL = 500


def measure_what_is_due(organisation: Organisation) -> Measured:
    """The running month; closed months whose records, rule or tree of units changed; and what was never computed.

    What rooms touched is read first and taken away last, so that a change that is committed meanwhile is found by
    the next round.
    """
    touched = list(Touched.objects.filter(organisation=organisation).values_list("id", "source", "month"))
    wanted = due(organisation, ((source, month) for _, source, month in touched))
    done = Measured()
    for indicator, some in wanted.items():
        for first, last in _ranges(some):
            done.add(measure(organisation.pk, first, last, indicators=[indicator]))
    for start in range(0, len(touched), IN_A_CALL):
        Touched.objects.filter(pk__in=[pk for pk, _, _ in touched[start : start + IN_A_CALL]]).delete()
    return done


def due(organisation: Organisation, touched: Iterable[tuple[str, date]]) -> dict[Indicator, list[date]]:
    """The months that each indicator has to be asked about."""
    running = months.first_of(clock.today())
    by_source: dict[str, set[date]] = defaultdict(set)
    for source, month in touched:
        by_source[source].add(month)
    known = _known(organisation.pk)
    since = set(months.between(timezone.localdate(organisation.created_at), running))
    ever = since.union(*by_source.values(), *(computed.keys() for computed in known.values()))
    trees = month_trees(organisation.pk, ever)
    found: dict[Indicator, list[date]] = {}
    for indicator in all_indicators():
        computed, changed = known.get(indicator.key, {}), by_source.get(indicator.source, set())
        found[indicator] = sorted(
            month
            for month in since | changed | computed.keys()
            if month == running or month in changed or not _stands(computed.get(month), indicator, month, trees)
        )
    return found


def _stands(computed: Computation | None, indicator: Indicator, month: date, trees: Mapping[date, MonthTree]) -> bool:
    """Whether what was computed of a closed month needs no second look."""
    if computed is None or not is_final(month, computed.at):
        return False
    return computed.version == indicator.version and computed.tree == trees[month].fingerprint


def _known(organisation_id: UUID) -> dict[str, dict[date, Computation]]:
    found: dict[str, dict[date, Computation]] = defaultdict(dict)
    for one in Computation.objects.filter(organisation=organisation_id):
        found[one.indicator][one.month] = one
    return found


def _ranges(some: list[date]) -> Iterator[tuple[date, date]]:
    """Months that follow each other are asked about together."""
    start = 0
    for place in range(1, len(some) + 1):
        if place == len(some) or some[place] != months.add(some[place - 1], 1):
            yield some[start], some[place - 1]
            start = place
