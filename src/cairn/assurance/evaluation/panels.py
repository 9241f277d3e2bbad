"""What does evaluation add to the page of a statement: what both sides said of it, and where the records disagree."""

from typing import Any

from django.utils import timezone

from cairn.assurance.evaluation import scales, wording
from cairn.assurance.evaluation.conflicts import conflict
from cairn.assurance.evaluation.models import Result
from cairn.assurance.evaluation.queries import judged_over_rounds
from cairn.assurance.evaluation.queries.statements import ROUNDS
from cairn.cycle.evidence.queries import figures_of_statement
from cairn.cycle.evidence.standing import stand_on
from cairn.foundation.core import clock
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement


def conflict_on_statement(viewer: Person, statement: Statement) -> dict[str, Any] | None:
    """That the newest judgement of the whole and the records disagree: when it was made, or as things stand now."""
    newest = next((one for one in _judged(viewer, statement) if one.round.scope_id is None), None)
    spoken = figures_of_statement(viewer, statement) if newest and permits(viewer, "indicator.see") else None
    if newest is None or spoken is None:
        return None
    closed = timezone.localdate(newest.round.closed_at)
    for day in (closed, clock.today()):
        stands = [stand for course in spoken.courses if (stand := stand_on(course, day))]
        if said := conflict(newest.round.scale, newest.employers, stands):
            return {"said": said, "result": newest, "by_now": day != closed}
    return None


def judgements_on_statement(viewer: Person, statement: Statement) -> dict[str, Any] | None:
    """The newest round with its spread, and the rounds before it; nothing where there was none."""
    found = _judged(viewer, statement)
    if not found:
        return None
    return {
        "newest": found[0],
        "rows": [(one, _word(one)) for one in found[:ROUNDS]],
        "more": len(found) > ROUNDS,
        "said": wording.sides_apart(found[0], found[1] if len(found) > 1 else None),
    }


def _judged(viewer: Person, statement: Statement) -> list[Result]:
    """How it was judged, asked for once though two parts of the page show it."""
    if not statement.assessable or not permits(viewer, "result.see"):
        return []
    known = statement.__dict__.get("_judged")
    if known is None or known[0] != viewer.pk:
        found = judged_over_rounds(viewer, statement)
        known = statement.__dict__["_judged"] = (viewer.pk, found)
    rows: list[Result] = known[1]
    return rows


def _word(result: Result) -> str:
    """The word of the grade that is nearest to the employers' mean."""
    mean = result.employers_mean
    return "" if mean is None else scales.word(result.round.scale, scales.nearest(mean)).lower()
