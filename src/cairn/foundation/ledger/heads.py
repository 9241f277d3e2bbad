"""How is a tree head written, so that a copy of it can be kept elsewhere and checked by anybody?"""

from typing import Any

from cairn.foundation.ledger import keys
from cairn.foundation.ledger.canonical import moment, written
from cairn.foundation.ledger.models import TreeHead

PREFIX = b"Cairn tree head 1\n"
SIGNED = ("at", "id", "key_id", "organisation_id", "root", "size")


def line(head: TreeHead) -> dict[str, Any]:
    """The head as plain content, before it is signed."""
    return {
        "at": moment(head.at),
        "id": str(head.pk),
        "key_id": head.key_id,
        "organisation_id": str(head.organisation_id),
        "root": bytes(head.root).hex(),
        "size": head.size,
    }


def message(written_head: dict[str, Any]) -> bytes:
    """Exactly the bytes that are signed. The prefix keeps the signature from meaning anything else."""
    return PREFIX + written({name: written_head[name] for name in SIGNED}).encode()


def complete(head: TreeHead) -> dict[str, Any]:
    """The head as it leaves the machine: with its signature and the public key that checks it."""
    public = keys.public_key(head.key_id) or b""
    return line(head) | {"public_key": public.hex(), "signature": bytes(head.signature).hex()}
