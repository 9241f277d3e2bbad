"""Where does somebody stand today, and who supervises them? Read once for each request, since many rules ask."""

from datetime import date
from uuid import UUID

from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person, Post, Unit
from cairn.practice.supervision.models import OF_TWO, Agreement


class Place:
    """A unit as the access policy asks for it, where nobody's own record is meant."""

    def __init__(self, organisation_id: UUID, unit: Unit):
        self.organisation_id, self.unit = organisation_id, unit


def posts_now(person: Person) -> list[Post]:
    """The posts that somebody holds today."""
    known = person.__dict__.get("_posts_now")
    if known is None:
        known = person.__dict__["_posts_now"] = list(person.posts.current().select_related("unit"))
    return known


def supervisors_now(person: Person) -> frozenset[UUID]:
    """Who supervises somebody today under an agreement of two, standing in or not."""
    known = person.__dict__.get("_supervisors_now")
    if known is None:
        in_force = Agreement.objects.in_force().filter(supervisee=person, kind__in=OF_TWO)
        known = person.__dict__["_supervisors_now"] = frozenset(in_force.values_list("supervisor_id", flat=True))
    return known


def leads(actor: Person, person: Person, act: str) -> bool:
    """Whether the access policy lets somebody do an act in a unit where the person works."""
    return any(permits(actor, act, Place(person.organisation_id, post.unit)) for post in posts_now(person))


def works_here_on(person: Person, day: date) -> Verdict:
    """Nobody supervises or is supervised before their post begins, or after it ends."""
    if Post.objects.filter(person=person).on(day).exists():
        return YES
    first = Post.objects.filter(person=person).order_by("starts_on").first()
    if first and day < first.starts_on:
        return Verdict(f"{person} began here on {in_words(first.starts_on)}. Choose that day or a later one.")
    return Verdict(f"{person} has no post here on {in_words(day)}.")
