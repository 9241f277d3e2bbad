"""What is one session: when was it planned, was it held, how long, and if not, when, by whom and why (sa.4.d.5c)?"""

from datetime import date
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import parts, reach
from cairn.foundation.people.models import Organisation, Person, StaffGroup, Unit
from cairn.practice.supervision.models.agreement import Agreement, Kind


class State(models.TextChoices):
    """Where a session stands."""

    PLANNED = "planned", "Planned"
    CANCELLED = "cancelled", "Cancelled"
    HELD = "held", "Held, to be recorded"
    RECORDED = "recorded", "Recorded, to be signed"
    DISPUTED = "disputed", "Not agreed by one of the two"
    SIGNED = "signed", "Signed by both"


NEXT = {
    State.PLANNED: {State.HELD, State.CANCELLED},
    State.CANCELLED: set(),
    State.HELD: {State.RECORDED},
    State.RECORDED: {State.SIGNED, State.DISPUTED},
    State.DISPUTED: {State.RECORDED, State.SIGNED},
    State.SIGNED: set(),
}
TOOK_PLACE = (State.HELD, State.RECORDED, State.DISPUTED, State.SIGNED)


class Side(models.TextChoices):
    """On whose side something lay."""

    SUPERVISOR = "supervisor", "The supervisor"
    SUPERVISEE = "supervisee", "The supervisee"
    ORGANISATION = "organisation", "The organisation"


class Reason(models.TextChoices):
    """Why a session was cancelled or cut short."""

    SICKNESS = "sickness", "Sickness"
    LEAVE = "leave", "Leave"
    EMERGENCY = "emergency", "Emergency or duty work"
    COURT = "court", "Court or hearing"
    WORKLOAD = "workload", "Workload"
    ROOM = "room", "No private room or working connection"
    OTHER = "other", "Another reason"


def session_seen_by(viewer: Person) -> Q:
    """What the policy says of a session's two sides, its unit and the whole; groups come beside (`in_a_group`)."""
    return reach(viewer, "supervision.see", owner=("supervisee", "supervisor"))


def sees_all(viewer: Person) -> bool:
    """Whether somebody may know of every session here, so that it need not be asked to which groups they belong."""
    return "" in parts(viewer, "supervision.see")


class SessionQuerySet(models.QuerySet):
    """Sessions, and who may know that they took place."""

    def visible_to(self, viewer: Person) -> Self:
        """Dates, minutes and outcome: those who hold it, the line above them, and those who monitor quality."""
        seen = session_seen_by(viewer)
        return self.filter(seen if sees_all(viewer) else seen | in_a_group(viewer))

    def took_place(self) -> Self:
        """Held, whether or not it has been recorded and signed."""
        return self.filter(state__in=TOOK_PLACE)


def in_a_group(viewer: Person, session: str = "") -> Q:
    """The group and peer sessions to which somebody belongs; `session` names the field that leads to a session."""
    return attended_by(viewer.pk, viewer.organisation_id, session)


def attended_by(person: Any, organisation: Any, session: str = "") -> Q:
    """The same, by identifiers."""
    mine = Attendance.objects.filter(person=person, session__organisation_id=organisation)
    return Q(**{f"{session}__in" if session else "pk__in": mine.values("session")})


class Session(Identified):
    """One supervision session. What was said is in two records of its own: the personal part and the case part.

    Facts that figures are made of stand here as plain columns, so that ten years are measured in single queries.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="sessions")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.LINE)
    supervisor = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    supervisee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    # As they were on the day: where the supervisee worked, and in which staff group.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    staff_group = models.CharField(max_length=24, choices=StaffGroup)
    planned_on = models.DateField()
    planned_at = models.TimeField(null=True, blank=True)
    planned_minutes = models.PositiveSmallIntegerField(default=90)
    least_minutes = models.PositiveSmallIntegerField(default=90)
    month = models.DateField(editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    held_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    was_cut_short = models.BooleanField(default=False)
    cancelled_on = models.DateField(null=True, blank=True)
    because_of = models.CharField(max_length=12, choices=Side, blank=True)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    reason_words = models.CharField(max_length=300, blank=True)
    said_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    rebooked_to = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="rebooked_from")
    supervisor_prepared_on = models.DateField(null=True, blank=True)
    supervisee_prepared_on = models.DateField(null=True, blank=True)
    recorded_on = models.DateField(null=True, blank=True)
    sign_by = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    stress_was_raised = models.BooleanField(default=False)
    stress_has_action = models.BooleanField(default=False)
    is_imported = models.BooleanField(default=False)

    PERSONAL = {
        "supervisor": "staff identity",
        "supervisee": "staff identity",
        "said_by": "staff identity",
        "reason": "may tell of health",
        "reason_words": "may describe people",
        "stress_was_raised": "tells of wellbeing",
    }

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(supervisee=None) | ~Q(supervisee=F("supervisor")), name="nobody_holds_supervision_alone"
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=600), name="session_minutes_make_sense"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TOOK_PLACE) | Q(held_on__isnull=False, minutes__isnull=False),
                name="held_session_says_when_and_how_long",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CANCELLED) | Q(cancelled_on__isnull=False) & ~Q(reason="") & ~Q(because_of=""),
                name="cancelled_session_says_when_by_whom_and_why",
            ),
            models.CheckConstraint(condition=Q(was_cut_short=False) | ~Q(reason=""), name="session_cut_short_says_why"),
            models.CheckConstraint(
                condition=~Q(state=State.SIGNED) | Q(signed_on__isnull=False), name="signed_session_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["supervisee", "-planned_on"], name="session_of_supervisee"),
            models.Index(fields=["supervisor", "-planned_on"], name="session_of_supervisor"),
            models.Index(fields=["organisation", "month", "unit", "staff_group", "state"], name="session_by_month"),
            # When was somebody last supervised? Asked for everybody at once, over ten years of sessions.
            models.Index(
                fields=["supervisee", "kind", "-held_on"],
                condition=Q(held_on__isnull=False),
                name="session_last_held",
            ),
        ]

    def __str__(self) -> str:
        return f"Supervision on {self.held_on or self.planned_on}"

    @property
    def day(self) -> date:
        """The day on which it was held; before that, the day for which it is planned."""
        return self.held_on or self.planned_on

    @property
    def is_of_two(self) -> bool:
        return self.supervisee_id is not None

    @cached_property
    def parties(self) -> tuple[UUID, ...]:
        """Whose it is, as the access policy asks for it: the two, or everybody of a group."""
        if self.supervisee_id:
            return (self.supervisor_id, self.supervisee_id)
        return (self.supervisor_id, *self.attendances.values_list("person_id", flat=True))

    @property
    def signatories(self) -> tuple[UUID, ...]:
        """Who signs its record: both; of a group, whoever led it (sa.4.d.5e)."""
        return (self.supervisor_id, self.supervisee_id) if self.supervisee_id else (self.supervisor_id,)


class Attendance(Identified):
    """Who was at a group or peer session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    was_there = models.BooleanField(default=True)

    PERSONAL = {"person": "staff identity"}

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.person} at {self.session}"


class Preparation(Identified):
    """What one of the two brings: practice, challenges, possible solutions, development; private until shared."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="preparations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    practice = models.TextField(blank=True)
    challenges = models.TextField(blank=True)
    solutions = models.TextField(blank=True)
    development = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    shared_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {
        "person": "staff identity",
        "practice": "private until shared",
        "challenges": "private until shared",
        "solutions": "private until shared",
        "development": "private until shared",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_preparation_each")]

    def __str__(self) -> str:
        return f"Preparation of {self.person}"
