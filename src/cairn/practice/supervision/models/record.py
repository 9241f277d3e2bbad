"""What was said? A personal part and a case part: two records with different readers and different lives."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.supervision.models.session import Session, in_a_group


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
        """Those who held it, and nobody else by right: every other reading is asked for, recorded and told."""
        owners = ("session__supervisee", "session__supervisor")
        mine = reach(viewer, "supervision_record.see", unit="session__unit", owner=owners, state="session__state")
        return self.filter(mine | in_a_group(viewer, "session"))


class PersonalRecord(Part):
    """Workload and stress, practice against policy, reflection, judgement, development (sa.4.d.5a, sa.4.d.5e)."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="personal")
    workload_and_stress = models.TextField(blank=True)
    practice_and_policy = models.TextField(blank=True)
    reflection = models.TextField(blank=True)
    judgement = models.TextField(blank=True)
    development = models.TextField(blank=True)
    decisions = models.TextField(blank=True)
    come_back_to = models.CharField(max_length=300, blank=True)
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
        "come_back_to": "practice of a worker",
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
    HANDOVER = "handover", "Whoever supervises the person now needs it to go on from there"
    CONSENT = "consent", "The person concerned asked for it or agreed"
    SAFETY = "safety", "To protect somebody from serious harm"
    LAW = "law", "A court, regulator or inquiry requires it"
    CONDUCT = "conduct", "A formal matter of conduct, capability or grievance"


class OpeningState(models.TextChoices):
    """How far an opening has come. What was asked for as of right is noted; where glass was broken it is reviewed."""

    NOTED = "noted", "Noted"
    WAITING = "waiting", "Waits for review"
    PASSED_UP = "passed up", "Not reviewed in time, passed up"
    REVIEWED = "reviewed", "Reviewed"


NEXT_OF_OPENING = {
    OpeningState.NOTED: set(),
    OpeningState.WAITING: {OpeningState.PASSED_UP, OpeningState.REVIEWED},
    OpeningState.PASSED_UP: {OpeningState.REVIEWED},
    OpeningState.REVIEWED: set(),
}


class OpeningQuerySet(models.QuerySet):
    """Openings, and who may know of them."""

    def visible_to(self, viewer: Person) -> Self:
        """The privacy role and the reader; the person concerned once they have been told, whatever their role."""
        theirs = _concerning(viewer)
        told = Q(organisation_id=viewer.organisation_id, told_at__isnull=False) & theirs
        by_role = self.filter(reach(viewer, "opening.see", unit="", owner=("reader", "reviewed_by")) | told)
        return by_role.exclude(theirs & Q(told_at=None))

    def about(self, viewer: Person) -> Self:
        """Those of one's own records, once one was told."""
        return self.filter(_concerning(viewer), organisation_id=viewer.organisation_id, told_at__isnull=False)

    def running(self) -> Self:
        """Those whose hour is not over."""
        return self.filter(ends_at__gt=clock.now())


def _concerning(viewer: Person) -> Q:
    """Openings of one's own record: as the supervisee; of a group, as whoever belongs to it or leads it."""
    leads_it = Q(session__supervisee=None, session__supervisor=viewer)
    return Q(session__supervisee=viewer) | leads_it | in_a_group(viewer, "session")


class Opening(Identified):
    """One record, one reader, a stated ground, an hour; told to the person, and where glass is broken to the privacy
    role at once."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="openings")
    reader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # Without a right to ask for it: the privacy role is told at once and reviews it.
    broke_glass = models.BooleanField(default=False)
    ground = models.CharField(max_length=8, choices=Ground)
    words = models.TextField()
    method = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # By when the person concerned is told; the privacy role alone may put it off, with a ground.
    tell_by = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    delayed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    delay_words = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=OpeningState, default=OpeningState.NOTED)
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

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="opening_says_why"),
            models.CheckConstraint(condition=Q(delayed_by=None) | ~Q(delay_words=""), name="notice_put_off_says_why"),
            models.CheckConstraint(
                condition=~Q(state=OpeningState.REVIEWED)
                | Q(was_right__isnull=False, reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="review_of_an_opening_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(broke_glass=True) ^ Q(state=OpeningState.NOTED), name="broken_glass_is_reviewed"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("reader")), name="nobody_reviews_their_own_opening"
            ),
        ]
        indexes = [
            models.Index(fields=["reader", "ends_at"]),
            models.Index(fields=["organisation", "-opened_at"]),
            models.Index(fields=["tell_by"], condition=Q(told_at=None), name="opening_to_be_told"),
        ]

    def __str__(self) -> str:
        return f"Opening of {self.session}"

    @property
    def is_running(self) -> bool:
        return clock.now() < self.ends_at

    @property
    def is_of_summary(self) -> bool:
        """Only decisions and actions were looked at: no hour was opened."""
        return self.ends_at == self.opened_at

    @property
    def is_open_to_review(self) -> bool:
        return self.state in (OpeningState.WAITING, OpeningState.PASSED_UP)

    @property
    def parties(self) -> tuple[object, ...]:
        """Who read, who reviewed it, and once they were told those whose record it is, as the access policy asks."""
        return (self.reader_id, self.reviewed_by_id, *(self.concerned if self.told_at else ()))

    @property
    def concerned(self) -> tuple[UUID, ...]:
        """Whose record was opened: the supervisee; of a group, everybody who belongs to it."""
        return (self.session.supervisee_id,) if self.session.supervisee_id else self.session.parties


class Consent(Identified):
    """A supervisee agrees that whoever supervises them now reads what was recorded before, until they take it back."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"person": "staff identity", "reader": "staff identity"}

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "reader"], condition=Q(withdrawn_at=None), name="one_standing_consent"
            ),
            models.CheckConstraint(condition=~Q(person=F("reader")), name="nobody_consents_to_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person} agreed that {self.reader} reads earlier records"

    @property
    def parties(self) -> tuple[object, ...]:
        """Whose it is, as the access policy asks for it."""
        return (self.person_id,)
