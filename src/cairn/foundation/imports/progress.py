"""How far has an import come, while its one transaction is still open?

Nothing of an open transaction can be read from outside it, and on SQLite nothing else can be written
either. So the running import leaves its count in a small file beside the uploaded ones.
"""

import json
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.conf import settings

OFTEN = 0.2  # seconds between two counts


class Counter:
    """Called as `counter(done, total)`; writes at most five times a second."""

    def __init__(self, pk: Any):
        self.place = _place(pk)
        self.last = 0.0

    def __enter__(self) -> Self:
        self.place.parent.mkdir(parents=True, exist_ok=True)
        return self

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last < OFTEN and done != total:
            return
        self.last = now
        fresh = self.place.with_suffix(".fresh")
        fresh.write_text(json.dumps([done, total]))
        fresh.replace(self.place)

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.place.unlink(missing_ok=True)


def progress_of(pk: Any) -> tuple[int, int] | None:
    """How many of how many; None where nothing is running, or has not begun to count."""
    try:
        done, total = json.loads(_place(pk).read_text())
    except (OSError, ValueError):
        return None
    return int(done), int(total)


def stands_still(pk: Any, seconds: float) -> bool:
    """Whether nothing has been counted for this long: then whoever was at work is gone."""
    try:
        return time.time() - _place(pk).stat().st_mtime > seconds
    except OSError:
        return True


def _place(pk: Any) -> Path:
    return Path(settings.CAIRN_FILES_DIR) / "progress" / f"{pk}.json"
