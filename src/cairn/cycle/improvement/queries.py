"""What can be shown of actions and suggestions, and to whom?"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, When

from cairn.cycle.improvement.models import Action, State, Suggestion
from cairn.foundation.core import clock
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement

NONE = (0, 0)


@dataclass(frozen=True)
class Tally:
    """How many actions stand where."""

    open: int
    overdue: int
    to_check: int
    effective: int
    ineffective: int

    @property
    def unfinished(self) -> int:
        return self.open + self.to_check


def action_log(
    viewer: Person, *, show: str = "unfinished", words: str = "", unit: UUID | None = None
) -> QuerySet[Action]:
    """The one log, filtered: unfinished, overdue, to-check, closed, mine or all."""
    next_step = Case(When(state=State.DONE, then="check_on"), default="due_on")
    found = Action.objects.visible_to(viewer).select_related("owner", "unit", "statement").order_by(next_step, "number")
    if show == "unfinished":
        found = found.unfinished()
    elif show == "overdue":
        found = found.overdue()
    elif show == "to-check":
        found = found.filter(state=State.DONE)
    elif show == "closed":
        found = found.filter(state__in=[State.EFFECTIVE, State.INEFFECTIVE, State.WITHDRAWN]).order_by("-closed_at")
    elif show == "mine":
        found = found.filter(owner=viewer)
    if unit is not None:
        found = found.filter(unit_id=unit)
    for word in words.split()[:6]:
        found = found.filter(Q(what__icontains=word) | Q(why__icontains=word))
    return found


def action_for(viewer: Person, pk: UUID) -> Action:
    """One action; DoesNotExist where this person may not see it."""
    return (
        Action.objects.visible_to(viewer)
        .select_related("owner", "unit", "statement", "raised_by", "checker", "checked_by")
        .get(pk=pk)
    )


def actions_for_statement(viewer: Person, statement: Statement) -> list[Action]:
    """What is being done about a statement: unfinished first, ten at most."""
    return _for_statement(seen=reach(viewer, "action.see"), statement=statement.pk)


@prepared
def _for_statement(*, seen: Q, statement: Any) -> QuerySet[Action]:
    return (
        Action.objects.filter(seen, statement=statement)
        .select_related("owner")
        .only("what", "state", "due_on", "check_on", "owner__given_name", "owner__family_name")
        .order_by(F("closed_at").asc(nulls_first=True), "due_on")[:10]
    )


def actions_from(viewer: Person, source: str) -> QuerySet[Action]:
    """The actions that one record led to, such as a round."""
    return Action.objects.visible_to(viewer).filter(source=source).select_related("owner", "statement", "unit")


def tally(viewer: Person, *, source: str = "") -> Tally:
    """How many actions stand where, in one query."""
    today = clock.today()
    found = Action.objects.visible_to(viewer)
    if source:
        found = found.filter(source=source)
    late = Q(state=State.OPEN, due_on__lt=today) | Q(state=State.DONE, check_on__lt=today)
    rows = found.order_by().values_list("state").annotate(many=Count("pk"), late=Count("pk", filter=late))
    counted = {state: (many, late) for state, many, late in rows}
    return Tally(
        open=counted.get(State.OPEN, NONE)[0],
        overdue=sum(late for _, late in counted.values()),
        to_check=counted.get(State.DONE, NONE)[0],
        effective=counted.get(State.EFFECTIVE, NONE)[0],
        ineffective=counted.get(State.INEFFECTIVE, NONE)[0],
    )


def suggestions(viewer: Person) -> QuerySet[Suggestion]:
    """One's own suggestions, and those that one's role answers."""
    return Suggestion.objects.visible_to(viewer).select_related("person", "unit", "answered_by", "action")


def suggestion_for(viewer: Person, pk: UUID) -> Suggestion:
    """One suggestion; DoesNotExist where this person may not see it."""
    return suggestions(viewer).get(pk=pk)
