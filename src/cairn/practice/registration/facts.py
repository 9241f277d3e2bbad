"""What is known of people that decides whether they may be accountable: for one or for thousands, in five questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cairn.foundation.people.models import Person, Post, ProfessionalRole
from cairn.practice.registration.around import of_these
from cairn.practice.registration.models import Approval, Registration, Standing

FEW = 500  # people who are named one by one; of more, everybody is read


@dataclass
class Facts:
    """Of one person: posts, offices, registrations with their standings, approvals, whenever they were written down."""

    name: str
    posts: list[Any] = field(default_factory=list)
    offices: list[Any] = field(default_factory=list)
    registrations: dict[UUID, Registration] = field(default_factory=dict)
    standings: dict[UUID, list[Standing]] = field(default_factory=lambda: defaultdict(list))
    approvals: list[Approval] = field(default_factory=list)


def facts_of(people: Collection[Person], *, known_at: datetime | None = None, past: bool = False) -> dict[UUID, Facts]:
    """What is known of each of these people of one organisation.

    Without `past` only what counts at this moment (or at `known_at`) is read; with it everything ever written down.
    """
    found = {person.pk: Facts(person.full_name) for person in people}
    if not found:
        return {}
    which = of_these(next(iter(people)).organisation_id, found if len(found) <= FEW else None)
    for registration in Registration.objects.filter(**which):
        _add(found, registration.person_id, lambda facts, one=registration: facts.registrations.update({one.pk: one}))
    for standing in _known(Standing, which, known_at, past=past):
        _add(found, standing.person_id, lambda facts, one=standing: facts.standings[one.registration_id].append(one))
    for approval in _known(Approval, which, known_at, past=past):
        _add(found, approval.person_id, lambda facts, one=approval: facts.approvals.append(one))
    for post in Post.objects.filter(**which).only("person", "starts_on", "ends_on").order_by():
        _add(found, post.person_id, lambda facts, one=post: facts.posts.append(one))
    for role in ProfessionalRole.objects.filter(**which).only("person", "role", "starts_on", "ends_on").order_by():
        _add(found, role.person_id, lambda facts, one=role: facts.offices.append(one))
    return found


def _known(model: Any, which: dict[str, Any], known_at: datetime | None, *, past: bool) -> Iterable[Any]:
    found = model.objects.filter(**which).order_by("starts_on", "recorded_at")
    return found if past else found.known_at(known_at)


def _add(found: dict[UUID, Facts], person_id: UUID, put: Any) -> None:
    if person_id in found:
        put(found[person_id])
