"""Is professional supervision owed to somebody, because their line manager is of another discipline (sa.5.e.7)?"""

from uuid import UUID

from cairn.foundation.people.models import StaffGroup

SOCIAL_WORK = frozenset(
    {
        StaffGroup.SOCIAL_WORKER,
        StaffGroup.NEWLY_QUALIFIED,
        StaffGroup.MENTAL_HEALTH_OFFICER,
        StaffGroup.SENIOR,
        StaffGroup.AGENCY,
    }
)
# Team leaders and managers may be of any discipline: there posts alone don't show it, and a leader says so.
ANOTHER_DISCIPLINE = frozenset({StaffGroup.SOCIAL_CARE_WORKER, StaffGroup.OCCUPATIONAL_THERAPIST, StaffGroup.OTHER})


def is_owed(
    staff_group: str,
    line_manager_id: UUID | None,
    professional_lead_id: UUID | None,
    manager_groups: frozenset[str],
    *,
    is_marked: bool,
) -> bool:
    """A leader said so; or the posts show it: another professional lead, and a line manager of another discipline.

    Until registrations are kept, the staff group of the line manager's posts stands for their discipline.
    """
    if is_marked:
        return True
    if staff_group not in SOCIAL_WORK or professional_lead_id in (None, line_manager_id):
        return False
    return bool(manager_groups) and manager_groups <= ANOTHER_DISCIPLINE
