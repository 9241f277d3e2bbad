"""What can be shown of evidence, and to whom: documents that people attach, and figures that the records prove."""

from cairn.cycle.evidence.queries.coverage import Cover, Covered, counts, coverage
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

__all__ = [
    "ChartLine",
    "Cover",
    "Covered",
    "Made",
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
    "made",
    "revisions",
    "unit_of",
    "units_led",
]
