"""Who works here: organisations, units as a tree, people, dated posts and dated professional roles."""

from cairn.foundation.people.models.absence import Absence, Why
from cairn.foundation.people.models.invitation import Invitation
from cairn.foundation.people.models.organisation import LocalDay, Nation, Organisation
from cairn.foundation.people.models.person import Person
from cairn.foundation.people.models.post import Post, StaffGroup
from cairn.foundation.people.models.role import ProfessionalRole, Role
from cairn.foundation.people.models.unit import Kind, Placement, ServiceArea, Unit

__all__ = [
    "Absence",
    "Invitation",
    "Kind",
    "LocalDay",
    "Nation",
    "Organisation",
    "Person",
    "Placement",
    "Post",
    "ProfessionalRole",
    "Role",
    "ServiceArea",
    "StaffGroup",
    "Unit",
    "Why",
]
