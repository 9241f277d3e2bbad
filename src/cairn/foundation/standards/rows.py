"""What does a framework or a crosswalk become in the database?"""

from __future__ import annotations

from uuid import UUID

from cairn.foundation.standards.crosswalk_file import CrosswalkFile, End, PairEntry
from cairn.foundation.standards.faults import Fault, Faults
from cairn.foundation.standards.framework_file import FrameworkFile, StatementEntry
from cairn.foundation.standards.keys import suggestion
from cairn.foundation.standards.models import (
    Crosswalk,
    CrosswalkPair,
    Framework,
    Statement,
    StatementClause,
    identity,
)

HEADING = (
    "urn", "version", "title", "short_title", "publisher", "licence", "may_be_copied", "source", "language",
    "edition", "status", "nation", "summary", "fingerprint",
)  # fmt: skip
NODE = ("urn", "ref", "audience", "heading", "text", "good", "edition", "assessable")


def framework_row(file: FrameworkFile, organisation_id: UUID | None) -> Framework:
    """The framework itself."""
    return Framework(
        id=identity(organisation_id, file.urn, file.version),
        organisation_id=organisation_id,
        scales=list(file.scales),
        **{name: getattr(file, name) for name in HEADING},
    )


def statement_rows(framework: Framework, file: FrameworkFile) -> tuple[list[Statement], list[StatementClause]]:
    """Every node in the order of the document, and the clauses they cite."""
    rows: list[Statement] = []
    clauses: list[StatementClause] = []
    waiting: list[tuple[StatementEntry, Statement | None]] = [(node, None) for node in reversed(file.statements)]
    while waiting:
        node, parent = waiting.pop()
        row = _statement_row(framework, node, parent, position=len(rows))
        rows.append(row)
        clauses += [StatementClause(id=identity(row.pk, one), statement=row, clause=one) for one in node.clauses]
        waiting.extend((below, row) for below in reversed(node.statements))
    return rows, clauses


def _statement_row(framework: Framework, node: StatementEntry, parent: Statement | None, position: int) -> Statement:
    return Statement(
        id=identity(framework.pk, node.urn),
        framework=framework,
        parent=parent,
        area_id=(parent.area_id or parent.pk) if parent else None,
        typical_evidence=list(node.typical_evidence),
        position=position,
        depth=parent.depth + 1 if parent else 0,
        meaning=node.meaning(),
        **{name: getattr(node, name) for name in NODE},
    )


def crosswalk_row(file: CrosswalkFile, organisation_id: UUID | None, begins: Framework, ends: Framework) -> Crosswalk:
    """The crosswalk itself."""
    names = ("urn", "version", "title", "publisher", "licence", "source", "summary", "fingerprint")
    return Crosswalk(
        id=identity(organisation_id, file.urn, file.version),
        organisation_id=organisation_id,
        from_framework=begins,
        to_framework=ends,
        **{name: getattr(file, name) for name in names},
    )


def pair_rows(
    crosswalk: Crosswalk, file: CrosswalkFile, begins: dict[str, UUID], ends: dict[str, UUID]
) -> list[CrosswalkPair]:
    """Every pair; raises Unreadable where a ref is in neither framework. The mappings are ref to id."""
    faults = Faults()
    rows = []
    for position, pair in enumerate(file.pairs):
        first = _known(pair, pair.from_ref, begins, file.begins, faults)
        second = _known(pair, pair.to_ref, ends, file.ends, faults)
        if first and second:
            rows.append(_pair_row(crosswalk, pair, first, second, position))
    faults.refuse()
    return rows


def _pair_row(crosswalk: Crosswalk, pair: PairEntry, first: UUID, second: UUID, position: int) -> CrosswalkPair:
    return CrosswalkPair(
        id=identity(crosswalk.pk, first, second),
        crosswalk=crosswalk,
        from_statement_id=first,
        to_statement_id=second,
        relation=pair.relation,
        rationale=pair.rationale,
        position=position,
    )


def _known(pair: PairEntry, ref: str, among: dict[str, UUID], end: End, faults: Faults) -> UUID | None:
    if ref not in among:
        faults.add(pair.line, f"There is no statement {ref} in {end.urn} {end.version}.{suggestion(ref, among)}")
    return among.get(ref)


def no_such_framework(end: End) -> Fault:
    """What to say where a crosswalk names a framework that is not here."""
    return Fault(end.line, f"The framework {end.urn}, version {end.version}, is not here. Bring it in first.")
