"""What does improvement add to the page of a statement: what is being done about it."""

from typing import Any

from cairn.cycle.improvement.queries import actions_for_statement
from cairn.cycle.improvement.rules import may_raise
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement


def actions_of_statement(viewer: Person, statement: Statement) -> dict[str, Any] | None:
    """The newest actions about it, and the way to add one in one step."""
    if not statement.assessable or not permits(viewer, "action.see"):
        return None
    return {
        "statement": statement,
        "actions": actions_for_statement(viewer, statement)[:6],
        "may_raise": may_raise(viewer),
    }
