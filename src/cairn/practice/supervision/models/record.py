"""What was said? A personal part and a case part: two records with different readers and different lives."""

from typing import Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.supervision.models.session import Session


class Part(Identified):
    """One part of the record of a session; once both have signed, the database refuses every change to it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=0)
    sealed = models.BooleanField(default=False)

    class Meta:
        abstract = True


class PersonalRecordQuerySet(models.QuerySet):
    """Personal records, and their few readers."""

    def visible_to(self, viewer: Person) -> Self:
        """The two, and nobody else by right: every other reading is asked for, recorded and told."""
        owners = ("session__supervisee", "session__supervisor")
        return self.filter(
            reach(viewer, "supervision_record.see", unit="session__unit", owner=owners, state="session__state")
        )


class PersonalRecord(Part):
    """Workload and stress, practice against policy, reflection, judgement, development (sa.4.d.5a, sa.4.d.5e)."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="personal")
    workload_and_stress = models.TextField(blank=True)
    practice_and_policy = models.TextField(blank=True)
    reflection = models.TextField(blank=True)
    judgement = models.TextField(blank=True)
    development = models.TextField(blank=True)
    decisions = models.TextField(blank=True)
    mood = models.PositiveSmallIntegerField(null=True, blank=True)
    workload_points = models.PositiveSmallIntegerField(null=True, blank=True)
    workload_is_agreed = models.BooleanField(null=True, blank=True)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)
    supervisor_signed_at = models.DateTimeField(null=True, blank=True)
    supervisee_signed_at = models.DateTimeField(null=True, blank=True)
    supervisee_comment = models.TextField(blank=True)

    PERSONAL = {
        "workload_and_stress": "wellbeing of a worker",
        "practice_and_policy": "practice of a worker",
        "reflection": "practice of a worker",
        "judgement": "practice of a worker",
        "development": "practice of a worker",
        "decisions": "practice of a worker",
        "mood": "wellbeing of a worker",
        "workload_points": "workload of a worker",
        "supervisee_comment": "the worker's own words",
        "written_by": "staff identity",
    }

    objects = PersonalRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mood=None) | Q(mood__gte=1, mood__lte=5), name="mood_from_one_to_five"),
            models.CheckConstraint(
                condition=Q(sealed=False) | Q(supervisor_signed_at__isnull=False),
                name="sealed_personal_record_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"Personal record of {self.session}"


class CaseRecord(Part):
    """That cases were talked about: a reference and a line each. The discussion itself is in the case record."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="cases")

    def __str__(self) -> str:
        return f"Case record of {self.session}"


class CaseLine(Identified):
    """One case that was discussed: its reference in the case system, and a summary in a line. Never a name."""

    record = models.ForeignKey(CaseRecord, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=40)
    summary = models.CharField(max_length=300, blank=True)

    PERSONAL = {"reference": "points to a person who uses services", "summary": "about a case"}

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["record", "position"], name="case_line_place_once")]

    def __str__(self) -> str:
        return self.reference


class Disagreement(Identified):
    """One of the two does not sign, and says why. Written once; the record may be mended, or stay as it is."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="disagreements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField()
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    PERSONAL = {"person": "staff identity", "reason": "the worker's own words"}

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.person} did not agree"


class Addition(Identified):
    """What is added to a signed record. The record itself stays."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="additions")
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PERSONAL = {"text": "practice of a worker", "by": "staff identity"}

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:60]


class Ground(models.TextChoices):
    """On which ground a record is opened by somebody whose it is not."""

    LINE = "line", "The supervisor's line manager looks into how supervision goes"
    CONSENT = "consent", "The person concerned asked for it or agreed"
    SAFETY = "safety", "To protect somebody from serious harm"
    LAW = "law", "A court, regulator or inquiry requires it"
    CONDUCT = "conduct", "A formal matter of conduct, capability or grievance"


class Opening(Identified):
    """Break-glass: one record, one reader, a stated ground, an hour; told to the person and to the privacy role."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="openings")
    reader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=8, choices=Ground)
    words = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # By when the person concerned is told; the privacy role alone may put it off, with a ground.
    tell_by = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    delayed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    delay_words = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    was_right = models.BooleanField(null=True, blank=True)
    review_words = models.TextField(blank=True)

    PERSONAL = {
        "reader": "staff identity",
        "words": "may describe people",
        "delayed_by": "staff identity",
        "delay_words": "may describe people",
        "reviewed_by": "staff identity",
        "review_words": "may describe people",
    }

    class Meta:
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["reader", "ends_at"]),
            models.Index(fields=["organisation", "-opened_at"]),
        ]

    def __str__(self) -> str:
        return f"Opening of {self.session}"

    @property
    def parties(self) -> tuple[object, ...]:
        """The reader, and the person whose record it is, as the access policy asks for it."""
        return (self.reader_id, self.session.supervisee_id)
