"""How is content written so that the same content always has the same bytes, and so the same hash?

The form follows RFC 8785: keys sorted, no blanks, UTF-8. Numbers with decimals are refused rather than
rounded: whoever needs one writes it as text.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

LARGEST = 2**53 - 1


def canonical(content: object) -> bytes:
    """The one way to write this content. TypeError where it holds what has no single way of being written."""
    return written(plain(content)).encode()


def written(content: object) -> str:
    """Content that is already plain, as text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fingerprint(content: object) -> str:
    """The SHA-256 of the content's canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def plain(value: object) -> Any:
    """Only texts, whole numbers, yes and no, nothing, lists, and mappings with texts for keys."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, Mapping):
        return {_key(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return _as_text(value)


def moment(at: datetime) -> str:
    """2026-11-22T15:55:00.000000Z: always UTC, always six decimals."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _whole(value: int) -> int:
    if abs(value) > LARGEST:
        raise TypeError(f"{value} is larger than every reader of JSON can hold. Write it as text.")
    return int(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{key!r} is no name: the keys of recorded content are texts.")
    return str(key)


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    raise TypeError(f"A {type(value).__name__} ({value!r}) has no single way of being written. Write it as text.")
