"""What do the records show beside the judgements of a round, and where do they disagree with them?

A report is read by others than those who may read the records, so it tells what is open to everybody and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from uuid import UUID

from cairn.assurance.evaluation.conflicts import conflict
from cairn.assurance.evaluation.models import Round, StoodOn
from cairn.assurance.reports.report import FigureLine
from cairn.assurance.reports.rows import Row
from cairn.cycle.evidence import wording
from cairn.cycle.evidence.declaring import all_indicators
from cairn.cycle.evidence.queries import stands
from cairn.cycle.evidence.sight import Sight
from cairn.cycle.evidence.standing import Stand
from cairn.foundation.core import clock
from cairn.foundation.core.words import plural
from cairn.foundation.people.models import Person

Stands = dict[tuple[str, UUID | None], list[Stand]]


def figures(viewer: Person, round: Round, kept: Sequence[StoodOn]) -> tuple[FigureLine, ...]:
    """The figures of the whole, as they stood and as they are now. One query for those of now."""
    whole = [row for row in kept if row.unit_id is None]
    named = {row.indicator for row in whole}
    indicators = [one for one in all_indicators() if one.key in named]
    now = stands(Sight(viewer, as_everybody=True), indicators, [round.scope_id], clock.today())
    return tuple(_line(row, now.get((row.indicator, round.scope_id))) for row in whole)


def _line(row: StoodOn, now: Stand | None) -> FigureLine:
    then = row.stand()
    return FigureLine(
        title=then.indicator.title,
        refs=tuple(row.refs),
        then=wording.stood(then),
        target=wording.target(then.indicator),
        verdict=_verdict(then),
        now="" if now is None else wording.stood(now),
    )


def _verdict(stand: Stand) -> str:
    if stand.has_worsened:
        return "got worse"
    return "misses it" if stand.fails else "meets it" if stand.meets else ""


def conflicts(round: Round, results: Iterable[Row], kept: Sequence[StoodOn]) -> dict[str, str]:
    """By statement: in which part the records disagree with the judgement, the whole first, and in how many others."""
    by_place = _by_place(kept)
    spoken = [row for row in results if not row.is_area and (row.ref, row.unit_id) in by_place]
    said: dict[str, list[str]] = defaultdict(list)
    for row in (*_of_whole(spoken), *_judged_alone(spoken)):
        grade = int(row.employers_mean) if _is_one(row) and row.employers_mean else row.employers_mean
        if told := conflict(round.scale, grade, by_place[row.ref, row.unit_id]):
            said[row.ref].append(_in(row.unit or round.part, told))
    return {ref: _first_and_others(sentences) for ref, sentences in said.items()}


def _by_place(kept: Iterable[StoodOn]) -> Stands:
    """What speaks to each statement in each unit, the most telling first."""
    found: Stands = defaultdict(list)
    for row in kept:
        for ref in row.refs:
            found[ref, row.unit_id].append(row.stand())
    return dict(found)


def _of_whole(spoken: Iterable[Row]) -> list[Row]:
    return [row for row in spoken if row.unit_id is None]


def _judged_alone(spoken: Iterable[Row]) -> list[Row]:
    """The results of units that were judged themselves: a single judgement, and none of a unit below."""
    single = sorted((row for row in spoken if row.path and _is_one(row)), key=lambda row: (row.ref, row.path))
    return [
        row
        for row, after in zip_longest(single, single[1:])
        if after is None or after.ref != row.ref or not str(after.path).startswith(str(row.path))
    ]


def _is_one(result: Row) -> bool:
    """Whether a single judgement stands behind it, so that it is a grade and no mean."""
    return sum(result.employers_counts or ()) == 1


def _in(place: str, told: str) -> str:
    return f"{place[:1].upper()}{place[1:]}: {told[:1].lower()}{told[1:]}"


def _first_and_others(sentences: Sequence[str]) -> str:
    others = len(sentences) - 1
    return f"{sentences[0]} Likewise in {plural(others, 'other unit')}." if others else sentences[0]
