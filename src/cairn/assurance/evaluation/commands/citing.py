"""Evidence is cited for a judgement, or taken away again."""

from collections.abc import Iterable

from django.db import transaction

from cairn.assurance.evaluation.locking import held_judgement, held_round
from cairn.assurance.evaluation.models import Citation, Judgement, Round, Shows
from cairn.assurance.evaluation.rules import may_cite
from cairn.cycle.evidence.models import Evidence
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person


@transaction.atomic
def cite(judgement: Judgement, evidence: Evidence, *, by: Person, shows: str = Shows.SUPPORTS) -> Citation:
    """Name a piece of evidence for a judgement, or say that it points the other way; twice changes nothing."""
    held = held_judgement(judgement)
    insist(may_cite(by, held))
    _insist_on_own(held.round, evidence)
    found, made = Citation.objects.get_or_create(
        judgement=held,
        evidence=evidence,
        defaults={"round": held.round, "shows": Shows(shows), "by": by, "at": clock.now()},
    )
    if not made and found.shows == shows:
        return found
    if not made:
        found.shows = Shows(shows)
        found.save(update_fields=["shows"])
    record("judgement.cited", by=by, subject=held, facts={"evidence": evidence.pk, "shows": found.shows})
    return found


@transaction.atomic
def uncite(citation: Citation, *, by: Person) -> None:
    """Take a piece of evidence away from a judgement. The evidence itself stays."""
    held = held_judgement(citation.judgement)
    insist(may_cite(by, held))
    gone, _ = Citation.objects.filter(pk=citation.pk).delete()
    if gone:
        record("judgement.uncited", by=by, subject=held, facts={"evidence": citation.evidence_id})


@transaction.atomic
def cite_many(round: Round, pairs: Iterable[tuple[Judgement, Evidence, str]], *, by: Person) -> int:
    """Name evidence for many judgements at once. One line in the ledger."""
    round, pairs = held_round(round), list(pairs)
    for judgement, evidence, _ in pairs:
        judgement.round = round
        insist(may_cite(by, judgement))
        _insist_on_own(round, evidence)
    rows = [
        Citation(round=round, judgement=judgement, evidence=evidence, shows=Shows(shows), by=by, at=clock.now())
        for judgement, evidence, shows in pairs
    ]
    Citation.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    named = sorted({str(one.pk) for _, one, _ in pairs})
    record("round.cited", by=by, subject=round, facts={"citations": len(rows), "evidence": named})
    return len(rows)


def _insist_on_own(round: Round, evidence: Evidence) -> None:
    if evidence.organisation_id != round.organisation_id:
        raise Refused("This evidence is not there.")
    if evidence.withdrawn_at is not None:
        raise Refused("This evidence was withdrawn. Add it again if it holds after all.")
