"""Whose registration and delegations may somebody see or keep, by where the people concerned work today?"""

from django.db.models import Q

from cairn.foundation.people.access import parts, permits, reach
from cairn.foundation.people.models import Person, Post


def of_people_seen(viewer: Person, act: str, person: str = "person") -> Q:
    """Records of the people whom the policy lets this viewer see, as a filter; `person` is the field that leads there.

    Oneself always; others by the posts that they hold today; all of the organisation for whom the act reaches it all.
    """
    here = Q(organisation_id=viewer.organisation_id)
    if "" in parts(viewer, act):
        return here
    posts = Post.objects.current().filter(reach(viewer, act, owner="person", state=""))
    return here & (Q(**{person: viewer.pk}) | Q(**{f"{person}__in": posts.values("person")}))


def stands_over(actor: Person, person: Person, act: str) -> bool:
    """Whether the policy lets somebody do this about a person, by any post that the person holds today."""
    if actor.organisation_id != person.organisation_id:
        return False
    posts = Post.objects.current().filter(person=person).select_related("unit")
    return permits(actor, act, person) or any(permits(actor, act, post) for post in posts)
