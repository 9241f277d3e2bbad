"""What is known before an extract is read against it: units, people, weights, and the cases there are?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from cairn.foundation.core import clock
from cairn.foundation.imports.columns import plain
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.practice.caseload.keeping import places_on
from cairn.practice.caseload.models import Allocation, Case
from cairn.practice.caseload.weighed import weights_on
from cairn.practice.caseload.weighing import Weights

AT_ONCE = 5000


class Facts(NamedTuple):
    """What is kept of one case."""

    unit_id: UUID
    case_type: str
    complexity: int
    intensity: int
    travel: int
    opened_on: date
    closed_on: date | None


class Holding(NamedTuple):
    """Somebody carries a case, as what, under which function."""

    person_id: UUID
    role: str
    function: str = ""


class Standing(NamedTuple):
    """A case as it is: its identifier, its points, what is kept of it and who carries it."""

    pk: UUID
    points: int
    facts: Facts
    holdings: dict[Holding, UUID]


@dataclass
class Known:
    """One organisation as it is now; asked once for a whole file, in eight questions."""

    organisation: Organisation
    today: date
    weights: Weights
    units: dict[UUID, tuple[str, str]]  # name and service area of each open unit
    units_by_name: Mapping[str, list[UUID]]
    people: dict[UUID, str]
    people_by_name: Mapping[str, list[UUID]]
    left: Mapping[str, str]  # the numbers, addresses and names of those who are not here, and what is said of them
    in_post: frozenset[UUID]
    types: Mapping[str, str]
    cases: dict[str, Standing] = field(default_factory=dict)

    def unit_name(self, pk: UUID) -> str:
        return self.units[pk][0] if pk in self.units else "a closed team"

    def person_name(self, pk: UUID) -> str:
        return self.people.get(pk, "somebody who has left")


def known_to(organisation_id: UUID) -> Known:
    """Read what an extract is compared with. Until it is done with, no other of this organisation is applied."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    today = clock.today()
    weights = weights_on(organisation_id, today).weights
    units, units_by_name = _units(organisation_id)
    people, by_name, left = _people(organisation_id)
    known = Known(
        organisation=organisation,
        today=today,
        weights=weights,
        units=units,
        units_by_name=units_by_name,
        people=people,
        people_by_name=by_name,
        left=left,
        in_post=frozenset(places_on(organisation_id, today)),
        types={plain(name): one.key for one in weights.case_types for name in (one.key, one.title)},
    )
    known.cases = _cases(organisation_id)
    return known


def _units(organisation_id: UUID) -> tuple[dict[UUID, tuple[str, str]], Mapping[str, list[UUID]]]:
    units: dict[UUID, tuple[str, str]] = {}
    by_name: dict[str, list[UUID]] = defaultdict(list)
    found = Unit.objects.filter(organisation_id=organisation_id).open().order_by("path")
    for pk, name, code, area in found.values_list("pk", "name", "code", "service_area"):
        units[pk] = (name, area)
        for word in {plain(name), plain(code)}:
            by_name[word].append(pk)
    return units, by_name


def _people(organisation_id: UUID) -> tuple[dict[UUID, str], Mapping[str, list[UUID]], Mapping[str, str]]:
    people: dict[UUID, str] = {}
    by_name: dict[str, list[UUID]] = defaultdict(list)
    left: dict[str, str] = {}
    columns = ("pk", "given_name", "family_name", "email", "staff_number", "is_active")
    for pk, given, family, email, number, is_active in (
        Person.objects.filter(organisation_id=organisation_id).order_by("is_active").values_list(*columns)
    ):
        name = f"{given} {family}".strip()
        words = {plain(name), plain(f"{family} {given}"), plain(email), plain(number or "")} - {""}
        if is_active:
            people[pk] = name
        for word in words:
            if is_active:
                by_name[word].append(pk)
                left.pop(word, None)
            else:
                left[word] = name
    return people, by_name, left


def _cases(organisation_id: UUID) -> dict[str, Standing]:
    """Every case by its reference, and who carries it now."""
    columns = ("reference_key", "pk", "points", *Facts._fields)
    found = Case.objects.filter(organisation_id=organisation_id).order_by()
    cases = {
        key: Standing(pk, points, Facts(*facts), {})
        for key, pk, points, *facts in found.values_list(*columns).iterator(chunk_size=AT_ONCE)
    }
    by_pk = {one.pk: one for one in cases.values()}
    live = Allocation.objects.live().filter(organisation_id=organisation_id).order_by()
    rows = live.values_list("case_id", "pk", *Holding._fields)
    for case_id, pk, *holding in rows.iterator(chunk_size=AT_ONCE):
        by_pk[case_id].holdings[Holding(*holding)] = pk
    return cases
