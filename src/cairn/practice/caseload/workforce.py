"""What do posts say of the workforce that carries the work: who left, who is away, which posts stand empty (es3.6)?

Small numbers are withheld from whoever may not see the people themselves.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from cairn.cycle.evidence.counting import looked_at, within
from cairn.cycle.evidence.declaring import Direction, Figure, Indicator, Row, RowsOf
from cairn.cycle.evidence.posts import Posts
from cairn.foundation.core import months
from cairn.foundation.people.models import Absence, Person, Post, StaffGroup, Unit, Why
from cairn.foundation.people.models.post import SOCIAL_WORK
from cairn.practice.caseload.models import Establishment
from cairn.practice.caseload.queries.establishment import with_holders

CAPACITY = ("sa.4.e.2", "es3.6")


def held_in(organisation_id: UUID, month: date) -> QuerySet[Post]:
    """Social work posts that were held on any day of a month."""
    begun = Post.objects.filter(organisation_id=organisation_id, staff_group__in=SOCIAL_WORK)
    begun = begun.filter(starts_on__lte=looked_at(month))
    return begun.filter(Q(ends_on=None) | Q(ends_on__gte=months.first_of(month)))


def left(month: date) -> Case:
    """The holder's last day here was in the month: no post of theirs goes on after it."""
    later = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")), person=OuterRef("person"))
    gone = Q(ends_on__lte=looked_at(month)) & ~Q(Exists(later))
    return Case(When(gone, then=Value(True)), default=Value(False))


def is_from_an_agency(month: date) -> Case:
    """The holder comes from an agency."""
    return Case(When(staff_group=StaffGroup.AGENCY, then=Value(True)), default=Value(False))


def is_away(month: date) -> Exists:
    """The holder was away through sickness on the last day of the month."""
    away = Absence.objects.on(looked_at(month)).filter(why=Why.SICKNESS)
    return Exists(away.filter(person=OuterRef("person")))


def days_a_week(posts: Decimal) -> int:
    """Full-time posts in whole working days a week, of which each has five; half a day counts as one."""
    return int((5 * posts).quantize(Decimal(1), ROUND_HALF_UP))


def posts_of(organisation_id: UUID, month: date) -> QuerySet[Any]:
    """The posts that there ought to be on the last day of a month, and what was held of them."""
    day = looked_at(month)
    return with_holders(Establishment.objects.filter(organisation_id=organisation_id).on(day), organisation_id, day)


def measure_empty(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """A query a month. A unit with more people than posts has none empty, and fills none of another."""
    for month in months.between(first, last):
        said = posts_of(organisation_id, month).filter(posts__gt=0).order_by()
        for unit, posts, held in said.values_list("unit", "posts", "held"):
            yield Figure(unit, "", month, days_a_week(max(Decimal(0), posts - held)), days_a_week(posts))


def empty_rows(viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
    """The units behind it, those with most empty posts first."""
    seen = posts_of(viewer.organisation_id, month).filter(within(unit), posts__gt=0)
    emptiest = seen.annotate(left=F("posts") - F("held")).select_related("unit").order_by("-left", "unit__path")
    return RowsOf(emptiest, _empty_row)


def _empty_row(one: Any) -> Row:
    said = f"{one.posts:.2f} posts, {one.held:.2f} held, {one.covered:.2f} covered by agency workers"
    return Row(one.unit.name, f"/caseload/establishment/{one.unit_id}/", one.starts_on, one.posts > one.held, said)


PEOPLE = "/people/"
LEFT = Posts(left, "left in the month", "stayed", "person.see", PEOPLE, of=held_in)
AGENCY = Posts(is_from_an_agency, "from an agency", "employed here", "person.see", PEOPLE, by_group=False)
AWAY = Posts(is_away, "away on that day", "not away", "absence.see", PEOPLE)
INDICATORS = (
    Indicator(
        key="caseload.turnover", version=1, measure=LEFT.measure, rows=LEFT.rows, rows_act="person.see",
        title="Turnover of social workers", noun="posts", direction=Direction.DOWN,
        numerator="of these, those whose holder left the organisation in the month",
        denominator="social work posts held on any day of the month", statements=CAPACITY,
    ),
    Indicator(
        key="caseload.agency", version=1, measure=AGENCY.measure, rows=AGENCY.rows, rows_act="person.see",
        title="Social work posts held by agency workers", noun="posts", direction=Direction.DOWN,
        numerator="of these, those held by an agency social worker",
        denominator="social work posts on the last day of the month", statements=CAPACITY,
    ),
    Indicator(
        key="caseload.vacancy", version=1, measure=measure_empty, rows=empty_rows, rows_act="establishment.see",
        title="Social work posts that stand empty", noun="units", direction=Direction.DOWN,
        numerator="of these, those of posts that nobody employed here holds",
        denominator="working days a week of the social work posts that there ought to be, five for a full-time post",
        statements=CAPACITY,
    ),
    Indicator(
        key="caseload.absence", version=1, measure=AWAY.measure, rows=AWAY.rows, rows_act="absence.see",
        title="Social workers away through sickness", noun="posts", direction=Direction.DOWN,
        numerator="of these, those whose holder was on a longer absence through sickness on that day",
        denominator="social work posts on the last day of the month", statements=CAPACITY,
    ),
)  # fmt: skip
