"""What is a case reference, who carries it, how much does it weigh, and how much may anybody carry?"""

from cairn.practice.caseload.models.allocation import Allocation, Relief, Role
from cairn.practice.caseload.models.benchmark import Benchmark, Neighbour
from cairn.practice.caseload.models.case import Case, Level, State, Wait, reference_key
from cairn.practice.caseload.models.establishment import Establishment
from cairn.practice.caseload.models.load import Figure, Load
from cairn.practice.caseload.models.weighting import Circumstance, Weighting

__all__ = [
    "Allocation",
    "Benchmark",
    "Case",
    "Circumstance",
    "Establishment",
    "Figure",
    "Level",
    "Load",
    "Neighbour",
    "Relief",
    "Role",
    "State",
    "Wait",
    "Weighting",
    "reference_key",
]
