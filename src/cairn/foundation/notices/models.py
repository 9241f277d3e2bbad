"""What waits in somebody's inbox, and which letters are on their way?"""

from typing import Self

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """One's own inbox, nobody else's."""
        return self.filter(person=viewer)

    def unseen(self) -> Self:
        """What has not been read yet."""
        return self.filter(seen_at=None)


class Notice(Identified):
    """One line in a person's inbox: that something waits, and where. Never who or what it is about in words."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)
    # Plain text, "evaluation.Round:<id>": notices stand below the rooms that send them.
    about = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"person": "staff identity"}

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["person", "-created_at"]),
            models.Index(fields=["person"], condition=models.Q(seen_at=None), name="notice_unseen"),
            models.Index(fields=["created_at"], condition=models.Q(mailed_at=None), name="notice_unmailed"),
        ]

    def __str__(self) -> str:
        return self.text


class State(models.TextChoices):
    """How far a letter has come."""

    WAITING = "waiting", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    GIVEN_UP = "given up", "Not accepted by the mail server"


NEXT = {
    State.WAITING: {State.SENDING},
    State.SENDING: {State.SENT, State.WAITING, State.GIVEN_UP},
    State.SENT: set(),
    State.GIVEN_UP: set(),
}


class Letter(Identified):
    """One e-mail in the outbox. Its text is sealed, since it may hold a one-time link, and is blanked when sent."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    sealed_text = models.TextField(blank=True)
    # The same at every attempt, so that a mail server that already has the letter does not deliver it twice.
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_problem = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"person": "staff identity", "sealed_text": "what the letter says; blanked when it was sent"}

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return self.subject
