"""Which supervision policy is in force, and which was on any day?"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairn.foundation.people.models import Person, StaffGroup
from cairn.practice.supervision.asked import STARTING, Asked, in_order
from cairn.practice.supervision.models import Policy
from cairn.practice.supervision.wording import how_often, in_post


@dataclass(frozen=True)
class Row:
    """One line of a policy as it is read."""

    group: str
    weeks: str
    often: str
    minutes: int


def policies(viewer: Person) -> QuerySet[Policy]:
    """Every policy that was adopted, newest first."""
    return Policy.objects.visible_to(viewer).select_related("adopted_by").order_by("-starts_on")


def policy_for(viewer: Person, pk: Any) -> Policy:
    """A policy of one's own organisation."""
    return policies(viewer).prefetch_related("lines").get(pk=pk)


def policy_on(viewer: Person, day: date) -> Policy | None:
    """What was in force on a day."""
    begun = policies(viewer).filter(starts_on__lte=day)
    return begun.prefetch_related("lines").first()


def in_force(organisation_id: UUID, day: date) -> Policy | None:
    """The policy of a day, for those who plan and measure."""
    return Policy.objects.in_force(organisation_id, day)


def lines_of(policy: Policy | None) -> list[Asked]:
    """What a policy asks for; what Cairn proposes, where there is none."""
    return in_order([Asked.of(line) for line in policy.lines.all()] if policy else list(STARTING))


def rows_of(policy: Policy | None) -> list[Row]:
    """What a policy asks for, to be read."""
    return [
        Row(StaffGroup(line.staff_group).label, in_post(line), how_often(line.every, line.period), line.minutes)
        for line in lines_of(policy)
    ]
