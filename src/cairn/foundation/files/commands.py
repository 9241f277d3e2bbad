"""Everything that can be done with files: put one away."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.files import traces
from cairn.foundation.files.inspection import LARGEST, inspect, tidy_name
from cairn.foundation.files.models import StoredFile
from cairn.foundation.files.scanner import insist_on_clean
from cairn.foundation.ledger.commands import record

UNFINISHED = ".unfinished"


@transaction.atomic
def store(upload: Any, *, by: Any, organisation_id: UUID | None = None) -> StoredFile:
    """Keep an uploaded file that is what its name says; raises `Refused` with a sentence for any other.

    `upload` has a `name` and can be read (a Django upload or an open file). What it tells about its making is taken
    out first: size and hash are those of what is kept. The file lies safely on the disk before its record is made: a
    crash in between leaves an orphan, never a record without a file.
    """
    name = tidy_name(str(upload.name or ""))
    content = upload.read(LARGEST + 1)
    media_type = inspect(content, name)
    insist_on_clean(content)
    kept = traces.cleaned(content, name)
    stored = StoredFile.objects.create(
        organisation_id=organisation_id or by.organisation_id,
        name=name,
        media_type=media_type,
        size=len(kept.content),
        sha256=hashlib.sha256(kept.content).hexdigest(),
        cleaned=traces.said(kept),
        path=_put_away(kept.content),
        uploaded_by=str(by.pk) if by is not None else "",
        uploaded_by_name=str(by)[:200] if by is not None else "",
        at=clock.now(),
    )
    facts = {name: getattr(stored, name) for name in ("name", "media_type", "size", "sha256")}
    facts |= {"removed": list(kept.removed)} if kept.removed else {}
    record("file.stored", by=by, subject=stored, facts=facts, organisation_id=stored.organisation_id)
    return stored


def _put_away(content: bytes) -> str:
    """Write to a random name: first beside it, forced to the disk, then renamed in one step."""
    name = secrets.token_hex(16)
    folder = Path(settings.CAIRN_FILES_DIR) / name[:2]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = folder / f"{name}{UNFINISHED}"
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(folder / name)
        _force_to_disk(folder)
    except OSError as fault:
        unfinished.unlink(missing_ok=True)
        raise Refused(
            "The file could not be kept just now: the disk is full or can't be written. Tell whoever looks after Cairn."
        ) from fault
    return f"{name[:2]}/{name}"


def _force_to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
