"""What shows how we know: a document, a link or a note of a record, with dates of its own, an owner and an expiry."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.files.models import StoredFile
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.standards.models import Statement

STALE_AFTER = timedelta(days=365)


class Kind(models.TextChoices):
    """How the evidence is held."""

    DOCUMENT = "document", "A document, kept here"
    LINK = "link", "A link to where it is kept"
    RECORD = "record", "A record in another system, named by its reference"


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """What the access policy lets this person see."""
        return self.filter(reach(viewer, "evidence.see", state=""))

    def current(self) -> Self:
        """Neither withdrawn nor expired."""
        return self.filter(withdrawn_at=None).exclude(expires_on__lt=clock.today())


class Evidence(Identified):
    """One piece of evidence. Its date says what it is about, never when somebody uploaded it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.TextField(blank=True)
    # What it speaks about: one day, or a period.
    happened_on = models.DateField(null=True, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.URLField(max_length=500, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    statements: models.ManyToManyField = models.ManyToManyField(Statement, related_name="evidence", blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"about": "may describe people", "owner": "staff identity", "added_by": "staff identity"}

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_on__isnull=False) | Q(period_from__isnull=False, period_to__isnull=False),
                name="evidence_has_a_date_or_a_period",
            ),
            models.CheckConstraint(
                condition=Q(period_from=None) | Q(period_to__gte=F("period_from")), name="evidence_period_in_order"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "expires_on"])]

    def __str__(self) -> str:
        return self.title

    @property
    def speaks_of(self) -> date:
        """The last day that it speaks about."""
        day = self.happened_on or self.period_to
        assert day is not None  # noqa: S101 - the database insists on one of the two
        return day

    def is_expired(self, day: date | None = None) -> bool:
        """Whether its owner said that it would no longer hold."""
        return self.expires_on is not None and self.expires_on < (day or clock.today())

    def is_stale(self, day: date | None = None) -> bool:
        """Expired, or about a time more than a year before."""
        return self.is_expired(day) or self.speaks_of < (day or clock.today()) - STALE_AFTER
