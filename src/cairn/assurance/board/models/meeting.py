"""What is a meeting made of: its agenda, who sits there, what came of each item (sa.agenda.1 to sa.agenda.13)?"""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cairn.assurance.board.models.board import Board, Capacity, Kind, Membership, Part
from cairn.cycle.improvement.models import Action
from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person


class State(models.TextChoices):
    """Where a meeting stands. Only in progress do its items have outcomes; closed, it is changed no more."""

    DRAFT = "draft", "Being prepared"
    OPEN = "open", "Sent out"
    IN_PROGRESS = "in_progress", "In progress"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


NEXT = {
    State.DRAFT: {State.OPEN, State.CANCELLED},
    State.OPEN: {State.IN_PROGRESS, State.CANCELLED},
    State.IN_PROGRESS: {State.CLOSED},
    State.CLOSED: set(),
    State.CANCELLED: set(),
}
LIVE = (State.DRAFT, State.OPEN, State.IN_PROGRESS)


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """Those who had a seat in it or sit on its board today, and whoever the policy names."""
        seat = Seat.objects.filter(meeting=OuterRef("pk"), person=viewer.pk).values("person")[:1]
        term = Membership.objects.current().filter(board=OuterRef("board"), person=viewer.pk).values("person")[:1]
        mine = self.alias(seat=Coalesce(Subquery(seat), Subquery(term)))
        return mine.filter(reach(viewer, "meeting.see", unit="", owner="seat"))

    def live(self) -> Self:
        return self.filter(state__in=LIVE)


class Meeting(Identified):
    """One meeting of a board; they are counted from 1."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    held_on = models.DateField()
    begins_at = models.TimeField()
    place = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # The minutes are approved at a later meeting, signed by whoever chairs it.
    approved_in = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="approved")
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=Q(approved_in=None) | Q(state="closed"), name="only_closed_meetings_have_approved_minutes"
            ),
        ]
        indexes = [models.Index(fields=["board", "held_on"]), models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return f"{self.board}, meeting {self.number}"

    @property
    def parties(self) -> tuple[object, ...]:
        """Who had a seat in it or sits on its board today, as the access policy asks."""
        if not hasattr(self, "_parties"):
            seats = self.seats.order_by().values_list("person")
            terms = Membership.objects.current().filter(board=self.board_id).order_by().values_list("person")
            self._parties = tuple(person for (person,) in seats.union(terms))
        return self._parties


class Standing(models.TextChoices):
    """Whether somebody comes."""

    EXPECTED = "expected", "Expected"
    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"


class Seat(Identified):
    """Somebody's place in one meeting: laid out when it is sent out, by who sits on the board on its day."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part)
    capacity = models.CharField(max_length=24, choices=Capacity)
    stands_in_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.EXPECTED)
    interest = models.CharField(max_length=500, blank=True)  # declared before or in the meeting

    PERSONAL = {
        "person": "staff identity",
        "stands_in_for": "staff identity",
        "interest": "interests that somebody declared",
    }
    NOT_PERSONAL = ()

    class Meta:
        ordering = ["part", "capacity"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_seat_in_a_meeting")]
        indexes = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_standing_display()}"

    @property
    def organisation_id(self) -> UUID:
        return self.meeting.organisation_id


class ItemQuerySet(models.QuerySet):
    def readable_by(self, viewer: Person) -> Self:
        """Private items exist for their readers only."""
        mine = Item.readers.through.objects.filter(item=OuterRef("pk"), person=viewer.pk)
        return self.filter(Q(is_private=False) | models.Exists(mine))


class Item(Identified):
    """One item of an agenda; without a meeting it waits in the backlog of its board."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="items")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=6, blank=True)
    block = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    brief = models.CharField(max_length=40, blank=True)
    minutes_asked = models.PositiveSmallIntegerField(null=True, blank=True)
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reading = models.TextField(blank=True)  # what to read before a professional discussion
    is_private = models.BooleanField(default=False)
    readers: models.ManyToManyField = models.ManyToManyField(Person, related_name="+", blank=True)
    minutes = models.TextField(blank=True)
    # Whoever saves says which version they had before them, so that nobody's text is overwritten.
    version = models.PositiveIntegerField(default=0)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried_to")
    referred_by = models.ForeignKey("board.Outcome", models.PROTECT, null=True, blank=True, related_name="taken_up_as")
    added_at = models.DateTimeField()

    PERSONAL = {
        "minutes": "may describe people",
        "reading": "may name authors",
        "lead": "staff identity",
    }

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "added_at"]
        indexes = [models.Index(fields=["meeting", "position"])]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def organisation_id(self) -> UUID:
        return self.board.organisation_id


class OutcomeKind(models.TextChoices):
    """What came of an item."""

    INFORMATION = "information", "Noted"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"
    REFERRAL = "referral", "Referred to another board"


class Outcome(Identified):
    """One outcome of an item. It is written while the meeting is in progress and never changed."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=12, choices=OutcomeKind)
    text = models.TextField()
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="+")
    to_board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PERSONAL = {"text": "may describe people", "by": "staff identity"}

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="action", action__isnull=False, to_board=None)
                | Q(kind="referral", to_board__isnull=False, action=None)
                | Q(kind__in=["information", "decision"], action=None, to_board=None),
                name="outcome_names_what_it_led_to",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def organisation_id(self) -> UUID:
        return self.item.organisation_id
