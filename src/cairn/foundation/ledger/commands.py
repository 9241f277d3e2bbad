"""Everything that can be done to the ledger: record an act, sign, seal, and dispose of content whose time is over."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger import exports, heads, tail
from cairn.foundation.ledger.canonical import fingerprint, plain
from cairn.foundation.ledger.keys import signing_key
from cairn.foundation.ledger.models import Entry, Signature, TreeHead
from cairn.foundation.ledger.rules import may_begin_disposal, may_dispose, may_export, may_sign
from cairn.foundation.ledger.signed import LAST, VOIDED

Facts = Mapping[str, Any]


def record(
    act: str,
    *,
    by: Any,
    subject: Any,
    reason: str = "",
    facts: Facts | None = None,
    organisation_id: UUID | None = None,
) -> Entry:
    """Write one line of history, inside the transaction of the act itself, best as its last step.

    `by` is a person, or None for the system. Facts hold no decimals (see `canonical`).
    """
    draft = _draft(act, by, subject, reason, facts)
    return tail.append(_organisation_of(by, subject, organisation_id), [draft])[0]


def record_each(
    act: str,
    *,
    by: Any,
    subjects: Iterable[Any],
    reason: str = "",
    facts: Facts | Callable[[Any], Facts] | None = None,
    organisation_id: UUID | None = None,
) -> int:
    """Write one line for each of many subjects of one organisation, as an import does; say how many."""
    subjects = list(subjects)
    if not subjects:
        return 0
    drafts = (_draft(act, by, one, reason, facts(one) if callable(facts) else facts) for one in subjects)
    return len(tail.append(_organisation_of(by, subjects[0], organisation_id), drafts))


@transaction.atomic
def record_reading(subject: Any, *, by: Any, purpose: str = "") -> Entry:
    """Reading a sensitive record is an act too."""
    return record(f"{_kind_of(subject)}.read", by=by, subject=subject, reason=purpose)


@transaction.atomic
def sign(
    subject: Any, *, by: Any, content: Facts, statement: str, method: str = "session", is_last: bool = False
) -> Signature:
    """Put a person's name to the content that a subject has now.

    `statement` is what the person declares, in words; `method` is how they were known: by their session, or by a
    second step just before. `is_last` says that all have now signed: this signature can't be voided any more.
    """
    organisation_id = _organisation_of(by, subject, None)
    tail.hold(organisation_id)
    insist(may_sign(organisation_id))
    signature = Signature(id=uuid4(), content_hash=fingerprint(content), statement=statement, method=method)
    facts = {name: str(getattr(signature, name)) for name in ("content_hash", "statement", "method")}
    entry = record(
        f"{_kind_of(subject)}.signed",
        by=by,
        subject=subject,
        facts=facts | {"signature": str(signature.pk)} | ({LAST: True} if is_last else {}),
        organisation_id=organisation_id,
    )
    signature.organisation_id, signature.entry_sequence, signature.at = organisation_id, entry.sequence, entry.at
    signature.subject, signature.signer, signature.signer_name = entry.subject, entry.actor, entry.actor_name
    signature.save(force_insert=True)
    return signature


@transaction.atomic
def void(subject: Any, *, by: Any, reason: str) -> Entry:
    """What somebody had signed is changed before all have signed: the signatures given so far count no more.

    They stay in the ledger with this entry after them, and verification asks no longer whether they fit.
    """
    return record(f"{_kind_of(subject)}.{VOIDED}", by=by, subject=subject, reason=reason)


@transaction.atomic
def seal(organisation_id: UUID) -> TreeHead | None:
    """Sign the root over everything so far. Where nothing was added since the last head, that one is given again."""
    end = tail.hold(organisation_id)
    if not end.peaks.size:
        return None
    newest = TreeHead.objects.filter(organisation_id=organisation_id).order_by("-size").first()
    if newest and newest.size >= end.peaks.size:
        return newest
    insist(may_sign(organisation_id))
    key = signing_key()
    head = TreeHead(
        organisation_id=organisation_id,
        size=end.peaks.size,
        root=end.peaks.root(),
        at=end.now(),
        key_id=key.key_id,
    )
    head.signature = key.sign(heads.message(heads.line(head)))
    head.save(force_insert=True)
    return head


@transaction.atomic
def dispose(entry: Entry, *, by: Any, reason: str) -> Entry:
    """Blank the content of an entry whose time is over, and certify it. The tree stands: it covers the commitment."""
    tail.hold(entry.organisation_id)
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    insist(may_dispose(by, entry))
    certificate = record(
        "ledger.disposed",
        by=by,
        subject=entry,
        reason=reason,
        facts={"sequence": entry.sequence, "commitment": bytes(entry.commitment).hex()},
        organisation_id=entry.organisation_id,
    )
    Entry.objects.filter(pk=entry.pk).update(
        actor="", actor_name="", subject="", reason="", facts="", salt=b"", certificate=certificate.sequence
    )
    return certificate


@transaction.atomic
def dispose_each(entries: Iterable[Entry], *, by: Any, reason: str) -> list[Entry]:
    """Dispose of several at once, all or none, each with a certificate of its own; for whoever answers for it."""
    insist(may_begin_disposal(by))
    if not reason.strip():
        raise Refused("Say under which rule the content's time is over. Name nobody: the reason stays in the ledger.")
    return [dispose(entry, by=by, reason=reason.strip()) for entry in entries]


@transaction.atomic
def take_heads(*, by: Any) -> list[str]:
    """Give somebody every tree head of their organisation, the newest made now, to be kept elsewhere."""
    insist(may_export(by))
    seal(by.organisation_id)
    lines = list(exports.head_lines([by.organisation_id]))
    record("ledger.heads_taken", by=by, subject="ledger.TreeHead", facts={"heads": len(lines)})
    return lines


def _draft(act: str, by: Any, subject: Any, reason: str, facts: Facts | None) -> tail.Draft:
    return tail.Draft(
        act=act,
        actor=str(by.pk) if by is not None else "",
        actor_name=str(by)[:200] if by is not None else "",
        subject=subject if isinstance(subject, str) else f"{subject._meta.label}:{subject.pk}",
        reason=str(reason),
        facts=plain(facts or {}),
    )


def _organisation_of(by: Any, subject: Any, organisation_id: UUID | None) -> UUID:
    """The ledger that the act belongs to: the one named, else the person's, else the subject's."""
    found = organisation_id or getattr(by, "organisation_id", None) or getattr(subject, "organisation_id", None)
    if found is None:
        raise ValueError("Say which organisation's ledger this act belongs to.")
    return found if isinstance(found, UUID) else UUID(str(found))


def _kind_of(subject: Any) -> str:
    return str(subject._meta.model_name)
