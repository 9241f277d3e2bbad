"""What does each page about imports need to know?"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cairn.foundation.core.words import capital, plural
from cairn.foundation.imports.kinds import ImportKind, kind_called, kinds_for
from cairn.foundation.imports.models import ImportBatch, ImportedChange, State
from cairn.foundation.imports.packing import unpacked
from cairn.foundation.imports.progress import progress_of

LISTED = 50
ASKED_AT_ONCE = 40


@dataclass(frozen=True)
class Group:
    """The changes of one sort: how many, and the first of them."""

    what: str
    heading: str
    count: int
    shown: list[dict[str, Any]]


def recent_batches(viewer: Any) -> QuerySet[ImportBatch]:
    """The newest imports that this person may see, without their rows."""
    return _visible(viewer).defer("staged", "problems", "sample", "notes")


def batch_for(viewer: Any, pk: Any) -> ImportBatch:
    """One import; one that this person may not see does not exist."""
    return _visible(viewer).defer("staged").get(pk=pk)


def changes_of(viewer: Any, batch: ImportBatch) -> QuerySet[ImportedChange]:
    """What an applied import did, row by row."""
    return ImportedChange.objects.filter(batch__in=_visible(viewer), batch=batch)


def changes_to(viewer: Any, subject: Any) -> QuerySet[ImportedChange]:
    """What imports have done to one record, newest first."""
    label = f"{subject._meta.label}:{subject.pk}"
    found = ImportedChange.objects.filter(batch__in=_visible(viewer), subject=label)
    return found.select_related("batch").defer("batch__staged", "batch__problems").order_by("-batch__uploaded_at")


def groups_of(batch: ImportBatch) -> list[Group]:
    """The changes by sort, in the order of the kind: each with its heading, such as 'Three people join'."""
    words = kind_called(batch.kind).words
    return [
        Group(what, said_count(batch.kind, what, count), count, [one for one in batch.sample if one["what"] == what])
        for what in words
        if (count := batch.counts.get(what, 0))
    ]


def said_count(kind: str, what: str, count: int) -> str:
    """'Three people join', in the words of the kind."""
    one, many = kind_called(kind).words[what]
    return capital(plural(count, one, many))


def first_rows(batch: ImportBatch, most: int = 5) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings and first rows of a file that waits, as they were read: so that a slip of columns is seen."""
    if batch.state != State.STAGED:
        return [], []
    table = unpacked(ImportBatch.objects.only("staged").get(pk=batch.pk).kept_rows(), kind_called(batch.kind).columns)
    return list(table.heads), [(line.number, list(line.cells)) for line in table.rows[:most]]


def asked_of(batch: ImportBatch) -> list[dict[str, Any]]:
    """The questions about a file that stand on one page; the others come once these are answered."""
    return list(batch.questions[:ASKED_AT_ONCE]) if batch.state == State.ASKED else []


def progress(batch: ImportBatch) -> tuple[int, int] | None:
    """How far the worker has come; None where it has not begun to count."""
    return progress_of(batch.pk) if batch.state == State.WORKING else None


def kinds_open_to(viewer: Any) -> list[ImportKind]:
    """The kinds of file that this person may bring in."""
    return kinds_for(viewer, "stage")


def _visible(viewer: Any) -> QuerySet[ImportBatch]:
    kinds = [kind.key for kind in kinds_for(viewer, "see")]
    return ImportBatch.objects.of(viewer.organisation_id).filter(kind__in=kinds)
