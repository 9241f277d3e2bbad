"""Which key signs tree heads, and which keys have signed them so far?

The private key lies in `CAIRN_KEYS_DIR/ledger.pem`, readable by its owner alone, and is made when it is first
needed. Every public key stays beside it as `ledger-<key id>.pub`; to rotate, move `ledger.pem` away.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key, named by the SHA-256 of its public half."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        return key_id_of(self.public)

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self.private.sign(message)


def key_id_of(public: bytes) -> str:
    """The name of a public key: nobody can offer another key under it."""
    return hashlib.sha256(public).hexdigest()


def signing_key() -> SigningKey:
    """This installation's key, made at first use."""
    path = _folder() / "ledger.pem"
    if not path.exists():
        _make(path)
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise RuntimeError(f"{path} holds a key of another kind. Tree heads are signed with Ed25519.")
    key = SigningKey(private)
    _publish(key)
    return key


def public_key(key_id: str) -> bytes | None:
    """The public key of that name, if this installation ever used it."""
    if not all(digit in "0123456789abcdef" for digit in key_id):
        return None
    path = _folder() / f"ledger-{key_id}.pub"
    try:
        public = bytes.fromhex(path.read_text().strip())
    except (FileNotFoundError, ValueError):
        return None
    return public if key_id_of(public) == key_id else None


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Did the owner of this key sign exactly this message?"""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _folder() -> Path:
    folder = Path(settings.CAIRN_KEYS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _make(path: Path) -> None:
    private = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_once(path, private, mode=0o600)


def _publish(key: SigningKey) -> None:
    path = _folder() / f"ledger-{key.key_id}.pub"
    if not path.exists():
        _write_once(path, key.public.hex().encode() + b"\n", mode=0o644)


def _write_once(path: Path, content: bytes, *, mode: int) -> None:
    """Whoever comes second finds the first one's file, whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
