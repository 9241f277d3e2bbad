"""What came out of a round? Computed once when it closes, from judgements and tallies, and stored as results.

A unit's figure takes in all below it. An area's figures are put together from the statement figures that are shown,
and from nothing else, so they can tell no more than these. Its gap compares only statements that both sides judged.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Count

from cairn.assurance.evaluation import scales
from cairn.assurance.evaluation.models import Judgement, RemarkBox, Result, Round, Tally
from cairn.foundation.core import disclosure
from cairn.foundation.core.disclosure import Counts, Tree
from cairn.foundation.people.models import Unit
from cairn.foundation.standards.models import Statement

WHOLE = "whole"
Node = UUID | str
Place = tuple[Node, UUID]
Stored = tuple[UUID | None, UUID, bool]


@dataclass
class EmployersFigure:
    """How the leaders of a unit and of all below it judged."""

    counts: list[int]
    evidence: int = 0
    not_applicable: int = 0


@dataclass
class PractitionersFigure:
    """How practitioners answered; no counts where they are withheld."""

    counts: Counts | None = None
    remarks: list[str] = field(default_factory=list)


def tree_of(round: Round, holding: Iterable[UUID | None]) -> Tree[Node]:
    """The units that hold something, all units above them within the scope, and the whole at the top."""
    rows = Unit.objects.filter(organisation_id=round.organisation_id).values_list("id", "parent_id")
    above = dict(rows)
    parents: dict[Node, Node | None] = {WHOLE: None}
    for unit in holding:
        node: UUID | None = unit
        while node is not None and node != round.scope_id and node not in parents:
            up = above.get(node)
            parents[node] = WHOLE if up is None or up == round.scope_id else up
            node = up
    return Tree(parents)


def node_of(round: Round, unit_id: UUID | None) -> Node:
    """Where a unit stands in the tree: the unit of the scope itself is the whole."""
    return WHOLE if unit_id is None or unit_id == round.scope_id else unit_id


def employers_figures(round: Round) -> dict[Place, EmployersFigure]:
    """Every unit's judgements with those of all below it. Two queries."""
    rows = list(
        Judgement.objects.filter(round=round)
        .annotate(cited=Count("citations"))
        .values_list("unit_id", "statement_id", "grade", "moderated_grade", "not_applicable_because", "cited")
    )
    tree = tree_of(round, {row[0] for row in rows})
    found: dict[Place, EmployersFigure] = {}
    for unit, statement, grade, moderated, because, cited in rows:
        stands = grade if moderated is None else moderated
        if stands is None and not because and not cited:
            continue
        node: Node | None = node_of(round, unit)
        while node is not None:
            figure = found.setdefault((node, statement), EmployersFigure([0] * round.top))
            if stands is not None:
                figure.counts[stands - 1] += 1
            figure.not_applicable += bool(because)
            figure.evidence += cited
            node = tree.parents[node]
    return found


def practitioners_figures(round: Round) -> dict[Place, PractitionersFigure]:
    """What may be shown of practitioners' answers; every place where they were asked has a figure or is withheld."""
    # Among equals the place in the tree decides what is withheld: the same answers always show the same figures.
    tallies = list(Tally.objects.filter(round=round).order_by("unit__path").values_list("unit_id", "counts"))
    boxes = dict(RemarkBox.objects.filter(round=round).values_list("unit_id", "remarks"))
    tree = tree_of(round, [unit for unit, _ in tallies])
    respondents = {node_of(round, unit): (_respondents(counts),) for unit, counts in tallies}
    statements = {statement for _, counts in tallies for statement in counts}
    found: dict[Place, PractitionersFigure] = {}
    for statement in sorted(statements):
        own = {node_of(round, unit): _graded(counts.get(statement, {}), round.top) for unit, counts in tallies}
        remarks = {node_of(round, unit): box.get(statement, []) for unit, box in boxes.items()}
        shown = _shown(tree, own, respondents, remarks, round)
        found |= {(node, UUID(statement)): figure for node, figure in shown.items()}
    return found


def _shown(
    tree: Tree[Node],
    own: Mapping[Node, Counts],
    respondents: Mapping[Node, Counts],
    remarks: Mapping[Node, list[str]],
    round: Round,
) -> dict[Node, PractitionersFigure]:
    released = disclosure.released(tree, own, least=round.least_answers, points=round.top)
    totals = tree.totals(own, round.top)
    found = {node: PractitionersFigure(totals[node] if node in released else None) for node in tree.parents}
    if any(remarks.values()):
        crowds = disclosure.released(
            tree, respondents, least=round.least_answers, points=1, among=released, safe=disclosure.is_crowd
        )
        for node, texts in remarks.items():
            place: Node | None = node
            while place is not None and place not in crowds:
                place = tree.parents[place]
            if place is not None:
                found[place].remarks += texts
    return found


def _graded(counts: Mapping[str, int], top: int) -> Counts:
    return tuple(counts.get(str(grade), 0) for grade in range(1, top + 1))


def _respondents(counts: Mapping[str, Mapping[str, int]]) -> int:
    """Everybody who answered is counted once at each statement, if only as having left it out."""
    return max((sum(of_one.values()) for of_one in counts.values()), default=0)


def place_of(row: Result) -> Stored:
    """Which unit and statement or area a stored row is about."""
    return row.unit_id, row.statement_id, row.is_area


def stored_practitioners_figures(round: Round, rows: Iterable[Result]) -> dict[Place, PractitionersFigure]:
    """What was released when the round closed. It is released once: later steps show the same figures."""
    return {
        (node_of(round, row.unit_id), row.statement_id): PractitionersFigure(
            None if row.practitioners_counts is None else tuple(row.practitioners_counts), row.remarks
        )
        for row in rows
        if not row.is_area and (row.practitioners_withheld or row.practitioners_counts is not None)
    }


def results_of(
    round: Round, employers: Mapping[Place, EmployersFigure], practitioners: Mapping[Place, PractitionersFigure]
) -> list[Result]:
    """The rows to store: each statement and each area, in each unit and in the whole."""
    statements = {one.pk: one for one in Statement.objects.filter(framework_id=round.framework_id)}
    before = _previous(round)
    places = employers.keys() | practitioners.keys()
    rows = [
        _row(round, place, statements[place[1]], employers.get(place), practitioners.get(place)) for place in places
    ]
    rows += _areas(round, rows, statements)
    for row in rows:
        about = statements[row.statement_id]
        key = (row.unit_id or round.scope_id, about.urn, "" if row.is_area else about.meaning)
        row.employers_previous, row.practitioners_previous = before.get(key, (None, None))
    rows.sort(key=lambda row: (row.position, str(row.unit_id)))
    return rows


def _row(
    round: Round,
    place: Place,
    statement: Statement,
    employers: EmployersFigure | None,
    practitioners: PractitionersFigure | None,
) -> Result:
    node, _ = place
    row = Result(
        round=round, unit_id=None if node == WHOLE else node, statement_id=statement.pk, position=statement.position
    )
    if employers:
        _put_employers(row, employers.counts)
        row.evidence_count, row.not_applicable_count = employers.evidence, employers.not_applicable
    if practitioners:
        _put_practitioners(row, practitioners.counts)
        row.remarks = sorted(practitioners.remarks)
    if row.employers_mean is not None and row.practitioners_mean is not None:
        row.gap = row.employers_mean - row.practitioners_mean
    return row


def _put_employers(row: Result, counts: list[int]) -> None:
    row.employers_n, row.employers_mean = sum(counts), scales.mean(counts)
    row.employers_counts = list(counts) if row.employers_n else None


def _put_practitioners(row: Result, counts: Counts | None) -> None:
    row.practitioners_withheld = counts is None
    if counts is not None:
        row.practitioners_n, row.practitioners_mean = sum(counts), scales.mean(counts)
        row.practitioners_counts = list(counts)


def _areas(round: Round, rows: list[Result], statements: Mapping[UUID, Statement]) -> list[Result]:
    below: dict[tuple[UUID | None, UUID], list[Result]] = defaultdict(list)
    for row in rows:
        area = statements[row.statement_id].area_id or row.statement_id
        below[row.unit_id, area].append(row)
    return [_area(round, unit, statements[area], parts) for (unit, area), parts in below.items()]


def _area(round: Round, unit: UUID | None, area: Statement, parts: list[Result]) -> Result:
    row = Result(round=round, unit_id=unit, statement_id=area.pk, is_area=True, position=area.position)
    _put_employers(row, _pooled(round, (part.employers_counts for part in parts)))
    counts = _pooled(round, (part.practitioners_counts for part in parts))
    asked = any(part.practitioners_withheld or part.practitioners_counts is not None for part in parts)
    if asked:
        _put_practitioners(row, tuple(counts) if any(counts) else None)
    both = [part for part in parts if part.gap is not None]
    if both:
        row.gap = _mean(round, (part.employers_counts for part in both)) - _mean(
            round, (part.practitioners_counts for part in both)
        )
    row.evidence_count = sum(part.evidence_count for part in parts)
    row.not_applicable_count = sum(part.not_applicable_count for part in parts)
    return row


def _mean(round: Round, parts: Iterable[list[int] | None]) -> Decimal:
    return scales.mean(_pooled(round, parts)) or Decimal()


def _pooled(round: Round, parts: Iterable[list[int] | None]) -> list[int]:
    known = [part for part in parts if part]
    return [sum(part[place] for part in known) for place in range(round.top)]


def _previous(round: Round) -> dict[tuple[UUID | None, str, str], tuple[Decimal | None, Decimal | None]]:
    """The last round's means in this round's scale, by unit and statement; only statements that still mean the same."""
    if round.previous is None:
        return {}
    old, scope = round.previous.scale, round.previous.scope_id

    def now(mean: Decimal | None) -> Decimal | None:
        return None if mean is None else scales.translated(mean, old, round.scale)

    rows = Result.objects.filter(round=round.previous_id).values_list(
        "unit_id", "statement__urn", "statement__meaning", "is_area", "employers_mean", "practitioners_mean"
    )
    return {
        (unit or scope, urn, "" if is_area else meaning): (now(employers), now(practitioners))
        for unit, urn, meaning, is_area, employers, practitioners in rows
    }
