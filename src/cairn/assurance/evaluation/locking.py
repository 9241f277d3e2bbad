"""How is a row held while somebody acts on it? The round first, then what hangs on it, so nobody waits in a circle."""

from typing import Any

from django.db import connection

from cairn.assurance.evaluation.models import Judgement, Round

WHAT_RULES_ASK = "id, organisation_id, state, scale"


def held_round(round: Round) -> Round:
    """The round as it is now; nobody else opens, closes or signs it until this act is done."""
    return (
        Round.objects.select_for_update(of=("self",)).select_related("scope", "framework", "previous").get(pk=round.pk)
    )


def held_judgement(judgement: Judgement) -> Judgement:
    """The judgement as it is now, in a round that stays as it is until this act is done.

    Its unit and statement, which never change, are those that whoever asks has read already.
    """
    round = _held(Round, judgement.round_id, WHAT_RULES_ASK)
    held = _held(Judgement, judgement.pk, "*")
    held.round, held.unit, held.statement = round, judgement.unit, judgement.statement
    return held


def _held(model: Any, pk: Any, columns: str) -> Any:
    """One row, locked where the database locks rows.

    Nothing is done as often as judging, and the object mapper would need twice the time for these words.
    """
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    question = f"SELECT {columns} FROM {model._meta.db_table} WHERE id = %s {lock}"  # noqa: S608
    found = list(model._default_manager.raw(question, [model._meta.pk.get_db_prep_value(pk, connection)]))
    if not found:
        raise model.DoesNotExist
    return found[0]
