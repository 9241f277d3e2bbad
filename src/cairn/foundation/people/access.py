"""What may this person see and do? Asks the access policy (access_policy.toml); every other room asks here."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.db.models import BooleanField, Q, Value

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.models import Person, Post, ProfessionalRole
from cairn.foundation.people.models.post import PRACTITIONERS

POLICY = Path(__file__).with_name("access_policy.toml")
RELATIONS = ("own", "led", "unit", "scope", "organisation", "anyone")
FOLLOWING = ("leader", "practitioner", "worker", "person")
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Grant:
    """One line of the policy, its groups spelled out. No states means: in every state."""

    record: str
    acts: tuple[str, ...]
    roles: frozenset[str]
    relation: str
    states: frozenset[str]
    why: str

    def allows_in(self, state: str | None) -> bool:
        return not self.states or state is None or state in self.states


@dataclass(frozen=True)
class Standing:
    """Where a person stands today: their roles, and the part of the tree to which each one reaches."""

    person_id: Any
    organisation_id: Any
    roles: frozenset[str]
    unit_paths: tuple[str, ...]
    led_paths: tuple[str, ...]
    scopes: tuple[tuple[str, str], ...]

    def paths(self, relation: str, role: str) -> tuple[str, ...]:
        """The parts of the tree that a relation reaches."""
        if relation == "led":
            return self.led_paths
        if relation == "unit":
            return self.unit_paths
        return tuple(path for held, path in self.scopes if held == role)


@cache
def policy() -> dict[str, Any]:
    """The policy as it is written."""
    return tomllib.loads(POLICY.read_text())


@cache
def grants(key: str) -> tuple[Grant, ...]:
    """The lines of the policy that speak of this act, such as `round.sign`; an act not written down is a mistake."""
    record, _, act = key.partition(".")
    found = tuple(grant for grant in all_grants() if grant.record == record and act in grant.acts)
    if not found:
        raise KeyError(f"The access policy does not know the act '{key}'.")
    return found


@cache
def all_grants() -> tuple[Grant, ...]:
    """Every line of the policy."""
    groups = policy()["groups"]
    return tuple(
        Grant(
            record=record,
            acts=tuple(line["acts"]),
            roles=frozenset(role for name in line["roles"] for role in groups.get(name, [name])),
            relation=line["relation"],
            states=frozenset(line.get("states", ())),
            why=line["why"],
        )
        for record, section in policy().items()
        if record != "groups"
        for line in section["grants"]
    )


def standing_of(person: Person) -> Standing:
    """Roles and posts that hold today; asked once for each request, so that a change counts at the next."""
    known = getattr(person, "_standing", None)
    if known is None:
        known = person._standing = _read_standing(person)  # type: ignore[attr-defined]
    return known


def forget_standing(person: Person) -> None:
    """After a change of posts or roles within one request."""
    person.__dict__.pop("_standing", None)


def _read_standing(person: Person) -> Standing:
    """One query for posts and roles together, since every request asks."""
    day, never = clock.today(), Value(value=False, output_field=BooleanField())
    in_post = Post.objects.filter(person=person).on(day).order_by().annotate(of=Value("post"))
    in_role = ProfessionalRole.objects.filter(person=person).on(day).order_by().annotate(of=Value("role"), leads=never)
    rows = in_post.values_list("unit__path", "leads_unit", "staff_group", "of").union(
        in_role.values_list("unit__path", "leads", "role", "of"), all=True
    )
    found = list(rows)
    posts = [(path, leads, group) for path, leads, group, of in found if of == "post"]
    held = [(role, path) for path, _, role, of in found if of == "role"]
    roles = {"person"} | {role for role, _ in held}
    if posts or held:
        roles.add("worker")
    if any(leads for _, leads, _ in posts):
        roles.add("leader")
    if any(group in PRACTITIONERS for _, _, group in posts):
        roles.add("practitioner")
    return Standing(
        person_id=person.pk,
        organisation_id=person.organisation_id,
        roles=frozenset(roles if person.is_active else ()),
        unit_paths=tuple(path for path, _, _ in posts),
        led_paths=tuple(path for path, leads, _ in posts if leads),
        scopes=tuple((role, path or "") for role, path in held),
    )


def permits(person: Person, key: str, subject: Any = None) -> bool:
    """Whether the policy lets this person do it to this record; without a record: to any record at all."""
    standing = standing_of(person)
    for grant in grants(key):
        mine = grant.roles & standing.roles
        if mine and (subject is None or _relates(standing, grant, mine, subject)):
            return True
    return False


def parts(person: Person, key: str) -> frozenset[str]:
    """The parts of the tree, by their paths, in which this person may do it to whatever stands there.

    An empty path is the whole organisation. What is one's own only, or open to anyone, makes no part.
    """
    standing = standing_of(person)
    found: set[str] = set()
    for grant in grants(key):
        mine = grant.roles & standing.roles
        if mine and grant.relation == "organisation":
            found.add("")
        elif grant.relation in ("led", "unit", "scope"):
            found.update(path for role in mine for path in standing.paths(grant.relation, role))
    return frozenset(found)


def knows_of(person: Person, key: str) -> bool:
    """Whether this person's roles may do the act, or see such records; if neither, its pages do not exist for them."""
    record = key.partition(".")[0]
    return permits(person, key) or ("see" in acts_of(record) and permits(person, f"{record}.see"))


@cache
def acts_of(record: str) -> frozenset[str]:
    """Every act that the policy knows of this kind of record."""
    return frozenset(act for grant in all_grants() if grant.record == record for act in grant.acts)


def refuse_unless(person: Person, key: str, subject: Any, sentence: str) -> Verdict:
    """Yes where the policy permits it, else this sentence."""
    return YES if permits(person, key, subject) else Verdict(sentence)


def _relates(standing: Standing, grant: Grant, mine: Iterable[str], subject: Any) -> bool:
    organisation = getattr(subject, "organisation_id", None)
    if not grant.allows_in(getattr(subject, "state", None)):
        return False
    if grant.relation == "anyone":
        return organisation is None
    if organisation != standing.organisation_id:
        return False
    if grant.relation == "organisation":
        return True
    if grant.relation == "own":
        return standing.person_id in _owners(subject)
    unit = subject if hasattr(subject, "path") else getattr(subject, "unit", None)
    if unit is None:
        return grant.relation == "scope" and any("" in standing.paths("scope", role) for role in mine)
    return any(unit.path.startswith(path) for role in mine for path in standing.paths(grant.relation, role))


def _owners(subject: Any) -> set[Any]:
    if isinstance(subject, Person):
        return {subject.pk}
    named = {getattr(subject, name, None) for name in ("owner_id", "person_id")}
    return named | set(getattr(subject, "parties", ()))


def reach(
    person: Person,
    key: str,
    *,
    unit: str = "unit",
    owner: str | tuple[str, ...] = "owner",
    state: str = "state",
    of: str = "",
) -> Q:
    """The records that the policy lets this person see, as a filter for a query.

    `unit`, `owner` and `state` name the fields to compare; an empty name says that the record has none. Where a record
    belongs to several people, as a supervision does, `owner` names each. `of` names the record that the policy speaks
    of where the rows only belong to it, as statements do to their framework.
    """
    standing = standing_of(person)
    mine = [grant for grant in grants(key) if grant.roles & standing.roles]
    whole = [grant for grant in mine if grant.relation == "organisation" and not (state and grant.states)]
    if whole:  # no other line adds anything inside the organisation, and the database need not look
        mine = [whole[0], *(grant for grant in mine if grant.relation == "anyone")]
    at, owners = f"{of}__" if of else "", (owner,) if isinstance(owner, str) else owner
    found = []
    for grant in mine:
        here = _reached(standing, grant, at, unit, owners)
        if grant.states and state:
            here &= Q(**{f"{at}{state}__in": sorted(grant.states)})
        found.append(here)
    return _either(found)


def _reached(standing: Standing, grant: Grant, at: str, unit: str, owners: tuple[str, ...]) -> Q:
    if grant.relation == "anyone":
        return Q(**{f"{at}organisation_id": None})
    inside = Q(**{f"{at}organisation_id": standing.organisation_id})
    if grant.relation == "organisation":
        return inside
    if grant.relation == "own":
        return inside & _either([Q(**{f"{at}{owner}": standing.person_id}) for owner in owners if owner])
    mine = grant.roles & standing.roles
    paths = {path for role in mine for path in standing.paths(grant.relation, role)}
    if "" in paths:  # a role for the whole organisation
        return inside
    below = f"{at}{unit}__path__startswith" if unit else f"{at}path__startswith"
    return inside & _either([Q(**{below: path}) for path in sorted(paths)])


def _either(found: list[Q]) -> Q:
    return reduce(or_, found) if found else NOTHING
