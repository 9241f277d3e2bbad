"""What can be shown of self-evaluation rounds, and to whom?"""

from cairn.assurance.evaluation.queries.answering import asked_as_practitioner, statements_to_answer
from cairn.assurance.evaluation.queries.days import looked_at_on
from cairn.assurance.evaluation.queries.flaws import FLAWS, Flaw, Xray, flaw_counts, flaws_of, lint, xray
from cairn.assurance.evaluation.queries.judgements import (
    ALL,
    Line,
    Progress,
    judgement_for,
    judgements,
    judgements_of,
    judgements_to_list,
    last_time,
    neighbours,
    progress_by_unit,
)
from cairn.assurance.evaluation.queries.records import Beside, beside
from cairn.assurance.evaluation.queries.results import (
    LONG_TEXTS,
    Cell,
    Heatmap,
    Remark,
    area_rows,
    heatmap,
    remarks,
    remarks_in,
    result_of,
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
from cairn.assurance.evaluation.queries.statements import judged_over_rounds
from cairn.assurance.evaluation.queries.stood_on import Figure, figures_in_round, open_figures, to_stand_on

__all__ = [
    "ALL",
    "FLAWS",
    "LONG_TEXTS",
    "Beside",
    "Cell",
    "Figure",
    "Flaw",
    "Heatmap",
    "Line",
    "Participation",
    "Progress",
    "Remark",
    "Xray",
    "addenda",
    "area_rows",
    "asked_as_practitioner",
    "asked_unit_for",
    "beside",
    "citation_for",
    "evidence_of",
    "figures_in_round",
    "flaw_counts",
    "flaws_of",
    "heatmap",
    "judged_over_rounds",
    "judgement_for",
    "judgements",
    "judgements_of",
    "judgements_to_list",
    "last_time",
    "lint",
    "looked_at_on",
    "neighbours",
    "open_and_newest",
    "open_figures",
    "participation",
    "progress_by_unit",
    "remarks",
    "remarks_in",
    "result_of",
    "results",
    "round_for",
    "rounds",
    "signatures",
    "statement_cells",
    "statements_to_answer",
    "to_stand_on",
    "xray",
]
