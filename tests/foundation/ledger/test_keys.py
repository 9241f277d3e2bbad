"""Is there one signing key, kept to itself, and are earlier keys remembered?"""

import stat
from pathlib import Path

import pytest

from cairn.foundation.ledger import keys


@pytest.fixture
def folder(settings) -> Path:
    return settings.CAIRN_KEYS_DIR


def test_the_key_is_made_once_and_readable_by_its_owner_alone(folder):
    first, second = keys.signing_key(), keys.signing_key()

    assert first.key_id == second.key_id
    assert stat.S_IMODE((folder / "ledger.pem").stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == [f"ledger-{first.key_id}.pub", "ledger.pem"]


def test_a_new_key_takes_over_and_the_old_one_still_checks(folder):
    old = keys.signing_key()
    signature = old.sign(b"past")
    (folder / "ledger.pem").unlink()

    assert keys.signing_key().key_id != old.key_id
    assert keys.is_signed(keys.public_key(old.key_id), b"past", signature)


@pytest.mark.parametrize("text", ["", "not a key", "00" * 32])
def test_a_public_key_that_was_changed_is_no_key(folder, text):
    key_id = keys.signing_key().key_id
    (folder / f"ledger-{key_id}.pub").write_text(text)

    assert keys.public_key(key_id) is None


@pytest.mark.parametrize("key_id", ["", "0" * 64, "../ledger", "x"])
def test_a_key_that_was_never_ours_is_no_key(key_id):
    assert keys.public_key(key_id) is None


def test_a_key_of_another_kind_is_refused(folder):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    other = X25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "ledger.pem").write_bytes(other)

    with pytest.raises(RuntimeError, match="signed with Ed25519"):
        keys.signing_key()


def test_bytes_that_are_no_key_sign_nothing():
    assert not keys.is_signed(b"short", b"x", b"y")
