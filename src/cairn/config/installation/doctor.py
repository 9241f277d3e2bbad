"""Is this installation set up well, and if not, what is wrong and what mends it? In plain words."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import connection
from django.db.utils import DatabaseError
from django.utils import timezone

from cairn.config.installation.places import var
from cairn.config.installation.preparation import pending_migrations
from cairn.config.installation.worker import HEARTBEAT

LEAST_PYTHON = (3, 11)
LEAST_SPACE = 500 * 1024 * 1024
WORKER_IS_LATE = timedelta(minutes=3)
BUILT = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: fine, worth knowing, or wrong with what mends it."""

    about: str
    state: str  # fine, advice or wrong
    sentence: str


def fine(about: str, sentence: str) -> Finding:
    return Finding(about, "fine", sentence)


def advice(about: str, sentence: str) -> Finding:
    return Finding(about, "advice", sentence)


def wrong(about: str, sentence: str) -> Finding:
    return Finding(about, "wrong", sentence)


def examine() -> list[Finding]:
    """Every finding, in the order in which a person would mend them."""
    checks: tuple[Callable[[], Finding], ...] = (
        python,
        folder,
        space,
        keys,
        database,
        tables,
        assets,
        mail,
        address,
        background,
        clock,
    )
    return [check() for check in checks]


def python() -> Finding:
    """Python 3.11 or later."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] < LEAST_PYTHON:
        return wrong("Python", f"This is Python {version}; Cairn needs 3.11 or later.")
    return fine("Python", f"Python {version}.")


def folder() -> Finding:
    """The installation's own folder can be written and nobody else can look into it."""
    place = var()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as reason:
        return wrong("Folder", f"Cairn cannot write in {place}: {reason.strerror}. Give this account the folder.")
    if place.stat().st_mode & stat.S_IRWXO:
        return advice("Folder", f"Other accounts of this machine can look into {place}. Run: chmod 700 {place}")
    return fine("Folder", f"{place} can be written.")


def space() -> Finding:
    """Room on the disk for documents and for the database."""
    place = var()
    free = shutil.disk_usage(place if place.exists() else place.parent).free
    if free < LEAST_SPACE:
        return wrong("Disk", f"Only {free // 2**20} MB are free beside {place}. Make room before going on.")
    return fine("Disk", f"{free / 2**30:.1f} GB are free.")


def keys() -> Finding:
    """Keys are readable by their owner alone, or come from the environment."""
    place = Path(settings.CAIRN_KEYS_DIR)
    files = [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else []
    open_to_others = [path for path in files if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    if open_to_others:
        return wrong("Keys", f"Others can read {open_to_others[0]}. Run: chmod 600 {open_to_others[0]}")
    if not files and not os.environ.get("CAIRN_SECRET_KEY"):
        return wrong("Keys", f"There is no key under {place}. `cairn serve` makes one; restore it if there was one.")
    return fine("Keys", "Keys are readable by their owner alone. Have you a copy of them in a safe place?")


def database() -> Finding:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as reason:
        return wrong("Database", f"{_database_name()} does not answer: {_first_line(reason)}")
    return fine("Database", f"{_database_name()} answers.")


def tables() -> Finding:
    """The tables are those of this version."""
    try:
        pending = pending_migrations()
    except DatabaseError as reason:
        return wrong("Tables", f"The tables could not be looked at: {_first_line(reason)}")
    if pending:
        return wrong("Tables", f"{len(pending)} steps are missing, the first is {pending[0]}. Run: cairn migrate")
    return fine("Tables", "The tables are up to date.")


def assets() -> Finding:
    """Styles, scripts and the typeface of reports are on the disk."""
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    typeface = Path(settings.CAIRN_FONTS_DIR) / "SourceSansPro-Regular.ttf"
    if missing := [path for path in (typeface, collected) if not path.is_file()]:
        return wrong("Assets", f"{missing[0]} is missing, so pages or reports lack their look. Run: ./run")
    return fine("Assets", "Styles, scripts and the typeface of reports are there.")


def mail() -> Finding:
    """Invitations and reminders reach people."""
    if "smtp" not in settings.EMAIL_BACKEND:
        return advice("Mail", f"No mail server is set, so messages are written to {var() / 'mail'}. Set CAIRN_SMTP.")
    try:
        with get_connection():
            pass
    except OSError as reason:
        return wrong("Mail", f"The mail server {settings.EMAIL_HOST} does not answer: {reason}. Look at CAIRN_SMTP.")
    return fine("Mail", f"The mail server {settings.EMAIL_HOST} answers.")


def address() -> Finding:
    """Outside one's own machine, pages travel encrypted."""
    local = any(name in settings.SITE_URL for name in ("127.0.0.1", "localhost", "[::1]"))
    if settings.DEBUG:
        return wrong("Address", "CAIRN_DEBUG is on: it shows our code to visitors. Take it away.")
    if not settings.SITE_URL.startswith("https://") and not local:
        return wrong("Address", f"{settings.SITE_URL} is not encrypted. Put an HTTPS proxy in front (see the manual).")
    return fine("Address", f"People find Cairn at {settings.SITE_URL}.")


def background() -> Finding:
    """The worker has given a sign of life lately."""
    try:
        seen = cache.get(HEARTBEAT)
    except DatabaseError:
        return advice("Worker", "Whether a worker lives can be said once the database and its tables are mended.")
    if seen is None:
        return advice("Worker", "No worker has been seen yet; messages and imports wait. Start one: cairn worker")
    silent = timezone.now() - datetime.fromisoformat(seen)
    if silent > WORKER_IS_LATE:
        return wrong("Worker", f"The worker was last seen {_in_words(silent)} ago. Start it: cairn worker")
    return fine("Worker", "The worker is at work.")


def clock() -> Finding:
    """Records carry the time, so the machine's clock must be right and agree with the database's."""
    now = timezone.now()
    if now < BUILT:
        return wrong("Clock", f"The machine believes it is {now:%-d %B %Y}. Set its clock: records would be misdated.")
    if connection.vendor == "postgresql":
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT now()")
                apart = abs(cursor.fetchone()[0] - timezone.now())
        except DatabaseError as reason:
            return wrong("Clock", f"The database's clock could not be read: {_first_line(reason)}")
        if apart > timedelta(seconds=30):
            return wrong("Clock", f"This machine and the database disagree by {_in_words(apart)}. Set both clocks.")
    return fine("Clock", f"{timezone.localtime(now):%-d %B %Y, %H:%M}.")


def _database_name() -> str:
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"The file {facts['NAME']}"
    return f"The PostgreSQL database {facts['NAME']} at {facts['HOST'] or 'this machine'}"


def _first_line(reason: Exception) -> str:
    return (str(reason).strip() or type(reason).__name__).splitlines()[0]


def _in_words(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for name, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            number = seconds // length
            return f"{number} {name}{'' if number == 1 else 's'}"
    return f"{seconds} seconds"
