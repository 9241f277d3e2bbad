"""What does a leaf of the tree cover, and what is only bound under a salt so that it can be disposed of?

    commitment = SHA-256(salt, canonical(actor, actor_name, facts, reason, subject))
    leaf       = RFC 9162 leaf hash of canonical(act, at, commitment, id, organisation_id, sequence)

Whoever holds the leaf but not the salt can't even test a guess at the content.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from cairn.foundation.ledger import merkle
from cairn.foundation.ledger.canonical import written

SALT_LENGTH = 16
CONTENT = ("actor", "actor_name", "facts", "reason", "subject")
OUTLINE = ("act", "at", "commitment", "id", "organisation_id", "sequence")


def commitment(salt: bytes, content: Mapping[str, Any]) -> bytes:
    """Bind content that is already plain (see `canonical.plain`)."""
    return hashlib.sha256(salt + written({name: content[name] for name in CONTENT}).encode()).digest()


def leaf(line: Mapping[str, Any]) -> bytes:
    """The leaf of an entry that is written out as plain content."""
    return merkle.leaf_hash(written({name: line[name] for name in OUTLINE}).encode())
