"""What is due in the units that somebody leads: by person and by kind, and for a large part by unit first?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from cairn.cycle.duties.kinds import kind_of, private_kinds
from cairn.cycle.duties.models import Duty, DutyQuerySet
from cairn.cycle.duties.queries.work import Item, items, visible
from cairn.foundation.core import clock
from cairn.foundation.people.access import reach, standing_of
from cairn.foundation.people.models import Person, Post, Unit

MOST_PEOPLE, MOST_OF_OFFICES = 40, 30
SOON = timedelta(days=7)
Units = dict[UUID, tuple[str, str]]


@dataclass(frozen=True)
class Due:
    """How much is open, how much of it is due within a week, and how much is late."""

    open: int = 0
    soon: int = 0
    late: int = 0

    def __add__(self, other: "Due") -> "Due":
        return Due(self.open + other.open, self.soon + other.soon, self.late + other.late)


NOTHING = Due()


@dataclass(frozen=True)
class Row:
    """A unit with all below it, a person or a kind of duty, and how much is due."""

    title: str
    due: Due
    pk: UUID | None = None
    people: int = 0

    @property
    def order(self) -> tuple[int, int, str]:
        """Late first."""
        return -self.due.late, -self.due.soon, self.title.casefold()


@dataclass(frozen=True)
class Team:
    """The units that somebody leads, or a part of them. Up to forty people stand by name, more by unit first."""

    part: Unit | None
    people: int
    due: Due
    by_kind: list[Row]
    by_unit: list[Row] = field(default_factory=list)
    by_person: list[Row] = field(default_factory=list)
    offices: list[Item] = field(default_factory=list)

    @property
    def others(self) -> int:
        """How many people have nothing to do just now."""
        return max(0, self.people - len(self.by_person))


def team_of(viewer: Person, part: Unit | None = None) -> Team:
    """What is due in the units that the viewer leads; at most six queries, and none of them over what is closed."""
    units = _units(viewer, part)
    people = _people_by_unit(units)
    everybody = sum(people.values())
    if everybody > MOST_PEOPLE and len(units) > 1:
        return _by_unit(viewer, part, units, people)
    return _by_person(part, units, everybody)


def led_unit(viewer: Person, pk: UUID) -> Unit:
    """A unit that the viewer leads or that lies below one; DoesNotExist for any other."""
    return Unit.objects.filter(reach(viewer, "team.see", unit="", state="")).get(pk=pk)


def _units(viewer: Person, part: Unit | None) -> Units:
    """The name and the path of each unit, by its identifier."""
    found = Unit.objects.filter(reach(viewer, "team.see", unit="", state=""))
    if part is not None:
        found = found.below(part)
    return {pk: (name, path) for pk, name, path in found.values_list("pk", "name", "path")}


def _people_by_unit(units: Iterable[UUID]) -> dict[UUID, int]:
    posts = Post.objects.current().filter(unit__in=list(units), person__is_active=True)
    return dict(posts.order_by().values_list("unit_id").annotate(Count("person", distinct=True)))


def _open_in(units: Iterable[UUID]) -> DutyQuerySet:
    return Duty.objects.open().begun().filter(unit__in=list(units)).exclude(kind__in=private_kinds())


def _due_by(units: Iterable[UUID], *names: str) -> list[tuple[tuple[Any, Any], Due]]:
    """How much is due for each pair of values of two columns, in one grouped query."""
    today = clock.today()
    soon, late = Q(due_on__gte=today, due_on__lte=today + SOON), Q(due_on__lt=today)
    grouped = _open_in(units).order_by().values_list(*names)
    counted = grouped.annotate(open=Count("kind"), soon=Count("kind", filter=soon), late=Count("kind", filter=late))
    return [((one, other), Due(*counts)) for one, other, *counts in counted]


def _sums(found: Iterable[tuple[Any, Due]]) -> dict[Any, Due]:
    sums: dict[Any, Due] = defaultdict(Due)
    for key, due in found:
        sums[key] += due
    return sums


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.order)


def _by_unit(viewer: Person, part: Unit | None, units: Units, people: dict[UUID, int]) -> Team:
    starts = [part.path] if part else _topmost(standing_of(viewer).led_paths)
    by_path = {path: pk for pk, (_, path) in units.items()}
    group = {pk: by_path.get(_group(path, starts), pk) for pk, (_, path) in units.items()}
    found = _due_by(units, "unit_id", "kind")
    due = _sums((group[unit], counted) for (unit, _), counted in found)
    inside: dict[UUID, int] = defaultdict(int)
    for pk, count in people.items():
        inside[group[pk]] += count
    rows = [Row(units[pk][0], due.get(pk, NOTHING), pk, inside[pk]) for pk in {*inside, *due}]
    return Team(part, sum(people.values()), *_whole(found), by_unit=_in_order(rows))


def _topmost(paths: Iterable[str]) -> list[str]:
    every = set(paths)
    return sorted(path for path in every if not any(path != other and path.startswith(other) for other in every))


def _group(path: str, starts: list[str]) -> str:
    """Of one part: the part itself or the unit directly below it; of several parts: the part."""
    start = next(start for start in starts if path.startswith(start))
    below, _, _ = path[len(start) :].partition("/")
    return f"{start}{below}/" if below and len(starts) == 1 else start


def _by_person(part: Unit | None, units: Units, people: int) -> Team:
    found = _due_by(units, "bearer_id", "kind")
    due = _sums((person, counted) for (person, _), counted in found if person is not None)
    named = Person.objects.filter(pk__in=list(due)).only("given_name", "family_name")
    rows = [Row(person.full_name, due[person.pk], person.pk) for person in named]
    of_offices = _open_in(units).filter(bearer=None).select_related("unit").order_by("due_on", "id")
    return Team(part, people, *_whole(found), by_person=_in_order(rows), offices=items(of_offices, MOST_OF_OFFICES))


def _whole(found: list[tuple[tuple[Any, Any], Due]]) -> tuple[Due, list[Row]]:
    """How much in all, and how much of each kind."""
    by_kind = _sums((kind, counted) for (_, kind), counted in found)
    rows = [Row(kind_of(kind).title, due) for kind, due in by_kind.items()]
    return sum(by_kind.values(), NOTHING), _in_order(rows)


@dataclass(frozen=True)
class PersonsWork:
    """What one person owes in the units that somebody leads, soonest first."""

    person: Person
    owed: list[Item]

    @property
    def late(self) -> int:
        return sum(item.is_late for item in self.owed)


def persons_work(viewer: Person, pk: UUID) -> PersonsWork:
    """DoesNotExist where the person neither works in a unit that the viewer leads nor owes anything in one."""
    person = Person.objects.visible_to(viewer).get(pk=pk)
    led = Unit.objects.filter(reach(viewer, "team.see", unit="", state=""))
    found = visible(viewer).filter(bearer=person, unit__in=led).open().begun()
    owed = items(found.select_related("unit", "bearer").order_by("due_on", "id"))
    if not owed and not Post.objects.current().filter(person=person, unit__in=led).exists():
        raise Person.DoesNotExist
    return PersonsWork(person, owed)
