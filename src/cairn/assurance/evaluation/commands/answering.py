"""Practitioners answer once, and nothing that is kept says who answered what (docs/decisions/0010)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from cairn.assurance.evaluation import duties
from cairn.assurance.evaluation.locking import held_round
from cairn.assurance.evaluation.models import Asked, Draft, RemarkBox, Round, Side, Tally
from cairn.assurance.evaluation.opening import statements_asked
from cairn.assurance.evaluation.rules import may_answer
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person

LONGEST_REMARK = 2000
CANNOT, SKIPPED = "cannot", "skipped"


@dataclass(frozen=True)
class Answer:
    """What somebody says of one statement. Nothing at all means that it was left out."""

    grade: int | None = None
    cannot_say: bool = False
    remark: str = ""

    @property
    def is_given(self) -> bool:
        return self.grade is not None or self.cannot_say


Answers = Mapping[UUID, Answer]


@transaction.atomic
def answer(round: Round, *, by: Person, answers: Answers, draft: UUID | None = None) -> None:
    """Add what somebody says to the counts of their unit. It can't be seen or changed afterwards by anybody."""
    round = held_round(round)
    asked = Asked.objects.select_for_update(of=("self",)).filter(round=round, person=by, side=Side.PRACTITIONER).first()
    if asked is not None:
        asked.round = round
    insist(may_answer(by, round, asked))
    assert asked is not None  # noqa: S101 - the rule has just said so
    _add(round, asked.unit_id, [answers], _asked_ids(round))
    Asked.objects.filter(pk=asked.pk).update(answered=True)
    duties.answered(round, [by.pk])
    if draft is not None:
        Draft.objects.filter(pk=draft, round=round).delete()
    record("round.answered", by=by, subject=round)


@transaction.atomic
def answer_many(round: Round, submissions: Iterable[tuple[Person, Answers]], *, by: Person | None = None) -> int:
    """Add what many people said, as paper forms bring it. One line in the ledger, which says how many."""
    round = held_round(round)
    given = {person.pk: answers for person, answers in submissions}
    asked = {one.person_id: one for one in Asked.objects.filter(round=round, side=Side.PRACTITIONER, answered=False)}
    if round.state != "open":
        raise Refused("Answers are given while the round is open.")
    if given.keys() - asked.keys():
        raise Refused("Somebody among these was not asked, or has answered already.")
    statements = _asked_ids(round)
    by_unit: dict[UUID | None, list[Answers]] = {}
    for person, answers in given.items():
        by_unit.setdefault(asked[person].unit_id, []).append(answers)
    for unit, several in by_unit.items():
        _add(round, unit, several, statements)
    Asked.objects.filter(round=round, side=Side.PRACTITIONER, person__in=list(given)).update(answered=True)
    duties.answered(round, given)
    record("round.answered", by=by, subject=round, facts={"people": len(given)}, organisation_id=round.organisation_id)
    return len(given)


def _asked_ids(round: Round) -> frozenset[UUID]:
    return frozenset(one.pk for one in statements_asked(round, round.asks_practitioners))


def _add(round: Round, unit: UUID | None, several: list[Answers], statements: frozenset[UUID]) -> None:
    """Write the whole of the unit's two rows anew, so that it does not show which statement was answered."""
    tally = Tally.objects.select_for_update().get(round=round, unit=unit)
    box = RemarkBox.objects.select_for_update().get(round=round, unit=unit)
    for answers in several:
        _insist_on_shape(round, answers, statements)
        for statement in statements:
            _count(tally.counts, statement, answers.get(statement, Answer()))
        for statement, said in answers.items():
            if said.remark.strip():
                box.remarks.setdefault(str(statement), []).append(said.remark.strip())
    tally.counts = _in_order(tally.counts)
    box.remarks = {key: sorted(texts, key=_place) for key, texts in _in_order(box.remarks).items()}
    tally.save(update_fields=["counts"])
    box.save(update_fields=["remarks"])


def _count(counts: dict[str, dict[str, int]], statement: UUID, said: Answer) -> None:
    kind = str(said.grade) if said.grade is not None else CANNOT if said.cannot_say else SKIPPED
    of_one = counts.setdefault(str(statement), {})
    of_one[kind] = of_one.get(kind, 0) + 1
    counts[str(statement)] = _in_order(of_one)


def _in_order(found: Mapping[str, Any]) -> dict[str, Any]:
    """Sorted by name: the order in which a grade first came says nothing."""
    return {key: found[key] for key in sorted(found)}


def _place(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _insist_on_shape(round: Round, answers: Answers, statements: frozenset[UUID]) -> None:
    if answers.keys() - statements:
        raise Refused("One of these statements is not asked of practitioners in this round.")
    if not any(said.is_given for said in answers.values()):
        raise Refused("Nothing has been answered yet. Choose a grade for at least one statement.")
    for said in answers.values():
        if said.grade is not None and (said.cannot_say or not 1 <= said.grade <= round.top):
            raise Refused(f"Choose a grade from 1 to {round.top}, or that you can't say.")
        if len(said.remark) > LONGEST_REMARK:
            raise Refused(f"A remark can have up to {LONGEST_REMARK:,} characters.")
