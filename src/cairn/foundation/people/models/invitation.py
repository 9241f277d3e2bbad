"""Who was invited to sign in, and has the invitation been used?"""

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models.organisation import Organisation
from cairn.foundation.people.models.person import Person


class Invitation(Identified):
    """A letter with a secret link with which a person sets their first password. Only its hash is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"person": "staff identity", "invited_by": "staff identity"}

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Invitation of {self.person}"
