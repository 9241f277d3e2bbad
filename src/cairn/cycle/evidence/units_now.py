"""Where do the units of an organisation stand today? Asked once for a page that shows figures of several."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from cairn.cycle.evidence.measuring.trees import Placed
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.models import Person, Unit


class UnitNow(NamedTuple):
    """As much of a unit as stands beside a figure, and as the access policy asks for."""

    pk: UUID
    name: str
    path: str
    parent_id: UUID | None
    is_open: bool
    organisation_id: UUID


@prepared
def _units(*, organisation: Any) -> QuerySet[Any]:
    """Everybody sees how their own organisation is divided."""
    found = Unit.objects.filter(organisation=organisation).order_by("path", "placements__starts_on", "placements__id")
    columns = ("id", "name", "path", "parent_id", "closed_on", "placements__parent_id", "placements__starts_on")
    return found.values_list(*columns)


class UnitsNow:
    """The tree of today, and how it came about, from one query when it is first needed."""

    def __init__(self, viewer: Person):
        self.viewer = viewer

    @cached_property
    def _rows(self) -> list[tuple[Any, ...]]:
        return _units(organisation=self.viewer.organisation_id)

    @cached_property
    def by_id(self) -> dict[UUID, UnitNow]:
        """Every unit of the reader's organisation, in the order of the tree."""
        return {
            pk: UnitNow(pk, name, path, parent, closed is None, self.viewer.organisation_id)
            for pk, name, path, parent, closed, *_ in self._rows
        }

    @property
    def placed(self) -> list[Placed]:
        """Under which unit each came to stand, and from when on, in the order of time."""
        rows = [Placed(row[0], row[5], row[6]) for row in self._rows if row[6] is not None]
        return sorted(rows, key=lambda one: one.starts_on)

    def get(self, pk: UUID | None) -> UnitNow | None:
        """A unit; None for the whole. Unit.DoesNotExist where the reader knows of no such unit."""
        if pk is None:
            return None
        if pk not in self.by_id:
            raise Unit.DoesNotExist
        return self.by_id[pk]

    def below(self, unit: UnitNow | None) -> list[UnitNow]:
        """The open units just below; a single one that holds everything is passed over for those below it."""
        at = unit.pk if unit else None
        here = [one for one in self.by_id.values() if one.parent_id == at and one.is_open]
        return self.below(here[0]) or here if len(here) == 1 else here

    def above(self, unit: UnitNow) -> Iterator[UnitNow]:
        """The units above, the highest first."""
        if unit.parent_id in self.by_id:
            parent = self.by_id[unit.parent_id]
            yield from self.above(parent)
            yield parent
