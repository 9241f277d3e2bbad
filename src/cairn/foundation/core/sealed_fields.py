"""How is a secret kept in the database: sealed with a key that is not in the database, for one place only."""

import base64
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


def _key(place: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"cairn {place}".encode()).derive(
        settings.SECRET_KEY.encode()
    )


def seal(text: str, *, place: str) -> str:
    """Seal a text; `place` names where it may be opened, so that a sealed text can't be moved elsewhere."""
    nonce = os.urandom(NONCE)
    sealed = AESGCM(_key(place)).encrypt(nonce, text.encode(), place.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, *, place: str) -> str:
    """Open a sealed text again; InvalidTag where it was altered or moved."""
    raw = base64.urlsafe_b64decode(sealed)
    return AESGCM(_key(place)).decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()
