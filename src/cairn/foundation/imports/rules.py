"""Who may bring a file in, apply it or withdraw it, and when?"""

from datetime import timedelta
from typing import Any

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.imports.kinds import ImportKind, kind_called, kinds_for
from cairn.foundation.imports.models import ImportBatch, State
from cairn.foundation.imports.progress import stands_still

GONE_AFTER = timedelta(minutes=10)
SAID = {
    State.ASKED: "Answer the questions about this file first.",
    State.APPLIED: "This file has been applied already.",
    State.REFUSED: "This file can't be applied. Correct it and upload it again.",
    State.WITHDRAWN: "This file was withdrawn. Upload it again.",
    State.WORKING: "This file is being applied just now.",
}


def may_see(actor: Any) -> Verdict:
    """Whoever may see imports of at least one kind."""
    return YES if kinds_for(actor) else Verdict("Only those who bring in files see this page.")


def may_stage(actor: Any, kind: ImportKind) -> Verdict:
    """Whoever the access policy names for this kind; the installation itself, which has no actor, always."""
    if actor is not None and not kind.permits(actor, "stage", None):
        return Verdict("Your role does not include bringing in files of this kind.")
    return YES


def may_apply(actor: Any, batch: ImportBatch) -> Verdict:
    """A staged file can be applied once; one whose worker has gone can be taken up again."""
    if actor is not None and not kind_called(batch.kind).permits(actor, "apply", batch):
        return Verdict("Your role does not include applying files of this kind.")
    if batch.state == State.WORKING and is_abandoned(batch):
        return YES
    if batch.state != State.STAGED:
        return Verdict(SAID[State(batch.state)])
    return YES


def may_answer(actor: Any, batch: ImportBatch) -> Verdict:
    """Whoever brings files of this kind in says what the words of the source stand for."""
    if actor is not None and not kind_called(batch.kind).permits(actor, "stage", batch):
        return Verdict("Your role does not include bringing in files of this kind.")
    return YES if batch.state == State.ASKED else Verdict("This file has no open questions.")


def may_withdraw(actor: Any, batch: ImportBatch) -> Verdict:
    """What is staged can be withdrawn; what is applied can't, since people have acted on it since."""
    if actor is not None and not kind_called(batch.kind).permits(actor, "withdraw", batch):
        return Verdict("Your role does not include withdrawing files of this kind.")
    if batch.state not in (State.ASKED, State.STAGED):
        return Verdict("Only a file that waits to be applied can be withdrawn.")
    return YES


def is_abandoned(batch: ImportBatch) -> bool:
    """Asked for ten minutes ago, and nothing has been counted since."""
    if batch.state != State.WORKING or batch.started_at is None:
        return False
    return clock.now() - batch.started_at > GONE_AFTER and stands_still(batch.pk, GONE_AFTER.total_seconds())
