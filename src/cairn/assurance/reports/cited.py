"""What does the evidence that judgements name say of them: does it bear them out, is it out of date, whose is it?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from cairn.assurance.evaluation import scales
from cairn.assurance.evaluation.models import Round, Shows
from cairn.assurance.reports.report import Area, Evidence, Finding, Judged
from cairn.assurance.reports.rows import Cited, Piece
from cairn.foundation.core.blocks import british
from cairn.foundation.core.words import plural

Pieces = Mapping[UUID, Piece]
OLD = "All evidence named for it has expired or is more than a year old."


def contradictions(
    round: Round, cited: Iterable[Cited], pieces: Pieces, areas: Iterable[Area], by_records: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Statements with a judgement whose own evidence shows otherwise; what is said of the first, and of how many.

    `by_records` says the same of figures, by statement.
    """
    against = defaultdict(list)
    for one in cited:
        if one.shows == Shows.CONTRADICTS:
            against[one.ref].append(one)
    why = {ref: _shows_otherwise(round, those, pieces) for ref, those in against.items()}
    return _found(areas, why | {ref: " ".join(filter(None, (why.get(ref), told))) for ref, told in by_records.items()})


def _shows_otherwise(round: Round, those: list[Cited], pieces: Pieces) -> str:
    first, others = those[0], len({one.judgement for one in those}) - 1
    likewise = f" Likewise in {plural(others, 'other unit')}." if others else ""
    judged = f"judged {scales.worded(round.scale, first.stands)}" if first.stands else "not judged"
    title = pieces[first.evidence].told["title"]
    return f"{first.unit or round.part}: {judged}, but “{title}” shows otherwise.{likewise}"


def stale_evidence(cited: Iterable[Cited], pieces: Pieces, areas: Iterable[Area], today: date) -> tuple[Finding, ...]:
    """Statements whose judgements rest only on evidence that has expired or speaks of more than a year before."""
    stale = {key for key, piece in pieces.items() if piece.is_stale(today)}
    named = defaultdict(set)
    for one in cited:
        named[one.ref].add(one.evidence)
    return _found(areas, {ref: OLD for ref, evidence in named.items() if evidence <= stale})


def _found(areas: Iterable[Area], why: dict[str, str]) -> tuple[Finding, ...]:
    return tuple(
        _finding(area, judged, why[judged.ref]) for area in areas for judged in area.statements if judged.ref in why
    )


def _finding(area: Area, judged: Judged, why: str) -> Finding:
    figures = (judged.grade, judged.employers, judged.practitioners, judged.gap)
    return Finding(judged.ref, judged.title, area.title, *figures, why)


def evidence(cited: Iterable[Cited], pieces: Pieces, today: date) -> tuple[Evidence, ...]:
    """Each piece of evidence once, with every statement that it was named for."""
    refs: dict[UUID, dict[str, None]] = defaultdict(dict)
    for one in cited:
        refs[one.evidence][one.ref] = None
    return tuple(_line(pieces[key], tuple(those), today) for key, those in refs.items())


def _line(piece: Piece, refs: tuple[str, ...], today: date) -> Evidence:
    told, last = piece.told, piece.speaks_of or today
    return Evidence(
        title=told["title"],
        owner=told["owner"],
        covers=f"{british(piece.begins)} to {british(last)}" if piece.begins else british(last),
        expires_on=piece.expires_on,
        is_stale=piece.is_stale(today),
        sha256=told["sha256"],
        refs=refs,
        kept=told["address"] or told["reference"],
    )
