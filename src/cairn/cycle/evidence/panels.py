"""What does evidence add to the page of a statement: the documents that speak to it."""

from typing import Any

from cairn.cycle.evidence.queries import evidence_for_statement
from cairn.cycle.evidence.rules import may_add
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement


def evidence_of_statement(viewer: Person, statement: Statement) -> dict[str, Any] | None:
    """The newest evidence for it, and the way to add some."""
    if not statement.assessable or not permits(viewer, "evidence.see"):
        return None
    return {
        "statement": statement,
        "evidence": list(evidence_for_statement(viewer, statement)[:6]),
        "may_add": may_add(viewer),
    }
