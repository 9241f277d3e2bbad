"""What supervision can prove of itself: indicators, each one grouped query over all units and a range of months."""

from cairn.cycle.evidence import declaring
from cairn.practice.supervision.indicators import agreements, quality, sessions, turns


def register() -> None:
    """Declare them to the room that measures."""
    declaring.register(*turns.INDICATORS, *sessions.INDICATORS, *agreements.INDICATORS, *quality.INDICATORS)
