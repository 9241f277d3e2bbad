"""Grades are moderated, and moderation is finished."""

from django.db import transaction

from cairn.assurance.evaluation import figures, telling
from cairn.assurance.evaluation.locking import held_judgement, held_round
from cairn.assurance.evaluation.models import Judgement, Result, Round, State
from cairn.assurance.evaluation.rules import may_finish_moderation, may_moderate
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
def finish_moderation(round: Round, *, by: Person) -> Round:
    """Say that moderation is complete: employers' results are computed anew, and those who sign are told.

    What was released of practitioners' answers when the round closed stays as it was.
    """
    round = held_round(round)
    insist(may_finish_moderation(by, round))
    shown = figures.stored_practitioners_figures(round)
    results = figures.results_of(round, figures.employers_figures(round), shown)
    Result.objects.filter(round=round).delete()
    Result.objects.bulk_create(results, batch_size=1000)
    round.state, round.moderated_at = State.MODERATED, clock.now()
    round.save(update_fields=["state", "moderated_at"])
    moderated = Judgement.objects.filter(round=round, moderated_grade__isnull=False).count()
    telling.to_sign(round)
    record("round.moderated", by=by, subject=round, facts={"moderated": moderated})
    return round
