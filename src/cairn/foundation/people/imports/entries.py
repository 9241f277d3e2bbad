"""Whom does each row mean, and does every row mean somebody else?"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from cairn.foundation.imports.problems import Problem
from cairn.foundation.imports.rows import Row, Sheet
from cairn.foundation.people.imports.known import Known, addresses_of_others, bare, key
from cairn.foundation.people.imports.wording import TAKEN, named
from cairn.foundation.people.models import Person


@dataclass(slots=True)
class Entry:
    """One row and the person it means; `is_new` where the organisation does not know them yet."""

    row: Row
    person: Person
    is_new: bool


@dataclass
class Entries:
    """Every row that means somebody, and ways to find them again."""

    entries: list[Entry] = field(default_factory=list)
    by_number: dict[str, Entry] = field(default_factory=dict)
    by_email: dict[str, Entry] = field(default_factory=dict)
    by_person: dict[UUID, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_entries(sheet: Sheet, known: Known) -> Entries:
    """Match every row by its staff number; somebody who has none yet, by the e-mail address."""
    found = Entries()
    bare_numbers: dict[str, Row] = {}
    others = addresses_of_others((row.text("email") for row in sheet.rows if row.text("email")), known.organisation.pk)
    for row in sheet.rows:
        number = row.text("staff_number")
        if not number:
            continue
        if key(number) in found.by_number:
            first = found.by_number[key(number)].row.number
            found.problems.append(
                sheet.problem(row, "staff_number", f"The staff number {number} stands in row {first} already.")
            )
            continue
        entry = _entry(row, number, known)
        _check_zeros(sheet, row, number, known, bare_numbers, found.problems)
        _check_email(sheet, entry, known, others, found)
        found.by_number[key(number)] = entry
        found.entries.append(entry)
        if entry.person.pk in found.by_person:
            first = found.by_person[entry.person.pk].row.number
            sentence = f"Row {first} means the same person, {entry.person.full_name}, under another staff number."
            found.problems.append(sheet.problem(row, "staff_number", sentence))
        found.by_person.setdefault(entry.person.pk, entry)
    _check_left_behind(sheet, found, known)
    return found


def _entry(row: Row, number: str, known: Known) -> Entry:
    person = known.by_number.get(key(number))
    if person is None:
        same = known.by_email.get(row.text("email"))
        person = same if same is not None and not same.staff_number else None
    if person is not None:
        return Entry(row, person, is_new=False)
    new: Any = Person(id=uuid4(), organisation=known.organisation, staff_number=number, email=row.text("email"))
    new.given_name, new.family_name = row.text("given_name"), row.text("family_name")
    return Entry(row, new, is_new=True)


def _check_zeros(
    sheet: Sheet, row: Row, number: str, known: Known, bare_numbers: dict[str, Row], problems: list[Problem]
) -> None:
    """00123 and 123 are most likely one person, whose zeros a spreadsheet has dropped."""
    same = bare_numbers.setdefault(bare(number), row)
    if same is not row:
        sentence = (
            f"The staff number {number} differs from {same.text('staff_number')} in row {same.number} by zeros only."
        )
        problems.append(sheet.problem(row, "staff_number", sentence))
        return
    there = known.by_bare.get(bare(number))
    if there is not None and key(number) not in known.by_number:
        sentence = (
            f"The organisation knows {there.full_name} as {there.staff_number}. If zeros were lost, format the column "
            "as text."
        )
        problems.append(sheet.problem(row, "staff_number", sentence))


def _check_email(sheet: Sheet, entry: Entry, known: Known, others: set[str], found: Entries) -> None:
    email = entry.row.text("email")
    if not email:
        return
    if email in found.by_email:
        first = found.by_email[email].row.number
        found.problems.append(sheet.problem(entry.row, "email", f"This address stands in row {first} already."))
        return
    found.by_email[email] = entry
    if email in others:
        found.problems.append(sheet.problem(entry.row, "email", TAKEN))


def _check_left_behind(sheet: Sheet, found: Entries, known: Known) -> None:
    """An address may pass from one person to another only where the file gives its holder a new one."""
    for email, entry in found.by_email.items():
        holder = known.by_email.get(email)
        if holder is None or holder.pk == entry.person.pk:
            continue
        of_holder = found.by_person.get(holder.pk)
        if of_holder is None or of_holder.row.text("email") == email:
            sentence = f"This address belongs to {named(holder)}. Everybody has an address of their own."
            found.problems.append(sheet.problem(entry.row, "email", sentence))
