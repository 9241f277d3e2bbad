"""What every record has: an identifier that says nothing, so that none can be guessed or counted."""

import uuid

from django.db import models


class Identified(models.Model):
    """A record with a random identifier."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
