"""Which steps of renewals are owed by whom, so that each is seen in time?"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Owed, subject
from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.people.models import Organisation, Person, Post, StaffGroup
from cairn.foundation.people.offices import LEADER
from cairn.practice.registration.models import Registration
from cairn.practice.registration.regulators import EMPLOYER, Regulator, Step, regulators
from cairn.practice.registration.renewing import Turn, turns

STEP, VERIFY, JOIN = "registration.step", "registration.verify", "registration.join"
OFFICER = "registration_officer"
AHEAD = 100  # days: longer than any window is open
SOCIAL_CARE = "social_care"


def kind_of(step: Step) -> str:
    """The employer's steps are another kind of duty than one's own."""
    return VERIFY if step.by == EMPLOYER else STEP


def own(organisation: Organisation, until: date) -> Iterator[Owed]:
    """What registrants owe."""
    return (owed for kind, owed in _owed(organisation.pk, until) if kind == STEP)


def of_employers(organisation: Organisation, until: date) -> Iterator[Owed]:
    """What those who lead them owe."""
    return (owed for kind, owed in _owed(organisation.pk, until) if kind == VERIFY)


def keep_duties(person: Person) -> None:
    """Hold what is owed for this person's registrations to what is asked for now."""
    until = date.fromordinal(clock.today().toordinal() + AHEAD)
    owed = list(_owed(person.organisation_id, until, [person.pk]))
    for registration in Registration.objects.filter(person=person):
        for kind in (STEP, VERIFY):
            mine = [one for key, one in owed if key == kind and one.about == subject(registration)]
            owing.settle(kind, registration, mine, organisation_id=person.organisation_id)


def _owed(organisation_id: UUID, until: date, people: Collection[UUID] | None = None) -> Iterator[tuple[str, Owed]]:
    for turn, post in turns(organisation_id, until=until, people=people):
        if turn.is_asked and not turn.is_done:
            yield kind_of(turn.step), _one(turn, post)


def _one(turn: Turn, post: Post) -> Owed:
    said: dict[str, Any] = {
        "about": subject(turn.registration), "occasion": turn.occasion, "words": turn.words, "unit_id": post.unit_id,
        "opens_on": turn.window.opens_on, "due_on": turn.window.closes_on,
    }  # fmt: skip
    if turn.step.by != EMPLOYER:
        return Owed(bearer_id=turn.registration.person_id, **said)
    above = post.unit.parent_id if post.leads_unit else post.unit_id
    office = {"office": LEADER, "unit_id": above} if above else {"office": OFFICER, "unit_id": None}
    return Owed(**said | office | {"awaited_by_id": turn.registration.person_id})


def joining(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Whoever came into a social care post applies within some months and is registered within some more.

    Social workers are registered before they begin, so that nothing of theirs waits.
    """
    today = clock.today()
    for regulator, limits in _limits(organisation, today):
        posts = Post.objects.on(today).filter(
            organisation=organisation, person__is_active=True, staff_group=StaffGroup.SOCIAL_CARE_WORKER
        )
        waiting = posts.exclude(person__registrations__regulator=regulator.key).order_by("starts_on", "pk")
        first: dict[UUID, Post] = {}
        for post in waiting:
            first.setdefault(post.person_id, post)
        for post in first.values():
            due_on = months.add(post.starts_on, limits["registered_within_months"])
            if due_on <= until and post.starts_on >= months.add(today, -2 * limits["registered_within_months"]):
                apply_by = months.add(post.starts_on, limits["apply_within_months"])
                yield Owed(
                    about=f"people.Person:{post.person_id}", bearer_id=post.person_id,
                    occasion=regulator.short, unit_id=post.unit_id, opens_on=post.starts_on, due_on=due_on,
                    words=f"{regulator.short}: apply by {in_words(apply_by)}, be registered by {in_words(due_on)}",
                )  # fmt: skip


def _limits(organisation: Organisation, day: date) -> Iterator[tuple[Regulator, dict[str, int]]]:
    for regulator in regulators().values():
        limits = regulator.edition_on(day).asks.get("joiners", {})
        is_there = regulator.nation == organisation.nation and regulator.part(SOCIAL_CARE) is not None
        if is_there and "registered_within_months" in limits:
            yield regulator, limits
