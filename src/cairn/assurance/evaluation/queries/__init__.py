"""What can be shown of self-evaluation rounds, and to whom?"""

from cairn.assurance.evaluation.queries.answering import asked_as_practitioner, statements_to_answer
from cairn.assurance.evaluation.queries.flaws import FLAWS, Flaw, Xray, flaw_counts, flaws_of, lint, xray
from cairn.assurance.evaluation.queries.judgements import (
    ALL,
    Progress,
    judgement_for,
    judgements,
    judgements_of,
    judgements_to_list,
    last_time,
    neighbours,
    progress_by_unit,
)
from cairn.assurance.evaluation.queries.results import (
    Cell,
    Heatmap,
    area_rows,
    heatmap,
    remarks,
    results,
    statement_cells,
)
from cairn.assurance.evaluation.queries.rounds import (
    Participation,
    asked_unit_for,
    open_and_newest,
    participation,
    round_for,
    rounds,
)
from cairn.assurance.evaluation.queries.signed import addenda, citation_for, evidence_of, signatures

__all__ = [
    "ALL",
    "FLAWS",
    "Cell",
    "Flaw",
    "Heatmap",
    "Participation",
    "Progress",
    "Xray",
    "addenda",
    "area_rows",
    "asked_as_practitioner",
    "asked_unit_for",
    "citation_for",
    "evidence_of",
    "flaw_counts",
    "flaws_of",
    "heatmap",
    "judgement_for",
    "judgements",
    "judgements_of",
    "judgements_to_list",
    "last_time",
    "lint",
    "neighbours",
    "open_and_newest",
    "participation",
    "progress_by_unit",
    "remarks",
    "results",
    "round_for",
    "rounds",
    "signatures",
    "statement_cells",
    "statements_to_answer",
    "xray",
]
