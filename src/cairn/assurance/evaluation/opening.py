"""Who is asked what when a round opens? Read from the posts and roles of that day."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairn.assurance.evaluation.models import Level, Round
from cairn.foundation.people.models import Post, ProfessionalRole, Role, Unit
from cairn.foundation.people.models.post import PRACTITIONERS
from cairn.foundation.standards.models import Statement

PROFESSIONAL_LEADERS = (Role.CSWO, Role.CSWO_DEPUTY, Role.PSW)


@dataclass(frozen=True)
class Opening:
    """The units that are judged, who judges each (None: the whole), and the practitioners with their unit."""

    units: tuple[Unit | None, ...]
    leaders: tuple[tuple[UUID, UUID | None], ...]
    practitioners: tuple[tuple[UUID, UUID], ...]

    @property
    def answering_units(self) -> tuple[UUID, ...]:
        """The units in which practitioners are asked, in an order that says nothing."""
        return tuple(sorted({unit for _, unit in self.practitioners}))

    @property
    def people(self) -> set[UUID]:
        return {person for person, _ in (*self.leaders, *self.practitioners)}


@dataclass(frozen=True)
class _Post:
    person: UUID
    unit: UUID
    path: str
    leads: bool
    practises: bool


def opening_of(round: Round, day: date) -> Opening:
    """Everybody whom the round would ask, had it opened on this day. Four queries."""
    posts = _posts(round, day)
    units = _units(round)
    leaders = [pair for unit in units if unit is not None for pair in _leaders(unit, posts)]
    if None in units:
        leaders += [(person, None) for person in _professional_leaders(round, day)]
    judging = {person for person, _ in leaders}
    begins = round.scope.path if round.scope else ""
    within = {
        post.person: post.unit
        for post in posts
        if post.practises and post.path.startswith(begins) and post.person not in judging
    }
    return Opening(tuple(units), tuple(dict.fromkeys(leaders)), tuple(_sample(round, within)))


def statements_asked(round: Round, audiences: Iterable[str]) -> list[Statement]:
    """The statements of the framework that speak to these audiences, in the order of the document."""
    found = Statement.objects.filter(framework_id=round.framework_id, assessable=True, audience__in=tuple(audiences))
    return list(found.order_by("position"))


def _units(round: Round) -> list[Unit | None]:
    """The units of the chosen level within the scope, and the whole where there is something to judge for it."""
    whole: list[Unit | None] = [None] if statements_asked(round, round.asks_of(whole=True)) else []
    if round.level == Level.WHOLE:
        return whole
    units = Unit.objects.filter(organisation_id=round.organisation_id, kind=round.level).open()
    if round.scope:
        units = units.below(round.scope)
    return [*units.order_by("path"), *whole]


def _posts(round: Round, day: date) -> list[_Post]:
    rows = (
        Post.objects.filter(organisation_id=round.organisation_id, person__is_active=True)
        .on(day)
        .order_by("full_time_equivalent", "starts_on", "id")
        .values_list("person_id", "unit_id", "unit__path", "leads_unit", "staff_group")
    )
    return [_Post(person, unit, path, leads, group in PRACTITIONERS) for person, unit, path, leads, group in rows]


def _leaders(unit: Unit, posts: list[_Post]) -> list[tuple[UUID, UUID | None]]:
    """Those who lead the unit; where nobody does, those who lead the nearest unit above it."""
    above = [post for post in posts if post.leads and unit.path.startswith(post.path)]
    nearest = max((len(post.path) for post in above), default=0)
    return [(post.person, unit.pk) for post in above if len(post.path) == nearest]


def _professional_leaders(round: Round, day: date) -> list[UUID]:
    held = ProfessionalRole.objects.filter(
        organisation_id=round.organisation_id, role__in=PROFESSIONAL_LEADERS, person__is_active=True
    )
    return list(dict.fromkeys(held.on(day).order_by("role", "person_id").values_list("person_id", flat=True)))


def _sample(round: Round, within: dict[UUID, UUID]) -> list[tuple[UUID, UUID]]:
    """The same share of every unit, drawn by a hash of round and person, so that nobody chooses and all can check."""
    by_unit: dict[UUID, list[UUID]] = defaultdict(list)
    for person, unit in within.items():
        by_unit[unit].append(person)
    drawn = []
    for unit, people in by_unit.items():
        wanted = math.ceil(len(people) * round.sample_percent / 100)
        drawn += [(person, unit) for person in sorted(people, key=lambda one: _lot(round, one))[:wanted]]
    return drawn


def _lot(round: Round, person: UUID) -> str:
    return hashlib.sha256(f"{round.pk}:{person}".encode()).hexdigest()
