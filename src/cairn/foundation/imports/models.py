"""Which files were brought in, by whom, what was found in them, and what did they change?"""

import json
import zlib
from typing import Any, Self

from django.db import models

from cairn.foundation.core.records import Identified


class State(models.TextChoices):
    """How far an import has come."""

    ASKED = "asked", "Waits for answers"
    STAGED = "staged", "Ready to apply"
    WORKING = "working", "Being applied"
    APPLIED = "applied", "Applied"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


NEXT = {
    State.ASKED: {State.ASKED, State.STAGED, State.REFUSED, State.WITHDRAWN},
    State.STAGED: {State.WORKING, State.APPLIED, State.REFUSED, State.WITHDRAWN},
    State.WORKING: {State.APPLIED, State.REFUSED},
    State.APPLIED: set(),
    State.REFUSED: set(),
    State.WITHDRAWN: set(),
}


class BatchQuerySet(models.QuerySet):
    def of(self, organisation_id: Any) -> Self:
        """Imports of one organisation; no other sees them."""
        return self.filter(organisation_id=organisation_id)


class ImportBatch(Identified):
    """One uploaded file: checked when it came, applied whole or not at all.

    `counts` says what the rows would do, or did; `sample` shows some of it. The rows themselves are
    kept, packed, only until the import is applied, refused or withdrawn.
    """

    PERSONAL = {
        "uploaded_by_name": "staff identity",
        "sample": "names of staff",
        "problems": "may quote cells of the file",
        "questions": "may quote names of staff from the file",
        "staged": "the rows of the file",
    }

    organisation_id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=100, blank=True)
    options = models.JSONField(default=dict)
    uploaded_by = models.CharField(max_length=40, blank=True)
    uploaded_by_name = models.CharField(max_length=200, blank=True)
    uploaded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    sample = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    questions = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, blank=True)
    staged = models.BinaryField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "import batches"
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["organisation_id", "-uploaded_at"])]

    def __str__(self) -> str:
        return self.file_name

    @property
    def changes_nothing(self) -> bool:
        """The file says what the records say already."""
        return not self.problem_count and not self.counts

    def keep_rows(self, content: dict[str, Any]) -> None:
        """Pack the rows until they are applied."""
        self.staged = zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 6)

    def kept_rows(self) -> dict[str, Any]:
        """The rows as they were packed."""
        return json.loads(zlib.decompress(bytes(self.staged or b""))) if self.staged else {}


class ImportedChange(Identified):
    """What one import did to one record: so that each person's history of imports can be told.

    `subject` is plain text such as 'people.Person:<id>', since records of every room come in this way.
    """

    PERSONAL = {"title": "names of staff", "before": "staff details", "after": "staff details"}

    organisation_id = models.UUIDField(editable=False)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="changes")
    subject = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    what = models.CharField(max_length=40)
    row = models.PositiveIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["row", "id"]
        indexes = [
            models.Index(fields=["organisation_id", "subject"]),
            models.Index(fields=["batch", "what", "row"]),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.title}"


class Source(Identified):
    """How the files of one system are read: which heading stands for which column, and what its words stand for.

    `headings` goes from the key of a column to the heading of the source, empty where the source has no such column.
    `meanings` goes from the key of a column to its words without case and marks, and on to what they stand for.
    """

    PERSONAL = {"meanings": "may hold names of staff as the source writes them"}

    organisation_id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    headings = models.JSONField(default=dict)
    meanings = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "kind", "name"], name="source_of_a_kind_once"),
        ]

    def __str__(self) -> str:
        return self.name
