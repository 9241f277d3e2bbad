"""Who is registered, approved and delegated to, as it was known at any time?"""

from cairn.practice.registration.models.approval import Approval
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
    "Delegation",
    "Known",
    "Registration",
    "RenewalStep",
    "Scope",
    "Standing",
    "State",
    "Suspension",
]
