"""Who holds an office: who leads a unit, or has a professional role that covers it?

An office is "leader", a professional role, or a group of the access policy such as "assurance". What is owed by an
office follows whoever holds it. Where nobody leads a unit, whoever leads the nearest one above it does.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import policy, standing_of
from cairn.foundation.people.models import Person, Post, ProfessionalRole, Role, Unit

LEADER = "leader"
Condition = Callable[[Person, str, date], Verdict]
_conditions: list[Condition] = []


def ask_before(condition: Condition) -> None:
    """A room above says who may hold a role: `condition(person, role, on)` is asked before it is given."""
    if condition not in _conditions:
        _conditions.append(condition)


def may_hold(person: Person, role: str, on: date) -> Verdict:
    """Whether somebody fulfils what is asked of a role; a refusal says what is missing."""
    return next((verdict for one in _conditions if not (verdict := one(person, role, on))), YES)


@cache
def known_offices() -> frozenset[str]:
    """Every word that can name an office."""
    return frozenset({LEADER, *Role.values, *policy()["groups"]})


@cache
def _named_by(role: str) -> tuple[str, ...]:
    """The role itself and the groups that it belongs to."""
    return (role, *sorted(name for name, roles in policy()["groups"].items() if role in roles))


def units_answered_for(person: Person) -> set[UUID]:
    """The units that somebody leads, and those below them that nobody leads. One query, and none for who leads none."""
    mine = standing_of(person).led_paths
    if not mine:
        return set()
    below = Q()
    for path in mine:
        below |= Q(path__startswith=path)
    units = _with_leaders(Unit.objects.filter(below, organisation_id=person.organisation_id))
    led = {path for _, path, is_led in units if is_led}
    return {pk for pk, path, _ in units if _nearest(path, led) in mine}


def _with_leaders(units: Any) -> list[tuple[UUID, str, bool]]:
    leads = Post.objects.current().filter(unit=OuterRef("pk"), leads_unit=True, person__is_active=True)
    return list(units.annotate(is_led=Exists(leads)).values_list("pk", "path", "is_led"))


def _nearest(path: str, led: Iterable[str]) -> str:
    """The lowest led unit that this one is or lies below; nothing where nobody leads above it."""
    while path and path not in led:
        path = path[: path.rstrip("/").rfind("/") + 1]
    return path


def held_by(person: Person, *, office: str = "office", unit: str = "unit") -> Q:
    """What the offices of a person owe, as a filter: of a unit, where their part of the organisation covers it.

    What belongs to no unit is owed by everybody who holds the office.
    """
    found = Q(pk__in=[])
    by_path: dict[str, set[str]] = defaultdict(set)
    for role, path in standing_of(person).scopes:
        by_path[path].update(_named_by(role))
    for path, names in sorted(by_path.items()):
        here = Q(**{f"{unit}__path__startswith": path}) | Q(**{unit: None}) if path else Q()
        found |= Q(**{f"{office}__in": sorted(names)}) & here
    if units := units_answered_for(person):
        found |= Q(**{office: LEADER, f"{unit}__in": units})
    return found


class Holders:
    """Who holds which office in an organisation today, asked for many duties at once. Three queries."""

    def __init__(self, organisation_id: UUID) -> None:
        today = clock.today()
        people = {"organisation_id": organisation_id, "person__is_active": True}
        self._roles: dict[str, set[tuple[UUID, str]]] = defaultdict(set)
        held = ProfessionalRole.objects.filter(**people).on(today).values_list("person_id", "role", "unit__path")
        for person, role, path in held:
            for name in _named_by(role):
                self._roles[name].add((person, path or ""))
        self._paths = dict(Unit.objects.filter(organisation_id=organisation_id).values_list("pk", "path"))
        self._leaders: dict[str, set[UUID]] = defaultdict(set)
        leads = Post.objects.filter(leads_unit=True, **people).on(today)
        for person, path in leads.values_list("person_id", "unit__path"):
            self._leaders[path].add(person)

    def of(self, office: str, unit_id: UUID | None) -> set[UUID]:
        """Who holds an office for a unit; without a unit, everybody who holds it."""
        path = self._paths.get(unit_id, "") if unit_id else ""
        if office == LEADER:
            return set(self._leaders.get(_nearest(path, self._leaders), ()))
        return {person for person, covers in self._roles[office] if not path or path.startswith(covers)}


def holds(person: Person, office: str, unit: Unit | None) -> bool:
    """Whether this person holds an office for a unit today."""
    if office == LEADER:
        return unit is not None and unit.pk in units_answered_for(person)
    mine = standing_of(person).scopes
    return any(office in _named_by(role) and (unit is None or unit.path.startswith(path)) for role, path in mine)
