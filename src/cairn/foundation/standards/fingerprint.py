"""Is this the same content, whatever it looks like on the page?"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any


def hash_of(content: dict[str, Any]) -> str:
    """The SHA-256 of the content in one canonical form: sorted keys, composed characters, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", canonical).encode()).hexdigest()
