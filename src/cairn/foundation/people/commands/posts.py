"""What can be done to posts: give, move and end. A change makes a new post, so that history can be asked."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.access import forget_standing
from cairn.foundation.people.models import Person, Post, Unit
from cairn.foundation.people.rules import may_end_post, may_give_post

ONE_DAY = timedelta(days=1)
CHANGES = (
    "unit",
    "job_title",
    "staff_group",
    "full_time_equivalent",
    "leads_unit",
    "line_manager",
    "professional_lead",
)


@transaction.atomic
def give_post(
    person: Person,
    *,
    unit: Unit,
    job_title: str,
    staff_group: str,
    full_time_equivalent: Decimal | int = 1,
    leads_unit: bool = False,
    line_manager: Person | None = None,
    professional_lead: Person | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Person,
) -> Post:
    """Give somebody a place in a unit, with a line manager and, apart from it, a professional line (sa.leads.line)."""
    day = starts_on or clock.today()
    insist(
        may_give_post(
            by, person, unit=unit, starts_on=day, line_manager=line_manager, professional_lead=professional_lead
        )
    )
    if ends_on and ends_on < day:
        raise Refused("The post would end before it begins. Look at the two dates.")
    post = Post.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        unit=unit,
        job_title=job_title,
        staff_group=staff_group,
        full_time_equivalent=full_time_equivalent,
        leads_unit=leads_unit,
        line_manager=line_manager,
        professional_lead=professional_lead,
        starts_on=day,
        ends_on=ends_on,
    )
    forget_standing(person)
    record("post.given", by=by, subject=post, facts=said_of(post))
    return post


@transaction.atomic
def end_post(post: Post, *, on: date | None = None, by: Person) -> Post:
    """Say which day was the last in this post."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    day = on or clock.today()
    insist(may_end_post(by, post, on=day))
    post.ends_on = day
    post.save(update_fields=["ends_on"])
    record("post.ended", by=by, subject=post, facts={"person": post.person_id, "on": day})
    return post


@transaction.atomic
def move_post(post: Post, *, on: date | None = None, by: Person, **changes: Any) -> Post:
    """Change a post from this day on: the old one ends the day before. On its first day it is put right in place."""
    post = Post.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=post.pk)
    day = on or clock.today()
    if unknown := set(changes) - set(CHANGES):
        raise TypeError(f"A post has no {', '.join(sorted(unknown))}.")
    if day < post.starts_on or (post.ends_on and day > post.ends_on):
        raise Refused("The post does not hold on that day. Choose a day between its first and its last.")
    wanted = {name: changes.get(name, getattr(post, name)) for name in CHANGES}
    lines = {name: wanted[name] for name in ("unit", "line_manager", "professional_lead")}
    insist(may_give_post(by, post.person, starts_on=day, **lines))
    before, new = said_of(post), post
    if day > post.starts_on:
        Post.objects.filter(pk=post.pk).update(ends_on=day - ONE_DAY)
        new = Post(organisation_id=post.organisation_id, person=post.person, starts_on=day, ends_on=post.ends_on)
    for name, value in wanted.items():
        setattr(new, name, value)
    new.save()
    record("post.moved", by=by, subject=new, facts=said_of(new) | {"before": before, "on": day})
    return new


def said_of(post: Post) -> dict[str, Any]:
    """What the ledger keeps of a post."""
    return {
        "person": post.person_id,
        "unit": post.unit_id,
        "job_title": post.job_title,
        "staff_group": post.staff_group,
        "full_time_equivalent": Decimal(post.full_time_equivalent),
        "leads_unit": post.leads_unit,
        "line_manager": post.line_manager_id,
        "professional_lead": post.professional_lead_id,
        "from": post.starts_on,
        "to": post.ends_on,
    }
