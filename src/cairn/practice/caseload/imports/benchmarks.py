"""How do the published figures of other authorities come in: caseloads by year, and who is a neighbour of whom?

The files of the Department for Education are read as they are published. A figure that is not there has a mark, which
is kept and never read as nought: z (does not apply), x (not available), u (unreliable), c (confidential), low
(rounds to nothing, but is not). Codes of nine signs are given anew when an authority changes; the old code of three
digits stays.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from cairn.foundation.imports.columns import Column, Kind
from cairn.foundation.imports.kinds import Change, ImportKind, Plan, Progress
from cairn.foundation.imports.rows import Row, Sheet
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Organisation
from cairn.practice.caseload.models import Benchmark, Neighbour

MARKS = ("z", "x", "u", "c", "low")
LEVELS = ("local authority", "national")
COUNTRY = "England"
NEIGHBOURS = range(1, 11)
WORDS = {"comes_in": ("figure comes in", "figures come in"), "changes": ("figure changes", "figures change")}
AUTHORITY = (
    Column(
        "code", "Authority's code", ("old_la_code", "LA code"), Kind.IDENTIFIER, longest=12, examples=("301", "302")
    ),
    Column(
        "name", "Authority", ("la_name", "LA name", "Local authority"), longest=120, examples=("Anytown", "Elsewhere")
    ),
)
FIGURES = (
    *AUTHORITY,
    Column("year", "Year", ("time_period",), Kind.NUMBER, required=True, filled=True, examples=("2025", "2025")),
    Column("level", "Level", ("geographic_level",), examples=("Local authority", "Local authority")),
    Column(
        "caseload",
        "Average caseload",
        ("caseload_fte", "Average number of cases per social worker"),
        required=True,
        filled=True,
        longest=10,
        examples=("15.2", "x"),
        note="A number, or the mark that stands for it: z, x, u, c or low.",
    ),
)


def _nth(number: int) -> tuple[Column, Column]:
    return (
        Column(
            f"n{number}", f"Neighbour {number}", (f"SN_{number}",), Kind.IDENTIFIER, longest=12, examples=("302", "")
        ),
        Column(
            f"c{number}", f"How close is neighbour {number}", (f"SN_{number}P",), longest=40, examples=("Close", "")
        ),
    )


NEAREST = (*AUTHORITY, *(column for number in NEIGHBOURS for column in _nth(number)))


def plan_figures(sheet: Sheet, organisation_id: UUID, options: Mapping[str, bool]) -> Plan:
    """Authorities and the whole country, year by year; regions are left out."""
    _hold(organisation_id)
    known = {(one.year, one.code): one for one in Benchmark.objects.filter(organisation_id=organisation_id)}
    plan = Plan(work=[])
    seen: dict[tuple[int, str], int] = {}
    for row in sheet.rows:
        one = _figure(sheet, row, organisation_id, plan)
        if one is None:
            continue
        first = seen.setdefault((one.year, one.code), row.number)
        if first != row.number:
            plan.problems.append(sheet.problem(row, "code", f"Row {first} holds this authority and year already."))
            continue
        _compare(plan, row, one, known.get((one.year, one.code)))
    return plan


def _figure(sheet: Sheet, row: Row, organisation_id: UUID, plan: Plan) -> Benchmark | None:
    level = row.text("level").strip().lower() or LEVELS[0]
    year, text = row.values.get("year"), row.text("caseload").strip()
    if level not in LEVELS or not isinstance(year, Decimal) or not text:
        return None
    code, name = (row.text("code"), row.text("name")) if level == LEVELS[0] else (COUNTRY, COUNTRY)
    if not code or not name:
        plan.problems.append(sheet.problem(row, "code", "Say which authority this is: its code and its name."))
        return None
    caseload, mark = _read(text)
    if caseload is None and not mark:
        sentence = f"“{text}” is neither a number nor a mark such as {', '.join(MARKS)}."
        plan.problems.append(sheet.problem(row, "caseload", sentence))
        return None
    return Benchmark(
        organisation_id=organisation_id, year=int(year), code=code, name=name, caseload=caseload, mark=mark
    )


def _read(text: str) -> tuple[Decimal | None, str]:
    if text.lower() in MARKS:
        return None, text.lower()
    try:
        number = Decimal(text.replace(",", "")).quantize(Decimal("0.1"))
    except InvalidOperation:
        return None, ""
    return (number, "") if number.is_finite() and 0 <= number < 10_000 else (None, "")


def _compare(plan: Plan, row: Row, one: Benchmark, before: Benchmark | None) -> None:
    after, was = _said(one), _said(before) if before else ""
    if after == was:
        return
    one.id = before.id if before else uuid4()
    plan.work.append(one)
    what, about = "changes" if before else "comes_in", f"{one.name}, {one.year}"
    subject = f"{Benchmark._meta.label}:{one.id}" if before else Benchmark._meta.label
    plan.changes.append(
        Change(
            what,
            f"{one.year} {one.code}",
            about,
            subject,
            row.number,
            {"Caseload": was} if was else {},
            {"Caseload": after},
        )
    )


def _said(one: Benchmark) -> str:
    return one.mark or str(one.caseload)


def plan_neighbours(sheet: Sheet, organisation_id: UUID, options: Mapping[str, bool]) -> Plan:
    """Ten neighbours of each authority, the nearest first."""
    _hold(organisation_id)
    held = Neighbour.objects.filter(organisation_id=organisation_id)
    known = {(one.code, one.rank): one for one in held}
    plan = Plan(work=[])
    for row in sheet.rows:
        for rank in NEIGHBOURS:
            _compare_neighbour(plan, row, rank, organisation_id, known)
    return plan


def _compare_neighbour(
    plan: Plan, row: Row, rank: int, organisation_id: UUID, known: Mapping[tuple[str, int], Neighbour]
) -> None:
    code, name, neighbour = row.text("code"), row.text("name"), row.text(f"n{rank}")
    before = known.get((code, rank))
    closeness = row.text(f"c{rank}").strip()
    if not (code and neighbour) or (before and (before.neighbour, before.closeness) == (neighbour, closeness)):
        return
    one = Neighbour(
        id=before.id if before else uuid4(),
        organisation_id=organisation_id,
        code=code,
        name=name,
        neighbour=neighbour,
        rank=rank,
        closeness=closeness,
    )
    plan.work.append(one)
    subject = f"{Neighbour._meta.label}:{one.id}" if before else Neighbour._meta.label
    was = {"Neighbour": before.neighbour} if before else {}
    what = "changes" if before else "comes_in"
    plan.changes.append(
        Change(what, f"{code} {rank}", f"{name}, neighbour {rank}", subject, row.number, was, {"Neighbour": neighbour})
    )


def _hold(organisation_id: UUID) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)


def _write(
    model: type[Benchmark] | type[Neighbour],
    names: list[str],
    plan: Plan,
    organisation_id: UUID,
    by: Any,
    progress: Progress,
) -> None:
    for at in range(0, len(plan.work), 1000):
        part = plan.work[at : at + 1000]
        model._default_manager.bulk_create(part, update_conflicts=True, unique_fields=["id"], update_fields=names)
        progress(at + len(part), len(plan.work))


def _permits(person: Any, act: str, batch: Any) -> bool:
    return permits(person, "caseload.import", batch)


BENCHMARKS = ImportKind(
    key="benchmarks",
    title="Published caseloads of other authorities",
    columns=FIGURES,
    words=WORDS,
    plan=plan_figures,
    write=partial(_write, Benchmark, ["name", "caseload", "mark"]),
    permits=_permits,
    guidance=(
        "The file of indicators of the children's social work workforce can be brought in as it is published.",
        "A mark in place of a figure is kept, and left out of every average.",
    ),
)
STATISTICAL_NEIGHBOURS = ImportKind(
    key="neighbours",
    title="Statistical neighbours",
    columns=NEAREST,
    words={
        "comes_in": ("neighbour comes in", "neighbours come in"),
        "changes": ("neighbour changes", "neighbours change"),
    },
    plan=plan_neighbours,
    write=partial(_write, Neighbour, ["neighbour", "closeness", "name"]),
    permits=_permits,
    guidance=("The table of statistical neighbours can be brought in as it is published: one row for each authority.",),
)
