"""Is a signature still the one that was recorded, and is what was signed still what it was?"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from cairn.foundation.ledger import signables
from cairn.foundation.ledger.canonical import fingerprint
from cairn.foundation.ledger.models import Entry, Signature

# The act with which signatures given so far end, because what they cover was changed before all had signed.
VOIDED = "signatures_voided"
# The fact of a signature after which all have signed: whatever comes later, what it covers has to stay.
LAST = "is_last"


def is_recorded_in(line: dict[str, Any]) -> bool:
    """Does this entry record a signature?"""
    return line["act"].endswith(".signed") and isinstance(line["facts"], dict) and "signature" in line["facts"]


def problems(values: dict[str, Any], line: dict[str, Any], organisation_id: UUID) -> Iterator[str]:
    """Hold a signature against its entry, and its subject against the signature."""
    facts = line["facts"]
    recorded = {
        "id": facts["signature"],
        "organisation_id": line["organisation_id"],
        "subject": line["subject"],
        "content_hash": facts.get("content_hash"),
        "statement": facts.get("statement"),
        "signer": line["actor"],
        "signer_name": line["actor_name"],
        "method": facts.get("method"),
        "at": line["at"],
    }
    if changed := sorted(name for name, value in recorded.items() if values[name] != value):
        yield f"The signature beside entry {line['sequence']} has been changed: {', '.join(changed)}."
    elif facts.get(LAST) is True or _speaks_for_the_present(values, organisation_id):
        yield from _problems_with_subject(values)


def _speaks_for_the_present(values: dict[str, Any], organisation_id: UUID) -> bool:
    """Of several signatures of a subject only the newest one covers its present content, and none that was voided."""
    subject = {"organisation_id": organisation_id, "subject": values["subject"]}
    if Signature.objects.filter(**subject, entry_sequence__gt=values["entry_sequence"]).exists():
        return False
    voided = Entry.objects.filter(**subject, sequence__gt=values["entry_sequence"], act__endswith=f".{VOIDED}")
    return not voided.exists()


def _problems_with_subject(values: dict[str, Any]) -> Iterator[str]:
    subject, signer = values["subject"], values["signer_name"]
    label, _, pk = subject.partition(":")
    content = signables.content_of(label)
    if content is None:
        yield f"{subject} was signed by {signer}, but no room says how its content is read."
        return
    try:
        present = fingerprint(content(pk))
    except ObjectDoesNotExist:
        yield f"{subject} was signed by {signer} and no longer exists."
    except Exception as failure:  # a row bent out of shape may fail in any way at all, and each is a finding
        yield f"{subject} was signed by {signer} and can't be read any more: {failure}"
    else:
        if present != values["content_hash"]:
            yield f"{subject} has been changed since {signer} signed it."
