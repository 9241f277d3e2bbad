"""Evidence: documents that people attach, and figures that the records prove."""

from cairn.cycle.evidence.models.document import STALE_AFTER, Evidence, EvidenceQuerySet, Kind
from cairn.cycle.evidence.models.measurement import (
    Annotation,
    Baseline,
    Computation,
    Measurement,
    Revision,
    Series,
    Touched,
)

__all__ = [
    "STALE_AFTER",
    "Annotation",
    "Baseline",
    "Computation",
    "Evidence",
    "EvidenceQuerySet",
    "Kind",
    "Measurement",
    "Revision",
    "Series",
    "Touched",
]
