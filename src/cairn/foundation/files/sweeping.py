"""Do the disk and the records agree about which files there are?"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from cairn.foundation.core import clock
from cairn.foundation.files.models import StoredFile

PATIENCE = timedelta(hours=24)


def sweep(*, now: datetime | None = None) -> int:
    """Remove files that no record points to and that are a day old: uploads that a crash cut off. Says how many.

    Nothing is recorded, since nothing that was ever kept is lost.
    """
    before = ((now or clock.now()) - PATIENCE).timestamp()
    swept = 0
    for file in _files():
        path = file.relative_to(settings.CAIRN_FILES_DIR).as_posix()
        if file.stat().st_mtime < before and not StoredFile.objects.filter(path=path).exists():
            file.unlink(missing_ok=True)
            swept += 1
    return swept


def missing() -> list[StoredFile]:
    """Records whose file is not on the disk: for the doctor, after a restored backup."""
    return [stored for stored in StoredFile.objects.iterator() if not stored.place.is_file()]


def _files() -> list[Path]:
    """The folders made here have two hexadecimal letters; whatever else lies beside them is left alone."""
    return [file for file in Path(settings.CAIRN_FILES_DIR).glob("[0-9a-f][0-9a-f]/*") if file.is_file()]
