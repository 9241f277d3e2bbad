"""Which steps does each registration ask for, until when, and what of it is done (sa.2.p.2)?

Each step is owed by itself, so that "paid, learning done, form not sent" is seen in time. No date alone ends a
registration: a step that is late is late, and how somebody stands is looked up and written down by a person.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Person, Post, StaffGroup
from cairn.practice.registration.around import of_these
from cairn.practice.registration.models import COVERS, ENDS, Registration, RenewalStep, Standing
from cairn.practice.registration.regulators import REGISTRANT, Edition, Step, Window

OWED_FOR = 3  # months after its window closed, in which a step may still be said to be done
FULL_TIME = Decimal(1)
LEARNING = Step("newly_qualified", "Finish the learning of the newly qualified", REGISTRANT)
EVIDENCE = Step("newly_qualified_evidence", "Send the evidence of that learning", REGISTRANT)


@dataclass(frozen=True)
class Turn:
    """One step that one registration asks for before one day, and what is known of it."""

    registration: Registration
    step: Step
    window: Window
    said: RenewalStep | None

    @property
    def is_done(self) -> bool:
        """Somebody said on which day it was done."""
        return self.said is not None and self.said.done_on is not None

    @property
    def is_asked(self) -> bool:
        """Asked of everybody, or of this one by the regulator."""
        return self.step.is_always_asked or self.said is not None

    @property
    def occasion(self) -> str:
        """What tells it apart from the same step of another year."""
        return f"{self.step.key}/{self.window.closes_on.isoformat()}"

    @property
    def words(self) -> str:
        """'Pay the annual fee (SSSC)'."""
        return f"{self.step.title} ({self.registration.rules.short})"


@dataclass
class Place:
    """Where somebody works: the post that counts, and how much they work in all."""

    post: Post
    hours: Decimal


def turns(organisation_id: UUID, *, until: date, people: Collection[UUID] | None = None) -> Iterator[tuple[Turn, Post]]:
    """Every step of everybody in post and on the register whose window closes up to a day. Four questions."""
    today = clock.today()
    since = months.add(today, -OWED_FOR)
    which = of_these(organisation_id, people)
    places = _places(which, today)
    first, on = _standings(which, today)
    said = _said(which, since)
    for one in Registration.objects.filter(**which):
        place, began = places.get(one.person_id), first.get(one.pk)
        if place is None or began is None or one.pk not in on:
            continue
        for step, window in _asked(one, began, place, since, until):
            yield Turn(one, step, window, said.get((one.pk, window.closes_on, step.key))), place.post


def turns_of(person: Person) -> list[Turn]:
    """The steps of one person: of windows that are open, closed lately, or close within a year."""
    until = months.add(clock.today(), 12)
    found = [turn for turn, _ in turns(person.organisation_id, until=until, people=[person.pk])]
    return sorted(found, key=lambda turn: (turn.window.closes_on, turn.registration.number))


def _asked(
    registration: Registration, began: date, place: Place, since: date, until: date
) -> Iterator[tuple[Step, Window]]:
    for year in range(since.year, until.year + 1):
        edition, window = _window(registration, year, began)
        if window is None or not since <= window.closes_on <= until:
            continue
        learns = edition.asks_learning_of(window, began)
        yield from ((step, window) for step in edition.steps if learns or not step.learning)
    if place.post.staff_group == StaffGroup.NEWLY_QUALIFIED:
        newly = _newly_qualified(registration, began, place)
        yield from ((step, window) for step, window in newly if since <= window.closes_on <= until)


def _window(registration: Registration, year: int, began: date) -> tuple[Edition, Window | None]:
    """By the edition that holds on the day on which it closes."""
    rules = registration.rules
    edition = rules.edition_on(date(year, 12, 31))
    edition = rules.edition_on(edition.window_of(year, began).closes_on)
    return edition, edition.window_of(year, began) if edition.closes_in(year, began) else None


def _newly_qualified(registration: Registration, began: date, place: Place) -> Iterator[tuple[Step, Window]]:
    """The learning of the first year, longer for whoever works part of the week, and its evidence soon after."""
    asked = registration.rules.edition_on(began).asks.get("newly_qualified")
    if not asked:
        return
    is_part_time = place.hours < FULL_TIME
    learnt = months.add(began, asked["part_time_months"] if is_part_time else asked["months"])
    yield LEARNING, Window(began, learnt)
    yield EVIDENCE, Window(learnt, months.add(learnt, asked["evidence_months"]))


def _places(which: Mapping[str, Any], day: date) -> dict[UUID, Place]:
    posts = Post.objects.on(day).filter(person__is_active=True, **which)
    found: dict[UUID, Place] = {}
    for post in posts.select_related("unit").order_by("full_time_equivalent", "pk"):
        before = found.get(post.person_id)
        found[post.person_id] = Place(post, post.full_time_equivalent + (before.hours if before else 0))
    return found


def _standings(which: Mapping[str, Any], day: date) -> tuple[Mapping[UUID, date], Collection[UUID]]:
    """When each registration began, and which of them are on the register today."""
    known = Standing.objects.known().filter(**which)
    first: dict[UUID, date] = {}
    on: set[UUID] = set()
    off: set[UUID] = set()
    states = known.filter(state__in=[*COVERS, *ENDS]).order_by()
    for registration, state, starts_on, ends_on in states.values_list("registration", "state", "starts_on", "ends_on"):
        holds = starts_on <= day and (ends_on is None or ends_on >= day)
        if state in ENDS:
            off.update([registration] if holds else [])
            continue
        first[registration] = min(first.get(registration, starts_on), starts_on)
        on.update([registration] if holds else [])
    return first, on - off


def _said(which: Mapping[str, Any], since: date) -> Mapping[tuple[UUID, date, str], RenewalStep]:
    found = RenewalStep.objects.since(since).filter(**which)
    return {(one.registration_id, one.closes_on, one.key): one for one in found.select_related("said_by")}
