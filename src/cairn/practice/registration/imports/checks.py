"""How does the result of a check come in: the list that a regulator gives out of the numbers that were looked up?

Each row is kept as a check with its day and by whom. A difference of name, part or status is a matter for a person to
decide: nothing in the register here changes by itself. The same list twice changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from cairn.foundation.core import clock
from cairn.foundation.imports.columns import Column, Kind
from cairn.foundation.imports.kinds import Change, ImportKind, Option, Plan, Progress
from cairn.foundation.imports.rows import Row, Sheet
from cairn.foundation.ledger.commands import record_each
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Organisation
from cairn.practice.registration import matters
from cairn.practice.registration.checking import Said, differences, regulator_called
from cairn.practice.registration.models import Check, Registration, Standing
from cairn.practice.registration.models.check import Differs
from cairn.practice.registration.regulators import Regulator, plain_number, regulators
from cairn.practice.registration.rules.checks import sound_day

AT_ONCE = 1000
WHOLE = "whole"
COLUMNS = (
    Column("number", "Number", ("Registration number", "Registration no", "Reg number", "Registrant number"),
           Kind.IDENTIFIER, required=True, filled=True, longest=20, examples=("3012345", "3012346")),
    Column("name", "Name", ("Registered name", "Full name", "Registrant", "Registrant name"),
           examples=("Agnes Example", "")),
    Column("family_name", "Family name", ("Surname", "Last name"), examples=("", "")),
    Column("given_name", "Given name", ("Forename", "First name", "Forenames"), examples=("", "")),
    Column("part", "Part", ("Part of the register", "Register part"), longest=120, examples=("Social workers", "")),
    Column("status", "Status", ("Registration status", "Register status"), longest=120,
           examples=("Registered", "Removed")),
    Column("looked_up_on", "Looked up on", ("Date checked", "Checked on", "Date of check"), Kind.DATE,
           examples=("2026-11-02", ""), note="Empty means today."),
    Column("regulator", "Regulator", ("Register", "Professional body"), examples=("SSSC", ""),
           note="Only where a number alone does not say whose it is."),
)  # fmt: skip
GUIDANCE = (
    "Look the numbers up with the regulator and bring in the list that it gives you, as it is.",
    "Nothing in the register here changes: each difference becomes a matter for you to decide.",
)
OPTIONS = (
    Option(WHOLE, "The list holds everybody whom I looked up",
           "Whoever is in the register here with the same regulator and not in the list becomes a matter too."),
)  # fmt: skip


@dataclass
class Known:
    """Who is in the register here, how everybody stands, and what was looked up before."""

    nation: str
    registrations: dict[str, list[Registration]] = field(default_factory=dict)
    states: dict[UUID, set[str]] = field(default_factory=dict)
    before: set[tuple[Any, ...]] = field(default_factory=set)


def plan(sheet: Sheet, organisation_id: UUID, options: Mapping[str, bool]) -> Plan:
    """What a list would say of whom; all faults of all rows at once."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    known, made, seen = _known(organisation), Plan(work=[]), dict[str, int]()
    for row in sheet.rows:
        number = plain_number(row.text("number"))
        first = seen.setdefault(number, row.number)
        if first != row.number:
            made.problems.append(sheet.problem(row, "number", f"Row {first} holds this number already."))
            continue
        check = _read(sheet, row, number, known, made)
        if check is not None:
            _add(check, row.number, known, made)
    if options.get(WHOLE) and not made.problems:
        for check in _missing(organisation, made.work):
            _add(check, 0, known, made)
    return made


def _known(organisation: Organisation) -> Known:
    known = Known(organisation.nation)
    for one in Registration.objects.filter(organisation=organisation).select_related("person"):
        known.registrations.setdefault(one.number, []).append(one)
    standings = Standing.objects.known().on(clock.today()).filter(organisation=organisation).order_by()
    for registration, state in standings.values_list("registration", "state"):
        known.states.setdefault(registration, set()).add(state)
    since = matters.quarter_of(clock.today())[0]
    for check in Check.objects.filter(organisation=organisation, looked_up_on__gte=since):
        known.before.add(_mark(check))
    return known


def _mark(check: Check) -> tuple[Any, ...]:
    """What makes it the same check again."""
    said = (check.said_name, check.said_part, check.said_status)
    return check.regulator, check.number, check.looked_up_on, *said


def _read(sheet: Sheet, row: Row, number: str, known: Known, made: Plan) -> Check | None:
    given = row.values.get("looked_up_on")
    day = given if isinstance(given, date) else clock.today()
    if not (sound := sound_day(day)):
        made.problems.append(sheet.problem(row, "looked_up_on", sound.reason))
        return None
    named = regulator_called(row.text("regulator"))
    if row.text("regulator") and named is None:
        names = ", ".join(one.short for one in regulators().values())
        made.problems.append(sheet.problem(row, "regulator", f"Cairn knows no such regulator. It knows {names}."))
        return None
    found = [one for one in known.registrations.get(number, ()) if named is None or one.regulator == named.key]
    if len(found) > 1:
        sentence = "Two regulators have given this number. Say in a column “Regulator” whose register was looked at."
        made.problems.append(sheet.problem(row, "number", sentence))
        return None
    return _check(sheet, row, number, day, found[0] if found else None, named, known, made)


def _check(
    sheet: Sheet, row: Row, number: str, day: date, registration: Registration | None, named: Regulator | None,
    known: Known, made: Plan,
) -> Check | None:  # fmt: skip
    name = row.text("name") or f"{row.text('given_name')} {row.text('family_name')}".strip()
    said = Said(name, row.text("part"), row.text("status"))
    if registration is not None:
        differs = differences(registration, known.states.get(registration.pk, ()), said)
        return _made(registration, day, said, differs)
    regulator = named or _guessed(number, known.nation)
    if regulator is None:
        made.problems.append(sheet.problem(row, "number", "No regulator that Cairn knows gives out such a number."))
        return None
    return Check(
        regulator=regulator.key, number=number, looked_up_on=day, said_name=said.name, said_part=said.part,
        said_status=said.status, differs=[str(Differs.UNKNOWN)],
    )  # fmt: skip


def _guessed(number: str, nation: str) -> Regulator | None:
    """Whose number it may be: rather that of the nation's regulator."""
    found = [one for one in regulators().values() if one.is_number(number)]
    return next((one for one in found if one.nation == nation), found[0] if found else None)


def _made(registration: Registration, day: date, said: Said, differs: list[str]) -> Check:
    return Check(
        regulator=registration.regulator, number=registration.number, registration=registration,
        person=registration.person, looked_up_on=day, said_name=said.name, said_part=said.part,
        said_status=said.status, differs=differs,
    )  # fmt: skip


def _missing(organisation: Organisation, work: list[Check]) -> Iterator[Check]:
    """Who counts as registered here with one of the same regulators, and is not in the list."""
    listed = {(check.regulator, check.number) for check in work}
    asked = {regulator for regulator, _ in listed}
    for one in matters.on_the_register(organisation).select_related("person"):
        if one.regulator in asked and (one.regulator, one.number) not in listed:
            yield _made(one, clock.today(), Said(), [str(Differs.MISSING)])


def _add(check: Check, row: int, known: Known, made: Plan) -> None:
    if _mark(check) in known.before:
        return
    made.work.append(check)
    about = f"{check.regulator} {check.number} {check.looked_up_on}"
    who = check.person.full_name if check.person else check.said_name or check.number
    after = {"Number": check.number, "Looked up on": check.looked_up_on.isoformat()}
    if check.differs:
        after["Differs in"] = "; ".join(check.said_differences)
    made.changes.append(Change("differs" if check.differs else "agrees", about, who, Check._meta.label, row, {}, after))


def write(plan: Plan, organisation_id: UUID, by: Any, progress: Progress) -> None:
    """Each check is kept, with an entry in the ledger; open differences are owed a decision."""
    now = clock.now()
    for at in range(0, len(plan.work), AT_ONCE):
        part: list[Check] = plan.work[at : at + AT_ONCE]
        for check in part:
            check.id, check.organisation_id, check.checked_at, check.checked_by = uuid4(), organisation_id, now, by
            check.source = "A list of the regulator that was brought in"
        Check.objects.bulk_create(part)
        record_each(
            "check.looked_up", by=by, subjects=part,
            facts=lambda one: {"on": one.looked_up_on, "agrees": not one.differs}, organisation_id=organisation_id,
        )  # fmt: skip
        progress(at + len(part), len(plan.work))
    matters.keep_duties(Organisation.objects.get(pk=organisation_id))


def _permits(person: Any, act: str, batch: Any) -> bool:
    return permits(person, "register_check.record", batch)


CHECKS = ImportKind(
    key="register-checks",
    title="Register checks",
    columns=COLUMNS,
    words={
        "agrees": ("registration agrees", "registrations agree"),
        "differs": ("difference is to be decided", "differences are to be decided"),
    },
    plan=plan,
    write=write,
    permits=_permits,
    options=OPTIONS,
    guidance=GUIDANCE,
)
