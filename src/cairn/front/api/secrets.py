"""What does a key look like, and what is kept of it?"""

import secrets
from hashlib import sha256

MARK = "cairn_"  # so that a scanner of source code and logs can tell a leaked key from other text


def new_secret() -> str:
    """256 random bits, as text that needs no quoting."""
    return MARK + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept. The secret is random, so a plain hash can't be searched backwards."""
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
