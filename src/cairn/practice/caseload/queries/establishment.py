"""How many social work posts ought there to be, how many are held, and how many stand empty (es3.6)?

Whoever is employed here holds a post; an agency worker covers one that stands empty. A unit with more people than posts
fills no post of another unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cairn.foundation.core import clock
from cairn.foundation.people.models import Person, Post, StaffGroup, Unit
from cairn.foundation.people.models.post import SOCIAL_WORK
from cairn.practice.caseload.models import Establishment

NONE = Decimal(0)
IS_AGENCY = Q(staff_group=StaffGroup.AGENCY)


def held_on(organisation_id: UUID, day: date) -> QuerySet[Post]:
    """The social work posts that are held on a day."""
    return Post.objects.on(day).filter(organisation_id=organisation_id, staff_group__in=SOCIAL_WORK)


def with_holders(found: QuerySet[Establishment], organisation_id: UUID, day: date) -> QuerySet[Any]:
    """Beside the posts that there ought to be: what the employed and what agency workers hold of them on a day."""
    here = held_on(organisation_id, day).filter(unit=OuterRef("unit")).order_by()

    def held(which: Q) -> Coalesce:
        total = here.filter(which).values("unit").annotate(total=Sum("full_time_equivalent")).values("total")
        return Coalesce(Subquery(total), NONE, output_field=DecimalField(max_digits=7, decimal_places=2))

    return found.annotate(held=held(~IS_AGENCY), covered=held(IS_AGENCY))


@dataclass(frozen=True)
class Place:
    """The posts of one unit today; `ought` is None where nobody has said."""

    unit: Unit
    ought: Decimal | None
    held: Decimal
    covered: Decimal

    @property
    def empty(self) -> Decimal | None:
        """What nobody employed here holds."""
        return None if self.ought is None else max(NONE, self.ought - self.held)


@dataclass(frozen=True)
class Places:
    """Every unit with social work posts, and what they come to together."""

    rows: Sequence[Place]

    def _sum(self, of: Callable[[Place], Decimal | None]) -> Decimal:
        return sum((of(one) or NONE for one in self.rows), NONE)

    @property
    def ought(self) -> Decimal:
        return self._sum(lambda one: one.ought)

    @property
    def empty(self) -> Decimal:
        return self._sum(lambda one: one.empty)

    @property
    def covered(self) -> Decimal:
        """Agency workers in units of which the posts are known."""
        return self._sum(lambda one: None if one.ought is None else one.covered)

    @property
    def unsaid(self) -> int:
        """Units with social workers of which nobody has said how many there ought to be."""
        return sum(one.ought is None for one in self.rows)

    @property
    def percent(self) -> int | None:
        """The vacancy rate: empty posts of those that there ought to be."""
        return round(100 * self.empty / self.ought) if self.ought else None


def places(viewer: Person, part: Unit | None = None) -> Places:
    """Each open unit with social work posts, held or wanted, in the order of the tree: three queries."""
    day, organisation_id = clock.today(), viewer.organisation_id
    units = Unit.objects.visible_to(viewer).open().order_by("path")
    if part:
        units = units.below(part)
    ought = dict(Establishment.objects.visible_to(viewer).on(day).values_list("unit", "posts"))
    posts = held_on(organisation_id, day).order_by().values("unit")
    totals = posts.annotate(
        employed=Sum("full_time_equivalent", filter=~IS_AGENCY), agency=Sum("full_time_equivalent", filter=IS_AGENCY)
    )
    held = {
        unit: (employed or NONE, agency or NONE)
        for unit, employed, agency in totals.values_list("unit", "employed", "agency")
    }
    nobody = (NONE, NONE)
    rows = [
        Place(unit, ought.get(unit.pk), *held.get(unit.pk, nobody))
        for unit in units
        if unit.pk in held or ought.get(unit.pk)
    ]
    return Places(rows)


def unit_for(viewer: Person, pk: Any) -> Unit:
    """A unit of one's own organisation."""
    return Unit.objects.visible_to(viewer).select_related("organisation").get(pk=pk)


def history(viewer: Person, unit: Unit) -> list[Establishment]:
    """What was said of a unit, the newest first."""
    return list(Establishment.objects.visible_to(viewer).filter(unit=unit).select_related("set_by"))


def establishment_for(viewer: Person, pk: Any) -> Establishment:
    """What was said once, if it is of one's own organisation."""
    return Establishment.objects.visible_to(viewer).select_related("unit").get(pk=pk)
