"""Was supervision any good? A dip sample by somebody independent, and the supervisee's own short view."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.practice.supervision.models.session import Session

REFLECTIVE = 3  # of four: from here on a session counts as reflective


class DipSampleQuerySet(models.QuerySet):
    """Samples, and who may know of them."""

    def visible_to(self, viewer: Person) -> Self:
        """Who draws and who reviews them; once one is finished, everybody who works here, for its results."""
        theirs = reach(viewer, "dip_sample.see", unit="", owner="reviewer", state="")
        told = reach(viewer, "dip_sample.results", unit="", owner="", state="") & Q(finished_at__isnull=False)
        return self.filter(theirs | told)


class DipSample(Identified):
    """Signed records drawn at random for somebody independent to read, for a limited time."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    held_from = models.DateField()
    held_to = models.DateField()
    # The seed makes the draw repeatable, so that anybody can check that nobody chose.
    seed = models.PositiveIntegerField()
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    readable_until = models.DateField()
    finished_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"reviewer": "staff identity", "drawn_by": "staff identity"}

    objects = DipSampleQuerySet.as_manager()

    class Meta:
        ordering = ["-drawn_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """Whether it is read or done with, as the access policy asks for it."""
        return "finished" if self.finished_at else "running"

    @property
    def parties(self) -> tuple[UUID, ...]:
        """Whose it is, as the access policy asks for it: whoever reviews."""
        return (self.reviewer_id,)

    @property
    def is_readable(self) -> bool:
        """Its records may be read, by the reviewer and for its time."""
        return self.finished_at is None and clock.today() <= self.readable_until


class Finding(Identified):
    """What the reviewer found in one drawn record; the personal welfare part is not shown to them."""

    sample = models.ForeignKey(DipSample, models.PROTECT, related_name="findings")
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    month = models.DateField()
    reflective = models.PositiveSmallIntegerField(null=True, blank=True)
    weighs_policy = models.BooleanField(null=True, blank=True)
    has_development = models.BooleanField(null=True, blank=True)
    has_clear_actions = models.BooleanField(null=True, blank=True)
    hears_the_worker = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)
    found_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"words": "may describe people"}

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "session"], name="record_sampled_once"),
            models.CheckConstraint(
                condition=Q(reflective=None) | Q(reflective__gte=1, reflective__lte=4),
                name="reflective_from_one_to_four",
            ),
        ]

    def __str__(self) -> str:
        return f"Finding in {self.sample}"

    @property
    def is_found(self) -> bool:
        """Whether the reviewer has said what they found."""
        return self.found_at is not None


class ViewGiven(Identified):
    """That a supervisee gave their view of a session; what it was is in nobody's row."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="view_given")

    def __str__(self) -> str:
        return "View given"


class ViewTally(Identified):
    """How many supervisees of a unit chose each of four answers in a month: was supervision reflective?

    All counts are written anew with every view, so that no row tells whose view came last (ADR 0010).
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.DateField()
    counts = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "view tallies"
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="one_view_tally_a_month")]

    def __str__(self) -> str:
        return f"{self.unit} {self.month:%Y-%m}"
