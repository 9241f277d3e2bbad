"""What can be done with frameworks: load the library that Cairn ships, and bring in an employer's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.standards import rows
from cairn.foundation.standards.crosswalk_file import CrosswalkFile, End
from cairn.foundation.standards.faults import Fault, Unreadable
from cairn.foundation.standards.framework_file import FrameworkFile
from cairn.foundation.standards.library import library_files
from cairn.foundation.standards.models import Crosswalk, CrosswalkPair, Framework, Statement, StatementClause
from cairn.foundation.standards.reading import file_from
from cairn.foundation.standards.rules import may_bring, may_map

BATCH = 500
Kept = TypeVar("Kept", Framework, Crosswalk)


@dataclass(frozen=True)
class Loaded:
    """What loading the library added; nothing the second time."""

    frameworks_added: int
    crosswalks_added: int


@transaction.atomic
def load_library(*, by: Person | None = None) -> Loaded:
    """Put every framework and crosswalk that Cairn ships into the installation. A second time changes nothing.

    Each employer's ledger is told what was added. Raises Refused where shipped content changed without a new version.
    """
    files = [file_from(content) for content in library_files()]
    frameworks = [_add_framework(file, None) for file in files if isinstance(file, FrameworkFile)]
    crosswalks = [_add_crosswalk(file, None) for file in files if isinstance(file, CrosswalkFile)]
    added: list[Framework | Crosswalk] = [framework for framework, is_new in frameworks if is_new]
    added += [crosswalk for crosswalk, is_new in crosswalks if is_new]
    if added:
        _tell_every_employer(added, by=by)
    return Loaded(sum(new for _, new in frameworks), sum(new for _, new in crosswalks))


@transaction.atomic
def bring_framework(organisation: Organisation, content: bytes, *, by: Person) -> Framework:
    """Bring in an employer's own framework; the same file twice changes nothing.

    Raises Unreadable with every fault by line, and Refused where the content changed but its version did not.
    """
    insist(may_bring(by, organisation))
    file = file_from(content)
    if not isinstance(file, FrameworkFile):
        raise Unreadable([Fault(1, "This file is a crosswalk. A framework begins with “kind: framework”.")])
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Framework.objects.filter(organisation=None, urn=file.urn).exists():
        raise Refused(f"{file.urn} belongs to Cairn's library. Give your framework a URN of your own.")
    made, is_new = _add_framework(file, organisation.pk)
    if is_new:
        record("framework.brought", by=by, subject=made, facts=_facts(made))
    return made


@transaction.atomic
def bring_crosswalk(organisation: Organisation, content: bytes, *, by: Person) -> Crosswalk:
    """Bring in an employer's own crosswalk between frameworks that it can see."""
    insist(may_map(by, organisation))
    file = file_from(content)
    if not isinstance(file, CrosswalkFile):
        raise Unreadable([Fault(1, "This file is a framework. A crosswalk begins with “kind: crosswalk”.")])
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    made, is_new = _add_crosswalk(file, organisation.pk)
    if is_new:
        record("crosswalk.brought", by=by, subject=made, facts=_facts(made))
    return made


def _add_framework(file: FrameworkFile, organisation_id: UUID | None) -> tuple[Framework, bool]:
    here = Framework.objects.filter(_of(organisation_id), urn=file.urn, version=file.version).first()
    if here is not None:
        return _unchanged(here, file.fingerprint), False
    made = rows.framework_row(file, organisation_id)
    made.save(force_insert=True)
    statements, clauses = rows.statement_rows(made, file)
    Statement.objects.bulk_create(statements, batch_size=BATCH)
    StatementClause.objects.bulk_create(clauses, batch_size=BATCH)
    return made, True


def _add_crosswalk(file: CrosswalkFile, organisation_id: UUID | None) -> tuple[Crosswalk, bool]:
    here = Crosswalk.objects.filter(_of(organisation_id), urn=file.urn, version=file.version).first()
    if here is not None:
        return _unchanged(here, file.fingerprint), False
    begins, ends = _framework_at(file.begins, organisation_id), _framework_at(file.ends, organisation_id)
    made = rows.crosswalk_row(file, organisation_id, begins, ends)
    pairs = rows.pair_rows(made, file, _ids_by_ref(begins), _ids_by_ref(ends))
    made.save(force_insert=True)
    CrosswalkPair.objects.bulk_create(pairs, batch_size=BATCH)
    return made, True


def _unchanged(here: Kept, fingerprint: str) -> Kept:
    """Content under one version never changes: whoever judged against it must be able to read it again."""
    if here.fingerprint != fingerprint:
        raise Refused(
            f"{here.title}, version {here.version}, is already here with other content. "
            "Give the changed content a new version, so that judgements made against the old one still stand."
        )
    return here


def _framework_at(end: End, organisation_id: UUID | None) -> Framework:
    found = Framework.objects.filter(urn=end.urn, version=end.version)
    framework = found.filter(organisation=None).first()
    if framework is None and organisation_id is not None:
        framework = found.filter(organisation_id=organisation_id).first()
    if framework is None:
        raise Unreadable([rows.no_such_framework(end)])
    return framework


def _ids_by_ref(framework: Framework) -> dict[str, UUID]:
    return dict(framework.statements.values_list("ref", "pk"))


def _tell_every_employer(added: list[Framework | Crosswalk], *, by: Person | None) -> None:
    """The library belongs to the installation, so each employer's ledger says once what it gained."""
    facts = {made.urn: [made.version, made.fingerprint] for made in added}
    for organisation in Organisation.objects.order_by("pk"):
        record("library.loaded", by=by, subject=organisation, organisation_id=organisation.pk, facts=facts)


def _of(organisation_id: UUID | None) -> Q:
    return Q(organisation=None) if organisation_id is None else Q(organisation_id=organisation_id)


def _facts(made: Framework | Crosswalk) -> dict[str, str]:
    return {"urn": made.urn, "version": made.version, "fingerprint": made.fingerprint}
