"""Which files were uploaded, and where do they lie?"""

from pathlib import Path

from django.conf import settings
from django.db import models

from cairn.foundation.core.records import Identified


class StoredFile(Identified):
    """A file that was checked and put away outside the web root, under a name that says nothing.

    The room that cites it decides who may read it.
    """

    PERSONAL = {"name": "may name people", "uploaded_by_name": "staff identity"}

    organisation_id = models.UUIDField(editable=False)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # What it told about its making and no longer does, in a sentence; empty where there was nothing.
    cleaned = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=80, unique=True, editable=False)
    uploaded_by = models.CharField(max_length=40, blank=True)
    uploaded_by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["organisation_id", "sha256"])]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Path:
        """Where it lies on the disk."""
        return Path(settings.CAIRN_FILES_DIR) / self.path
