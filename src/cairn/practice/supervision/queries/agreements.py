"""Who supervises whom, on which terms, and which agreements may somebody see?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairn.foundation.core import clock
from cairn.foundation.core.prepared import prepared
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person, Post
from cairn.practice.supervision.models import OF_TWO, Agreement, Member, Review
from cairn.practice.supervision.models.agreement import State
from cairn.practice.supervision.queries.turns import due_turns, known_about, reckoned
from cairn.practice.supervision.turns import Turn

EVERY = "every"
GOES_ON = [state for state in State.values if state != State.ENDED]
STANDING = ("terms", "organisation", "unit", "supervisor", "supervisee")
JOINED = (*STANDING, "follows__supervisor", "stands_in_for__supervisor")


@dataclass(frozen=True)
class Supervised:
    """One agreement under which somebody supervises or is supervised, and its open turn."""

    agreement: Agreement
    turn: Turn | None


def agreement_for(viewer: Person, pk: Any) -> Agreement:
    """An agreement that the viewer may see, and whether somebody stands in."""
    standing_in = Agreement.objects.in_force().filter(stands_in_for=OuterRef("pk"))
    found = reckoned(Agreement.objects.visible_to(viewer)).annotate(waits=Exists(standing_in))
    return found.select_related(*JOINED).get(pk=pk)


def turn_of(agreement: Any) -> tuple[Turn | None, bool]:
    """When its next session is due, and whether a policy is in force.

    There is no turn while somebody stands in, or while the agreement is not in force.
    """
    today = clock.today()
    known = known_about(agreement.organisation, [agreement], today)
    if agreement.waits or not agreement.is_in_force_on(today):
        return None, known.has_policy(today)
    due = due_turns(agreement.organisation, [agreement], today, known).get(agreement.pk)
    return due.turn if due else None, known.has_policy(today)


def mine(viewer: Person) -> list[Agreement]:
    """What is being written or in force, in which somebody supervises, is supervised, or belongs to a group."""
    return _mine(person=viewer.pk, organisation=viewer.organisation_id, today=clock.today())


@prepared
def _mine(*, person: Any, organisation: Any, today: Any) -> QuerySet[Agreement]:
    belongs = Member.objects.filter(person=person).on(today).values("agreement")
    whose = Q(supervisor=person) | Q(supervisee=person) | Q(pk__in=belongs)
    goes_on = ~Q(state=State.ENDED) | Q(terms__sealed=True, ends_on__gte=today)
    found = Agreement.objects.filter(whose, goes_on, organisation=organisation)
    return reckoned(found).select_related(*STANDING)


def with_turns(viewer: Person, agreements: Collection[Agreement]) -> tuple[list[Supervised], bool]:
    """Each agreement with the day on which its next session is due, soonest first; and whether a policy is in force."""
    today = clock.today()
    in_force = [one for one in agreements if one.is_in_force_on(today)]
    known = known_about(viewer.organisation, in_force, today)
    due = due_turns(viewer.organisation, in_force, today, known)
    rows = [Supervised(one, due[one.pk].turn if one.pk in due else None) for one in agreements]
    return sorted(rows, key=_soonest), known.has_policy(today)


def _soonest(row: Supervised) -> tuple[date, str]:
    return (row.turn.due_on if row.turn and row.turn.due_on else date.max, row.agreement.with_whom)


def visible(viewer: Person, *, state: str = "", kind: str = "", words: str = "") -> QuerySet[Agreement]:
    """The agreements that somebody may see, narrowed down; without a state, those that have not ended.

    After ten years most have ended: they are shown to whoever chooses so.
    """
    found = Agreement.objects.visible_to(viewer).select_related("supervisor", "supervisee", "unit")
    if state != EVERY:
        found = found.filter(state__in=[state] if state else GOES_ON)
    if kind:
        found = found.filter(kind=kind)
    for word in words.split()[:6]:
        names = ("supervisor__given_name", "supervisor__family_name", "supervisee__given_name")
        fits = Q(title__icontains=word) | Q(supervisee__family_name__icontains=word)
        for name in names:
            fits |= Q(**{f"{name}__icontains": word})
        found = found.filter(fits)
    return found.order_by("supervisee__family_name", "supervisee__given_name", "-starts_on", "pk")


def supervisee_for(viewer: Person, pk: Any) -> Person:
    """Somebody about whose supervision one may know: oneself, and whom one manages, advises, supervises or leads."""
    owners = ("person", "line_manager", "professional_lead")
    posts = Post.objects.current().filter(reach(viewer, "supervision.see", owner=owners, state=""))
    supervised = Agreement.objects.in_force().filter(supervisor=viewer).values("supervisee")
    known = Q(pk__in=posts.values("person")) | Q(pk__in=supervised)
    return Person.objects.visible_to(viewer).filter(known).select_related("organisation").get(pk=pk)


def supervisors_of(viewer: Person) -> list[Person]:
    """Who supervises somebody today under an agreement of two, by name."""
    now = Agreement.objects.in_force().filter(supervisee=viewer, kind__in=OF_TWO).values("supervisor")
    return list(Person.objects.filter(pk__in=now, is_active=True).order_by("family_name", "given_name", "pk"))


def of_person(viewer: Person, person: Person) -> QuerySet[Agreement]:
    """Every agreement of somebody that the viewer may see, newest first."""
    theirs = Agreement.objects.visible_to(viewer).filter(supervisee=person)
    return theirs.select_related("supervisor", "terms").order_by("-starts_on", "pk")


def without_agreement(viewer: Person) -> list[Post]:
    """Whom somebody manages in line who has no agreement with anybody, nor one that is being written."""
    return _without_agreement(manager=viewer.pk, organisation=viewer.organisation_id, today=clock.today())


@prepared
def _without_agreement(*, manager: Any, organisation: Any, today: Any) -> QuerySet[Post]:
    agreed = Agreement.objects.exclude(state=State.ENDED).filter(supervisee=OuterRef("person"), kind__in=OF_TWO)
    managed = Post.objects.filter(organisation=organisation, line_manager=manager, person__is_active=True).on(today)
    return managed.filter(~Exists(agreed)).select_related("person", "unit").order_by("person__family_name", "pk")


def signatures(viewer: Person, agreement: Agreement) -> list[Any]:
    """Whose names stand under the terms as they are."""
    times = {at for at in (agreement.terms.supervisor_signed_at, agreement.terms.supervisee_signed_at) if at}
    if not times:
        return []
    return [one for one in ledger.signatures_of(viewer, agreement.terms) if one.at in times]


def reviews(agreement: Agreement) -> list[Review]:
    """When the two looked at it again; the day of the next review tells whether they ever did."""
    if agreement.review_on in (None, agreement.terms.review_on):
        return []
    return list(agreement.reviews.select_related("by"))


def members(agreement: Agreement, day: date | None = None) -> QuerySet[Member]:
    """Who belongs to a group on a day."""
    return agreement.members.on(day or clock.today()).select_related("person").order_by("person__family_name", "pk")


def member_for(viewer: Person, pk: UUID) -> Member:
    """Somebody's belonging to a group that the viewer may see."""
    groups = Agreement.objects.visible_to(viewer).values("pk")
    return Member.objects.filter(agreement__in=groups).select_related("agreement__unit", "person").get(pk=pk)
