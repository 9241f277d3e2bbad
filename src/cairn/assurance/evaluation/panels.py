"""What does evaluation add to the page of a statement: what both sides said of it, round by round."""

from typing import Any

from cairn.assurance.evaluation import scales, wording
from cairn.assurance.evaluation.models import Result
from cairn.assurance.evaluation.queries import judged_over_rounds
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement

ROUNDS = 8


def judgements_on_statement(viewer: Person, statement: Statement) -> dict[str, Any] | None:
    """The newest round with its spread, and the rounds before it; nothing where there was none."""
    if not statement.assessable or not permits(viewer, "result.see"):
        return None
    found = list(judged_over_rounds(viewer, statement)[: ROUNDS + 1])
    if not found:
        return None
    return {
        "newest": found[0],
        "rows": [(one, _word(one)) for one in found[:ROUNDS]],
        "more": len(found) > ROUNDS,
        "said": wording.sides_apart(found[0], found[1] if len(found) > 1 else None),
    }


def _word(result: Result) -> str:
    """The word of the grade that is nearest to the employers' mean."""
    mean = result.employers_mean
    return "" if mean is None else scales.word(result.round.scale, scales.nearest(mean)).lower()
