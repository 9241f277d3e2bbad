"""Who answers for which function, who could lawfully decide on a day, and what must be reassigned?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Verdict
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.people.models import Person
from cairn.practice.registration.accountable import UNKNOWN, judge
from cairn.practice.registration.around import of_people_seen
from cairn.practice.registration.facts import facts_of
from cairn.practice.registration.functions import Function, catalogue_on, function_on
from cairn.practice.registration.models import Delegation, Suspension
from cairn.practice.registration.rechecking import may_go_on
from cairn.practice.registration.stakes import Stake, stakes_of

JOINED = ("giver", "holder__organisation", "unit", "organisation", "under__giver", "revoked_by")


@dataclass(frozen=True)
class Answer:
    """Whether somebody could be accountable on a day: as it was known when that day ended, and as it is known now."""

    then: Verdict
    now: Verdict

    @property
    def differs(self) -> bool:
        """Whether what is known of that day has changed since."""
        return self.then != self.now


@dataclass(frozen=True)
class Held:
    """A delegation with the answer for a day."""

    delegation: Delegation
    answer: Answer
    was_suspended: bool


def functions(viewer: Person, on: date) -> list[Function]:
    """The catalogue of the viewer's nation on a day."""
    return list(catalogue_on(viewer.organisation.nation, on).functions.values())


def end_of(day: date) -> datetime | None:
    """Until when something is known of a day: its midnight; None, which is now, for today and days to come."""
    if day >= clock.today():
        return None
    return clock.of_day(day + timedelta(days=1))


def answer_for(person: Person, function: str, on: date) -> Answer:
    """The answer of the rule for a day, twice."""
    return answers_for([person], function, on)[person.pk]


def answers_for(people: Collection[Person], function: str, on: date) -> dict[UUID, Answer]:
    """The same of many people of one organisation. Six questions, however many they are."""
    if not people:
        return {}
    nation, moment = next(iter(people)).organisation.nation, end_of(on)
    asked = function_on(nation, function, on)
    if asked is None:
        return {person.pk: Answer(UNKNOWN, UNKNOWN) for person in people}
    found = {}
    for pk, facts in facts_of(people, past=True).items():
        now = judge(facts, asked, nation, on=on)
        found[pk] = Answer(judge(facts, asked, nation, on=on, known_at=moment) if moment else now, now)
    return found


def held_on(viewer: Person, function: str, on: date) -> QuerySet[Delegation]:
    """The delegations of a function that ran on a day, as far as the viewer may see them, by holder."""
    found = Delegation.objects.visible_to(viewer).on(on).filter(function=function)
    found = found.filter(Q(revoked_on=None) | Q(revoked_on__gt=on))
    suspended = Suspension.objects.filter(starts_on__lte=on)
    return (
        found.select_related(*JOINED)
        .prefetch_related(Prefetch("suspensions", suspended, to_attr="until_then"))
        .order_by("holder__family_name", "holder__given_name", "pk")
    )


def with_answers(delegations: list[Delegation], function: str, on: date) -> list[Held]:
    """Each with whether its holder could be accountable on that day, then and now. Five questions."""
    holders = list({one.holder_id: one.holder for one in delegations}.values())
    answers = answers_for(holders, function, on)
    return [
        Held(
            one,
            answers[one.holder_id],
            any(rest.lifted_on is None or rest.lifted_on > on for rest in one.until_then),  # type: ignore[attr-defined]
        )
        for one in delegations
    ]


def of_person(person: Person) -> list[Delegation]:
    """What somebody holds, newest first, with what rests of it; for a reader who may see it (`rules.may_see`)."""
    found = Delegation.objects.filter(holder=person).select_related("giver")
    open_now = Suspension.objects.filter(lifted_at=None)
    return list(
        found.prefetch_related(Prefetch("suspensions", open_now, to_attr="resting")).order_by("-starts_on", "pk")
    )


def delegation_for(viewer: Person, pk: Any) -> Delegation:
    """A delegation that the viewer may see."""
    return Delegation.objects.visible_to(viewer).select_related(*JOINED).get(pk=pk)


def suspensions_of(delegation: Delegation) -> list[Suspension]:
    """When it rested, and why; the newest first."""
    return list(delegation.suspensions.select_related("lifted_by"))


def signatures_of(viewer: Person, delegation: Delegation) -> list[Any]:
    """Whose name stands under it."""
    return list(ledger.signatures_of(viewer, delegation))


def passable(viewer: Person) -> list[Delegation]:
    """What the viewer holds today and may pass on."""
    found = Delegation.objects.current().filter(holder=viewer, may_pass_on=True, revoked_at=None)
    return list(found.exclude(suspensions__lifted_at=None, suspensions__isnull=False).select_related("unit"))


@dataclass(frozen=True)
class Reassignment:
    """What somebody answered for and may no longer: suspended delegations, and work in other rooms."""

    suspensions: tuple[Suspension, ...]
    stakes: tuple[Stake, ...]


def reassignment_of(viewer: Person, person: Person) -> Reassignment:
    """The list, for those who may see this person's delegations."""
    seen = of_people_seen(viewer, "delegation.see", "delegation__holder")
    found = Suspension.objects.filter(seen, delegation__holder=person, lifted_at=None)
    joined = found.select_related("delegation__unit", "delegation__giver").order_by("starts_on", "pk")
    facts, nation, today = facts_of([person])[person.pk], person.organisation.nation, clock.today()
    failing = [one for one in stakes_of(person) if not may_go_on(facts, one.function, nation, today)]
    return Reassignment(tuple(joined), tuple(failing))
