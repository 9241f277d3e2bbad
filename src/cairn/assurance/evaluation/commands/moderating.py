"""Grades are moderated, and moderation is finished."""

from collections.abc import Mapping

from django.db import transaction

from cairn.assurance.evaluation import duties, figures, telling
from cairn.assurance.evaluation.locking import held_judgement, held_round
from cairn.assurance.evaluation.models import STRUCK, Judgement, Result, Round, State
from cairn.assurance.evaluation.models.result import remark_key
from cairn.assurance.evaluation.rules import may_finish_moderation, may_moderate, may_strike
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person


@transaction.atomic
def moderate(judgement: Judgement, *, by: Person, grade: int, reason: str) -> Judgement:
    """Set another grade beside the one that was judged, and say why. The judges' own grade stays to be seen."""
    held = held_judgement(judgement)
    insist(may_moderate(by, held))
    if not 1 <= grade <= held.round.top:
        raise Refused(f"Choose a grade from 1 to {held.round.top}.")
    if not reason.strip():
        raise Refused("Say why the grade should be another, or why it holds.")
    held.moderated_grade, held.moderation_reason, held.moderated_by = grade, reason.strip(), by
    held.save(update_fields=["moderated_grade", "moderation_reason", "moderated_by"])
    facts = {"judged": held.grade, "moderated": grade}
    record("judgement.moderated", by=by, subject=held, reason=reason, facts=facts)
    return held


@transaction.atomic
def strike(result: Result, *, by: Person, key: str, reason: str) -> Result:
    """Take a remark that names somebody out of a round before it is signed, and say why (docs/decisions/0010).

    Nothing is kept of what it said, in the ledger neither; that something was struck, and where, stays to be seen.
    """
    round = held_round(result.round)
    insist(may_strike(by, round))
    held = Result.objects.select_for_update().get(pk=result.pk)
    struck = [text for text in held.remarks if remark_key(text) == key and text != STRUCK]
    if not struck:
        raise Refused("This remark is not there any more. Go back and look again.")
    if not reason.strip():
        raise Refused("Say why it is struck, without repeating what it said.")
    if any(text.casefold() in reason.casefold() for text in struck):
        raise Refused("Say why without repeating what the remark said: the reason stays in the ledger.")
    kept = [text for text in held.remarks if remark_key(text) != key]
    held.remarks = sorted([*kept, *(STRUCK for _ in struck)])
    held.save(update_fields=["remarks"])
    facts = {"statement": held.statement_id, "unit": held.unit_id, "remarks": len(struck)}
    record("remark.struck", by=by, subject=round, reason=reason.strip(), facts=facts)
    return held


@transaction.atomic
def finish_moderation(round: Round, *, by: Person) -> Round:
    """Say that moderation is complete: employers' results are computed anew, and those who sign are told.

    What was released of practitioners' answers when the round closed stays as it was.
    """
    round = held_round(round)
    insist(may_finish_moderation(by, round))
    stored = {figures.place_of(row): row for row in Result.objects.filter(round=round)}
    shown = figures.stored_practitioners_figures(round, stored.values())
    _store_changes(stored, figures.results_of(round, figures.employers_figures(round), shown))
    round.state, round.moderated_at = State.MODERATED, clock.now()
    round.save(update_fields=["state", "moderated_at"])
    moderated = Judgement.objects.filter(round=round, moderated_grade__isnull=False).count()
    duties.moderated(round)
    telling.to_sign(round)
    record("round.moderated", by=by, subject=round, facts={"moderated": moderated})
    return round


def _store_changes(stored: Mapping[figures.Stored, Result], results: list[Result]) -> None:
    """Write the rows that moderation, or evidence named meanwhile, has changed; most stay as they were."""
    names = [field.attname for field in Result._meta.concrete_fields if not field.primary_key]
    changed = []
    for row in results:
        before = stored.get(figures.place_of(row))
        if before is not None:
            row.pk = before.pk
        if before is None or any(getattr(row, name) != getattr(before, name) for name in names):
            changed.append(row)
    Result.objects.bulk_create(
        changed, batch_size=1000, update_conflicts=True, unique_fields=["id"], update_fields=names
    )
