"""Where does the benchmark keep its employer, and is there a fresh one?"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var" / "bench"
SQLITE = VAR / "cairn.sqlite3"
KEPT = VAR / "world.pickle"


def set_places(database: str, *, name: str = "cairn") -> None:
    """Everything lies below var/bench; settings are read from the environment before Django is."""
    global SQLITE
    SQLITE = VAR / f"{name}.sqlite3"
    VAR.mkdir(parents=True, exist_ok=True)
    os.environ["CAIRN_VAR"] = str(VAR)
    os.environ["CAIRN_DATABASE_URL"] = database or f"sqlite:///{SQLITE}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
    os.environ.pop("CAIRN_TESTING", None)
    sys.path.insert(0, str(ROOT / "src"))
    assets = VAR / "assets"
    if not assets.exists() and (ROOT / "var" / "assets").is_dir():
        assets.symlink_to(ROOT / "var" / "assets")


def throw_away(database: str) -> None:
    """Begin with nothing; a PostgreSQL database is emptied only where its name says that it is the benchmark's."""
    if not database:
        for path in VAR.glob(f"{SQLITE.name}*"):
            path.unlink()
        shutil.rmtree(VAR / "files", ignore_errors=True)
        return
    from django.db import connection

    if "bench" not in str(connection.settings_dict["NAME"]):
        raise SystemExit("The benchmark empties its database, so the name of the database must hold the word 'bench'.")
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def prepare() -> None:
    """Tables, compressed assets and the library of standards."""
    from cairn.config.installation import preparation
    from cairn.foundation.standards.commands import load_library

    preparation.migrate(say=lambda _: None)
    preparation.collect_assets(say=lambda _: None)
    load_library()
