"""What does each row say of a past session, and does it make sense?"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cairn.foundation.core.answers import day as in_words
from cairn.foundation.imports.problems import Problem
from cairn.foundation.imports.rows import Row, Sheet
from cairn.foundation.people.models import Person
from cairn.practice.supervision.imports.columns import Outcome
from cairn.practice.supervision.imports.known import Known, Place, bare, key
from cairn.practice.supervision.models import Kind
from cairn.practice.supervision.queries.turns import Held

LONGEST = 600  # minutes


@dataclass(slots=True)
class Entry:
    """One row that makes sense: whose session, with whom, on which day, and what became of it."""

    row: Row
    supervisee: Person
    supervisor: Person
    kind: str
    day: date
    outcome: str
    post: Held
    minutes: int | None = None
    reason: str = ""
    side: str = ""
    is_prepared: bool | None = None
    signed_on: date | None = None

    @property
    def place(self) -> Place:
        return (self.supervisee.pk, self.kind, self.day)

    @property
    def took_place(self) -> bool:
        return self.outcome != Outcome.CANCELLED


@dataclass
class Reading:
    """The rows of one file as they are read one after the other, and everything that is wrong with them."""

    sheet: Sheet
    known: Known
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows_by_place: dict[Place, int] = field(default_factory=dict)

    def wrong(self, row: Row, column: str, sentence: str) -> None:
        self.problems.append(self.sheet.problem(row, column, sentence))


def read_entries(sheet: Sheet, known: Known) -> Reading:
    """Every row; those that don't make sense are said to be wrong, each fault once and with its cell."""
    reading = Reading(sheet, known)
    for row in sheet.rows:
        before = len(reading.problems)
        entry = _entry(reading, row)
        if entry is not None and len(reading.problems) == before:
            reading.entries.append(entry)
    return reading


def _entry(reading: Reading, row: Row) -> Entry | None:
    supervisee, supervisor = (_somebody(reading, row, column) for column in ("supervisee", "supervisor"))
    day, outcome = row.values.get("day"), row.text("outcome")
    kind = row.text("kind") or Kind.LINE.value
    if supervisee is not None and supervisee == supervisor:
        reading.wrong(row, "supervisor", f"Nobody supervises themselves: both numbers are of {supervisee.full_name}.")
    if not isinstance(day, date):
        return None
    _check_day(reading, row, day, outcome)
    post = _post(reading, row, supervisee, day) if supervisee and day <= reading.known.today else None
    facts = _facts(reading, row, day, outcome) if outcome else {}
    if supervisee is not None:
        _check_alone(reading, row, (supervisee.pk, kind, day), supervisee)
    if supervisee is None or supervisor is None or post is None or not outcome:
        return None
    return Entry(row, supervisee, supervisor, kind, day, outcome, post, **facts)


def _somebody(reading: Reading, row: Row, column: str) -> Person | None:
    number = row.text(column)
    if not number:
        return None
    found = reading.known.by_number.get(key(number))
    if found is None:
        near = reading.known.by_bare.get(bare(number))
        hint = f" Did you mean {near.full_name} ({near.staff_number})?" if near else ""
        reading.wrong(row, column, f"Nobody in the organisation has the staff number {number}.{hint}")
    return found


def _check_day(reading: Reading, row: Row, day: date, outcome: str) -> None:
    if day > reading.known.today:
        held = outcome in (Outcome.HELD, Outcome.CUT_SHORT)
        what = "nothing can have been held on it" if held else "it is no past session"
        reading.wrong(row, "day", f"{in_words(day)} lies ahead, so {what}.")


def _post(reading: Reading, row: Row, person: Person, day: date) -> Held | None:
    post = reading.known.post_on(person, day)
    if post is not None:
        return post
    first = reading.known.first_day(person)
    if first is None:
        sentence = f"{person.full_name} has had no post here."
    elif day < first:
        sentence = f"{person.full_name} began here on {in_words(first)}, so there was no supervision before."
    else:
        sentence = f"{person.full_name} had no post here on {in_words(day)}."
    reading.wrong(row, "day", sentence)
    return None


def _check_alone(reading: Reading, row: Row, place: Place, person: Person) -> None:
    """One session of a kind a day for each supervisee: in the file, and beside what was planned or held here."""
    first = reading.rows_by_place.setdefault(place, row.number)
    if first != row.number:
        sentence = f"Row {first} holds a session of {person.full_name} of that kind on that day already."
        reading.wrong(row, "day", sentence)
    elif place in reading.known.kept_here:
        sentence = f"Cairn holds a session of {person.full_name} of that kind on that day already. Leave this row out."
        reading.wrong(row, "day", sentence)


def _facts(reading: Reading, row: Row, day: date, outcome: str) -> dict[str, Any]:
    """What the outcome asks for, and nothing that it rules out."""
    prepared = row.values.get("prepared")
    return {
        "minutes": _minutes(reading, row, outcome),
        "reason": _reason(reading, row, outcome),
        "side": row.text("side"),
        "is_prepared": prepared if isinstance(prepared, bool) else None,
        "signed_on": _signed_on(reading, row, day, outcome),
    }


def _minutes(reading: Reading, row: Row, outcome: str) -> int | None:
    found = row.values.get("minutes")
    if reading.sheet.has("minutes") and "minutes" not in row.values:
        return None  # the cell can't be read, and that was said
    if outcome == Outcome.CANCELLED:
        if found not in (None, 0):
            reading.wrong(row, "minutes", "A cancelled session took no minutes. Look at the outcome.")
        return None
    if found is None:
        reading.wrong(row, "minutes", "Say how many minutes it took.")
    elif not isinstance(found, Decimal) or found != int(found) or not 1 <= found <= LONGEST:
        reading.wrong(row, "minutes", f"A session takes between 1 and {LONGEST} minutes, in whole minutes.")
    else:
        return int(found)
    return None


def _reason(reading: Reading, row: Row, outcome: str) -> str:
    found = row.text("reason")
    if reading.sheet.has("reason") and "reason" not in row.values:
        return ""
    if outcome == Outcome.HELD and found:
        reading.wrong(row, "reason", "A session that was held whole needs no reason. Look at the outcome.")
    elif outcome != Outcome.HELD and not found:
        sentence = "Say why it was cancelled or cut short. Where nobody knows any more, write “Another reason”."
        reading.wrong(row, "reason", sentence)
    return found


def _signed_on(reading: Reading, row: Row, day: date, outcome: str) -> date | None:
    found = row.values.get("signed_on")
    if not isinstance(found, date):
        return None
    if outcome == Outcome.CANCELLED:
        reading.wrong(row, "signed_on", "There is nothing to sign of a cancelled session. Look at the outcome.")
    elif found < day:
        reading.wrong(row, "signed_on", "It was signed before it was held. Look at both dates.")
    elif found > reading.known.today:
        reading.wrong(row, "signed_on", f"{in_words(found)} lies ahead, so nobody signed on it.")
    return found
