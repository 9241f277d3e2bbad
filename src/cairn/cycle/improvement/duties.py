"""What is owed in this room: to carry an action, and to check whether it helped."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from django.utils import timezone

from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Kind, Owed, subject
from cairn.cycle.duties.models import Duty
from cairn.cycle.improvement.models import Action, State
from cairn.foundation.core.links import address
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.people.queries import main_units

CARRY, CHECK = "improvement.carry", "improvement.check"
CHECKERS = "assurance"  # where nobody is named, those who assure quality look whether it helped
Units = dict[UUID, UUID]


def keep(action: Action) -> None:
    """Hold what is owed for an action to how it stands, inside the act that changed it."""
    for kind, state, owed in ((CARRY, State.OPEN, _to_carry), (CHECK, State.DONE, _to_check)):
        if action.state == state:
            people = {action.owner_id, action.checker_id} - {None}
            units = {} if action.unit_id else main_units(action.organisation_id, people)
            owing.settle(kind, action, [owed(action, units)], organisation_id=action.organisation_id)


def carried(action: Action) -> None:
    """Its owner says that it is done."""
    owing.meet(CARRY, action)


def checked(action: Action) -> None:
    """Somebody else looked whether it helped, or whether it was done at all."""
    owing.meet(CHECK, action)


def withdrawn(action: Action, *, by: Person) -> None:
    """Nobody owes anything for it any more."""
    for kind in (CARRY, CHECK):
        owing.excuse_all(kind, action, reason="The action was withdrawn.", by=by)


def _to_carry(action: Action, units: Units) -> Owed:
    """Its owner carries it, and whoever raised it waits."""
    awaited_by = None if action.raised_by_id == action.owner_id else action.raised_by_id
    return Owed(
        about=subject(action),
        opens_on=min(timezone.localdate(action.raised_at), action.due_on),
        due_on=action.due_on,
        bearer_id=action.owner_id,
        unit_id=action.unit_id or units.get(action.owner_id),
        occasion=str(action.turn),
        words=action.what,
        awaited_by_id=awaited_by,
    )


def _to_check(action: Action, units: Units) -> Owed:
    """Whoever was named looks at its effect, else those who assure quality; its owner waits, and never checks."""
    due_on = action.check_on or action.due_on
    return Owed(
        about=subject(action),
        opens_on=min(_done_on(action), due_on),
        due_on=due_on,
        bearer_id=action.checker_id,
        office="" if action.checker_id else CHECKERS,
        unit_id=action.unit_id or (units.get(action.checker_id) if action.checker_id else None),
        occasion=str(action.turn),
        words=action.what,
        awaited_by_id=action.owner_id,
    )


def _done_on(action: Action) -> date:
    return timezone.localdate(action.done_at or action.raised_at)


def _planned(state: State, owed: Callable[[Action, Units], Owed]) -> Callable[[Organisation, date], Iterator[Owed]]:
    """Every action in this state, whatever its date: nobody owes it less for being due in a year."""

    def plan(organisation: Organisation, until: date) -> Iterator[Owed]:
        units = main_units(organisation.pk)
        for action in Action.objects.filter(organisation=organisation, state=state).order_by("number"):
            yield owed(action, units)

    return plan


def _page(duty: Duty) -> str:
    return address("improvement:action", UUID(duty.subject_id))


KINDS = (
    Kind(
        CARRY,
        "Carry out an action",
        "{words}",
        page=_page,
        followed_at=_page,
        why="An action of yours.",
        plan=_planned(State.OPEN, _to_carry),
    ),
    Kind(
        CHECK,
        "Check whether an action helped",
        "Check whether it helped: {words}",
        page=_page,
        followed_at=_page,
        why="The owner says that it is done. Somebody else looks at its effect.",
        minutes=10,
        plan=_planned(State.DONE, _to_check),
    ),
)
