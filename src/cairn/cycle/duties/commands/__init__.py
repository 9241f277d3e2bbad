"""What is done to duties in its own right; rooms keep theirs inside their own acts (`owing`)."""

from cairn.cycle.duties.commands.calendars import make_calendar_address, revoke_calendar_address
from cairn.cycle.duties.commands.excusing import excuse
from cairn.cycle.duties.commands.planning import plan_ahead, plan_everything
from cairn.cycle.duties.commands.reminding import remind

__all__ = [
    "excuse",
    "make_calendar_address",
    "plan_ahead",
    "plan_everything",
    "remind",
    "revoke_calendar_address",
]
