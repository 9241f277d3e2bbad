"""How do registrations come in from where they were kept: who, with which regulator, in which part, under which number?

A row enters a registration that is not in the register yet, as registered from its first day on. What is there already
is left as it is: how a registration stands is stated by a person, never by a list. The same file twice changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from cairn.foundation.core import clock
from cairn.foundation.imports.columns import Column, Kind
from cairn.foundation.imports.kinds import Change, ImportKind, Plan, Progress
from cairn.foundation.imports.rows import Row, Sheet
from cairn.foundation.ledger.commands import record_each
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.registration.checking import part_called, regulator_called
from cairn.practice.registration.models import Registration, Standing, State
from cairn.practice.registration.regulators import Regulator, plain_number, regulators

AT_ONCE = 1000
COLUMNS = (
    Column("person", "Person", ("E-mail", "Email", "Staff number", "Staff no"), required=True, filled=True,
           examples=("agnes@council.example", "10023"), note="An e-mail address or a staff number."),
    Column("regulator", "Regulator", ("Register", "Professional body"), required=True, filled=True,
           examples=("SSSC", "Social Work England"), note="Its name, or the short one."),
    Column("part", "Part", ("Part of the register",), examples=("Social workers", ""),
           note="Empty means social workers, where the regulator has them."),
    Column("number", "Number", ("Registration number", "Registration no"), Kind.IDENTIFIER, required=True, filled=True,
           longest=20, examples=("3012345", "SW12345")),
    Column("since", "First registered on", ("Registered since", "Date registered"), Kind.DATE, required=True,
           filled=True, examples=("2019-09-02", "02/09/2019")),
)  # fmt: skip
GUIDANCE = (
    "One row for each registration. Orders and approvals are entered by hand, from the regulator's own words.",
    "What is in the register already is left as it is.",
)


@dataclass(frozen=True)
class Entered:
    """One row that was understood."""

    person: Person
    regulator: Regulator
    part: str
    number: str
    since: date


@dataclass
class Known:
    """Who works here, and which numbers are in the register."""

    people: dict[str, list[Person]]
    numbers: dict[tuple[str, str], UUID]


def plan(sheet: Sheet, organisation_id: UUID, options: Mapping[str, bool]) -> Plan:
    """What a file would enter; all faults of all rows at once."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    known = _known(organisation_id)
    made, seen = Plan(work=[]), dict[tuple[str, str], int]()
    for row in sheet.rows:
        one = _read(sheet, row, known, made)
        if one is None:
            continue
        first = seen.setdefault((one.regulator.key, one.number), row.number)
        if first != row.number:
            made.problems.append(sheet.problem(row, "number", f"Row {first} holds this number already."))
        else:
            _compare(sheet, row, one, known, made)
    return made


def _known(organisation_id: UUID) -> Known:
    people: dict[str, list[Person]] = {}
    for person in Person.objects.filter(organisation_id=organisation_id):
        for word in (person.email, person.staff_number):
            if word:
                people.setdefault(word.casefold(), []).append(person)
    held = Registration.objects.filter(organisation_id=organisation_id)
    return Known(people, {(regulator, number): person for regulator, number, person in held.values_list(
        "regulator", "number", "person"
    )})  # fmt: skip


def _read(sheet: Sheet, row: Row, known: Known, made: Plan) -> Entered | None:
    faults: list[tuple[str, str]] = []
    found = known.people.get(row.text("person").casefold(), [])
    if len(found) != 1:
        said = "Several people have it" if found else "Nobody here has this e-mail address or staff number"
        faults.append(("person", f"{said}. Bring people in first, or correct it."))
    regulator = regulator_called(row.text("regulator"))
    number, since, part = plain_number(row.text("number")), row.values.get("since"), ""
    if regulator is None:
        names = ", ".join(one.short for one in regulators().values())
        faults.append(("regulator", f"Cairn knows no such regulator. It knows {names}."))
    else:
        part = part_called(regulator, row.text("part"))
        if not part:
            names = ", ".join(one.title for one in regulator.parts)
            faults.append(("part", f"The register of the {regulator.title} has these parts: {names}."))
        if not regulator.is_number(number):
            faults.append(("number", f"A number of the {regulator.title} has {regulator.number_in_words}."))
    if isinstance(since, date) and since > clock.today():
        faults.append(("since", "Nobody is first registered on a day to come."))
    made.problems += [sheet.problem(row, key, sentence) for key, sentence in faults]
    if faults or regulator is None or not isinstance(since, date):
        return None
    return Entered(found[0], regulator, part, number, since)


def _compare(sheet: Sheet, row: Row, one: Entered, known: Known, made: Plan) -> None:
    there = known.numbers.get((one.regulator.key, one.number))
    if there == one.person.pk:
        return
    if there is not None:
        sentence = "Somebody else here has this number in the register. One of the two is wrong: look at both."
        made.problems.append(sheet.problem(row, "number", sentence))
        return
    made.work.append(one)
    after = {"Register": one.regulator.short, "Number": one.number, "First registered on": one.since.isoformat()}
    about = f"{one.regulator.short} {one.number}"
    made.changes.append(
        Change("entered", about, one.person.full_name, Registration._meta.label, row.number, {}, after)
    )  # fmt: skip


def write(plan: Plan, organisation_id: UUID, by: Any, progress: Progress) -> None:
    """Each is entered as registered from its first day on, with an entry in the ledger."""
    now = clock.now()
    for at in range(0, len(plan.work), AT_ONCE):
        part: list[Entered] = plan.work[at : at + AT_ONCE]
        made = [
            Registration(
                id=uuid4(), organisation_id=organisation_id, person=one.person, regulator=one.regulator.key,
                part=one.part, number=one.number,
            )
            for one in part
        ]  # fmt: skip
        Registration.objects.bulk_create(made)
        Standing.objects.bulk_create(
            Standing(
                organisation_id=organisation_id, person=one.person, registration=registration, state=State.REGISTERED,
                starts_on=one.since, source="A list that was brought in", recorded_at=now, recorded_by=by,
            )
            for one, registration in zip(part, made, strict=True)
        )  # fmt: skip
        record_each(
            "registration.entered", by=by, subjects=made, facts=lambda one: {"person": one.person_id},
            organisation_id=organisation_id,
        )  # fmt: skip
        progress(at + len(part), len(plan.work))


def _permits(person: Any, act: str, batch: Any) -> bool:
    return permits(person, "registration.import", batch)


REGISTRATIONS = ImportKind(
    key="registrations",
    title="Registrations",
    columns=COLUMNS,
    words={"entered": ("registration is entered", "registrations are entered")},
    plan=plan,
    write=write,
    permits=_permits,
    guidance=GUIDANCE,
)
