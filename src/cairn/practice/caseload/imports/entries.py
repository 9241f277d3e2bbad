"""What does each row of an extract say of a case, does it make sense, and what must somebody be asked?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from cairn.foundation.core.answers import day as in_words
from cairn.foundation.imports.columns import plain
from cairn.foundation.imports.kinds import Question
from cairn.foundation.imports.problems import Problem
from cairn.foundation.imports.rows import Row, Sheet
from cairn.foundation.people.models import Person
from cairn.practice.caseload.imports.known import Facts, Holding, Known
from cairn.practice.caseload.models import Role, reference_key
from cairn.practice.caseload.rules.allocations import may_hold

NOBODY = "nobody"
NOBODY_HINT = "Type an e-mail address or staff number. Or type “nobody”: then the case waits to be allocated."
NOT_A_REFERENCE = "This looks like a name. Cairn keeps the reference of the case only, such as its number."


@dataclass(slots=True)
class Entry:
    """One case as the file has it, out of one row or several."""

    row: int
    reference: str
    facts: Facts
    holdings: set[Holding] = field(default_factory=set)
    accountable_row: int = 0


@dataclass
class Reading:
    """The entries of a file, and what is wrong or unknown."""

    sheet: Sheet
    known: Known
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    questions: dict[tuple[str, str], Question] = field(default_factory=dict)
    fit: dict[tuple[UUID, str, str], str] = field(default_factory=dict)

    def wrong(self, row: Row, column: str, sentence: str) -> None:
        self.problems.append(self.sheet.problem(row, column, sentence))

    def ask(self, column: str, text: str, question: Callable[[], Question]) -> None:
        """Asked once, however many rows say it."""
        if (column, plain(text)) not in self.questions:
            self.questions[column, plain(text)] = question()


def read_entries(sheet: Sheet, known: Known) -> Reading:
    """Read every row; several rows of one case must agree on what it is."""
    reading = Reading(sheet, known)
    for row in sheet.rows:
        entry = _entry(reading, row)
        if entry is not None:
            _add(reading, row, entry)
    return reading


def _entry(reading: Reading, row: Row) -> Entry | None:
    reference = row.text("reference")
    if not reference:
        return None
    if not any(letter.isdigit() for letter in reference):
        reading.wrong(row, "reference", NOT_A_REFERENCE)
        return None
    unit, case_type = _unit(reading, row), _case_type(reading, row)
    dates = _dates(reading, row, reading.known.cases.get(reference_key(reference)))
    holding = _holding(reading, row)
    if unit is None or case_type is None or dates is None:
        return None
    complexity, intensity, travel = (int(row.text(name) or 0) for name in ("complexity", "intensity", "travel"))
    facts = Facts(unit, case_type, complexity, intensity, travel, *dates)
    return Entry(row.number, reference, facts, {holding} if holding else set())


def _add(reading: Reading, row: Row, entry: Entry) -> None:
    """The first row of a case says what it is; another one may only add who works on it."""
    key = reference_key(entry.reference)
    first = reading.entries.setdefault(key, entry)
    own = [one for one in entry.holdings if one.role == Role.ACCOUNTABLE]
    if first is entry:
        first.accountable_row = row.number if own else 0
        return
    name = reading.known.unit_name
    if first.facts.unit_id != entry.facts.unit_id:
        here, there = name(first.facts.unit_id), name(entry.facts.unit_id)
        reading.wrong(
            row, "unit", f"Row {first.row} has this case in {here}, this row in {there}. A case stands in one unit."
        )
    elif first.facts != entry.facts:
        reading.wrong(row, "reference", f"Row {first.row} holds this case already, and says something else of it.")
    elif entry.holdings <= first.holdings:
        return
    elif own and first.accountable_row:
        sentence = f"Row {first.accountable_row} names another accountable worker for this case. One is accountable."
        reading.wrong(row, "worker", sentence)
    elif {one.person_id for one in entry.holdings} & {one.person_id for one in first.holdings}:
        reading.wrong(row, "worker", f"Row {first.row} names this worker for this case already, in another role.")
    else:
        first.holdings |= entry.holdings
        first.accountable_row = first.accountable_row or (row.number if own else 0)


def _unit(reading: Reading, row: Row) -> UUID | None:
    if "unit" not in row.values:
        return None
    text = row.text("unit")
    named = reading.known.units_by_name.get(plain(text), []) if text else []
    if len(named) == 1:
        return named[0]
    meant = reading.sheet.meaning("unit", text)
    if meant and UUID(meant) in reading.known.units:
        return UUID(meant)
    reading.ask("unit", text, partial(_which_unit, reading, text))
    return None


def _which_unit(reading: Reading, text: str) -> Question:
    choices = tuple((str(pk), name) for pk, (name, _) in reading.known.units.items())
    sentence = f"Which unit is “{text}”?" if text else "To which unit do cases belong that name no team?"
    return Question("unit", text, sentence, choices)


def _case_type(reading: Reading, row: Row) -> str | None:
    text = row.text("case_type")
    if found := reading.known.types.get(plain(text)) if text else None:
        return found
    meant = reading.sheet.meaning("case_type", text)
    if meant and meant in reading.known.types.values():
        return meant
    reading.ask("case_type", text, partial(_which_type, reading, text))
    return None


def _which_type(reading: Reading, text: str) -> Question:
    choices = tuple((one.key, f"{one.title}, {one.points} points") for one in reading.known.weights.case_types)
    if text:
        return Question("case_type", text, f"Which type of case is “{text}”?", choices)
    is_whole = not reading.sheet.has("case_type")
    sentence = "Which type of case are all these rows?" if is_whole else "Which type are cases that name none?"
    return Question("case_type", "", sentence, choices)


def _dates(reading: Reading, row: Row, standing: object) -> tuple[date, date | None] | None:
    opened, closed = row.values.get("opened_on"), row.values.get("closed_on")
    before = getattr(standing, "facts", None)
    if not isinstance(opened, date):
        opened = before.opened_on if before else reading.known.today
        opened = min(opened, closed) if isinstance(closed, date) else opened
    if opened > reading.known.today:
        reading.wrong(row, "opened_on", f"{in_words(opened)} lies ahead. A case is opened today or earlier.")
        return None
    if not isinstance(closed, date):
        return opened, None
    if closed < opened:
        reading.wrong(row, "closed_on", "It was closed before it was opened. Look at both dates.")
        return None
    if closed > reading.known.today:
        reading.wrong(row, "closed_on", f"{in_words(closed)} lies ahead. Leave it empty while work goes on.")
        return None
    return opened, closed


def _holding(reading: Reading, row: Row) -> Holding | None:
    person = _person(reading, row)
    if person is None or row.values.get("closed_on"):
        return None
    role, function = row.text("role") or Role.ACCOUNTABLE.value, row.text("function")
    if person not in reading.known.in_post:
        name = reading.known.person_name(person)
        reading.wrong(row, "worker", f"{name} has no post here today, so cases can't be allocated to them.")
        return None
    if reason := _unfit(reading, person, role, function):
        reading.wrong(row, "worker", reason)
        return None
    return Holding(person, role, function)


def _unfit(reading: Reading, person: UUID, role: str, function: str) -> str:
    """Why somebody may not be accountable, asked once for each person and function."""
    if not function:
        return ""
    key = (person, role, function)
    if key not in reading.fit:
        found = Person.objects.select_related("organisation").get(pk=person)
        reading.fit[key] = may_hold(found, role, function, on=reading.known.today).reason
    return reading.fit[key]


def _person(reading: Reading, row: Row) -> UUID | None:
    text = row.text("worker")
    if not text:
        return None
    named = reading.known.people_by_name.get(plain(text), [])
    if len(named) == 1:
        return named[0]
    if not named and (left := reading.known.left.get(plain(text))):
        reading.wrong(row, "worker", f"{left} has left. Allocate the case to somebody who works here first.")
        return None
    meant = reading.sheet.meaning("worker", text)
    if meant is not None:
        if plain(meant) == NOBODY:
            return None
        found = reading.known.people_by_name.get(plain(meant), [])
        if len(found) == 1:
            return found[0]
    reading.ask("worker", text, partial(_which_worker, text, meant, len(named)))
    return None


def _which_worker(text: str, meant: str | None, several: int) -> Question:
    if meant is not None:
        sentence = f"Nobody here alone is called “{meant}”. Who is “{text}”?"
    elif several:
        sentence = f"Several colleagues are called “{text}”. Which one is meant?"
    else:
        sentence = f"Nobody here is called “{text}”. Who is it?"
    return Question("worker", text, sentence, (), NOBODY_HINT)
