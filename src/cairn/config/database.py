"""Which database an address such as `sqlite:///var/cairn.sqlite3` or `postgres://user@host/name` means."""

from typing import Any
from urllib.parse import unquote, urlsplit

# Seen in a simulation of power cuts: with synchronous=NORMAL acknowledged writes were lost, with FULL none.
SQLITE_PROMISES = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
)


def database_from(address: str) -> dict[str, Any]:
    """The Django database settings for this address; a wrong address is refused in words."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) if parts.path.startswith("/") else parts.path or ":memory:",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PROMISES},
            "CONN_MAX_AGE": None,
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": {"connect_timeout": 3, "options": "-c statement_timeout=60000"},
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise RuntimeError(
        f"The database address begins with '{parts.scheme}:', which Cairn does not know. "
        "Write sqlite:///path/to/file or postgres://user:password@host/name."
    )
