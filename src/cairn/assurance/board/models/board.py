"""Which boards are there, who sits on them since when, and what stands on every agenda of theirs (sa.board.members)?"""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.people.models.dated import Dated, DatedQuerySet, in_order


class Part(models.TextChoices):
    """What somebody is on a board. The secretary writes and does not count towards a quorum."""

    CHAIR = "chair", "Chair"
    MEMBER = "member", "Member"
    DEPUTY = "deputy", "Deputy"
    SECRETARY = "secretary", "Secretary"


PARTS = list(Part)  # in the order in which they are named
COUNTED = (Part.CHAIR, Part.MEMBER)


class Capacity(models.TextChoices):
    """As whom somebody sits there (sa.board.members)."""

    CSWO = "cswo", "Chief social work officer"
    PSW = "psw", "Principal social worker"
    SENIOR_MANAGER = "senior_manager", "Senior manager"
    SERVICE_MANAGER_ADULTS = "service_manager_adults", "Service manager, adults"
    SERVICE_MANAGER = "service_manager", "Service manager, other services"
    QUALITY_OFFICER = "quality_officer", "Quality assurance officer"
    TEAM_LEADER = "team_leader", "Area team leader"
    PRACTITIONER = "practitioner", "Practitioner"
    CO_OPTED = "co_opted", "Co-opted member"
    SUPPORT = "support", "Support to the board"


class Kind(models.TextChoices):
    """What an item of an agenda is for; each shows on its own page what belongs to it."""

    WELCOME = "welcome", "Welcome and apologies"
    MINUTES = "minutes", "Minutes of the last meeting"
    ACTIONS = "actions", "Action log"
    BRIEF = "brief", "Filled from the records of a room"
    DISCUSSION = "discussion", "Professional discussion"
    INFORMATION = "information", "For information"
    NEXT = "next", "Date of the next meeting"
    OTHER = "other", "Anything else"


class BoardQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """Who governs practice is known to everybody who works here."""
        return self.filter(reach(viewer, "board.see", unit="", owner=(), state=""))


class Board(Identified):
    """A board or committee with its terms of reference, and the one that it reports to (sa.board.reach)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    purpose = models.TextField()  # its terms of reference
    quorum = models.PositiveSmallIntegerField()
    reports_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reported_by")
    founded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    PERSONAL = {"purpose": "may name office holders"}

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="board_name_once"),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="board_quorum_of_one_at_least"),
            models.CheckConstraint(
                condition=Q(reports_to=None) | ~Q(reports_to=F("id")), name="board_not_under_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Identified, Dated):
    """Somebody's seat on a board from one day to another. A deputy comes in place of one member."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part, default=Part.MEMBER)
    capacity = models.CharField(max_length=24, choices=Capacity)
    stands_in_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    PERSONAL = {"person": "staff identity", "stands_in_for": "staff identity"}

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["part", "capacity", "-starts_on"]
        constraints = [in_order("membership_of_board_in_order")]
        indexes = [models.Index(fields=["board", "ends_on"]), models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display()}"

    @property
    def organisation_id(self) -> UUID:
        return self.board.organisation_id


class StandingItem(Identified):
    """What stands on every agenda. A later change of it does not touch a meeting that has been planned."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="standing_items")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=6)
    block = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    brief = models.CharField(max_length=40, blank=True)  # the key of what a room declares, or will one day
    minutes_asked = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def organisation_id(self) -> UUID:
        return self.board.organisation_id
