"""Does the doctor find what is wrong, and say what mends it?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.utils import OperationalError
from django.utils import timezone

from cairn.config.installation import doctor
from cairn.config.installation.worker import HEARTBEAT


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """An installation's folder of its own, with one key and the assets in it."""
    tmp_path.chmod(0o700)
    monkeypatch.setenv("CAIRN_VAR", str(tmp_path))
    settings.CAIRN_KEYS_DIR = tmp_path / "keys"
    settings.CAIRN_FONTS_DIR = tmp_path / "fonts"
    settings.STATIC_ROOT = tmp_path / "static"
    for path in ("keys/secret", "fonts/SourceSansPro-Regular.ttf", "static/staticfiles.json"):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).touch(mode=0o600)
    return tmp_path


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer."""

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.mark.django_db
def test_a_good_installation_has_nothing_wrong(place: Path) -> None:
    cache.set(HEARTBEAT, timezone.now().isoformat(), timeout=None)
    assert [finding for finding in doctor.examine() if finding.state == "wrong"] == []


def test_a_key_that_others_can_read_is_wrong(place: Path) -> None:
    (place / "keys" / "secret").chmod(0o644)
    assert doctor.keys() == doctor.wrong(
        "Keys", f"Others can read {place}/keys/secret. Run: chmod 600 {place}/keys/secret"
    )


def test_a_missing_key_is_wrong(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAIRN_SECRET_KEY", raising=False)
    (place / "keys" / "secret").unlink()
    assert doctor.keys().state == "wrong"
    monkeypatch.setenv("CAIRN_SECRET_KEY", "from elsewhere")
    assert doctor.keys().state == "fine"


def test_a_folder_open_to_others_is_worth_knowing(place: Path) -> None:
    assert doctor.folder().state == "fine"
    place.chmod(0o755)
    assert doctor.folder() == doctor.advice(
        "Folder", f"Other accounts of this machine can look into {place}. Run: chmod 700 {place}"
    )


def test_a_folder_that_is_a_file_cannot_be_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "plain").touch()
    monkeypatch.setenv("CAIRN_VAR", str(place / "plain"))
    assert doctor.folder().state == "wrong"


def test_missing_assets_are_wrong(place: Path) -> None:
    assert doctor.assets().state == "fine"
    (place / "static" / "staticfiles.json").unlink()
    assert doctor.assets().sentence == (
        f"{place}/static/staticfiles.json is missing, so pages or reports lack their look. Run: ./run"
    )


@pytest.mark.usefixtures("no_database")
def test_a_database_that_does_not_answer_is_wrong_in_one_line() -> None:
    finding = doctor.database()
    assert (finding.state, finding.sentence.endswith("does not answer: connection refused")) == ("wrong", True)


@pytest.mark.django_db
def test_missing_steps_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.tables().state == "fine"
    monkeypatch.setattr(doctor, "pending_migrations", lambda: ["people.0002_more", "ledger.0003_more"])
    assert doctor.tables() == doctor.wrong(
        "Tables", "2 steps are missing, the first is people.0002_more. Run: cairn migrate"
    )


@pytest.mark.django_db
def test_a_silent_worker_is_wrong_and_one_never_seen_is_worth_knowing() -> None:
    cache.delete(HEARTBEAT)
    assert doctor.background().state == "advice"
    cache.set(HEARTBEAT, timezone.now().isoformat(), timeout=None)
    assert doctor.background() == doctor.fine("Worker", "The worker is at work.")
    cache.set(HEARTBEAT, (timezone.now() - timedelta(hours=2, minutes=5)).isoformat(), timeout=None)
    assert doctor.background() == doctor.wrong("Worker", "The worker was last seen 2 hours ago. Start it: cairn worker")


def test_mail_that_goes_to_a_folder_is_worth_knowing(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert doctor.mail().state == "advice"


def test_a_mail_server_that_does_not_answer_is_wrong(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    finding = doctor.mail()
    assert (finding.state, finding.sentence.startswith("The mail server 127.0.0.1 does not answer:")) == ("wrong", True)


@pytest.mark.parametrize(
    ("address", "state"),
    [("http://127.0.0.1:8000", "fine"), ("https://cairn.example", "fine"), ("http://cairn.example", "wrong")],
)
def test_outside_this_machine_pages_must_travel_encrypted(address: str, state: str, settings: Any) -> None:
    settings.SITE_URL, settings.DEBUG = address, False
    assert doctor.address().state == state


def test_a_clock_before_this_version_was_written_is_wrong() -> None:
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC)):
        assert doctor.clock() == doctor.wrong(
            "Clock", "The machine believes it is 1 January 2020. Set its clock: records would be misdated."
        )
