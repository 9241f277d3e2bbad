"""How is a row held while somebody acts on it? The round first, then what hangs on it, so nobody waits in a circle."""

from cairn.assurance.evaluation.models import Judgement, Round

WHAT_RULES_ASK = ("organisation", "state", "scale")


def held_round(round: Round) -> Round:
    """The round as it is now; nobody else opens, closes or signs it until this act is done."""
    return (
        Round.objects.select_for_update(of=("self",)).select_related("scope", "framework", "previous").get(pk=round.pk)
    )


def held_judgement(judgement: Judgement) -> Judgement:
    """The judgement as it is now, in a round that stays as it is until this act is done.

    Its unit and statement, which never change, are those that whoever asks has read already.
    """
    round = Round.objects.select_for_update().only(*WHAT_RULES_ASK).get(pk=judgement.round_id)
    held = Judgement.objects.select_for_update().get(pk=judgement.pk)
    held.round, held.unit, held.statement = round, judgement.unit, judgement.statement
    return held
