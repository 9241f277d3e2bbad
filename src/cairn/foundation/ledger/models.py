"""What does the ledger hold: entries, the tail of each organisation's tree, sealed tree heads, and signatures.

Everything is plain text and identifiers, never a foreign key: an entry must outlive what it describes.
The database itself refuses change (migration 0002); see `docs/ledger.md`.
"""

import json
from typing import Any

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.ledger.canonical import canonical


class FactsField(models.TextField):
    """A mapping that is stored as its canonical text, so that its stored bytes are the bytes that were committed to."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> dict[str, Any]:
        """Facts that were disposed of read as none."""
        return json.loads(value) if value else {}

    def to_python(self, value: Any) -> Any:
        """A mapping stays a mapping."""
        return json.loads(value) if isinstance(value, str) and value else value or {}

    def get_prep_value(self, value: Any) -> Any:
        """A mapping becomes its canonical text; the blank of a disposed entry stays blank."""
        return canonical(value).decode() if isinstance(value, dict) else value


class Entry(Identified):
    """One act: who did what to which subject, when, and why. Written once, in the transaction of the act.

    `commitment` binds actor, subject, reason and facts under a secret `salt`. The leaf of the tree covers the
    commitment, not the content, so that content can lawfully be disposed of while the tree stands. A disposed
    entry has neither content nor salt, and `certificate` holds the sequence of the entry that records the disposal.
    """

    PERSONAL = {
        "reason": "may name people",
        "actor_name": "staff identity",
        "facts": "may name people",
    }

    organisation_id = models.UUIDField(editable=False)
    sequence = models.PositiveBigIntegerField(editable=False)
    act = models.CharField(max_length=80, editable=False)
    actor = models.CharField(max_length=40, blank=True, editable=False)
    actor_name = models.CharField(max_length=200, blank=True, editable=False)
    subject = models.CharField(max_length=120, blank=True, editable=False)
    reason = models.TextField(blank=True, editable=False)
    facts = FactsField(blank=True, default=dict, editable=False)
    at = models.DateTimeField(editable=False)
    salt = models.BinaryField(max_length=16)
    commitment = models.BinaryField(max_length=32)
    certificate = models.PositiveBigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "sequence"], name="ledger_one_entry_a_place"),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "subject", "sequence"], name="ledger_by_subject"),
            models.Index(fields=["organisation_id", "actor", "sequence"], name="ledger_by_actor"),
            models.Index(fields=["organisation_id", "act", "sequence"], name="ledger_by_act"),
            models.Index(fields=["organisation_id", "at", "sequence"], name="ledger_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.act}"

    @property
    def is_disposed(self) -> bool:
        return self.certificate is not None


class Tail(Identified):
    """Where an organisation's next entry goes. Its identifier is the organisation's; its row is the ledger's lock."""

    size = models.PositiveBigIntegerField(default=0)
    peaks = models.BinaryField(default=b"")
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.size} entries"


class TreeHead(Identified):
    """The root over an organisation's first `size` entries, signed. A copy kept elsewhere proves the past."""

    organisation_id = models.UUIDField(editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField(editable=False)
    key_id = models.CharField(max_length=64, editable=False)
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "size"], name="ledger_one_head_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.size} entries, {self.root_hex[:16]}"

    @property
    def root_hex(self) -> str:
        """The root as it is printed on reports."""
        return bytes(self.root).hex()


class Signature(Identified):
    """Somebody put their name to the content that a subject had at that moment."""

    PERSONAL = {"signer_name": "staff identity", "statement": "may name people"}

    organisation_id = models.UUIDField(editable=False)
    subject = models.CharField(max_length=120, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    statement = models.TextField(editable=False)
    signer = models.CharField(max_length=40, editable=False)
    signer_name = models.CharField(max_length=200, editable=False)
    method = models.CharField(max_length=40, editable=False)
    at = models.DateTimeField(editable=False)
    entry_sequence = models.PositiveBigIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "entry_sequence"], name="ledger_one_entry_a_signature"),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "subject", "entry_sequence"], name="ledger_signed_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name}: {self.statement}"
