"""Who answers for what, and who sees and may do what? Both can be read by everybody who signs in (sa.purpose.1)."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cairn.foundation.people import queries
from cairn.foundation.people.access import all_grants, policy
from cairn.foundation.people.models import Person, ProfessionalRole, Role

ACCOUNTABILITIES = Path(__file__).with_name("accountabilities.toml")
NAMES: dict[str, str] = {
    **{role.value: role.label for role in Role},
    "leader": "Leaders of units",
    "practitioner": "Practitioners",
    "worker": "Everybody with a post or role",
    "person": "Everybody who can sign in",
}
RELATIONS = {
    "own": "their own",
    "led": "in units that they lead",
    "unit": "in units in which they work",
    "scope": "in the part for which they hold the role",
    "organisation": "in the whole organisation",
    "anyone": "that belong to everybody",
}


@dataclass(frozen=True)
class Accountability:
    """A role, what it answers for, and who holds it today."""

    title: str
    answers_for: list[dict[str, Any]]
    holders: list[ProfessionalRole] = field(default_factory=list)
    is_held_by_posts: bool = False


def accountabilities(viewer: Person) -> list[Accountability]:
    """What each role answers for, from the frameworks, with those who hold it today; one query."""
    held = queries.role_holders(viewer)
    nation = viewer.organisation.nation
    found = []
    for role in _written():
        holders = [holder for name in role["roles"] for holder in held.get(name, [])]
        if role["nation"] in ("", nation) or holders:
            found.append(Accountability(role["title"], role["answers_for"], holders, "leader" in role["roles"]))
    return found


@cache
def _written() -> list[dict[str, Any]]:
    return tomllib.loads(ACCOUNTABILITIES.read_text())["role"]


@dataclass(frozen=True)
class Line:
    """One line of the access policy, in words."""

    acts: str
    who: list[str]
    which: str
    states: list[str]
    why: str


@dataclass(frozen=True)
class Section:
    """What the policy says of one kind of record."""

    record: str
    title: str
    lines: list[Line]


@cache
def policy_in_words() -> tuple[Section, ...]:
    """The access policy as it counts, section by section, with every role named in words."""
    titles = {record: section["title"] for record, section in policy().items() if record != "groups"}
    lines: dict[str, list[Line]] = {record: [] for record in titles}
    for grant in all_grants():
        lines[grant.record].append(
            Line(
                acts=", ".join(act.replace("_", " ") for act in grant.acts),
                who=sorted((NAMES[role] for role in grant.roles), key=str.casefold),
                which=RELATIONS[grant.relation],
                states=sorted(grant.states),
                why=grant.why,
            )
        )
    return tuple(Section(record, titles[record], lines[record]) for record in titles)
