"""What does the board hear of the work that people carry, where it asks for it? Figures only (sa.4.e.2)."""

from cairn.cycle.evidence.briefs import Brief
from cairn.cycle.evidence.declaring import all_indicators


def briefs() -> tuple[Brief, ...]:
    """Every figure of caseload and the workforce, in the order in which it is declared."""
    keys = tuple(one.key for one in all_indicators() if one.key.startswith("caseload."))
    return (Brief("caseload", "Caseload and workforce", keys),)
