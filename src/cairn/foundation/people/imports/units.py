"""Which units does a file name, and how would the tree change?"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from cairn.foundation.imports.kinds import Change
from cairn.foundation.imports.problems import Problem
from cairn.foundation.imports.raw import MOST_ROWS
from cairn.foundation.imports.rows import Row, Sheet
from cairn.foundation.people.imports.known import Known
from cairn.foundation.people.imports.lines import circles
from cairn.foundation.people.imports.wording import difference
from cairn.foundation.people.models import Kind, ServiceArea, Unit

LONGEST_PATH = 400
ATTRIBUTES = {"unit_name": "name", "parent_code": "parent", "unit_kind": "kind", "service_area": "service area"}


@dataclass
class Told:
    """What the rows of a file say about one unit, and which row said each thing first."""

    code: str
    row: int
    says: dict[str, tuple[str, int]] = field(default_factory=dict)
    earliest: date | None = None

    def get(self, key: str) -> str:
        return self.says.get(key, ("", 0))[0]


@dataclass
class UnitsPlan:
    """The units as they would be, by their code in small letters, and what must be written for that."""

    units: dict[str, Unit]
    opened: list[Unit] = field(default_factory=list)
    changed: list[Unit] = field(default_factory=list)
    moved: list[Unit] = field(default_factory=list)
    repathed: list[Unit] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_units(sheet: Sheet, known: Known) -> UnitsPlan:
    """Gather what all rows say about each unit; contradictions are problems of the later row."""
    plan = UnitsPlan(dict(known.units))
    told = _told(sheet, plan.problems)
    _add_parents(sheet, told, known, plan.problems)
    before = {unit.pk: _facts(unit, known.units_by_id) for unit in known.units.values()}
    parents = {one.get("parent_code").casefold() for one in told.values()}
    for code, one in told.items():
        _check_code(sheet, one, known, plan.problems)
        if code not in plan.units:
            plan.units[code] = _new_unit(one, known, is_parent=code in parents)
            plan.opened.append(plan.units[code])
    _connect(sheet, told, plan, known)
    if not plan.problems:
        _set_paths(sheet, told, plan)
        _describe(told, plan, before, known)
    return plan


def _told(sheet: Sheet, problems: list[Problem]) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for row in sheet.rows:
        code = row.text("unit_code")
        if not code:
            continue
        one = told.setdefault(code.casefold(), Told(code, row.number))
        for name, word in ATTRIBUTES.items():
            _hear(sheet, row, one, name, word, problems)
        starts = row.values.get("starts_on")
        if isinstance(starts, date) and (one.earliest is None or starts < one.earliest):
            one.earliest = starts
    return told


def _hear(sheet: Sheet, row: Row, one: Told, name: str, word: str, problems: list[Problem]) -> None:
    text = row.text(name)
    if not text:
        return
    first, where = one.says.setdefault(name, (text, row.number))
    if first.casefold() != text.casefold():
        problems.append(
            sheet.problem(
                row, name, f"Unit {one.code} has another {word} in row {where}: “{first}”. Make them the same."
            )
        )


def _add_parents(sheet: Sheet, told: dict[str, Told], known: Known, problems: list[Problem]) -> None:
    """A unit above in which nobody works is told by the rows below it: its code and its name."""
    names: dict[str, tuple[str, int]] = {}
    for row in sheet.rows:
        code, name = row.text("parent_code"), row.text("parent_name")
        if not code:
            continue
        if name:
            first, where = names.setdefault(code.casefold(), (name, row.number))
            if first.casefold() != name.casefold():
                sentence = f"Unit {code} has another name in row {where}: “{first}”. Make them the same."
                problems.append(sheet.problem(row, "parent_name", sentence))
        if code.casefold() in told or code.casefold() in known.units:
            continue
        if code.casefold() in names:
            told[code.casefold()] = Told(code, row.number, {"unit_name": names[code.casefold()]})
        elif not any(one.row == row.number for one in problems):
            problems.append(sheet.problem(row, "parent_code", _UNKNOWN_PARENT.format(code=code)))


_UNKNOWN_PARENT = "There is no unit {code} in this file or in the organisation. Give its name under “Parent unit name”."


def _check_code(sheet: Sheet, one: Told, known: Known, problems: list[Problem]) -> None:
    if "/" in one.code:
        problems.append(
            sheet.problem(one.row, "unit_code", f"The unit code {one.code} can't hold a slash. Use a hyphen.")
        )
    there = known.units.get(one.code.casefold())
    if there and there.closed_on:
        sentence = f"The unit {there.name} ({there.code}) was closed. Use the code of an open unit."
        problems.append(sheet.problem(one.row, "unit_code", sentence))


def _new_unit(one: Told, known: Known, *, is_parent: bool) -> Unit:
    return Unit(
        organisation=known.organisation,
        code=one.code,
        name=one.get("unit_name") or one.code,
        kind=one.get("unit_kind") or (Kind.SERVICE if is_parent else Kind.TEAM),
        service_area=one.get("service_area") or ServiceArea.OTHER,
        opened_on=min(filter(None, (one.earliest, known.day))),
    )


def _connect(sheet: Sheet, told: dict[str, Told], plan: UnitsPlan, known: Known) -> None:
    """Put every unit under its parent; then nothing may stand under itself, and no unit opens before the one above."""
    for code, one in told.items():
        unit, parent_code = plan.units[code], one.get("parent_code").casefold()
        parent = plan.units.get(parent_code)
        if parent_code and parent is not None and unit.parent_id != parent.pk:
            if unit.pk in known.units_by_id:
                plan.moved.append(unit)
            unit.parent = parent
        if unit.pk in known.units_by_id and _takes_over(unit, one):
            plan.changed.append(unit)
    by_id = {unit.pk: unit for unit in plan.units.values()}
    rows = {plan.units[code].pk: one.row for code, one in told.items()}
    for circle in circles({unit.pk: {unit.parent_id} for unit in by_id.values() if unit.parent_id}):
        first = min(circle, key=lambda pk: rows.get(pk, MOST_ROWS + 1))
        start = circle.index(first)
        line = " → ".join(by_id[pk].code for pk in [*circle[start:], *circle[:start], first])
        sentence = f"These units stand under each other in a circle: {line}."
        plan.problems.append(sheet.problem(rows.get(first, 0), "parent_code", sentence))


def _takes_over(unit: Unit, one: Told) -> bool:
    """A known unit takes the name, kind and area that the file gives; what the file leaves empty stays."""
    wanted = {
        "name": one.get("unit_name") or unit.name,
        "kind": one.get("unit_kind") or unit.kind,
        "service_area": one.get("service_area") or unit.service_area,
    }
    differs = any(getattr(unit, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(unit, name, value)
    return differs


def _set_paths(sheet: Sheet, told: dict[str, Told], plan: UnitsPlan) -> None:
    by_id = {unit.pk: unit for unit in plan.units.values()}
    new = {unit.pk for unit in plan.opened}
    for unit in plan.units.values():
        above: list[str] = []
        at: Any = unit
        while at is not None:
            above.append(at.code)
            at = by_id.get(at.parent_id)
        path = "".join(f"{code}/" for code in reversed(above))
        if len(path) > LONGEST_PATH:
            row = told[unit.code.casefold()].row if unit.code.casefold() in told else 0
            plan.problems.append(
                sheet.problem(row, "unit_code", f"Unit {unit.code} lies too deep: shorten the unit codes.")
            )
        elif unit.path != path:
            unit.path = path
            if unit.pk not in new:
                plan.repathed.append(unit)
    plan.opened.sort(key=lambda unit: unit.path.count("/"))
    for unit in reversed(plan.opened):
        if unit.parent_id in new:
            by_id[unit.parent_id].opened_on = min(by_id[unit.parent_id].opened_on, unit.opened_on)


def _facts(unit: Unit, by_id: dict[UUID, Unit]) -> dict[str, Any]:
    return {
        "Name": unit.name,
        "Under": by_id[unit.parent_id].name if unit.parent_id in by_id else "",
        "Kind": Kind(unit.kind).label,
        "Service area": ServiceArea(unit.service_area).label,
    }


def _describe(told: dict[str, Told], plan: UnitsPlan, before: dict[UUID, dict[str, Any]], known: Known) -> None:
    by_id = {unit.pk: unit for unit in plan.units.values()}
    rows = {code: one.row for code, one in told.items()}
    for unit in plan.opened:
        _, after = difference({}, _facts(unit, by_id) | {"Opens on": unit.opened_on})
        plan.changes.append(_change("unit_opens", unit, rows[unit.code.casefold()], {}, after))
    for unit in dict.fromkeys([*plan.changed, *plan.moved]):
        was, now = difference(before[unit.pk], _facts(unit, by_id))
        plan.changes.append(_change("unit_changes", unit, rows[unit.code.casefold()], was, now))


def _change(what: str, unit: Unit, row: int, before: dict[str, str], after: dict[str, str]) -> Change:
    return Change(
        what, f"unit {unit.code.casefold()}", f"{unit.name} ({unit.code})", f"people.Unit:{unit.pk}", row, before, after
    )
