"""How do figures come to be stored? Each month of each indicator is computed for all units at once, and kept."""

from cairn.cycle.evidence.measuring.due import measure_what_is_due
from cairn.cycle.evidence.measuring.measure import Changed, Measured, measure
from cairn.cycle.evidence.measuring.touching import touch

__all__ = ["Changed", "Measured", "measure", "measure_what_is_due", "touch"]
