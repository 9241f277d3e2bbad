"""Is the ledger whole: every entry as it was recorded, every head as it was signed, every signed record as it was?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection

from cairn.foundation.ledger import guards, reading
from cairn.foundation.ledger.findings import Report
from cairn.foundation.ledger.models import Entry, Signature, Tail, TreeHead
from cairn.foundation.ledger.passage import Passage


def verify_installation(kept_heads: Iterable[dict[str, Any]] = ()) -> list[Report]:
    """The database itself, then every organisation's ledger."""
    database, kept = Report(), list(kept_heads)
    reports = [database]
    try:
        for problem in _faults_of_database():
            database.tell(problem)
        for organisation_id in _all_organisations():
            if isinstance(organisation_id, UUID):
                reports.append(verify_organisation(organisation_id, kept))
            else:
                database.tell(f"There are ledger rows of {organisation_id}, which is no organisation's identifier.")
    except DatabaseError as failure:
        database.tell(f"The database could not be read: {failure}")
    return reports


def verify_organisation(organisation_id: UUID, kept_heads: Iterable[dict[str, Any]] = ()) -> Report:
    """Recompute this organisation's ledger from its first entry. `kept_heads` are copies that were kept elsewhere."""
    report, kept_roots = Report(str(organisation_id)), defaultdict(set)
    for head in kept_heads:
        if head["organisation_id"] == str(organisation_id):
            kept_roots[head["size"]].add(head["root"])
    try:
        Passage(organisation_id, report, dict(kept_roots)).run()
    except DatabaseError as failure:
        report.tell(f"The database could not be read to the end: {failure}")
    return report


def _faults_of_database() -> Iterator[str]:
    for standing in guards.inspect(connection):
        if not standing.is_whole:
            yield f"The guard {standing.trigger.name} is missing, changed or off: `cairn ledger guard` raises it again."
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(10)")
            yield from (f"The database file is damaged: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")


def _all_organisations() -> list[UUID | str]:
    places = ((Tail, "id"), (Entry, "organisation_id"), (TreeHead, "organisation_id"), (Signature, "organisation_id"))
    return sorted({found for model, column in places for found in reading.organisations(model, column)}, key=str)
