"""What does somebody owe, what waits for them with others, and what is due in the units that they lead?"""

from cairn.cycle.duties.queries.calendars import calendar_address_of, person_behind
from cairn.cycle.duties.queries.team import PersonsWork, Team, led_unit, persons_work, team_of
from cairn.cycle.duties.queries.work import (
    MOST,
    Item,
    Work,
    all_owed,
    coming,
    done_since,
    duty_for,
    of_offices,
    own,
    stuck_with_others,
    visible,
    work_of,
)

__all__ = [
    "MOST",
    "Item",
    "PersonsWork",
    "Team",
    "Work",
    "all_owed",
    "calendar_address_of",
    "coming",
    "done_since",
    "duty_for",
    "led_unit",
    "of_offices",
    "own",
    "person_behind",
    "persons_work",
    "stuck_with_others",
    "team_of",
    "visible",
    "work_of",
]
