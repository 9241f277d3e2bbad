"""A file is kept outside the web root before its record is made, and leaves only as a download."""

import hashlib
import io
import socket
import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.foundation.files.making import pdf

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.files import sweeping
from cairn.foundation.files.commands import store
from cairn.foundation.files.downloads import open_file, read_file
from cairn.foundation.files.models import StoredFile
from cairn.foundation.ledger.models import Entry

NOTE = b"We met in May.\n"


class Ann(SimpleNamespace):
    def __str__(self) -> str:
        return "Ann Reid"


@pytest.fixture
def ann():
    return Ann(pk=uuid4(), organisation_id=uuid4())


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.CAIRN_FILES_DIR = tmp_path / "files"
    return settings.CAIRN_FILES_DIR


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_store_keeps_the_file_and_records_it(ann, folder):
    stored = store(SimpleUploadedFile("C:\\notes\\May.txt", NOTE), by=ann)

    assert (stored.name, stored.media_type, stored.size) == ("May.txt", "text/plain", 15)
    assert stored.sha256 == hashlib.sha256(NOTE).hexdigest()
    assert (stored.uploaded_by, stored.uploaded_by_name) == (str(ann.pk), "Ann Reid")
    assert kept(folder) == [stored.place]
    assert stored.place.read_bytes() == NOTE
    assert stored.place.stat().st_mode & 0o777 == 0o600
    assert "May" not in stored.path
    entry = Entry.objects.get()
    assert (entry.act, entry.subject) == ("file.stored", f"files.StoredFile:{stored.pk}")
    assert entry.facts == {"name": "May.txt", "media_type": "text/plain", "size": 15, "sha256": stored.sha256}


@pytest.mark.django_db
def test_store_refused_leaves_no_trace(ann, folder):
    with pytest.raises(Refused, match="not what its name says"):
        store(SimpleUploadedFile("May.pdf", NOTE), by=ann)

    assert (StoredFile.objects.count(), Entry.objects.count(), kept(folder)) == (0, 0, [])


@pytest.mark.django_db
def test_a_full_disk_is_a_refusal_and_leaves_nothing(ann, folder, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Refused, match="the disk is full"):
        store(SimpleUploadedFile("May.txt", NOTE), by=ann)

    assert (StoredFile.objects.count(), kept(folder)) == (0, [])


@pytest.mark.django_db
def test_an_open_file_can_be_stored_too(ann):
    upload = io.BytesIO(pdf())
    upload.name = "minutes.pdf"

    assert store(upload, by=ann).media_type == "application/pdf"


@pytest.mark.django_db
def test_a_file_leaves_as_a_download_that_no_browser_runs(ann):
    response = open_file(store(SimpleUploadedFile("Zoë's “plan”.txt", NOTE), by=ann))

    assert response.content == NOTE
    assert dict(response.headers) == {
        "Content-Type": "text/plain",
        "Content-Disposition": "attachment; filename*=utf-8''Zo%C3%AB%27s%20%E2%80%9Cplan%E2%80%9D.txt",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


@pytest.mark.django_db
def test_a_file_changed_on_the_disk_is_not_given_out(ann):
    stored = store(SimpleUploadedFile("May.txt", NOTE), by=ann)
    stored.place.write_bytes(b"We met in June.\n")

    with pytest.raises(Refused, match="no longer what was uploaded"):
        read_file(stored)


@pytest.mark.django_db
def test_a_file_that_is_gone_is_a_sentence_and_found_by_the_doctor(ann):
    stored, other = (store(SimpleUploadedFile(name, NOTE), by=ann) for name in ("May.txt", "June.txt"))
    stored.place.unlink()

    with pytest.raises(Refused, match=r"“May\.txt” can't be read just now"):
        read_file(stored)
    assert sweeping.missing() == [stored]
    assert read_file(other) == NOTE


@pytest.mark.django_db
def test_sweeping_removes_orphans_a_day_old_and_nothing_else(ann, folder):
    stored = store(SimpleUploadedFile("May.txt", NOTE), by=ann)
    orphan, unfinished = stored.place.parent / ("a" * 32), stored.place.parent / f"{'b' * 32}.unfinished"
    for path in (orphan, unfinished):
        path.write_bytes(b"cut off")
    other = folder / "progress" / "x"
    other.parent.mkdir()
    other.write_text("somebody else's")

    assert sweeping.sweep() == 0
    assert sweeping.sweep(now=clock.now() + timedelta(days=2)) == 2
    assert sorted(kept(folder)) == sorted([stored.place, other])


@pytest.fixture
def scanner(settings):
    """A scanner that speaks ClamAV's language and gives the answer that the test puts in."""
    answers = {"now": b"stream: OK\0", "seen": b""}
    listening = socket.create_server(("127.0.0.1", 0))
    settings.CAIRN_SCANNER = f"tcp://127.0.0.1:{listening.getsockname()[1]}"

    def serve():
        line, _ = listening.accept()
        with line:
            received = b""
            while not received.endswith(b"\0\0\0\0"):
                received += line.recv(65536)
            answers["seen"] = received
            line.sendall(answers["now"])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield answers
    thread.join(2)
    listening.close()


@pytest.mark.django_db
def test_a_scanner_that_finds_nothing_lets_the_file_in(ann, scanner):
    store(SimpleUploadedFile("May.txt", NOTE), by=ann)

    assert scanner["seen"] == b"zINSTREAM\0" + b"\0\0\0\x0f" + NOTE + b"\0\0\0\0"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [(b"stream: Eicar FOUND\0", "found something"), (b"INSTREAM size limit exceeded. ERROR\0", "could not read")],
)
def test_a_scanner_that_finds_something_or_fails_keeps_the_file_out(ann, scanner, answer, sentence):
    scanner["now"] = answer
    with pytest.raises(Refused, match=sentence):
        store(SimpleUploadedFile("May.txt", NOTE), by=ann)


@pytest.mark.django_db
def test_a_scanner_that_does_not_answer_keeps_every_file_out(ann, settings, folder):
    settings.CAIRN_SCANNER = "unix:///nowhere/clamd.sock"
    with pytest.raises(Refused, match="does not answer"):
        store(SimpleUploadedFile("May.txt", NOTE), by=ann)
    assert kept(folder) == []


@pytest.mark.django_db
def test_sweeping_comes_round_daily():
    from cairn.foundation.files.recurring import EVERY

    ((task, interval),) = EVERY
    assert (task.name, interval, task.call()) == ("sweep_up", timedelta(days=1), 0)
