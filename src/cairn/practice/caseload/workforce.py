"""What do posts say of the workforce that carries the work: who left, who is from an agency, who is away (es3.6)?

Small numbers are withheld from whoever may not see the people themselves. How many posts stand empty can't be told from
posts that are held: that needs the number of posts that there ought to be, which is not kept yet.
"""

from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from cairn.cycle.evidence.counting import looked_at
from cairn.cycle.evidence.declaring import Direction, Indicator
from cairn.cycle.evidence.posts import Posts
from cairn.foundation.core import months
from cairn.foundation.people.models import Absence, Post, StaffGroup, Why
from cairn.foundation.people.models.post import SOCIAL_WORK

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
        key="caseload.absence", version=1, measure=AWAY.measure, rows=AWAY.rows, rows_act="absence.see",
        title="Social workers away through sickness", noun="posts", direction=Direction.DOWN,
        numerator="of these, those whose holder was on a longer absence through sickness on that day",
        denominator="social work posts on the last day of the month", statements=CAPACITY,
    ),
)  # fmt: skip
