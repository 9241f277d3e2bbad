"""What does the board hear of supervision (sa.agenda.11b)? Figures only: what is said in supervision stays there."""

from cairn.cycle.evidence.briefs import Brief
from cairn.cycle.evidence.declaring import all_indicators


def briefs() -> tuple[Brief, ...]:
    """Every figure of supervision, in the order in which it is declared."""
    keys = tuple(one.key for one in all_indicators() if one.key.startswith("supervision."))
    return (Brief("supervision", "Supervision", keys),)
