"""Leaders judge: a grade, how they know, what they will do next; or why a statement does not apply."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from cairn.assurance.evaluation import duties, scales
from cairn.assurance.evaluation.locking import held_judgement, held_round
from cairn.assurance.evaluation.models import Asked, AskedUnit, Judgement, Round, Side
from cairn.assurance.evaluation.rules import may_finish_judging, may_judge, may_judge_for
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person, Unit
from cairn.foundation.standards.versions import Carry, carry_map

WRITTEN = ["grade", "not_applicable_because", "how_we_know", "what_next", "needs_confirming", "version", "by", "at"]


@dataclass(frozen=True)
class Judged:
    """What was judged of one statement."""

    statement_id: UUID
    grade: int | None = None
    how_we_know: str = ""
    what_next: str = ""
    not_applicable_because: str = ""


@transaction.atomic
def judge(
    judgement: Judgement,
    *,
    by: Person,
    version: int,
    grade: int | None = None,
    how_we_know: str = "",
    what_next: str = "",
    confirms: bool = True,
) -> Judgement:
    """Save what somebody judges. Where another saved meanwhile, nothing is overwritten: `Stale` holds their text.

    While text saves itself as it is typed, `confirms` is false: a judgement carried over still needs confirming.
    """
    held = held_judgement(judgement)
    insist(may_judge(by, held))
    _insist_on_grade(held.round, grade)
    because = "" if grade is not None else held.not_applicable_because
    asked = Judged(held.statement_id, grade, how_we_know, what_next, because)
    return _written(held, asked, by=by, version=version, confirms=confirms)


@transaction.atomic
def mark_not_applicable(judgement: Judgement, *, by: Person, version: int, because: str) -> Judgement:
    """Say that a statement does not apply here, and why. What had been written about it stays."""
    held = held_judgement(judgement)
    insist(may_judge(by, held))
    if not because.strip():
        raise Refused("Say why this does not apply.")
    asked = Judged(held.statement_id, None, held.how_we_know, held.what_next, because)
    return _written(held, asked, by=by, version=version, confirms=True)


def _written(held: Judgement, asked: Judged, *, by: Person, version: int, confirms: bool) -> Judgement:
    confirmed = confirms and held.needs_confirming
    if asked == _as_judged(held) and not confirmed:
        return held
    if version != held.version and asked != _as_judged(held):
        raise Stale("Somebody else changed this while you were writing. Both texts are shown.", current=held)
    _put(held, asked, by, confirms)
    held.save(update_fields=WRITTEN)
    record("judgement.changed", by=by, subject=held, facts=_facts(held))
    return held


def _put(held: Judgement, asked: Judged, by: Person, confirms: bool) -> None:
    held.grade, held.not_applicable_because = asked.grade, asked.not_applicable_because
    held.how_we_know, held.what_next = asked.how_we_know, asked.what_next
    held.version, held.by, held.at = held.version + 1, by, clock.now()
    held.needs_confirming = held.needs_confirming and not confirms


def _as_judged(held: Judgement) -> Judged:
    return Judged(held.statement_id, held.grade, held.how_we_know, held.what_next, held.not_applicable_because)


def _facts(held: Judgement) -> dict[str, Any]:
    """The grade and a hash of the words: the ledger proves what was written without holding it."""
    return {"grade": held.grade, "version": held.version, "words": words_hash(held)}


def words_hash(held: Judgement) -> str:
    """SHA-256 of the three texts, each after its length."""
    texts = (held.how_we_know, held.what_next, held.not_applicable_because)
    return hashlib.sha256("".join(f"{len(text)}:{text}" for text in texts).encode()).hexdigest()


def _insist_on_grade(round: Round, grade: int | None) -> None:
    if grade is not None and not 1 <= grade <= round.top:
        raise Refused(f"Choose a grade from 1 to {round.top}.")


@transaction.atomic
def judge_many(round: Round, unit: Unit | None, answers: Iterable[Judged], *, by: Person) -> int:
    """Save the judgements of a unit at once, as a form filled in elsewhere brings them. One line in the ledger."""
    round = held_round(round)
    insist(may_judge_for(by, round, unit))
    mine = Judgement.objects.select_for_update(of=("self",)).filter(round=round, unit=unit)
    held = {judgement.statement_id: judgement for judgement in mine}
    changed = []
    for asked in answers:
        if asked.statement_id not in held:
            raise Refused("One of these statements is not asked of this unit in this round.")
        _insist_on_grade(round, asked.grade)
        judgement = held[asked.statement_id]
        _put(judgement, asked, by, confirms=True)
        changed.append(judgement)
    _save_all(changed)
    words = hashlib.sha256("".join(words_hash(one) for one in changed).encode()).hexdigest()
    facts = {"unit": unit.pk if unit else None, "judgements": len(changed), "words": words}
    record("round.judged", by=by, subject=round, facts=facts | {"grades": [one.grade for one in changed]})
    return len(changed)


def _save_all(changed: list[Judgement]) -> None:
    Judgement.objects.bulk_create(
        changed, batch_size=1000, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
    )


@transaction.atomic
def carry_from(round: Round, unit: Unit | None, *, by: Person) -> int:
    """Begin from what was judged last time, where nothing is judged yet. Each such answer has to be confirmed."""
    round = held_round(round)
    insist(may_judge_for(by, round, unit))
    if round.previous is None:
        raise Refused("There is no earlier round to begin from.")
    carried = carry_map(round.previous.framework, round.framework)
    earlier = Judgement.objects.filter(round=round.previous, unit=unit).judged().select_related("statement")
    before = {one.statement.urn: one for one in earlier if carried.get(one.statement.urn) in _CARRIED}
    mine = Judgement.objects.select_for_update(of=("self",)).filter(round=round, unit=unit, version=0)
    changed = []
    for judgement in mine.select_related("statement"):
        old = before.get(judgement.statement.urn)
        if old is not None:
            _put(judgement, _translated(old, round, judgement), by, confirms=False)
            judgement.needs_confirming = True
            changed.append(judgement)
    _save_all(changed)
    facts = {"unit": unit.pk if unit else None, "from": round.previous.pk, "judgements": len(changed)}
    record("round.carried", by=by, subject=round, facts=facts)
    return len(changed)


_CARRIED = (Carry.UNCHANGED, Carry.CHANGED)


def _translated(old: Judgement, round: Round, new: Judgement) -> Judged:
    """The old words; the old grade that stands, in the new scale rounded to the nearest grade."""
    grade = old.stands
    if grade is not None:
        grade = int(scales.translated(grade, old.round.scale, round.scale) + scales.HALF)
    return Judged(new.statement_id, grade, old.how_we_know, old.what_next, old.not_applicable_because)


@transaction.atomic
def finish_judging(round: Round, unit: Unit | None, *, by: Person) -> AskedUnit:
    """Say that a unit's judgements are complete. They can still be mended until the round closes."""
    round = held_round(round)
    asked = AskedUnit.objects.select_for_update(of=("self",)).get(round=round, unit=unit)
    asked.round, asked.unit = round, unit
    insist(may_finish_judging(by, asked))
    if not asked.finished:
        asked.finished, asked.finished_by, asked.finished_at = True, by, clock.now()
        asked.save(update_fields=["finished", "finished_by", "finished_at"])
        Asked.objects.filter(round=round, unit=unit, side=Side.EMPLOYER).update(answered=True)  # for all who lead it
        duties.judged(round, asked.unit_id)
        record("round.finished", by=by, subject=round, facts={"unit": unit.pk if unit else None})
    return asked
