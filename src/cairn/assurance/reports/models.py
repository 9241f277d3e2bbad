"""What is kept of an assurance report: the commentary, and the report itself once it was handed over."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from cairn.assurance.evaluation.models import Round
from cairn.assurance.reports.report import COMMENTARY_HEADS
from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person


class Commentary(Identified):
    """What the chief or principal social worker says about a round, under four heads (sa.cswo.comment)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    round = models.OneToOneField(Round, models.PROTECT, related_name="commentary")
    implications = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    shared_learning = models.TextField(blank=True)
    monitoring = models.TextField(blank=True)
    # Whoever saves says which version they had before them, so that nobody's text is overwritten.
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed = models.BooleanField(default=False)

    PERSONAL = {
        **dict.fromkeys(COMMENTARY_HEADS, "may describe people"),
        "by": "staff identity",
    }

    class Meta:
        verbose_name_plural = "commentaries"

    def __str__(self) -> str:
        return f"Commentary on {self.round_id}"

    @property
    def texts(self) -> dict[str, str]:
        """What is written under each head."""
        return {head: getattr(self, head) for head in COMMENTARY_HEADS}

    @property
    def is_whole(self) -> bool:
        """Whether something is written under every head."""
        return all(text.strip() for text in self.texts.values())


class FrozenReport(Identified):
    """The report as it was handed over. Every file is made from this text again, byte for byte."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    round = models.OneToOneField(Round, models.PROTECT, related_name="frozen_report")
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    PERSONAL = {
        "content": "names those who signed, own actions and keep evidence; nobody who uses services",
        "by": "staff identity",
    }

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Assurance report {self.content_hash[:16]}"

    @property
    def state(self) -> str:
        """How the access policy names it."""
        return "frozen"


@dataclass(frozen=True)
class Draft:
    """The report of a round before it is handed over: it has no row of its own and changes with its round."""

    round: Round

    @property
    def organisation_id(self) -> Any:
        return self.round.organisation_id

    @property
    def state(self) -> str:
        return "draft"

    @property
    def pk(self) -> Any:
        return self.round.pk
