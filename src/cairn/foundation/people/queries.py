"""Who works where, who leads and advises whom, who holds which role: today, or as it stood on any day."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Count, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat

from cairn.foundation.core import clock, working_days
from cairn.foundation.core.words import joined
from cairn.foundation.people.access import permits, reach
from cairn.foundation.people.models import (
    Absence,
    Invitation,
    LocalDay,
    Organisation,
    Person,
    Placement,
    Post,
    ProfessionalRole,
    Role,
    Unit,
)

JOINED = ("person", "unit", "line_manager", "professional_lead")


@dataclass
class UnitRow:
    """A unit in its place in the tree: how deep, who leads it, how many work in it, and in it with all below."""

    unit: Unit
    depth: int = 0
    parent_id: Any = None
    leaders: list[Person] = field(default_factory=list)
    people: int = 0
    people_below: int = 0


def units(viewer: Person) -> QuerySet[Unit]:
    """The open units of one's own organisation, in the order of the tree."""
    return Unit.objects.visible_to(viewer).open().order_by("path")


def unit_for(viewer: Person, pk: Any) -> Unit:
    """A unit that the viewer may see."""
    return Unit.objects.visible_to(viewer).select_related("parent", "organisation").get(pk=pk)


def units_tree(viewer: Person, day: date | None = None) -> list[UnitRow]:
    """Every unit in force on this day in the order of the tree, with leaders and numbers; four queries at any size."""
    on = day or clock.today()
    open_then = Q(opened_on__lte=on) & (Q(closed_on=None) | Q(closed_on__gte=on))
    rows = {unit.pk: UnitRow(unit) for unit in Unit.objects.visible_to(viewer).filter(open_then)}
    placed = Placement.objects.filter(organisation_id=viewer.organisation_id).on(on).values_list("unit", "parent")
    for unit_id, parent_id in placed:
        if unit_id in rows:
            rows[unit_id].parent_id = parent_id
    posts = Post.objects.visible_to(viewer).on(on)
    for post in posts.filter(leads_unit=True).select_related("person").order_by("person__family_name"):
        if post.unit_id in rows:
            rows[post.unit_id].leaders.append(post.person)
    for unit_id, people in posts.values_list("unit").annotate(people=Count("person", distinct=True)).order_by():
        if unit_id in rows:
            rows[unit_id].people = people
    return _in_order(rows)


def _in_order(rows: dict[Any, UnitRow]) -> list[UnitRow]:
    """From the top down, by name; what hangs under a unit that was not open then comes to the top."""
    below = defaultdict(list)
    for row in sorted(rows.values(), key=lambda row: row.unit.name.casefold()):
        below[row.parent_id if row.parent_id in rows else None].append(row)
    ordered: list[UnitRow] = []

    def walk(parent_id: Any, depth: int) -> int:
        for row in below[parent_id]:
            row.depth = depth
            ordered.append(row)
            row.people_below = row.people + walk(row.unit.pk, depth + 1)
        return sum(row.people_below for row in below[parent_id])

    walk(None, 0)
    return ordered


def who_led(viewer: Person, unit: Unit, day: date | None = None) -> list[Person]:
    """Who led this unit on a day; who leads it today, where no day is named."""
    posts = posts_in(viewer, unit, day).filter(leads_unit=True)
    return [post.person for post in posts]


def posts_in(viewer: Person, unit: Unit, day: date | None = None) -> QuerySet[Post]:
    """The posts in a unit itself on a day, leaders first."""
    posts = Post.objects.visible_to(viewer).filter(unit=unit).on(day or clock.today()).select_related(*JOINED)
    return posts.order_by("-leads_unit", "person__family_name", "person__given_name", "pk")


def parent_on(viewer: Person, unit: Unit, day: date) -> Unit | None:
    """Under which unit it stood on a day."""
    placed = Placement.objects.filter(unit=unit, organisation_id=viewer.organisation_id).on(day)
    place = placed.select_related("parent").first()
    return place.parent if place else None


def units_under(viewer: Person, unit: Unit, day: date) -> list[Unit]:
    """The units that stood directly under it on a day and were open."""
    placed = Placement.objects.filter(parent=unit, organisation_id=viewer.organisation_id).on(day)
    found = [place.unit for place in placed.select_related("unit").order_by("unit__name")]
    return [one for one in found if one.opened_on <= day and (one.closed_on is None or one.closed_on >= day)]


def placements_of(viewer: Person, unit: Unit) -> QuerySet[Placement]:
    """Where a unit stood, newest first."""
    placed = Placement.objects.filter(unit=unit, organisation_id=viewer.organisation_id)
    return placed.select_related("parent").order_by("-starts_on")


def leaders_of(viewer: Person, unit: Unit) -> QuerySet[Post]:
    """Everybody who has ever led a unit, newest first."""
    led = Post.objects.visible_to(viewer).filter(unit=unit, leads_unit=True)
    return led.select_related("person").order_by("-starts_on")


def people(viewer: Person, words: str = "") -> QuerySet[Person]:
    """The directory: everybody who has access, with the posts and roles that hold today."""
    found = Person.objects.visible_to(viewer).filter(is_active=True)
    return (found.matching(words) if words else found).prefetch_related(*_held_today())


def named(viewer: Person, words: str) -> list[tuple[str, str]]:
    """Up to ten people who go by these words, whether they still work here or not: their identifier and name."""
    found = Person.objects.visible_to(viewer).matching(words).order_by("family_name", "given_name")[:10]
    return [(str(person.pk), person.full_name) for person in found]


def signing_in_as(email: str) -> Person | None:
    """Who signs in with this address, in whatever organisation; for commands of the terminal."""
    return Person.objects.filter(email__iexact=email, is_active=True).select_related("organisation").first()


def people_who_left(viewer: Person, words: str = "") -> QuerySet[Person]:
    """Those who can't sign in any more; what they did stays under their name."""
    found = Person.objects.visible_to(viewer).filter(is_active=False)
    return found.matching(words) if words else found


def colleagues(viewer: Person) -> QuerySet[Person]:
    """People to choose from in a form."""
    return Person.objects.visible_to(viewer).filter(is_active=True)


def colleagues_called(viewer: Person, words: str) -> list[Person]:
    """Who has this e-mail address or staff number, else who is called this, without regard to case; a few at most."""
    known = colleagues(viewer).prefetch_related(*_held_today())
    exactly = list(known.filter(Q(email__iexact=words) | Q(staff_number=words))[:2])
    if exactly:
        return exactly
    named = known.annotate(called=Concat("given_name", Value(" "), "family_name")).filter(called__iexact=words)
    return list(named[:9])


def colleagues_like(viewer: Person, words: str, *, most: int) -> list[Person]:
    """Whose name or e-mail holds every one of these words, by family name, with the posts of today."""
    return list(people(viewer, words)[:most])


def colleague_chosen(viewer: Person, pk: str) -> Person | None:
    """The colleague with this identifier; none where it is nobody's, another employer's or no identifier at all."""
    try:
        return colleagues(viewer).filter(pk=UUID(pk)).first()
    except ValueError:
        return None


def _held_today() -> tuple[Prefetch, Prefetch]:
    posts = Post.objects.current().select_related("unit").order_by("-starts_on")
    roles = ProfessionalRole.objects.current().select_related("unit")
    return Prefetch("posts", posts, to_attr="current_posts"), Prefetch("roles", roles, to_attr="current_roles")


def person_for(viewer: Person, pk: Any) -> Person:
    """A colleague whom the viewer may see."""
    return Person.objects.visible_to(viewer).select_related("organisation").get(pk=pk)


def posts_of(viewer: Person, person: Person) -> QuerySet[Post]:
    """Every post that somebody has held, newest first."""
    posts = Post.objects.visible_to(viewer).filter(person=person).select_related(*JOINED)
    return posts.order_by("-starts_on", "pk")


def main_units(organisation_id: Any, people: Iterable[Any] | None = None) -> dict[Any, Any]:
    """In which unit each of these people mainly works today, all by their identifiers; without people, for everybody.

    It is that of their largest post, and of equal ones the newest. One query.
    """
    posts = Post.objects.current().filter(organisation_id=organisation_id)
    if people is not None:
        posts = posts.filter(person__in=list(people))
    in_order = posts.order_by("full_time_equivalent", "starts_on", "id")
    return dict(in_order.values_list("person_id", "unit_id"))


def absences_of(viewer: Person, person: Person) -> list[Absence]:
    """When somebody is or was away, newest first, as far as the viewer may know."""
    return list(Absence.objects.visible_to(viewer).filter(person=person).order_by("-starts_on"))


def absence_for(viewer: Person, pk: Any) -> Absence:
    """An absence that the viewer may know of."""
    return Absence.objects.visible_to(viewer).select_related("person__organisation").get(pk=pk)


def person_who_may_be_away(viewer: Person, pk: Any) -> Person:
    """Somebody of whose absences the viewer may know: themselves, whom they lead, or everybody for administrators."""
    if permits(viewer, "absence.see", viewer.organisation):
        return person_for(viewer, pk)
    posts = Post.objects.current().filter(reach(viewer, "absence.see", owner="person", state=""))
    known = Q(pk=viewer.pk) | Q(pk__in=posts.values("person"))
    return Person.objects.visible_to(viewer).filter(known).select_related("organisation").get(pk=pk)


def post_for(viewer: Person, pk: Any) -> Post:
    """A post that the viewer may see."""
    return Post.objects.visible_to(viewer).select_related(*JOINED).get(pk=pk)


def roles_of(viewer: Person, person: Person) -> QuerySet[ProfessionalRole]:
    """Every role that somebody has held, newest first."""
    held = ProfessionalRole.objects.filter(organisation_id=viewer.organisation_id, person=person)
    return held.select_related("unit").order_by("-starts_on", "role")


def role_for(viewer: Person, pk: Any) -> ProfessionalRole:
    """A held role that the viewer may see."""
    held = ProfessionalRole.objects.filter(organisation_id=viewer.organisation_id)
    return held.select_related("person", "unit").get(pk=pk)


def role_holders(viewer: Person, day: date | None = None) -> dict[str, list[ProfessionalRole]]:
    """Who held which role on a day, every role named, even where nobody held it."""
    held = ProfessionalRole.objects.filter(organisation_id=viewer.organisation_id).on(day or clock.today())
    found: dict[str, list[ProfessionalRole]] = {role: [] for role in Role.values}
    for one in held.select_related("person", "unit").order_by("person__family_name", "person__given_name"):
        found[one.role].append(one)
    return found


@dataclass(frozen=True)
class Line:
    """One professional lead and those whom they advise, apart from line management."""

    lead: Person
    advised: list[Post]


def professional_line(viewer: Person, day: date | None = None) -> list[Line]:
    """Who has which professional line, apart from operational line management (sa.leads.line)."""
    posts = Post.objects.visible_to(viewer).on(day or clock.today()).exclude(professional_lead=None)
    posts = posts.select_related(*JOINED).order_by("professional_lead__family_name", "person__family_name", "pk")
    by_lead: dict[Person, list[Post]] = defaultdict(list)
    for post in posts:
        if post.professional_lead:
            by_lead[post.professional_lead].append(post)
    return [Line(lead, advised) for lead, advised in by_lead.items()]


def managed_by(viewer: Person, person: Person) -> QuerySet[Post]:
    """The posts whose line manager this person is today."""
    posts = Post.objects.visible_to(viewer).current().filter(line_manager=person).select_related("person", "unit")
    return posts.order_by("person__family_name", "pk")


def advised_by(viewer: Person, person: Person) -> QuerySet[Post]:
    """The posts whose professional lead this person is today."""
    posts = Post.objects.visible_to(viewer).current().filter(professional_lead=person)
    return posts.select_related("person", "unit").order_by("person__family_name", "pk")


def local_days(viewer: Person) -> QuerySet[LocalDay]:
    """The days on which this employer departs from its nation's calendar."""
    return LocalDay.objects.filter(organisation_id=viewer.organisation_id).order_by("day")


def local_day_for(viewer: Person, pk: Any) -> LocalDay:
    """A day of one's own organisation's calendar."""
    return local_days(viewer).select_related("organisation").get(pk=pk)


def names_of(people: Iterable[Person]) -> str:
    """'Morag Lindsay and Callum Drever'."""
    return joined([person.full_name for person in people])


def calendar_of(organisation_id: Any) -> working_days.LocalDays:
    """Where an organisation departs from its nation's calendar, for counting working days."""
    days = list(LocalDay.objects.filter(organisation_id=organisation_id).values_list("day", "is_working"))
    return working_days.LocalDays.of(
        closed=[day for day, is_working in days if not is_working], open=[day for day, is_working in days if is_working]
    )


def open_invitation(secret: str) -> Invitation | None:
    """The invitation that this secret of a letter opens, while it can still be used."""
    kept = hashlib.sha256(secret.encode()).hexdigest()
    waiting = Invitation.objects.filter(secret_hash=kept, used_at=None, expires_at__gt=clock.now())
    return waiting.filter(person__is_active=True).select_related("person__organisation").first()


def sessions_of(person: Person) -> list[UserSession]:
    """Where somebody is signed in, newest first; what has ended is left out."""
    known = UserSession.objects.filter(user=person).order_by("-created_at")
    keys = [session.session_key for session in known]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now())
    still = set(alive.values_list("session_key", flat=True))
    return [session for session in known if session.session_key in still]


def is_set_up() -> bool:
    """Whether this installation has an organisation yet."""
    return Organisation.objects.exists()
