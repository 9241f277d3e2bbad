"""Which keys let programmes call the API, for whom, and until when?"""

from typing import Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person


class TokenQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """One's own, and those that one's role may revoke."""
        return self.filter(reach(viewer, "token.see", unit="", owner="person", state=""))

    def live(self) -> Self:
        """Those that still open the door."""
        return self.filter(revoked_at=None, expires_at__gt=clock.now())


class Token(Identified):
    """A key with which a programme acts as its person, and can do no more than they can. Only its hash is kept."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # The day is enough to see that a key has fallen out of use; the hour would watch somebody at work.
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"person": "staff identity"}

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="token_expires_after_it_was_made"
            ),
        ]
        indexes = [models.Index(fields=["person", "revoked_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether it still opens the door."""
        return self.revoked_at is None and self.expires_at > clock.now()
