"""How do past supervision sessions come in from a spreadsheet: dates, minutes and outcome, so that charts have history?

What was said stays where it was kept. The checks and the plan are made anew when the file is applied, so that what is
done is what was shown.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from cairn.foundation.core.words import capital, plural
from cairn.foundation.imports.kinds import ImportKind, Plan
from cairn.foundation.imports.kinds import register as register_kind
from cairn.foundation.imports.rows import Sheet
from cairn.foundation.people.access import permits
from cairn.practice.supervision.imports.changes import WORDS, Work, plan_one
from cairn.practice.supervision.imports.columns import COLUMNS, GUIDANCE
from cairn.practice.supervision.imports.entries import Entry, read_entries
from cairn.practice.supervision.imports.known import Known, key, known_to, learn_sessions
from cairn.practice.supervision.imports.writing import write
from cairn.practice.supervision.queries.turns import USUAL_MINUTES

KEY = "sessions"


def plan(sheet: Sheet, organisation_id: UUID, options: Mapping[str, bool]) -> Plan:
    """What a file would do; all faults of all rows at once."""
    known = known_to(organisation_id)
    _learn(sheet, known)
    found = read_entries(sheet, known)
    made = Plan(problems=found.problems, work=Work())
    if made.problems or not sheet.is_readable:
        return made
    made.changes = [change for entry in found.entries if (change := plan_one(sheet, entry, known, made.work))]
    made.remarks = _remarks(sheet, found.entries, known)
    return made


def _learn(sheet: Sheet, known: Known) -> None:
    """The sessions there are in the days of the file, of the people in it."""
    days = [day for row in sheet.rows if isinstance(day := row.values.get("day"), date)]
    named = (known.by_number.get(key(row.text("supervisee"))) for row in sheet.rows)
    if days:
        learn_sessions(known, (person.pk for person in named if person), min(days), max(days))


def _remarks(sheet: Sheet, entries: list[Entry], known: Known) -> list[str]:
    """What the file does not say, and what that means for the figures."""
    remarks = []
    if not sheet.has("prepared"):
        remarks.append("The file does not say whether both had prepared, so these sessions count as not prepared.")
    if not sheet.has("signed_on"):
        remarks.append("The file does not say when both signed, so these sessions count neither as signed nor as not.")
    without = sum(1 for entry in entries if not known.had_policy(entry.day))
    if without:
        lies = "lies before the first policy: it is" if without == 1 else "lie before the first policy: they are"
        remarks.append(f"{capital(plural(without, 'session'))} {lies} held against {USUAL_MINUTES} minutes.")
    return remarks


def _permits(person: Any, act: str, batch: Any) -> bool:
    return permits(person, "supervision.import", batch)


SESSIONS = ImportKind(
    key=KEY,
    title="Past supervision sessions",
    columns=COLUMNS,
    words=WORDS,
    plan=plan,
    write=write,
    permits=_permits,
    guidance=GUIDANCE,
)


def register() -> None:
    """Offer this kind of file on the pages and in the terminal."""
    register_kind(SESSIONS)
