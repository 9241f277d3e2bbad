"""What can be shown of self-evaluation rounds, and to whom?"""

from cairn.assurance.evaluation.queries.answering import asked_as_practitioner, statements_to_answer
from cairn.assurance.evaluation.queries.flaws import FLAWS, Flaw, flaw_counts, lint
from cairn.assurance.evaluation.queries.judgements import (
    ALL,
    Progress,
    judgement_for,
    judgements,
    judgements_of,
    last_time,
    neighbours,
    progress_by_unit,
)
from cairn.assurance.evaluation.queries.results import (
    Heatmap,
    area_rows,
    heatmap,
    remarks,
    results,
    statement_rows,
)
from cairn.assurance.evaluation.queries.rounds import (
    Participation,
    asked_unit_for,
    newest_finished,
    participation,
    round_for,
    rounds,
)
from cairn.assurance.evaluation.queries.signed import addenda, citation_for, evidence_of, signatures

__all__ = [
    "ALL",
    "FLAWS",
    "Flaw",
    "Heatmap",
    "Participation",
    "Progress",
    "addenda",
    "area_rows",
    "asked_as_practitioner",
    "asked_unit_for",
    "citation_for",
    "evidence_of",
    "flaw_counts",
    "heatmap",
    "judgement_for",
    "judgements",
    "judgements_of",
    "last_time",
    "lint",
    "neighbours",
    "newest_finished",
    "participation",
    "progress_by_unit",
    "remarks",
    "results",
    "round_for",
    "rounds",
    "signatures",
    "statement_rows",
    "statements_to_answer",
]
