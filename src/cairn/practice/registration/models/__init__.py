"""Who is registered, approved and delegated to, as it was known at any time?"""

from cairn.practice.registration.models.approval import Approval
from cairn.practice.registration.models.check import Check
from cairn.practice.registration.models.concern import Concern, ConcernStage
from cairn.practice.registration.models.confirmation import Confirmation
from cairn.practice.registration.models.declaration import Declaration
from cairn.practice.registration.models.delegation import Delegation, Scope, Suspension
from cairn.practice.registration.models.known import Known
from cairn.practice.registration.models.registration import BARS, COVERS, ENDS, ORDERS, Registration, Standing, State
from cairn.practice.registration.models.renewal_step import RenewalStep

__all__ = [
    "BARS",
    "COVERS",
    "ENDS",
    "ORDERS",
    "Approval",
    "Check",
    "Concern",
    "ConcernStage",
    "Confirmation",
    "Declaration",
    "Delegation",
    "Known",
    "Registration",
    "RenewalStep",
    "Scope",
    "Standing",
    "State",
    "Suspension",
]
