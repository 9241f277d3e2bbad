"""What is owed, and under which secret addresses it stands in people's own calendars."""

from cairn.cycle.duties.models.calendar_address import CalendarAddress
from cairn.cycle.duties.models.duty import IS_OPEN, LONGEST_WORDS, Duty, DutyQuerySet, Outcome

__all__ = ["IS_OPEN", "LONGEST_WORDS", "CalendarAddress", "Duty", "DutyQuerySet", "Outcome"]
