"""What is sent to the members of a board: papers with their front sheets, and packs that were frozen at a time?"""

from uuid import UUID

from django.db import models

from cairn.assurance.board.models.meeting import Item, Meeting
from cairn.foundation.core.records import Identified
from cairn.foundation.files.models import StoredFile
from cairn.foundation.people.models import Organisation, Person


class Ask(models.TextChoices):
    """What a paper asks of the board."""

    NOTE = "note", "To note"
    DISCUSS = "discuss", "To discuss"
    DECIDE = "decide", "To decide"


class Paper(Identified):
    """A paper that somebody brings to an item, with its front sheet."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=150)
    author = models.CharField(max_length=120)
    ask = models.CharField(max_length=8, choices=Ask)
    purpose = models.TextField()
    equality = models.TextField()
    rights = models.TextField()
    privacy = models.TextField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)  # of a PDF; other files are not bound in
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PERSONAL = {
        "purpose": "may describe people",
        "equality": "may describe people",
        "rights": "may describe people",
        "privacy": "may describe people",
        "by": "staff identity",
    }

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.title

    @property
    def organisation_id(self) -> UUID:
        return self.item.organisation_id


class Pack(Identified):
    """The papers of a meeting as they were at one moment: the first, or a supplement to it. Never changed.

    Every file is made from this text again. Pages go on from one to the next, so that nothing sent is renumbered.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()  # 0 is the pack, from 1 on its supplements
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    first_page = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    frozen_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # none: from the terminal

    PERSONAL = {"content": "names members, leads and owners of actions", "by": "staff identity"}

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="pack_number_once")]

    def __str__(self) -> str:
        return "Pack" if self.number == 0 else f"Supplement {self.number}"

    @property
    def last_page(self) -> int:
        return self.first_page + self.pages - 1
