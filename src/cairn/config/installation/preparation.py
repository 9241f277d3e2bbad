"""What is done before the first page: tables, compressed assets, the demonstration. Each step only where it is due."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending_migrations() -> list[str]:
    """The names of the changes to the tables that this database has not seen yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(say: Callable[[str], None] = print) -> list[str]:
    """Bring the tables up to date. Answers with what was done."""
    if pending := pending_migrations():
        say(f"Bringing the database up to date: {len(pending)} {'step' if len(pending) == 1 else 'steps'}.")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return pending


def collect_assets(say: Callable[[str], None] = print) -> bool:
    """Name every style and script after its content and compress it, unless nothing changed since the last time."""
    target = Path(settings.STATIC_ROOT)
    stamp, wanted = target / ".fingerprint", _fingerprint_of_assets()
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    say("Compressing styles and scripts.")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)
    return True


def is_empty() -> bool:
    """Whether no organisation has been set up yet."""
    return not apps.get_model("people", "Organisation")._default_manager.exists()


def _fingerprint_of_assets() -> str:
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    folders += [Path(app.path) / "static" for app in apps.get_app_configs()]
    seen = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            facts = path.stat()
            seen.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()
