"""Who is registered how, what changed in what is known of them, and whose entry may somebody see?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from cairn.foundation.core import clock
from cairn.foundation.people.models import Person, Post
from cairn.foundation.people.models.post import SOCIAL_WORK
from cairn.practice.registration.around import of_people_seen
from cairn.practice.registration.models import ENDS, ORDERS, Approval, Registration, Standing

SHOWN = {
    "": "Everybody",
    "orders": "Under an order, a condition or a warning",
    "ended": "Suspended, lapsed or removed",
    "none": "In a social work post without a registration",
}


@dataclass(frozen=True)
class Line:
    """One fact with what the viewer may know of it."""

    fact: Any
    registration: Registration | None
    holds: bool


@dataclass(frozen=True)
class Entry:
    """One person's entry as it was known at a moment: registrations, approvals, and what was replaced."""

    registrations: tuple[Registration, ...]
    standings: tuple[Line, ...]
    approvals: tuple[Line, ...]
    replaced: tuple[Line, ...]


def person_for(viewer: Person, pk: Any) -> Person:
    """Somebody whose entry the viewer may see; DoesNotExist for anybody else."""
    found = Person.objects.visible_to(viewer).filter(of_people_seen(viewer, "registration.see", "pk"))
    return found.select_related("organisation").get(pk=pk)


def people(viewer: Person, *, show: str = "", words: str = "") -> QuerySet[Person]:
    """Those in post whose entries the viewer may see, by name, narrowed down."""
    today = clock.today()
    posts = Post.objects.on(today).filter(person=OuterRef("pk"))
    found = Person.objects.visible_to(viewer).filter(of_people_seen(viewer, "registration.see", "pk"), is_active=True)
    found = found.filter(Exists(posts))
    standings = Standing.objects.known().on(today).filter(person=OuterRef("pk"))
    if show == "orders":
        found = found.filter(Exists(standings.filter(state__in=ORDERS)))
    elif show == "ended":
        found = found.filter(Exists(standings.filter(state__in=ENDS)))
    elif show == "none":
        registered = Exists(Registration.objects.filter(person=OuterRef("pk")))
        found = found.filter(~registered, Exists(posts.filter(staff_group__in=SOCIAL_WORK)))
    if words.strip():
        found = found.matching(words)
    return found.order_by("family_name", "given_name", "pk")


def lines_of(people: Iterable[Person]) -> dict[UUID, tuple[list[Registration], list[Standing]]]:
    """The registrations of some people and how they stand today. Two questions."""
    pks = [person.pk for person in people]
    found: dict[UUID, tuple[list[Registration], list[Standing]]] = {pk: ([], []) for pk in pks}
    for registration in Registration.objects.filter(person__in=pks):
        found[registration.person_id][0].append(registration)
    for standing in Standing.objects.known().on(clock.today()).filter(person__in=pks):
        found[standing.person_id][1].append(standing)
    return found


def entry_of(person: Person, *, on: date, known_at: datetime | None = None) -> Entry:
    """Everything of one person's entry. Three questions."""
    registrations = {one.pk: one for one in Registration.objects.filter(person=person)}
    standings = list(Standing.objects.filter(person=person).select_related("recorded_by", "replaced_by"))
    approvals = list(Approval.objects.filter(person=person).select_related("recorded_by", "replaced_by"))

    def line(fact: Any) -> Line:
        of = registrations[fact.registration_id] if isinstance(fact, Standing) else None
        return Line(fact, of, fact.holds_on(on))

    replaced: list[Any] = [
        one for one in (*standings, *approvals) if one.replaced_at and not one.was_known_at(known_at)
    ]
    return Entry(
        tuple(registrations.values()),
        tuple(line(one) for one in reversed(standings) if one.was_known_at(known_at)),
        tuple(line(one) for one in approvals if one.was_known_at(known_at)),
        tuple(
            line(one)
            for one in sorted(replaced, key=lambda one: one.replaced_at, reverse=True)
            if not one.was_known_at(known_at)
        ),
    )


def registration_for(viewer: Person, pk: Any) -> Registration:
    """A registration that the viewer may see."""
    return Registration.objects.visible_to(viewer).select_related("person__organisation").get(pk=pk)


def standing_for(viewer: Person, pk: Any) -> Standing:
    """A standing of somebody whose entry the viewer may see."""
    seen = of_people_seen(viewer, "registration.see")
    return Standing.objects.filter(seen).select_related("registration", "person__organisation").get(pk=pk)


def approval_for(viewer: Person, pk: Any) -> Approval:
    """An approval of somebody whose entry the viewer may see."""
    seen = of_people_seen(viewer, "registration.see")
    return Approval.objects.filter(seen).select_related("person__organisation").get(pk=pk)
