"""What the doors remember: which form was already acted on, so that a double click makes one record."""

from django.db import models


class ActKey(models.Model):
    """The one-time key of a form that was acted on, and where its answer was."""

    key = models.CharField(max_length=40, primary_key=True)
    person_id = models.CharField(max_length=40)
    location = models.CharField(max_length=500, blank=True)
    used_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
