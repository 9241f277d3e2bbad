"""What does the leading open-source peer need, measured on two cores, and how much less do we want to need?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure of the peer's with 10 and with 500 assessments, in milliseconds, and our share of it."""

    what: str
    with_ten: float | None
    with_many: float
    share: int

    @property
    def goal(self) -> float:
        """The stricter goal: against the peer's small history where it was measured."""
        return (self.with_ten or self.with_many) / self.share


LIST = Figure("list 100 requirements of one assessment", 590, 3700, 100)
UPDATE = Figure("update one judgement", 128, 1900, 50)
OVERVIEW = Figure("overview of everything", 260, 14800, 200)
REPORT = Figure("Word report", None, 5500, 10)
START_SECONDS = 6.0
SET_UP_CPU_SECONDS = 600.0
MEMORY_MEBIBYTES = (534, 1113)
