"""Whose registration and delegations may somebody see or keep, by where the people concerned work today?"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from cairn.foundation.core import clock
from cairn.foundation.people.access import parts, permits, reach
from cairn.foundation.people.models import Organisation, Person, Post
from cairn.foundation.people.offices import Holders


def of_people_seen(viewer: Person, act: str, person: str = "person") -> Q:
    """Records of the people whom the policy lets this viewer see, as a filter; `person` is the field that leads there.

    Oneself always; others by the posts that they hold today; all of the organisation for whom the act reaches it all.
    """
    here = Q(organisation_id=viewer.organisation_id)
    if "" in parts(viewer, act):
        return here
    posts = Post.objects.current().filter(reach(viewer, act, owner="person", state=""))
    return here & (Q(**{person: viewer.pk}) | Q(**{f"{person}__in": posts.values("person")}))


def of_these(organisation_id: UUID, people: Collection[UUID] | None) -> dict[str, Any]:
    """What belongs to these people of an organisation, or to everybody in it, as conditions of a filter."""
    named = {} if people is None else {"person__in": list(people)}
    return {"organisation": organisation_id, **named}


def stands_over(actor: Person, person: Person, act: str) -> bool:
    """Whether the policy lets somebody do this about a person, by any post that the person holds today."""
    if actor.organisation_id != person.organisation_id:
        return False
    return permits(actor, act, person) or any(permits(actor, act, post) for post in _posts_of(person))


def _posts_of(person: Person) -> list[Post]:
    """The posts that somebody holds today, asked once for a page that asks for several rights over one person."""
    kept: tuple[date, list[Post]] | None = person.__dict__.get("_posts_today")
    if kept is None or kept[0] != clock.today():
        posts = Post.objects.current().filter(person=person).select_related("unit")
        kept = person.__dict__["_posts_today"] = (clock.today(), list(posts))
    return kept[1]


def keeper(organisation: Organisation) -> str:
    """The office that keeps the register: the registration officer; where there is none, the chief's."""
    return _held_office(organisation, "registration_officer", "cswo", "psw")


def chief(organisation: Organisation) -> str:
    """The office that answers for who is fit to act: the chief social work officer, or the next where there is none."""
    return _held_office(organisation, "cswo", "psw", "registration_officer")


def _held_office(organisation: Organisation, *offices: str) -> str:
    holders = Holders(organisation.pk)
    return next((office for office in offices if holders.of(office, None)), offices[0])
