"""Where does the empty database of a test run come from, without every migration each time?

The first run keeps what it migrated: for SQLite as a file in pytest's cache, for PostgreSQL as a database whose name
ends in `_ready`. A later run begins with a copy. When a migration changes, or what it names, it is migrated anew.
"""

import hashlib
import os
import re
import sqlite3
from contextlib import closing
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.db import connection

LOCK = 7_224_726  # whoever makes the database that is copied holds it, because several workers may want to


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """The settings of the test's database; before anything is made of them, the copy is laid out."""
    cache = getattr(request.config, "cache", None)
    prepared = _KINDS[connection.vendor](cache.mkdir("databases")) if cache else None
    with django_db_blocker.unblock():
        if prepared and prepared.is_there():
            prepared.lay_out()
    return prepared


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup, django_db_blocker):
    """The database stands; where it was migrated from nothing, it is kept for the next run."""
    with django_db_blocker.unblock():
        prepared = django_db_modify_db_settings
        if prepared:
            prepared.finish()


def fingerprint():
    """Of all that makes an empty database: the migrations, and our own modules that they name."""
    told = hashlib.sha256(django.__version__.encode())
    for path in sorted(_written()):
        told.update(path.read_bytes())
    return told.hexdigest()


def _written():
    migrations = {
        path
        for app in apps.get_app_configs()
        if find_spec(f"{app.name}.migrations")
        for path in Path(import_module(f"{app.name}.migrations").__file__).parent.glob("*.py")
    }
    named = {name for path in migrations for name in re.findall(r"\bcairn(?:\.\w+)+", path.read_text())}
    return migrations | {Path(_module(name).__file__) for name in named}


def _module(name):
    """The module in which the named thing stands."""
    try:
        return import_module(name)
    except ImportError:
        return _module(name.rpartition(".")[0])


class File:
    """For SQLite in memory: a file that is read into it."""

    def __init__(self, folder):
        self.folder, self.held = folder, None
        self.path = folder / f"{fingerprint()}.sqlite3"

    def is_there(self):
        return self.path.exists()

    def lay_out(self):
        self.held = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
        with closing(sqlite3.connect(self.path)) as kept:
            kept.backup(self.held)

    def finish(self):
        if self.held:
            self.held.close()
            return
        for old in self.folder.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        unfinished = self.path.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(unfinished)) as kept:
            connection.connection.backup(kept)
        unfinished.rename(self.path)


class Copy:
    """For PostgreSQL: a database that the server copies."""

    def __init__(self, _folder):
        self.name = f"test_{connection.settings_dict['NAME']}_ready"
        self.fingerprint = fingerprint()
        self.is_copied = False

    def is_there(self):
        question = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        with connection._nodb_cursor() as cursor:
            cursor.execute(question, [self.name])
            return cursor.fetchone() == (self.fingerprint,)

    def lay_out(self):
        connection.settings_dict["TEST"]["TEMPLATE"] = self.name
        self.is_copied = True

    def finish(self):
        if self.is_copied:
            return
        ours, source = (connection.ops.quote_name(name) for name in (self.name, connection.settings_dict["NAME"]))
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            if not self.is_there():
                cursor.execute(f"DROP DATABASE IF EXISTS {ours}")
                cursor.execute(f"CREATE DATABASE {ours} TEMPLATE {source}")
                cursor.execute(f"COMMENT ON DATABASE {ours} IS '{self.fingerprint}'")


_KINDS = {"sqlite": File, "postgresql": Copy}
