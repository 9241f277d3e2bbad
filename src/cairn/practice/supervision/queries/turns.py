"""Which session is due next, for some people or for a whole organisation, in the same few questions?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from cairn.foundation.core.prepared import prepared
from cairn.foundation.core.working_days import is_working_day
from cairn.foundation.people.models import Absence, Organisation, Person, Post
from cairn.foundation.people.queries import calendar_of
from cairn.practice.supervision.asked import Asked, of_group
from cairn.practice.supervision.models import OF_MANY, OF_TWO, Agreement, Kind, Line, ParticularNeed, Session
from cairn.practice.supervision.turns import (
    Agreed,
    IsWorking,
    Need,
    Ruled,
    Span,
    Stint,
    Supervised,
    Turn,
    around,
    merged,
    minutes_on,
    next_turn,
    stints_of,
)

FEW = 200  # people who are named one by one; of more, everybody is read
LONG_AGO = timedelta(days=400)
COLUMNS = (
    *("pk", "kind", "supervisor_id", "supervisee_id", "unit_id", "starts_on", "stands_in_for_id", "last_held"),
    *("terms__every", "terms__period", "terms__minutes", "title"),
    *("supervisee__given_name", "supervisee__family_name"),
)
ASKED = tuple(field.name for field in fields(Asked))
USUAL_MINUTES = 90  # where no policy is in force


@dataclass(frozen=True)
class Held:
    """A post as it is reckoned with."""

    first: date
    last: date | None
    staff_group: str
    hours: int
    unit_id: UUID
    line_manager_id: UUID | None
    professional_lead_id: UUID | None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass
class Known:
    """What an organisation knows about the people whose turns are reckoned."""

    posts: Mapping[UUID, list[Held]] = field(default_factory=dict)
    absences: Mapping[UUID, list[Span]] = field(default_factory=dict)
    needs: Mapping[UUID, list[Need]] = field(default_factory=dict)
    policies: list[Ruled] = field(default_factory=list)
    is_working: IsWorking = lambda day: True

    def has_policy(self, day: date) -> bool:
        """Whether a supervision policy is in force on a day."""
        return bool(self.policies) and self.policies[0].first <= day

    def place_of(self, person_id: UUID | None, day: date) -> Held | None:
        """Where somebody works on a day: the largest of their posts, else the oldest."""
        held = [post for post in self.posts.get(person_id, ()) if post.holds_on(day)] if person_id else []
        return min(held, key=lambda post: (-post.hours, post.first), default=None)

    def stints_of(self, person_id: UUID) -> list[Stint]:
        """One time after another in the same staff group at the same hours."""
        posts = self.posts.get(person_id, ())
        return stints_of(Stint(post.first, post.last, post.staff_group, post.hours) for post in posts)


@dataclass(frozen=True)
class Standing:
    """An agreement as it is reckoned with, where thousands are read at once: no more than its columns."""

    pk: UUID
    kind: str
    supervisor_id: UUID
    supervisee_id: UUID | None
    unit_id: UUID
    starts_on: date
    stands_in_for_id: UUID | None
    last_held: date | None
    every: int | None
    period: str
    minutes: int | None
    title: str
    given_name: str | None
    family_name: str | None

    @property
    def terms(self) -> "Standing":
        """What was agreed of frequency stands beside the rest."""
        return self

    @property
    def with_whom(self) -> str:
        """The group's name, or the supervisee's."""
        return self.title or f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Due:
    """The turn that is open under an agreement, and the unit in which the person works now."""

    agreement: Any
    unit_id: UUID
    turn: Turn


def reckoned(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with the day of their last session; of two people, of any session of that kind, whoever held it."""
    last_held = Case(When(kind__in=OF_TWO, then=_last_of_two()), default=_last_of_group())
    return agreements.annotate(last_held=last_held).select_related("terms")


def _last_of_two() -> Subquery:
    held = Session.objects.took_place().filter(held_on__isnull=False).order_by("-held_on").values("held_on")
    return Subquery(held.filter(supervisee=OuterRef("supervisee"), kind=OuterRef("kind"))[:1])


def _last_of_group() -> Subquery:
    held = Session.objects.took_place().filter(held_on__isnull=False).order_by("-held_on").values("held_on")
    return Subquery(held.filter(agreement=OuterRef("pk"))[:1])


def due_turns(
    organisation: Organisation, agreements: Collection[Any], day: date, known: Known | None = None
) -> dict[UUID, Due]:
    """The open turn of each agreement that holds on a day and was `reckoned`; four questions, however many they are."""
    known = known or known_about(organisation, agreements, day)
    found = {}
    for agreement in in_charge(agreements):
        if due := _due(agreement, known, day):
            found[agreement.pk] = due
    return found


def known_about(organisation: Organisation, agreements: Collection[Any], day: date) -> Known:
    """What is known about those who are supervised under these agreements."""
    people = {one.supervisee_id: one.last_held or one.starts_on for one in agreements if one.supervisee_id}
    return known_of(organisation, people, day)


def in_charge(agreements: Collection[Any]) -> list[Any]:
    """Where somebody stands in, they owe what is due, and the first agreement waits."""
    waiting = {one.stands_in_for_id for one in agreements if one.stands_in_for_id}
    return [one for one in agreements if one.pk not in waiting]


def _due(agreement: Any, known: Known, day: date) -> Due | None:
    place = known.place_of(agreement.supervisee_id, day)
    if agreement.supervisee_id and place is None:
        return None
    turn = next_turn(_supervised(agreement, known, day), known.policies, known.is_working)
    return Due(agreement, place.unit_id if place else agreement.unit_id, turn) if turn else None


def _supervised(agreement: Any, known: Known, day: date) -> Supervised:
    person_id, terms = agreement.supervisee_id, agreement.terms
    return Supervised(
        begins_on=agreement.starts_on,
        last_held=agreement.last_held,
        stints=around(known.stints_of(person_id), day) if person_id else (),
        absences=known.absences.get(person_id, ()),
        needs=known.needs.get(person_id, ()),
        agreed=Agreed(terms.every, terms.period, terms.minutes or 0),
        as_agreed=agreement.kind != Kind.LINE,
    )


def least_minutes(
    organisation: Organisation, supervisee: Person | None, kind: str, day: date, agreement: Agreement | None = None
) -> int:
    """How many minutes without interruption policy, needs and agreement ask of a session on a day."""
    known = known_of(organisation, {supervisee.pk: day} if supervisee else {}, day)
    terms = agreement.terms if agreement else None
    one = Supervised(
        begins_on=day,
        stints=around(known.stints_of(supervisee.pk), day) if supervisee else (),
        needs=known.needs.get(supervisee.pk, ()) if supervisee else (),
        agreed=Agreed(terms.every, terms.period, terms.minutes or 0) if terms else Agreed(),
        as_agreed=kind != Kind.LINE,
    )
    return minutes_on(one, known.policies, day) or USUAL_MINUTES


def known_of(organisation: Organisation, people: Mapping[UUID, date], day: date) -> Known:
    """Posts, absences, needs and policies in four questions, and one more where shifts are counted.

    `people` names those who are asked about, and the day from which their turns are counted.
    """
    if not people:
        return Known(policies=rulings(organisation.pk), is_working=_working_days(organisation))
    return Known(
        posts=_posts(organisation.pk, people),
        absences=_absences(organisation.pk, people, day - LONG_AGO),
        needs=_needs(organisation.pk, people),
        policies=rulings(organisation.pk),
        is_working=_working_days(organisation),
    )


def rulings(organisation_id: UUID) -> list[Ruled]:
    """Every policy, as it is reckoned with, in the order of their first days."""
    lines: dict[tuple[date, bool], list[Asked]] = defaultdict(list)
    for first, is_pro_rata, *line in _lines(organisation=organisation_id):
        lines[first, is_pro_rata].append(Asked(*line))
    return [
        Ruled(first, {group: of_group(asked, group) for group in {one.staff_group for one in asked}}, is_pro_rata)
        for (first, is_pro_rata), asked in sorted(lines.items())
    ]


@prepared
def _lines(*, organisation: Any) -> QuerySet[Any]:
    found = Line.objects.filter(policy__organisation=organisation).order_by()
    return found.values_list("policy__starts_on", "policy__is_pro_rata", *ASKED)


def _those(people: Collection[UUID]) -> Q:
    return Q(person__pk__in=list(people)) if len(people) <= FEW else Q()


def _posts(organisation_id: UUID, people: Collection[UUID]) -> dict[UUID, list[Held]]:
    found: dict[UUID, list[Held]] = defaultdict(list)
    for person_id, first, last, group, hours, *rest in _held(organisation=organisation_id, those=_those(people)):
        found[person_id].append(Held(first, last, group, round(hours * 100), *rest))
    return found


@prepared
def _held(*, organisation: Any, those: Q) -> QuerySet[Any]:
    columns = ("person", "starts_on", "ends_on", "staff_group", "full_time_equivalent", "unit")
    rows = Post.objects.filter(those, organisation=organisation).order_by("starts_on")
    return rows.values_list(*columns, "line_manager", "professional_lead")


def _absences(organisation_id: UUID, people: Mapping[UUID, date], long_ago: date) -> dict[UUID, list[Span]]:
    """What lies before the last session moves nothing, so old absences are read only of those not seen for long."""
    lately = Q(ends_on=None) | Q(ends_on__gte=long_ago)
    not_seen = [person_id for person_id, since in people.items() if since < long_ago]
    if len(not_seen) > FEW:
        lately = Q()
    elif not_seen:
        lately |= Q(person__pk__in=not_seen)
    found: dict[UUID, list[Span]] = defaultdict(list)
    for person_id, first, last in _away(organisation=organisation_id, those=lately & _those(people)):
        found[person_id].append(Span(first, last))
    return {person_id: merged(spans) for person_id, spans in found.items()}


@prepared
def _away(*, organisation: Any, those: Q) -> QuerySet[Any]:
    rows = Absence.objects.filter(those, organisation=organisation).order_by()
    return rows.values_list("person", "starts_on", "ends_on")


def _needs(organisation_id: UUID, people: Collection[UUID]) -> dict[UUID, list[Need]]:
    found: dict[UUID, list[Need]] = defaultdict(list)
    for person_id, *need in _particular(organisation=organisation_id, those=_those(people)):
        found[person_id].append(Need(*need))
    return found


@prepared
def _particular(*, organisation: Any, those: Q) -> QuerySet[Any]:
    rows = ParticularNeed.objects.filter(those, organisation=organisation).order_by()
    return rows.values_list("person", "starts_on", "ends_on", "every", "period", "minutes")


def _working_days(organisation: Organisation) -> IsWorking:
    """Looked up when the first shift is counted, and each day once."""

    @cache
    def calendar() -> Any:
        return calendar_of(organisation.pk)

    @cache
    def is_working(day: date) -> bool:
        return is_working_day(day, organisation.nation, calendar())

    return is_working


def whole_organisation(organisation: Organisation, day: date, kinds: Collection[str] = Kind.values) -> Iterable[Due]:
    """Every open turn of an organisation on a day, where the supervisor still works here."""
    found = Agreement.objects.in_force(day).filter(organisation=organisation, supervisor__is_active=True).order_by()
    of_two = found.filter(kind__in=[kind for kind in kinds if kind in OF_TWO]).annotate(last_held=_last_of_two())
    rows = list(of_two.values_list(*COLUMNS))
    # Asked apart, since PostgreSQL would reckon with both subqueries for each of thousands, and compile them first.
    if of_many := [kind for kind in kinds if kind in OF_MANY]:
        rows += found.filter(kind__in=of_many).annotate(last_held=_last_of_group()).values_list(*COLUMNS)
    return due_turns(organisation, [Standing(*row) for row in rows], day).values()
