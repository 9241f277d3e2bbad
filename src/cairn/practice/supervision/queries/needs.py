"""Which particular needs were agreed with somebody, and what else is known about their supervision?"""

from typing import Any

from django.db.models import Q, QuerySet

from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person, Post
from cairn.practice.supervision.models import OF_TWO, Agreement, ParticularNeed


def visible(viewer: Person) -> QuerySet[ParticularNeed]:
    """One's own, those of the people one supervises now, and of those in the units one leads."""
    led = Post.objects.current().filter(reach(viewer, "particular_need.see", owner="person", state=""))
    supervised = Agreement.objects.in_force().filter(supervisor=viewer, kind__in=OF_TWO)
    known = Q(person=viewer) | Q(person__in=led.values("person")) | Q(person__in=supervised.values("supervisee"))
    return ParticularNeed.objects.filter(known, organisation_id=viewer.organisation_id).select_related("agreed_by")


def needs_of(viewer: Person, person: Person) -> list[ParticularNeed]:
    """What was agreed with somebody, newest first, as far as the viewer may know."""
    return list(visible(viewer).filter(person=person).order_by("-starts_on"))


def need_for(viewer: Person, pk: Any) -> ParticularNeed:
    """A particular need that the viewer may know of."""
    return visible(viewer).select_related("person__organisation").get(pk=pk)
