"""How does the ledger leave the machine, so that it can be checked where Cairn does not run?

One line each, canonical JSON. A ledger file has a header, every entry, and the tree head that covers them; a heads
file has one head a line. `verifier/cairn_verify.py` reads both.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import heads, reading
from cairn.foundation.ledger.canonical import written
from cairn.foundation.ledger.models import Entry, TreeHead

FORMAT = "cairn ledger 1"


def ledger_lines(head: TreeHead) -> Iterator[str]:
    """The ledger up to this head, as it is stored. What was disposed of stays out; its commitment stays in."""
    yield _line({"format": FORMAT, "organisation_id": str(head.organisation_id)})
    for row in reading.rows(Entry, head.organisation_id, along="sequence", upto=head.size):
        if row.unreadable:
            raise Refused(f"Entry {row.values['sequence']} has been changed. `cairn ledger verify` says more.")
        yield _line(row.values)
    yield _line({"head": heads.complete(head)})


def head_lines(organisation_ids: Iterable[UUID]) -> Iterator[str]:
    """Every tree head of these organisations, oldest first."""
    for organisation_id in organisation_ids:
        for head in TreeHead.objects.filter(organisation_id=organisation_id).order_by("size").iterator():
            yield _line(heads.complete(head))


def read_heads(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Tree heads that were kept elsewhere; refused with the number of the line that is no head."""
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            head = json.loads(line)
            found.append(
                {"organisation_id": str(head["organisation_id"]), "size": int(head["size"]), "root": head["root"]}
            )
        except (ValueError, KeyError, TypeError) as failure:
            raise Refused(f"Line {number} of the kept tree heads is no tree head.") from failure
    return found


def _line(content: dict[str, Any]) -> str:
    return written(content) + "\n"
