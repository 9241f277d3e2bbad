"""A round is opened and closed, by hand or on its day."""

from django.conf import settings
from django.db import transaction

from cairn.assurance.evaluation import duties, figures, telling
from cairn.assurance.evaluation.locking import held_round
from cairn.assurance.evaluation.models import (
    Asked,
    AskedUnit,
    Draft,
    Judgement,
    RemarkBox,
    Result,
    Round,
    Side,
    State,
    Tally,
)
from cairn.assurance.evaluation.opening import Opening, opening_of, statements_asked
from cairn.assurance.evaluation.rules import may_close, may_open
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person

BATCH = 1000


@transaction.atomic
def open_round(round: Round, *, by: Person | None) -> Round:
    """Ask everybody: who is asked what is frozen from today's posts, and each is told."""
    round = held_round(round)
    insist(may_open(by, round))
    today = clock.today()
    if round.closes_on < today:
        raise Refused("The closing date has passed. Change it, then open the round.")
    opening = opening_of(round, today)
    if not opening.units:
        raise Refused("There is nobody to judge: no open unit of the chosen level lies within the scope.")
    round.state, round.opened_at, round.least_answers = State.OPEN, clock.now(), settings.CAIRN_LEAST_ANSWERS
    round.save(update_fields=["state", "opened_at", "least_answers"])
    judged = _ask(round, opening)
    duties.opened(round)
    leaders = {person for person, _ in opening.leaders}
    telling.asked_to_judge(round, leaders)
    telling.asked_to_answer(round, opening.people - leaders)
    facts = {"units": len(opening.units), "leaders": len(leaders), "practitioners": len(opening.practitioners)}
    record("round.opened", by=by, subject=round, facts=facts | {"judgements": judged})
    return round


def _ask(round: Round, opening: Opening) -> int:
    """One row for each person asked, for each unit judged, for each judgement to make, and for each unit's answers."""
    asked = [Asked(round=round, person_id=who, unit_id=unit, side=Side.EMPLOYER) for who, unit in opening.leaders]
    asked += [
        Asked(round=round, person_id=who, unit_id=unit, side=Side.PRACTITIONER) for who, unit in opening.practitioners
    ]
    Asked.objects.bulk_create(asked, batch_size=BATCH)
    AskedUnit.objects.bulk_create(AskedUnit(round=round, unit=unit) for unit in opening.units)
    Tally.objects.bulk_create(Tally(round=round, unit_id=unit) for unit in opening.answering_units)
    RemarkBox.objects.bulk_create(RemarkBox(round=round, unit_id=unit) for unit in opening.answering_units)
    of_a_unit = statements_asked(round, round.asks_of(whole=False))
    of_the_whole = statements_asked(round, round.asks_of(whole=True))
    rows = [
        Judgement(
            organisation_id=round.organisation_id, round=round, unit=unit, statement=one, position=one.position
        )
        for unit in opening.units
        for one in (of_a_unit if unit else of_the_whole)
    ]  # fmt: skip
    Judgement.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


@transaction.atomic
def close_round(round: Round, *, by: Person | None) -> Round:
    """End the asking: results are computed and stored, drafts are thrown away, moderators are told."""
    round = held_round(round)
    insist(may_close(by, round))
    results = figures.results_of(round, figures.employers_figures(round), figures.practitioners_figures(round))
    Result.objects.bulk_create(results, batch_size=BATCH)
    Draft.objects.filter(round=round).delete()
    RemarkBox.objects.filter(round=round).update(remarks={})  # what may be read now stands in the results
    _count(round)
    round.state, round.closed_at = State.CLOSED, clock.now()
    round.save()
    duties.closed(round)
    telling.to_moderate(round)
    facts = {
        "units_asked": round.employers_asked,
        "units_judged": round.employers_answered,
        "practitioners_asked": round.practitioners_asked,
        "practitioners_answered": round.practitioners_answered,
    }
    record("round.closed", by=by, subject=round, facts=facts)
    return round


def _count(round: Round) -> None:
    """Employers are counted by unit (the whole is one), practitioners by person."""
    round.employers_asked = AskedUnit.objects.filter(round=round).count()
    judged = Judgement.objects.filter(round=round).judged()
    round.employers_answered = len(set(judged.order_by().values_list("unit_id", flat=True).distinct()))
    practitioners = Asked.objects.filter(round=round, side=Side.PRACTITIONER)
    round.practitioners_asked = practitioners.count()
    round.practitioners_answered = practitioners.filter(answered=True).count()
