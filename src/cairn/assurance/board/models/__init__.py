"""What are boards made of: members, meetings, agendas, outcomes, papers and packs?"""

from cairn.assurance.board.models.board import COUNTED, PARTS, Board, Capacity, Kind, Membership, Part, StandingItem
from cairn.assurance.board.models.meeting import (
    LIVE,
    NEXT,
    Item,
    Meeting,
    Outcome,
    OutcomeKind,
    Seat,
    Standing,
    State,
)
from cairn.assurance.board.models.pack import Ask, Pack, Paper

__all__ = [
    "COUNTED",
    "LIVE",
    "NEXT",
    "PARTS",
    "Ask",
    "Board",
    "Capacity",
    "Item",
    "Kind",
    "Meeting",
    "Membership",
    "Outcome",
    "OutcomeKind",
    "Pack",
    "Paper",
    "Part",
    "Seat",
    "Standing",
    "StandingItem",
    "State",
]
