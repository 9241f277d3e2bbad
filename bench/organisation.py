"""Whom do we measure with? One employer of five thousand people, made with the product's own commands."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from cairn.foundation.core import clock
from cairn.foundation.people import commands as people
from cairn.foundation.people.commands import NewPerson, NewPost, NewUnit
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.standards.models import Framework, Statement, StatementClause

SERVICES, TEAMS = 8, 200
LONG_AGO = date(2014, 4, 1)
GROUPS = ("social-worker", "social-worker", "social-care-worker", "senior-practitioner", "newly-qualified")
GIVEN = ("Ailsa", "Bryn", "Cora", "Dougal", "Effie", "Fergus", "Greer", "Hector", "Iona", "Jock", "Kirsty", "Lorne")
FAMILY = ("Airlie", "Baird", "Cowan", "Dunbar", "Esslemont", "Forbes", "Gillan", "Hay", "Innes", "Jardine", "Kerr")
AREAS = (
    ("Risk and decisions", 25),
    ("Self-evaluation", 25),
    ("Knowledge and skills", 25),
    ("Supervision", 25),
    ("Sharing what works", 25),
    ("Leadership", 25),
    ("Roles and duties", 25),
)
AUDIENCES = ("employer",) * 12 + ("practitioner",) * 6 + ("descriptor",) * 4 + ("everyone",) + ("cswo",) * 2


@dataclass
class World:
    """The employer with those who look at its pages, and one record of each kind."""

    organisation: Organisation
    framework: Framework
    services: list[Unit]
    teams: list[Unit]
    people: dict[str, Person]
    leaders: dict[Any, Person]
    practitioners: list[Person]
    records: dict[str, list[Any]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        """Somebody with a role: cswo, psw, quality, administrator, executive, leader, practitioner."""
        return self.people[name]


def build(count: int) -> World:
    """Units, people, posts and roles, and a framework of 175 statements; four months ago."""
    with clock.at(timezone.now() - timedelta(days=120)):
        return _built(count)


def _built(count: int) -> World:
    administrator = people.set_up_organisation(
        name="Bench Partnership", nation="scotland", given_name="Ada", family_name="Mint", email="ada@bench.example"
    )
    organisation = administrator.organisation
    units = people.add_units(organisation, _units(), by=administrator)
    services, teams = units[1 : SERVICES + 1], units[SERVICES + 1 :]
    staff = people.add_people(organisation, _people(count), by=administrator)
    posts = list(_posts(staff, units[0], services, teams))
    people.give_posts(organisation, posts, by=administrator)
    named = {
        "administrator": administrator,
        "cswo": staff[0],
        "psw": staff[1],
        "quality": staff[2],
        "executive": staff[3],
    }
    roles = {"cswo": "cswo", "psw": "psw", "quality": "quality_officer", "executive": "chief_executive"}
    for name, role in roles.items():
        people.give_role(named[name], role=role, starts_on=LONG_AGO, by=administrator)
    leaders = {post.unit.pk: post.person for post in posts if post.leads_unit}
    practitioners = [post.person for post in posts if not post.leads_unit and post.staff_group in GROUPS]
    named |= {"leader": leaders[services[0].pk], "practitioner": practitioners[0]}
    known = {one.pk: one for one in Person.objects.select_related("organisation").filter(organisation=organisation)}
    named = {name: known[one.pk] for name, one in named.items()}  # afresh, so that roles given just now count
    leaders = {unit: known[one.pk] for unit, one in leaders.items()}
    return World(organisation, _framework(), services, teams, named, leaders, practitioners)


def _units() -> list[NewUnit]:
    areas = ("children", "adults", "justice", "other")
    found = [NewUnit("D", "Directorate of social work", "directorate", opened_on=LONG_AGO)]
    for number in range(SERVICES):
        found.append(NewUnit(f"S{number}", f"Service {number + 1}", "service", areas[number % 4], "D", LONG_AGO))
    for number in range(TEAMS):
        parent = f"S{number % SERVICES}"
        name = f"Team {number + 1} of the {('north', 'south', 'east', 'west')[number % 4]}"
        found.append(NewUnit(f"T{number:03}", name, "team", areas[number % SERVICES % 4], parent, LONG_AGO))
    return found


def _people(count: int) -> list[NewPerson]:
    return [
        NewPerson(
            email=f"person{number:05}@bench.example",
            given_name=GIVEN[number % len(GIVEN)],
            family_name=f"{FAMILY[number // len(GIVEN) % len(FAMILY)]}-{number:05}",
            staff_number=f"{number:06}",
        )
        for number in range(count - 1)
    ]


def _posts(staff: list[Person], top: Unit, services: list[Unit], teams: list[Unit]) -> Any:
    """Four at the top, one leads each service and each team, all others practise in the teams."""
    rest = iter(staff)
    for title in ("Chief social work officer", "Principal social worker", "Quality officer", "Chief executive"):
        yield NewPost(next(rest), top, title, "manager", starts_on=LONG_AGO)
    led = {}
    for unit in (*services, *teams):
        led[unit.pk] = next(rest)
        group = "manager" if unit in services else "team-leader"
        yield NewPost(led[unit.pk], unit, "Leader", group, leads_unit=True, starts_on=LONG_AGO)
    for number, person in enumerate(rest):
        unit, group = teams[number % len(teams)], GROUPS[number % len(GROUPS)]
        title = group.replace("-", " ").capitalize()
        yield NewPost(person, unit, title, group, line_manager=led[unit.pk], starts_on=LONG_AGO)


def _framework() -> Framework:
    """Seven areas of 25 statements, with the wording as long as that of the real ones."""
    die = random.Random(7)
    framework = Framework.objects.create(
        urn="urn:bench:framework", version="1", title="Framework of 175 statements", short_title="Bench 175",
        publisher="Nobody", licence="None", may_be_copied=True, source="Invented for the benchmark", language="en-GB",
        edition="1", status="current", nation="scotland", fingerprint="0" * 64,
    )  # fmt: skip
    statements: list[Statement] = []
    for number, (title, count) in enumerate(AREAS, 1):
        area = _statement(framework, f"b.{number}", len(statements), heading=title)
        statements.append(area)
        for place in range(count):
            audience = AUDIENCES[place % len(AUDIENCES)]
            ref = f"b.{number}.{place + 1}"
            statements.append(_statement(framework, ref, len(statements), area=area, audience=audience, die=die))
    Statement.objects.bulk_create(statements, 200)
    StatementClause.objects.bulk_create(
        [StatementClause(statement=one, clause=f"bench.{one.ref[:3]}") for one in statements if one.assessable], 500
    )
    return framework


WORDS = """
supervision decision record family risk evidence team manager practice reflect prepare listen review agree plan support
learning register duty rights harm safe timely reason weigh consider partner agency outcome improve
"""


KNOWN = WORDS.split()


def sentence(die: random.Random, words: int) -> str:
    """A sentence as long as people write them."""
    return " ".join(die.choice(KNOWN) for _ in range(words)).capitalize() + "."


def _statement(framework: Framework, ref: str, position: int, **given: Any) -> Statement:
    die = given.pop("die", None)
    area = given.pop("area", None)
    return Statement(
        id=uuid5(NAMESPACE_URL, f"bench {ref}"),
        framework=framework,
        parent=area,
        area=area,
        urn=f"urn:bench:statement:{ref}",
        ref=ref,
        heading=given.get("heading", ""),
        audience=given.get("audience", ""),
        text=sentence(die, 16) if die else "",
        good=sentence(die, 30) if die else "",
        typical_evidence=["Dip sample", "Supervision records"] if die else [],
        assessable=die is not None,
        position=position,
        depth=1 if area else 0,
        meaning="0" * 64,
    )
