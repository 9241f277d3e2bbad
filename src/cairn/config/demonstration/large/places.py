"""Which posts does a large organisation have: a directorate, services, teams, and who stands above whom in them?"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from cairn.foundation.people.models import Kind, ServiceArea, StaffGroup

IN_A_TEAM, TEAMS_IN_A_SERVICE = 25, 25
INTEGRATED_EVERY = 12  # every so manieth team is led by somebody of another discipline (sa.5.e.7)
AREAS = (ServiceArea.CHILDREN, ServiceArea.ADULTS, ServiceArea.JUSTICE, ServiceArea.ADULTS)
CALLED = {
    ServiceArea.CHILDREN: ("Children and families", "Fieldwork"),
    ServiceArea.ADULTS: ("Adults", "Care management"),
    ServiceArea.JUSTICE: ("Justice", "Community justice"),
}
QUARTERS = ("North", "East", "South", "West", "Centre")
FULL, HOURS = "1.00", ("1.00",) * 6 + ("0.80", "0.80", "0.60", "0.50")
WORKERS = (
    *((StaffGroup.SOCIAL_WORKER, "Social worker"),) * 27,
    *((StaffGroup.SOCIAL_CARE_WORKER, "Social work assistant"),) * 11,
    *((StaffGroup.MENTAL_HEALTH_OFFICER, "Mental health officer"),) * 3,
    *((StaffGroup.OCCUPATIONAL_THERAPIST, "Occupational therapist"),) * 3,
    *((StaffGroup.AGENCY, "Social worker (agency)"),) * 1,
    *((StaffGroup.OTHER, "Business support officer"),) * 5,
)
# Who can sign in, from the top down: title, staff group, roles.
AT_THE_TOP = (
    ("director", "Director of social work", StaffGroup.MANAGER, ()),
    ("cswo", "Chief social work officer", StaffGroup.MANAGER, ("cswo",)),
    ("psw", "Principal social worker", StaffGroup.MANAGER, ("psw",)),
    ("quality_officer", "Quality assurance officer", StaffGroup.OTHER, ("quality_officer",)),
    ("information_officer", "Information governance officer", StaffGroup.OTHER, ("information_officer",)),
    ("learning_officer", "Learning and development officer", StaffGroup.OTHER, ("learning_officer",)),
    ("board_secretary", "Governance officer", StaffGroup.OTHER, ("board_secretary",)),
)


@dataclass
class PlannedUnit:
    code: str
    name: str
    kind: str
    area: str
    parent: str = ""


@dataclass(eq=False)
class Place:
    """A post that is filled by one person after another; `key` marks those in which a visitor can look round."""

    unit: str
    title: str
    group: str
    above: "Place | None" = None
    leads: bool = False
    hours: str = FULL
    key: str = ""
    roles: tuple[str, ...] = ()
    professional_lead: "Place | None" = None
    has_others_below: bool = False

    def __post_init__(self) -> None:
        if self.above:
            self.above.has_others_below = True


def establishment(people: int, chance: random.Random) -> tuple[list[PlannedUnit], list[Place]]:
    """So many posts, those above before those below."""
    units = [PlannedUnit("D", "Social work", Kind.DIRECTORATE, ServiceArea.OTHER)]
    places = list(_top())
    # One more is the administrator, who sets everything up.
    teams = max(1, round((people - len(places) - 1) / (IN_A_TEAM + 2 / TEAMS_IN_A_SERVICE)))
    services = max(1, round(teams / TEAMS_IN_A_SERVICE))
    left = people - len(places) - 1 - 2 * services
    for number in range(services):
        units.append(_service(number))
        places += _heads(number, places[0])
    for number in range(teams):
        service = number % services
        units.append(_team(number, service))
        size = left // teams + (number < left % teams)
        places += _staffed(number, units[-1], places[len(AT_THE_TOP) + 2 * service :][:2], size, chance)
    return units, places


def _top() -> Iterator[Place]:
    director = None
    for key, title, group, roles in AT_THE_TOP:
        place = Place("D", title, group, director, leads=director is None, key=key, roles=roles)
        director = director or place
        yield place


def _service(number: int) -> PlannedUnit:
    area = AREAS[number % len(AREAS)]
    name = f"{CALLED[area][0]}, {QUARTERS[number // len(AREAS) % len(QUARTERS)].lower()}"
    if number >= len(AREAS) * len(QUARTERS):
        name += f" {number // (len(AREAS) * len(QUARTERS)) + 1}"
    return PlannedUnit(f"S{number + 1}", name, Kind.SERVICE, area, "D")


def _team(number: int, service: int) -> PlannedUnit:
    area = AREAS[service % len(AREAS)]
    name = f"{CALLED[area][1]} {QUARTERS[number % len(QUARTERS)]} {number + 1}"
    return PlannedUnit(f"T{number + 1:03}", name, Kind.TEAM, area, f"S{service + 1}")


def _heads(number: int, director: Place) -> list[Place]:
    """Whoever manages a service, and the lead of its profession."""
    unit, first = f"S{number + 1}", number == 0
    key = "service_manager" if first else ""
    manager = Place(unit, "Service manager", StaffGroup.MANAGER, director, leads=True, key=key)
    lead_key = "professional_lead" if first else ""
    lead = Place(
        unit, "Professional lead", StaffGroup.SENIOR, manager, key=lead_key, roles=("professional_lead",) * first
    )
    lead.has_others_below = True
    return [manager, lead]


def _staffed(number: int, unit: PlannedUnit, heads: list[Place], size: int, chance: random.Random) -> Iterator[Place]:
    """A leader, two who supervise as well, and all others under one of the three."""
    manager, lead = heads
    is_integrated = number % INTEGRATED_EVERY == INTEGRATED_EVERY - 1
    first = number == 0
    leader = Place(
        unit.code, "Team leader", StaffGroup.OCCUPATIONAL_THERAPIST if is_integrated else StaffGroup.TEAM_LEADER,
        manager, leads=True, key="team_leader" if first else "", professional_lead=lead,
    )  # fmt: skip
    yield leader
    group, title = StaffGroup.SENIOR, "Senior social worker"
    if is_integrated:
        group, title = StaffGroup.SOCIAL_CARE_WORKER, "Senior support worker"
    seniors = [Place(unit.code, title, group, leader, professional_lead=lead) for _ in range(min(2, size - 1))]
    yield from seniors
    above = [leader, *seniors]
    for at in range(size - 1 - len(seniors)):
        staff_group, called = chance.choice(WORKERS)
        key = "practitioner" if first and at == 0 else ""
        if key:
            staff_group, called = StaffGroup.SOCIAL_WORKER, "Social worker"
        yield Place(
            unit.code, called, staff_group, above[at % len(above)], key=key, professional_lead=lead,
            hours=FULL if key or staff_group == StaffGroup.AGENCY else chance.choice(HOURS),
        )  # fmt: skip
