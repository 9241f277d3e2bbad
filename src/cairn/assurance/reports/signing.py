"""What does whoever hands over a report put their name to, and how is it read again to be verified?"""

from hashlib import sha256
from typing import Any

from cairn.assurance.reports.models import FrozenReport

STATEMENT = "I hand over this assurance report. It says what I know of the round that it is about."


def content(frozen: FrozenReport) -> dict[str, Any]:
    """The text of the report as one hash, computed from what is stored now."""
    return {
        "round": frozen.round_id,
        "text": sha256(frozen.content.encode()).hexdigest(),
        "content_hash": frozen.content_hash,
    }


def content_by_id(pk: str) -> dict[str, Any]:
    """The same, for verification."""
    return content(FrozenReport.objects.get(pk=pk))
