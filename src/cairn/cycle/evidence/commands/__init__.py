"""Everything that can be done to evidence: to documents, and to the charts of figures."""

from cairn.cycle.evidence.commands.charts import annotate, redraw, withdraw_baseline, withdraw_note
from cairn.cycle.evidence.commands.documents import add, change, withdraw

__all__ = ["add", "annotate", "change", "redraw", "withdraw", "withdraw_baseline", "withdraw_note"]
