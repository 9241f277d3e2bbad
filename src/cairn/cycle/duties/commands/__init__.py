"""What is done to duties in its own right; rooms keep theirs inside their own acts (`owing`)."""

from cairn.cycle.duties.commands.excusing import excuse
from cairn.cycle.duties.commands.planning import plan_ahead, plan_everything
from cairn.cycle.duties.commands.reminding import remind

__all__ = ["excuse", "plan_ahead", "plan_everything", "remind"]
