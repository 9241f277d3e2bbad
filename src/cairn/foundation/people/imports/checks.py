"""Do the lines of management and the dates of a file make sense?"""

from datetime import date
from uuid import UUID

from cairn.foundation.imports.problems import Problem
from cairn.foundation.imports.rows import Sheet
from cairn.foundation.people.imports.entries import Entries
from cairn.foundation.people.imports.known import Known, bare, key
from cairn.foundation.people.imports.lines import circles
from cairn.foundation.people.imports.wording import named
from cairn.foundation.people.models import Person


def check_staff(sheet: Sheet, found: Entries, known: Known) -> list[Problem]:
    """Lines of management and dates: what can be wrong with a row whatever is known of its person."""
    problems: list[Problem] = []
    _check_lines(sheet, found, known, problems)
    _check_dates(sheet, problems)
    return problems


def _check_lines(sheet: Sheet, found: Entries, known: Known, problems: list[Problem]) -> None:
    for entry in found.entries:
        for column, word in (("line_manager", "line manager"), ("professional_lead", "professional lead")):
            named_there = entry.row.text(column)
            if not named_there:
                continue
            other = somebody(named_there, found, known)
            if other is None:
                sentence = _nobody(named_there, found, known)
                problems.append(sheet.problem(entry.row, column, sentence))
            elif other.pk == entry.person.pk:
                problems.append(sheet.problem(entry.row, column, f"Nobody is their own {word}."))
    _check_circles(sheet, found, known, problems)


def somebody(text: str, found: Entries, known: Known) -> Person | None:
    """By staff number; an e-mail address is understood too."""
    if key(text) in found.by_number:
        return found.by_number[key(text)].person
    if key(text) in known.by_number:
        return known.by_number[key(text)]
    if text.lower() in found.by_email:
        return found.by_email[text.lower()].person
    return known.by_email.get(text.lower())


def _nobody(text: str, found: Entries, known: Known) -> str:
    numbers = {bare(number): entry.person for number, entry in found.by_number.items()} if text[:1].isdigit() else {}
    close = numbers.get(bare(text)) or known.by_bare.get(bare(text))
    if close is not None and close.staff_number:
        return f"There is nobody with the staff number {text}. Did you mean {named(close)}?"
    return f"Nobody in this file or in the organisation has the staff number {text}."


def _check_circles(sheet: Sheet, found: Entries, known: Known, problems: list[Problem]) -> None:
    """A line that comes back to where it began, through the file or through posts that the file leaves alone."""
    above: dict[UUID, set[UUID]] = {}
    for person, posts in known.posts.items():
        if person not in found.by_person or not sheet.has("line_manager"):
            above[person] = {post.line_manager_id for post in posts if post.line_manager_id}
    for entry in found.entries:
        other = somebody(entry.row.text("line_manager"), found, known) if entry.row.text("line_manager") else None
        if other is not None and other.pk != entry.person.pk:
            above.setdefault(entry.person.pk, set()).add(other.pk)
    for circle in circles(above):
        rows = [found.by_person[pk].row for pk in circle if pk in found.by_person]
        if not rows:
            continue
        first = min(rows, key=lambda row: row.number)
        start = next(at for at, pk in enumerate(circle) if pk in found.by_person and found.by_person[pk].row is first)
        turned = [*circle[start:], *circle[:start], circle[start]]
        line = " → ".join(_called(pk, found, known) for pk in turned[:8])
        more = " → …" if len(turned) > 8 else ""
        sentence = f"The line of management comes back to where it began: {line}{more}."
        problems.append(sheet.problem(first, "line_manager", sentence))


def _called(pk: UUID, found: Entries, known: Known) -> str:
    return named(found.by_person[pk].person if pk in found.by_person else known.people[pk])


def _check_dates(sheet: Sheet, problems: list[Problem]) -> None:
    for row in sheet.rows:
        starts, ends = row.values.get("starts_on"), row.values.get("ends_on")
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            problems.append(sheet.problem(row, "ends_on", "The post would end before it begins. Look at both dates."))
