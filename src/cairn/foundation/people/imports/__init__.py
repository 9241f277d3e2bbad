"""How do people, units and posts come in from an HR system?

A file is compared with what is known: new people join, differences become new dated posts, and, where
the file is the whole workforce, whoever is missing leaves. The checks and the plan are made anew when
the file is applied, so that what is done is what was shown.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cairn.foundation.core.words import capital, plural
from cairn.foundation.imports.kinds import ImportKind, Option, Plan
from cairn.foundation.imports.kinds import register as register_kind
from cairn.foundation.imports.rows import Sheet
from cairn.foundation.people.access import permits
from cairn.foundation.people.imports.checks import check_staff
from cairn.foundation.people.imports.columns import COLUMNS, GUIDANCE
from cairn.foundation.people.imports.entries import read_entries
from cairn.foundation.people.imports.known import known_to
from cairn.foundation.people.imports.leavers import check_leavers, plan_leavers, remarks_on_leavers
from cairn.foundation.people.imports.posts import plan_staff
from cairn.foundation.people.imports.units import plan_units
from cairn.foundation.people.imports.wording import WORDS
from cairn.foundation.people.imports.writing import Work, write

KEY = "people"
WHOLE = Option(
    "whole",
    "This is the whole workforce",
    "Whoever has a post and is not in the file leaves today: posts and roles end, nothing is deleted.",
)


def plan(sheet: Sheet, organisation_id: UUID, options: Mapping[str, bool]) -> Plan:
    """What a file would do; all faults of all rows at once."""
    known = known_to(organisation_id)
    found = read_entries(sheet, known)
    units = plan_units(sheet, known)
    made = Plan(problems=[*found.problems, *units.problems, *check_staff(sheet, found, known)])
    if made.problems or not sheet.is_readable:
        return made
    staff = plan_staff(sheet, found, units.units, known)
    if options.get("whole"):
        plan_leavers(found, known, staff)
    made.problems = [*staff.problems, *check_leavers(known, staff)]
    made.changes = [*units.changes, *staff.changes]
    made.remarks = remarks_on_leavers(known, staff)
    if staff.clamped:
        made.remarks.append(
            f"{capital(plural(staff.clamped, 'post'))} would begin before the unit opened: its first day is used."
        )
    made.work = Work(units, staff)
    return made


def _permits(person: Any, act: str, batch: Any) -> bool:
    return permits(person, f"import.{act}", batch)


PEOPLE = ImportKind(
    key=KEY,
    title="People, units and posts",
    columns=COLUMNS,
    words=WORDS,
    plan=plan,
    write=write,
    permits=_permits,
    options=(WHOLE,),
    guidance=GUIDANCE,
)


def register() -> None:
    """Offer this kind of file on the pages and in the terminal."""
    register_kind(PEOPLE)
