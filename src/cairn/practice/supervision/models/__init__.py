"""Supervision: its policy, agreements, sessions, the two parts of a record, openings, and its quality."""

from cairn.practice.supervision.models.agreement import Agreement, Kind, Member, Terms
from cairn.practice.supervision.models.policy import Line, ParticularNeed, Period, Policy
from cairn.practice.supervision.models.quality import DipSample, Finding, ViewGiven, ViewTally
from cairn.practice.supervision.models.record import (
    Addition,
    CaseLine,
    CaseRecord,
    Disagreement,
    Ground,
    Opening,
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
    "TOOK_PLACE",
    "Addition",
    "Agreement",
    "Attendance",
    "CaseLine",
    "CaseRecord",
    "DipSample",
    "Disagreement",
    "Finding",
    "Ground",
    "Kind",
    "Line",
    "Member",
    "Opening",
    "ParticularNeed",
    "Period",
    "PersonalRecord",
    "Policy",
    "Preparation",
    "Reason",
    "Session",
    "Side",
    "State",
    "Terms",
    "ViewGiven",
    "ViewTally",
]
