"""When is the next yearly declaration due from whom?"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from cairn.cycle.duties.kinds import Owed
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Organisation, Person, Post
from cairn.practice.registration.around import of_these
from cairn.practice.registration.models import Declaration, Standing
from cairn.practice.registration.models.declaration import YEARLY, Subject

DECLARE = "registration.declare"
FIRST_WITHIN = timedelta(days=60)
OPENS = timedelta(days=30)
A_YEAR = 12  # months


def due_from(organisation_id: UUID, people: Collection[UUID] | None = None) -> dict[UUID, date]:
    """The day by which everybody registered and in post declares next: a year after the oldest of the yearly kinds.

    Whoever never declared one of them does so within sixty days of coming into the register here. Three questions.
    """
    which = of_these(organisation_id, people)
    if people is None:
        posts = Post.objects.on(clock.today()).filter(person__is_active=True, **which)
        in_post = set(posts.values_list("person", flat=True))
    else:
        in_post = set(people)  # whoever is named is asked about, wherever they work
    entered = Standing.objects.filter(**which).order_by().values("person").annotate(first=Min("recorded_at"))
    found = {
        person: dict.fromkeys(map(str, YEARLY), timezone.localtime(first).date() + FIRST_WITHIN)
        for person, first in entered.values_list("person", "first")
        if person in in_post
    }
    latest = Declaration.objects.counting().filter(subject__in=YEARLY, **which).order_by()
    for person, subject, made_on in latest.values_list("person", "subject", "made_on"):
        if person in found:
            found[person][subject] = months.add(made_on, A_YEAR)
    return {person: min(days.values()) for person, days in found.items()}


def to_declare(organisation: Organisation, until: date) -> Iterator[Owed]:
    """What registered people owe by a day."""
    for person, due_on in due_from(organisation.pk).items():
        if due_on <= until:
            yield Owed(
                about=f"people.Person:{person}", bearer_id=person, opens_on=due_on - OPENS, due_on=due_on,
                occasion=due_on.isoformat(),
            )  # fmt: skip


def subjects_asked(person: Person) -> list[Subject]:
    """What this person may declare: health only where a regulator of theirs asks for it."""
    asks = any(
        registration.rules.edition_on(clock.today()).asks.get("asks_health")
        for registration in person.registrations.all()
    )
    return [one for one in Subject if one != Subject.HEALTH or asks]
