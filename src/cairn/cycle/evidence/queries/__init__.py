"""What can be shown of evidence, and to whom: documents that people attach, and figures that the records prove."""

from cairn.cycle.evidence.queries.coverage import (
    Cover,
    Covered,
    counts,
    coverage,
    refs_by_indicator,
    speaking_in,
)
from cairn.cycle.evidence.queries.documents import evidence_for, evidence_for_statement, evidence_list
from cairn.cycle.evidence.queries.figures import (
    ChartLine,
    Made,
    annotation_for,
    baseline_for,
    chart_lines,
    courses,
    figures_in,
    made,
    revisions,
    unit_of,
    units_led,
)
from cairn.cycle.evidence.queries.standing import Kept, stands, stands_to_keep
from cairn.cycle.evidence.queries.statements import Spoken, figures_of_statement, most_telling

__all__ = [
    "ChartLine",
    "Cover",
    "Covered",
    "Kept",
    "Made",
    "Spoken",
    "annotation_for",
    "baseline_for",
    "chart_lines",
    "counts",
    "courses",
    "coverage",
    "evidence_for",
    "evidence_for_statement",
    "evidence_list",
    "figures_in",
    "figures_of_statement",
    "made",
    "most_telling",
    "refs_by_indicator",
    "revisions",
    "speaking_in",
    "stands",
    "stands_to_keep",
    "unit_of",
    "units_led",
]
