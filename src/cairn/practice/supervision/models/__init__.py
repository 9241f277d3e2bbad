"""Supervision: its policy, agreements, sessions, the two parts of a record, openings, and its quality."""

from cairn.practice.supervision.models.agreement import OF_MANY, OF_TWO, Agreement, Kind, Member, Review, Terms
from cairn.practice.supervision.models.policy import AnotherDiscipline, Line, ParticularNeed, Period, Policy
from cairn.practice.supervision.models.quality import DipSample, Finding, ViewGiven, ViewTally
from cairn.practice.supervision.models.record import (
    NEXT_OF_OPENING,
    Addition,
    CaseLine,
    CaseRecord,
    Consent,
    Disagreement,
    Ground,
    Opening,
    OpeningState,
    PersonalRecord,
)
from cairn.practice.supervision.models.session import (
    NEXT,
    TOOK_PLACE,
    Attendance,
    Preparation,
    Reason,
    Session,
    Side,
    State,
)

__all__ = [
    "NEXT",
    "NEXT_OF_OPENING",
    "OF_MANY",
    "OF_TWO",
    "TOOK_PLACE",
    "Addition",
    "Agreement",
    "AnotherDiscipline",
    "Attendance",
    "CaseLine",
    "CaseRecord",
    "Consent",
    "DipSample",
    "Disagreement",
    "Finding",
    "Ground",
    "Kind",
    "Line",
    "Member",
    "Opening",
    "OpeningState",
    "ParticularNeed",
    "Period",
    "PersonalRecord",
    "Policy",
    "Preparation",
    "Reason",
    "Review",
    "Session",
    "Side",
    "State",
    "Terms",
    "ViewGiven",
    "ViewTally",
]
