"""A round is signed and frozen; afterwards only an addendum can stand beside it."""

from typing import Any

from django.db import transaction

from cairn.assurance.evaluation import content, duties, signals, telling
from cairn.assurance.evaluation.locking import held_round
from cairn.assurance.evaluation.models import Addendum, Asked, Citation, Round, State, StoodOn
from cairn.assurance.evaluation.queries import to_stand_on
from cairn.assurance.evaluation.rules import may_add, may_sign
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger import commands as ledger
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person

DECLARATION = (
    "I have read this round: the judgements with their moderation, the evidence they name, and the results of both "
    "sides. They are what I put forward as the state of our social work on this day."
)


@transaction.atomic
def sign(round: Round, *, by: Person, method: str = "session", seen: str = "") -> Any:
    """Put one's name to the whole round (sa.cswo.standards). From then on the database refuses every change to it.

    `seen` is the hash of what the signer had on the screen: where evidence was changed meanwhile, nothing is signed.
    """
    round = held_round(round)
    insist(may_sign(by, round))
    read = content.hash_of_round(round.pk)
    if seen and seen != read:
        raise Refused("Something in this round changed while you were reading. Read it again, then sign.")
    _keep_evidence_as_it_is(round)
    StoodOn.objects.bulk_create(to_stand_on(round), batch_size=500)
    # Sealed first: what is signed is then exactly what the database refuses to change.
    round.state, round.signed_at, round.sealed = State.SIGNED, clock.now(), True
    round.save(update_fields=["state", "signed_at", "sealed"])
    statement = f"{DECLARATION} The fingerprint of what I read is {read}."
    signature = ledger.sign(round, by=by, content=content.signed(round.pk), statement=statement, method=method)
    duties.signed(round)
    signals.round_signed.send(sender=Round, round=round)
    telling.signed(round, set(Asked.objects.filter(round=round).values_list("person_id", flat=True)))
    ledger.seal(round.organisation_id)
    return signature


def _keep_evidence_as_it_is(round: Round) -> None:
    """Owners keep evidence up to date afterwards, so what it was today is written beside each citation."""
    cited = list(Citation.objects.filter(round=round).select_related("evidence__owner", "evidence__file"))
    for citation in cited:
        citation.as_signed = content.of_evidence(citation.evidence)
    Citation.objects.bulk_update(cited, ["as_signed"], batch_size=200)


@transaction.atomic
def add_addendum(round: Round, *, by: Person, text: str) -> Addendum:
    """Correct or complete what was signed, without touching it."""
    round = held_round(round)
    insist(may_add(by, round))
    if not text.strip():
        raise Refused("Write what is to be added.")
    addendum = Addendum.objects.create(round=round, text=text.strip(), by=by, at=clock.now())
    record("round.added", by=by, subject=round, facts={"addendum": addendum.pk, "text": addendum.text})
    return addendum
