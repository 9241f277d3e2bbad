"""Who may do what to the ledger, and when?"""

from typing import Any
from uuid import UUID

from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.ledger import readers, tail
from cairn.foundation.ledger.models import Entry


def may_see(actor: Any) -> Verdict:
    """The record of all acts is read by those who answer for it; the access policy names them."""
    if not readers.permit(actor, "ledger.see"):
        return Verdict(
            "Your role does not include the record of all acts. The history of one record is on its own page."
        )
    return YES


def may_export(actor: Any) -> Verdict:
    """Tree heads are taken away and kept elsewhere by those who may read the record."""
    if not readers.permit(actor, "ledger.export"):
        return Verdict("Your role does not include taking tree heads away.")
    return YES


def may_sign(organisation_id: UUID) -> Verdict:
    """Nothing is signed or sealed while the server's clock stands behind what is already recorded."""
    lag = tail.clock_lag(organisation_id)
    if lag > tail.TOLERATED_LAG:
        minutes = int(lag.total_seconds() // 60)
        return Verdict(
            f"The server's clock is {minutes} minutes behind the last entry of the ledger. "
            "Ask whoever looks after Cairn for you to put the clock right, then sign again."
        )
    return YES


def may_begin_disposal(actor: Any) -> Verdict:
    """Whoever answers for information says that the time of content is over."""
    if not readers.permit(actor, "ledger.dispose"):
        return Verdict("Content is disposed of by the information governance officer.")
    return YES


def may_dispose(actor: Any, entry: Entry) -> Verdict:
    """Content can go when its time is over; what proves a signature or a disposal stays."""
    if actor is not None and actor.organisation_id != entry.organisation_id:
        return Verdict("This entry belongs to another organisation.")
    if entry.is_disposed:
        return Verdict(f"The content of entry {entry.sequence} has already been disposed of.")
    if entry.act == "ledger.disposed":
        return Verdict(f"Entry {entry.sequence} certifies a disposal, so it has to stay.")
    if "signature" in entry.facts:
        return Verdict(f"Entry {entry.sequence} proves a signature, so it has to stay.")
    return YES
