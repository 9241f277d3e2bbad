"""Everything that can be done with an import: stage a file, apply it whole or not at all, withdraw it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cairn.foundation.core import clock
from cairn.foundation.core.statistics import look_at_tables
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.imports import packing
from cairn.foundation.imports.columns import plain
from cairn.foundation.imports.kinds import ImportKind, Plan, Progress, kind_called
from cairn.foundation.imports.mapping import Said, under
from cairn.foundation.imports.models import ImportBatch, ImportedChange, Source, State
from cairn.foundation.imports.problems import MOST_SHOWN, Problem, in_order
from cairn.foundation.imports.rows import read_rows
from cairn.foundation.imports.rules import may_answer, may_apply, may_stage, may_withdraw
from cairn.foundation.imports.tables import Table, read_table
from cairn.foundation.ledger.commands import record

AT_ONCE = 500  # rows up to which a page applies the file itself, without the worker
CHANGED_MEANWHILE = (
    "The records have changed since this file was checked. Upload it again and look at what it would do."
)


def _uncounted(done: int, total: int) -> None:
    """Nobody is looking."""


@transaction.atomic
def stage(
    content: bytes,
    *,
    by: Any,
    kind: str,
    file_name: str,
    organisation_id: UUID | None = None,
    options: Mapping[str, bool] | None = None,
    sheet: str = "",
    source: str = "",
    headings: Mapping[str, str] | None = None,
    asks_for_columns: bool = False,
) -> ImportBatch:
    """Read and check a file, and keep what it would do; nothing of it is done yet.

    A file whose rows have problems is kept as refused, with all of them in one list; one with words that nobody has
    explained yet waits for answers. Raises `Refused` where the file can't be read at all, `ChooseSheet` where the
    person must say which sheet is meant, `ChooseColumns` where they must say which of the source's columns is which.
    """
    chosen = kind_called(kind)
    insist(may_stage(by, chosen))
    organisation_id = organisation_id or by.organisation_id
    options = {one.key: bool((options or {}).get(one.key)) for one in chosen.options}
    table, known = _read(chosen, content, file_name, organisation_id, sheet, source, headings or {}, asks_for_columns)
    rows, problems = read_rows(table)
    if known:
        rows.meanings, rows.source = known.meanings, known.name
    plan = _planned(chosen, rows, organisation_id, options, problems)
    batch = ImportBatch(
        organisation_id=organisation_id,
        kind=kind,
        file_name=file_name.replace("\\", "/").rpartition("/")[2][:200],
        sha256=hashlib.sha256(content).hexdigest(),
        sheet=table.sheet[:100],
        source=known.name if known else "",
        options=options,
        uploaded_by=str(by.pk) if by is not None else "",
        uploaded_by_name=str(by)[:200] if by is not None else "",
        uploaded_at=clock.now(),
        total=len(table.rows),
        notes=[*table.notes, *plan.remarks],
    )
    _describe(batch, plan)
    if not plan.problems:
        batch.keep_rows(packing.packed(table))
    batch.save(force_insert=True)
    facts = {"kind": kind, "sha256": batch.sha256, "rows": batch.total, "problems": batch.problem_count}
    record("import.staged", by=by, subject=batch, facts=facts, organisation_id=organisation_id)
    return batch


@transaction.atomic
def answer(batch: ImportBatch, *, answers: Mapping[tuple[str, str], str], by: Any) -> ImportBatch:
    """Say what words of the file stand for: it is remembered for the source, and the file is checked anew."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    insist(may_answer(by, batch))
    known = Source.objects.select_for_update().get(
        organisation_id=batch.organisation_id, kind=batch.kind, name=batch.source
    )
    for (column, text), meant in answers.items():
        known.meanings.setdefault(column, {})[plain(text)] = meant
    known.changed_at = clock.now()
    known.save(update_fields=["meanings", "changed_at"])
    plan = _plan_anew(batch)
    _describe(batch, plan)
    if plan.problems:
        batch.staged = None
    batch.save()
    facts = {"kind": batch.kind, "source": batch.source, "answers": len(answers)}
    record("import.answered", by=by, subject=batch, facts=facts, organisation_id=batch.organisation_id)
    return batch


def _read(
    kind: ImportKind,
    content: bytes,
    file_name: str,
    organisation_id: UUID,
    sheet: str,
    source: str,
    headings: Mapping[str, str],
    asks: bool,
) -> tuple[Table, Source | None]:
    """The table; from another system, under the headings that are remembered of it or were just said."""
    if not kind.is_mapped:
        return read_table(content, file_name, kind.columns, sheet=sheet), None
    name = " ".join(source.split())[:100]
    if not name:
        raise Refused("Say from which system or list the file comes.")
    found = Source.objects.filter(organisation_id=organisation_id, kind=kind.key, name=name).first()
    known = found or Source(organisation_id=organisation_id, kind=kind.key, name=name)
    said = Said(kind.columns, known.headings, headings, is_asked=asks)
    columns = under(kind.columns, headings or known.headings)
    table = read_table(content, file_name, columns, sheet=sheet, settle=said.settle)
    known.headings, known.changed_at = said.settled, clock.now()
    known.save()
    return table, known


@transaction.atomic
def start(batch: ImportBatch, *, by: Any) -> ImportBatch:
    """Apply a small file at once, and hand a large one to the worker."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    insist(may_apply(by, batch))
    if batch.total <= AT_ONCE:
        return apply(batch, by=by)
    from cairn.foundation.imports.tasks import apply_in_the_background

    batch.state, batch.started_at = State.WORKING, clock.now()
    batch.save(update_fields=["state", "started_at"])
    record("import.started", by=by, subject=batch, organisation_id=batch.organisation_id)
    apply_in_the_background.enqueue(str(batch.pk), str(by.pk) if by is not None else "")
    return batch


def apply(batch: ImportBatch, *, by: Any, progress: Progress = _uncounted, by_worker: bool = False) -> ImportBatch:
    """Do what the file says, all of it or nothing; where it can't be done, the import is refused and says why."""
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if not (by_worker and batch.state == State.WORKING):
                insist(may_apply(by, batch))
            plan = _plan_again(batch)
            if not plan.problems:
                return _carry_out(batch, plan, by=by, progress=progress)
    except IntegrityError:  # somebody else took a staff number or an e-mail address a moment ago
        plan = Plan(problems=[Problem(CHANGED_MEANWHILE)])
    return _refuse(batch, plan, by=by)


@transaction.atomic
def withdraw(batch: ImportBatch, *, by: Any) -> ImportBatch:
    """Forget a staged file: its rows are not kept."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    insist(may_withdraw(by, batch))
    _finish(batch, State.WITHDRAWN)
    batch.save()
    record("import.withdrawn", by=by, subject=batch, organisation_id=batch.organisation_id)
    return batch


def _planned(
    kind: ImportKind, rows: Any, organisation_id: UUID, options: Mapping[str, bool], problems: list[Problem]
) -> Plan:
    """The room's own checks come after those of the cells, and all faults stand in one list."""
    if any(one.row == 0 for one in problems):
        return Plan(problems=in_order(problems))  # without a column that is needed, each row would be a fault
    plan = kind.plan(rows, organisation_id, options)
    plan.problems = in_order([*problems, *plan.problems])
    return plan


def _plan_again(batch: ImportBatch) -> Plan:
    """What the file would do now; refused where that is no longer what was shown."""
    plan = _plan_anew(batch)
    if not plan.problems and plan.fingerprint() != batch.fingerprint:
        plan.problems = [Problem(CHANGED_MEANWHILE)]
    return plan


def _plan_anew(batch: ImportBatch) -> Plan:
    kind = kind_called(batch.kind)
    rows, problems = read_rows(packing.unpacked(batch.kept_rows(), kind.columns))
    if batch.source:
        named = Source.objects.filter(organisation_id=batch.organisation_id, kind=batch.kind, name=batch.source)
        rows.meanings, rows.source = named.values_list("meanings", flat=True).first() or {}, batch.source
    return _planned(kind, rows, batch.organisation_id, batch.options, problems)


def _carry_out(batch: ImportBatch, plan: Plan, *, by: Any, progress: Progress) -> ImportBatch:
    kind_called(batch.kind).write(plan, batch.organisation_id, by, progress)
    if len(plan.changes) > AT_ONCE:
        look_at_tables()  # else each new row is held against tables that were empty when PostgreSQL last looked
    ImportedChange.objects.bulk_create(
        (
            ImportedChange(
                organisation_id=batch.organisation_id,
                batch=batch,
                subject=one.subject,
                title=one.title[:200],
                what=one.what,
                row=one.row,
                before=dict(one.before),
                after=dict(one.after),
            )
            for one in plan.changes
        ),
        batch_size=500,
    )
    _describe(batch, plan)
    _finish(batch, State.APPLIED)
    batch.save()
    facts = {"kind": batch.kind, "sha256": batch.sha256, "changes": plan.fingerprint(), **plan.counts()}
    record("import.applied", by=by, subject=batch, facts=facts, organisation_id=batch.organisation_id)
    return batch


@transaction.atomic
def _refuse(batch: ImportBatch, plan: Plan, *, by: Any) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _describe(batch, plan)
    _finish(batch, State.REFUSED)
    batch.save()
    facts = {"kind": batch.kind, "problems": batch.problem_count}
    record("import.refused", by=by, subject=batch, facts=facts, organisation_id=batch.organisation_id)
    return batch


def _describe(batch: ImportBatch, plan: Plan) -> None:
    batch.problems = [one.as_json() for one in plan.problems[:MOST_SHOWN]]
    batch.problem_count = len(plan.problems)
    batch.questions = [] if plan.problems else [asdict(one) for one in plan.questions]
    if batch.state in ("", State.ASKED, State.STAGED):
        batch.state = State.REFUSED if plan.problems else State.ASKED if plan.questions else State.STAGED
    batch.counts = {} if plan.problems else plan.counts()
    batch.sample = [] if plan.problems else plan.sample()
    batch.fingerprint = "" if plan.problems else plan.fingerprint()


def _finish(batch: ImportBatch, state: State) -> None:
    batch.state, batch.finished_at, batch.staged = state, clock.now(), None
