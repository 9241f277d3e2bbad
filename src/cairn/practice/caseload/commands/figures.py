"""Everything that can be done with the figures of a month: draw them up, and say whether they are right."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cairn.cycle.duties import owing
from cairn.cycle.evidence.measuring.touching import touch
from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Organisation, Person, Post
from cairn.foundation.people.models.post import PRACTITIONERS
from cairn.practice.caseload import telling
from cairn.practice.caseload.duties import SAY, SAY_AS_MANAGER
from cairn.practice.caseload.models import Figure, Load, Relief
from cairn.practice.caseload.rules import figures as rules

KEPT = ("unit_id", "staff_group", "manager_id", "cases", "points", "limit", "has_plan")
WRITTEN = ("unit", "staff_group", "manager", "cases", "points", "limit", "has_plan")


@transaction.atomic
def draw_up(organisation: Organisation, *, month: date | None = None) -> int:
    """The figure of everybody for the running month, kept in step until one of the two has spoken; how many changed."""
    first = months.first_of(month or clock.today())
    known = {one.person_id: one for one in Figure.objects.filter(organisation=organisation, month=first).order_by()}
    fresh = []
    for figure in _figures(organisation, first):
        before = known.get(figure.person_id)
        if before is None:
            fresh.append(figure)
        elif before.person_agrees is None and before.manager_agrees is None and _differs(before, figure):
            figure.id = before.id
            fresh.append(figure)
    Figure.objects.bulk_create(
        fresh, batch_size=1000, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
    )
    if fresh:
        facts = {"month": first, "figures": len(fresh)}
        record("figures.drawn_up", by=None, subject=organisation, facts=facts, organisation_id=organisation.pk)
    return len(fresh)


@transaction.atomic
def say(figure: Figure, *, by: Person, agrees: bool, words: str = "", extra_hours: Decimal | None = None) -> Figure:
    """Say that the figure is right, or why it is not. When both agree it stands (sa.4.e.2)."""
    figure = (
        Figure.objects.select_for_update(of=("self",)).select_related("unit", "person", "manager").get(pk=figure.pk)
    )
    insist(rules.may_say_this(by, figure, agrees=agrees, words=words, extra_hours=extra_hours))
    is_own = by.pk == figure.person_id
    side = "person" if is_own else "manager"
    setattr(figure, f"{side}_agrees", agrees)
    setattr(figure, f"{side}_words", words.strip())
    setattr(figure, f"{side}_at", clock.now())
    if is_own and extra_hours is not None:
        figure.extra_hours = extra_hours
    figure.state = _state(figure)
    figure.save()
    owing.meet((SAY if is_own else SAY_AS_MANAGER).key, figure)
    record("figure.said", by=by, subject=figure, facts={"as": side, "agrees": agrees, "state": figure.state})
    other = figure.manager if is_own else figure.person
    if not agrees and other is not None:
        notify(other, text=telling.NOT_AGREED, link=telling.page_of(figure), about=figure)
    touch("caseload", figure.organisation_id, figure.month)
    return figure


def _state(figure: Figure) -> str:
    if False in (figure.person_agrees, figure.manager_agrees):
        return Figure.State.DISPUTED
    both = figure.person_agrees and figure.manager_agrees
    return Figure.State.AGREED if both else Figure.State.OPEN


def _figures(organisation: Organisation, first: date) -> Iterator[Figure]:
    counted = Q(staff_group__in=PRACTITIONERS) | Q(cases__gt=0)
    managers, planned = _managers(organisation), _planned(organisation.pk)
    for load in Load.objects.filter(counted, organisation=organisation).order_by():
        manager = managers.get(load.person_id)
        yield Figure(
            organisation=organisation,
            person_id=load.person_id,
            manager_id=manager if manager != load.person_id else None,
            unit_id=load.unit_id,
            staff_group=load.staff_group,
            month=first,
            cases=load.cases,
            points=load.points,
            limit=load.limit,
            has_plan=load.person_id in planned,
        )


def _managers(organisation: Organisation) -> dict[UUID, UUID | None]:
    posts = Post.objects.filter(organisation=organisation, line_manager__is_active=True).current()
    return dict(posts.order_by("full_time_equivalent").values_list("person_id", "line_manager_id"))


def _planned(organisation_id: UUID) -> set[UUID]:
    return set(Relief.objects.open().filter(organisation_id=organisation_id).values_list("person_id", flat=True))


def _differs(before: Figure, figure: Figure) -> bool:
    return any(getattr(before, name) != getattr(figure, name) for name in KEPT)
