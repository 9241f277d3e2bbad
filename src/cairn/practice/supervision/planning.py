"""What is owed in a whole organisation: sessions whose turn it is, agreements not yet made, reviews that come due?"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cairn.cycle.duties.kinds import Owed, subject
from cairn.foundation.core import clock
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.people.offices import LEADER
from cairn.practice.supervision.models import OF_MANY, Agreement, AnotherDiscipline, Kind
from cairn.practice.supervision.professional import is_owed
from cairn.practice.supervision.queries.turns import Due, Held, Known, known_of, whole_organisation
from cairn.practice.supervision.turns import ONE_DAY, around, extended, unbroken_since

OPENS_AHEAD, REVIEW_OPENS_AHEAD = timedelta(days=21), timedelta(days=28)
AGREED_WITHIN = timedelta(weeks=4)
Ended = dict[tuple[UUID, str], date]


def sessions(organisation: Organisation, until: date) -> Iterator[Owed]:
    """The next session of everybody who is supervised by their line, in a group or by peers."""
    return _turns(organisation, until, (Kind.LINE, *OF_MANY))


def professional(organisation: Organisation, until: date) -> Iterator[Owed]:
    """The next session of professional supervision, a duty of its own (sa.5.e.7)."""
    return _turns(organisation, until, (Kind.PROFESSIONAL,))


def _turns(organisation: Organisation, until: date, kinds: Collection[str]) -> Iterator[Owed]:
    for due in whole_organisation(organisation, clock.today(), kinds):
        if owed := turn_owed(due, until):
            yield owed


def turn_owed(due: Due, until: date) -> Owed | None:
    """The duty of a turn: of the supervisor, awaited by the supervisee. None while somebody is away without an end."""
    turn, agreement = due.turn, due.agreement
    if turn.due_on is None or turn.due_on > until:
        return None
    return Owed(
        about=f"{Agreement._meta.label}:{agreement.pk}",
        opens_on=max(turn.since, turn.due_on - OPENS_AHEAD),
        due_on=turn.due_on,
        bearer_id=agreement.supervisor_id,
        unit_id=due.unit_id,
        occasion=turn.since.isoformat(),
        words=agreement.with_whom,
        awaited_by_id=agreement.supervisee_id,
    )


def reviews(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Agreements are looked at again on the day that they name."""
    found = Agreement.objects.in_force().filter(organisation=organisation, review_on__lte=until, ends_on=None)
    for agreement in found.filter(supervisor__is_active=True).select_related("supervisee"):
        yield review_owed(agreement)


def review_owed(agreement: Agreement) -> Owed:
    """The duty to look at an agreement again."""
    due = agreement.review_on or agreement.starts_on
    return Owed(
        about=subject(agreement),
        opens_on=due - REVIEW_OPENS_AHEAD,
        due_on=due,
        bearer_id=agreement.supervisor_id,
        unit_id=agreement.unit_id,
        occasion=due.isoformat(),
        words=agreement.with_whom,
        awaited_by_id=agreement.supervisee_id,
    )


def agreements(organisation: Organisation, until: date) -> Iterator[Owed]:
    """An agreement for everybody in post with a line manager, within four weeks; professional where it is owed."""
    today = clock.today()
    people = {person.pk: person for person in Person.objects.filter(organisation=organisation, is_active=True)}
    known = known_of(organisation, dict.fromkeys(people, today), today)
    if not known.policies or known.policies[0].first > today:
        return
    made, ended, marked = _made(organisation, today), _ended(organisation, today), _marked(organisation, today)
    for person_id, person in people.items():
        place = known.place_of(person_id, today)
        if place is None:
            continue
        for kind, bearer_id, since in _lacking(person_id, place, known, made, marked, today):
            since = max([since, known.policies[0].first, *_day_after(ended.get((person_id, kind)))])
            due = extended(since, since + AGREED_WITHIN, known.absences.get(person_id, ()))
            if due is not None and due <= until:
                yield _agreement_owed(person, place, kind, since, due, bearer_id if bearer_id in people else None)


def _lacking(
    person_id: UUID, place: Held, known: Known, made: set[tuple[UUID, str]], marked: dict[UUID, date], today: date
) -> Iterator[tuple[str, UUID | None, date]]:
    """Which agreements somebody does not have, who is to draw them up, and since when they are owed."""
    if place.line_manager_id and (person_id, Kind.LINE) not in made:
        yield Kind.LINE, place.line_manager_id, unbroken_since(around(known.stints_of(person_id), today))
    manager_posts = known.posts.get(place.line_manager_id, ()) if place.line_manager_id else ()
    manager_groups = frozenset(post.staff_group for post in manager_posts if post.holds_on(today))
    owed = is_owed(
        place.staff_group, place.line_manager_id, place.professional_lead_id, manager_groups,
        is_marked=person_id in marked,
    )  # fmt: skip
    if owed and (person_id, Kind.PROFESSIONAL) not in made:
        bearer_id = place.professional_lead_id or place.line_manager_id
        yield Kind.PROFESSIONAL, bearer_id, marked.get(person_id, place.first)


def _agreement_owed(person: Person, place: Held, kind: str, since: date, due: date, bearer_id: UUID | None) -> Owed:
    """Of the line manager or professional lead; where there is none who works here, of whoever leads the unit."""
    is_line = kind == Kind.LINE
    return Owed(
        about=subject(person),
        opens_on=since,
        due_on=due,
        bearer_id=bearer_id,
        office="" if bearer_id else LEADER,
        unit_id=place.unit_id,
        occasion=f"{kind} {since.isoformat()}",
        words=person.full_name if is_line else f"{person.full_name}, professional supervision",
        awaited_by_id=person.pk,
    )


def _made(organisation: Organisation, today: date) -> set[tuple[UUID, str]]:
    """Who has an agreement in force, of which kind, with somebody who still works here."""
    found = Agreement.objects.in_force(today).filter(organisation=organisation, supervisor__is_active=True)
    return set(found.filter(supervisee__isnull=False).values_list("supervisee_id", "kind"))


def _ended(organisation: Organisation, today: date) -> Ended:
    """When somebody's last agreement of a kind ended."""
    found = Agreement.objects.filter(organisation=organisation, terms__sealed=True, ends_on__lt=today)
    ended: Ended = {}
    for person_id, kind, day in found.order_by("ends_on").values_list("supervisee_id", "kind", "ends_on"):
        if person_id and day:
            ended[person_id, kind] = day
    return ended


def _marked(organisation: Organisation, today: date) -> dict[UUID, date]:
    found = AnotherDiscipline.objects.filter(organisation=organisation).on(today)
    return dict(found.values_list("person_id", "starts_on"))


def _day_after(day: date | None) -> Iterable[Any]:
    return [day + ONE_DAY] if day else []
