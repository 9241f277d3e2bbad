"""Which approvals, awards and appointments does somebody hold, from when to when?"""

from django.db import models

from cairn.foundation.people.models.dated import in_order
from cairn.practice.registration.approvals import APPROVALS
from cairn.practice.registration.models.known import KNOWN_PERSONAL, Known


class Approval(Known):
    """An approval that somebody holds for a time, such as mental health officer; without a last day it goes on."""

    kind = models.CharField(max_length=40, choices=list(APPROVALS.items()))
    given_by = models.CharField(max_length=120, blank=True)

    PERSONAL = KNOWN_PERSONAL

    class Meta:
        ordering = ["kind", "starts_on", "recorded_at"]
        constraints = [in_order("approval_in_order")]
        indexes = [models.Index(fields=["person", "replaced_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.starts_on}"
