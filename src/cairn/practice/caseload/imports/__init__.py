"""How do cases and who carries them come in from an extract of any case-management system: references, never names?

The checks and the plan are made anew when the file is applied, so that what is done is what was shown.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cairn.foundation.core.words import capital, plural
from cairn.foundation.imports.kinds import ImportKind, Option, Plan
from cairn.foundation.imports.kinds import register as register_kind
from cairn.foundation.imports.rows import Sheet
from cairn.foundation.people.access import permits
from cairn.practice.caseload.imports.benchmarks import BENCHMARKS, STATISTICAL_NEIGHBOURS
from cairn.practice.caseload.imports.changes import WORDS, Work, plan_gone, plan_one
from cairn.practice.caseload.imports.columns import COLUMNS, GUIDANCE
from cairn.practice.caseload.imports.entries import read_entries
from cairn.practice.caseload.imports.known import Known, known_to
from cairn.practice.caseload.imports.writing import write
from cairn.practice.caseload.models import Case

KEY = "cases"
WHOLE = Option(
    "whole", "This is the whole list of its source", "Cases that came in from it before and are not in it are closed."
)


def plan(sheet: Sheet, organisation_id: UUID, options: Mapping[str, bool]) -> Plan:
    """What an extract would do; all faults of all rows at once, and then all questions."""
    known = known_to(organisation_id)
    found = read_entries(sheet, known)
    made = Plan(problems=found.problems, work=Work(source=sheet.source))
    if made.problems or not sheet.is_readable:
        return made
    made.questions = list(found.questions.values())
    if made.questions:
        return made
    for key, entry in found.entries.items():
        if change := plan_one(sheet, key, entry, known, made.work):
            made.changes.append(change)
    if options.get(WHOLE.key):
        made.changes += _gone(sheet.source, organisation_id, set(found.entries), known, made.work)
    made.remarks = _remarks(sheet, made)
    return made


def _gone(source: str, organisation_id: UUID, named: set[str], known: Known, work: Work) -> list[Any]:
    open_now = Case.objects.open().filter(organisation_id=organisation_id, source=source).order_by("reference_key")
    keys = [key for key in open_now.values_list("reference_key", flat=True) if key not in named]
    return [plan_gone(key, known.cases[key], known, work) for key in keys]


def _remarks(sheet: Sheet, made: Plan) -> list[str]:
    waiting = sum(1 for step in made.work.steps if step.facts.closed_on is None and not step.has_accountable)
    if not waiting:
        return []
    said = f"{plural(waiting, 'case')} {'names' if waiting == 1 else 'name'} nobody accountable"
    return [f"{capital(said)}: {'it joins' if waiting == 1 else 'they join'} the queue."]


def _permits(person: Any, act: str, batch: Any) -> bool:
    return permits(person, "case.import", batch)


CASES = ImportKind(
    key=KEY,
    title="Cases and who carries them",
    columns=COLUMNS,
    words=WORDS,
    plan=plan,
    write=write,
    permits=_permits,
    options=(WHOLE,),
    guidance=GUIDANCE,
    is_mapped=True,
)


def register() -> None:
    """Offer these kinds of file on the pages and in the terminal."""
    for kind in (CASES, BENCHMARKS, STATISTICAL_NEIGHBOURS):
        register_kind(kind)
