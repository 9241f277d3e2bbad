"""Of the posts of a month, how many have what is asked, by unit and staff group?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, F, Q, QuerySet, Value

from cairn.cycle.evidence.counting import figures, looked_at, within
from cairn.cycle.evidence.declaring import Figure, Row, RowsOf
from cairn.foundation.core import months
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person, Post, Unit
from cairn.foundation.people.models.post import SOCIAL_WORK


def held_on(organisation_id: UUID, month: date) -> QuerySet[Post]:
    """Who was in a social work post on the last day of a month, in the running one today."""
    return Post.objects.on(looked_at(month)).filter(organisation_id=organisation_id, staff_group__in=SOCIAL_WORK)


@dataclass(frozen=True)
class Posts:
    """Posts of a month, of which some have what is asked.

    `has(month)` says which; `yes` and `no` say it in words. `sees` is the act by which the holder may be seen, whose
    the post is to the `owners` that it names, and `page` is where the holder is found. `of(organisation_id, month)`
    gives the posts; `by_group` false counts all groups together.
    """

    has: Callable[[date], Any]
    yes: str
    no: str
    sees: str
    page: str
    of: Callable[[UUID, date], QuerySet[Post]] = held_on
    by_group: bool = True
    owners: tuple[str, ...] = ("person",)

    def found(self, organisation_id: UUID, month: date) -> QuerySet[Any]:
        """The posts, and whether each has it."""
        return self.of(organisation_id, month).annotate(has=self.has(month))

    def measure(self, organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
        """A query a month, since who is in post is asked for one day of it."""
        group = F("staff_group") if self.by_group else Value("")
        for month in months.between(first, last):
            posts, has = self.found(organisation_id, month), Count("pk", filter=Q(has=True))
            at = Value(month, DateField())
            yield from figures(posts, numerator=has, denominator=Count("pk"), month=at, group=group)

    def rows(self, viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
        """The posts behind it, those that have it not first."""
        theirs = reach(viewer, self.sees, owner=self.owners, state="")
        seen = self.found(viewer.organisation_id, month).filter(theirs, within(unit))
        return RowsOf(seen.select_related("person", "unit").order_by("has", "unit__path", "pk"), self._row)

    def _row(self, post: Any) -> Row:
        said = self.yes if post.has else self.no
        return Row(f"{post.person}, {post.unit}", f"{self.page}{post.person_id}/", None, bool(post.has), said)
