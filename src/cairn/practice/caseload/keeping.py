"""How is what everybody carries kept up to date, so that no page adds up cases? One grouped query for all it concerns.

Every act that changes cases, allocations, circumstances or weightings calls `keep` inside its transaction; the worker
calls it for everybody each night, since posts, hours and leave change elsewhere.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from cairn.foundation.core import clock
from cairn.foundation.people.models import Post
from cairn.practice.caseload.models import Allocation, Circumstance, Load, Role
from cairn.practice.caseload.weighed import weights_on
from cairn.practice.caseload.weighing import Weights

AT_ONCE = 1000
WRITTEN = ("organisation", "unit", "staff_group", "cases", "others", "case_points", "points", "limit", "over_since")


@dataclass
class Place:
    """Where somebody works, with which hours: their largest post, and the hours of all of them."""

    unit_id: UUID
    staff_group: str
    largest: Decimal
    hours: Decimal = Decimal(0)


@dataclass
class Carried:
    """What was found of one person."""

    cases: int = 0
    others: int = 0
    case_points: int = 0
    percent: int = 100
    responsibilities: list[str] = field(default_factory=list)

    @property
    def carries(self) -> bool:
        """Whoever carries a case is counted, whatever their post."""
        return bool(self.cases or self.others)


def keep(organisation_id: UUID, people: Collection[UUID] | None = None) -> int:
    """Reckon anew what these people carry, or everybody; how many rows changed. Nothing is written that stands."""
    today = clock.today()
    wanted = None if people is None else set(people)
    weights = weights_on(organisation_id, today).weights
    carried = _carried(organisation_id, today, wanted)
    places = {
        person: place
        for person, place in places_on(organisation_id, today, wanted).items()
        if weights.limits.get(place.staff_group) or (person in carried and carried[person].carries)
    }
    known = {one.person_id: one for one in _loads(organisation_id, wanted)}
    fresh = [
        load
        for person, place in places.items()
        if _differs(load := _load(person, organisation_id, place, carried.get(person), weights), known.get(person))
    ]
    for load in fresh:
        before = known.get(load.person_id)
        load.over_since = None if not load.is_over else (before.over_since if before else None) or today
    Load.objects.bulk_create(
        fresh, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["person"], update_fields=WRITTEN
    )
    gone = [person for person in known if person not in places]
    for start in range(0, len(gone), AT_ONCE):
        Load.objects.filter(person__in=gone[start : start + AT_ONCE]).delete()
    return len(fresh) + len(gone)


def places_on(organisation_id: UUID, day: date, people: set[UUID] | None = None) -> dict[UUID, Place]:
    """Where everybody works who is in post on a day."""
    posts = Post.objects.filter(organisation_id=organisation_id, person__is_active=True).on(day).order_by("pk")
    if people is not None:
        posts = posts.filter(person__in=people)
    found: dict[UUID, Place] = {}
    rows = posts.values_list("person_id", "unit_id", "staff_group", "full_time_equivalent")
    for person, unit_id, group, hours in rows:
        place = found.get(person)
        if place is None:
            place = found[person] = Place(unit_id, group, hours)
        elif hours > place.largest:
            place.unit_id, place.staff_group, place.largest = unit_id, group, hours
        place.hours = min(Decimal(1), place.hours + hours)
    return found


def _loads(organisation_id: UUID, people: set[UUID] | None) -> Iterable[Load]:
    found = Load.objects.filter(organisation_id=organisation_id).order_by()
    return found if people is None else found.filter(person__in=people)


def _carried(organisation_id: UUID, day: date, people: set[UUID] | None) -> Mapping[UUID, Carried]:
    """Their cases in one grouped query, and what leaves them less room."""
    found: dict[UUID, Carried] = {}
    live = Allocation.objects.live().filter(organisation_id=organisation_id).order_by()
    terms = Circumstance.objects.on(day).filter(organisation_id=organisation_id).order_by()
    if people is not None:
        live, terms = live.filter(person__in=people), terms.filter(person__in=people)
    is_own = Q(role=Role.ACCOUNTABLE)
    counted = live.values("person_id").annotate(
        own=Count("pk", filter=is_own), along=Count("pk", filter=~is_own), weight=Sum("points")
    )
    for person, own, along, weight in counted.values_list("person_id", "own", "along", "weight"):
        found[person] = Carried(own, along, weight or 0)
    for person, responsibility, percent in terms.values_list("person_id", "responsibility", "percent"):
        one = found.setdefault(person, Carried())
        if percent:
            one.percent = min(one.percent, percent)
        else:
            one.responsibilities.append(responsibility)
    return found


def _load(person: UUID, organisation_id: UUID, place: Place, carried: Carried | None, weights: Weights) -> Load:
    own = carried or Carried()
    return Load(
        person_id=person,
        organisation_id=organisation_id,
        unit_id=place.unit_id,
        staff_group=place.staff_group,
        cases=own.cases,
        others=own.others,
        case_points=own.case_points,
        points=weights.before_cases(place.hours, own.responsibilities) + own.case_points,
        limit=weights.limit(place.staff_group, place.hours, own.percent),
    )


def _differs(load: Load, known: Load | None) -> bool:
    same = ("unit_id", "staff_group", "cases", "others", "case_points", "points", "limit")
    return known is None or any(getattr(load, name) != getattr(known, name) for name in same)
