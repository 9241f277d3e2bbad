"""What can be done about the steps of a renewal: say that one is done, take that back, say that one is asked for."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from cairn.cycle.duties import owing
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person
from cairn.practice.registration import stepping
from cairn.practice.registration.commands.register import held
from cairn.practice.registration.models import Registration, RenewalStep
from cairn.practice.registration.renewing import Turn, turns_of
from cairn.practice.registration.rules import renewals as rules


@transaction.atomic
def finish(registration: Registration, *, key: str, closes_on: date, on: date, by: Person) -> RenewalStep:
    """A step of the renewal is done."""
    turn = _held(registration, key, closes_on)
    insist(rules.may_finish(by, turn, on=on))
    made = _said(turn, on, by)
    record("renewal_step.finished", by=by, subject=made, facts={"key": key, "closes": closes_on, "on": on})
    owing.meet(stepping.kind_of(turn.step), turn.registration, on=on, occasion=turn.occasion)
    return made


@transaction.atomic
def take_back(registration: Registration, *, key: str, closes_on: date, by: Person) -> RenewalStep:
    """It was not done after all, and is owed again."""
    turn = _held(registration, key, closes_on)
    insist(rules.may_take_back(by, turn))
    made = _said(turn, None, by)
    record("renewal_step.taken_back", by=by, subject=made, facts={"key": key, "closes": closes_on})
    owing.reopen(stepping.kind_of(turn.step), turn.registration, occasion=turn.occasion)
    return made


@transaction.atomic
def ask(registration: Registration, *, key: str, closes_on: date, by: Person) -> RenewalStep:
    """The regulator asks for a step that it asks only of some, such as the employer's verification."""
    turn = _held(registration, key, closes_on)
    insist(rules.may_ask(by, turn))
    made = _said(turn, None, by)
    record("renewal_step.asked", by=by, subject=made, facts={"key": key, "closes": closes_on})
    stepping.keep_duties(turn.registration.person)
    return made


def _held(registration: Registration, key: str, closes_on: date) -> Turn:
    """The step as it stands, while nobody else writes about this person."""
    person = held(registration.person)
    found = turn_among(turns_of(person), registration, key, closes_on)
    found.registration.person = person
    return found


def turn_among(turns: Iterable[Turn], registration: Registration, key: str, closes_on: date) -> Turn:
    """One step of those that are asked for."""
    for turn in turns:
        if (turn.registration.pk, turn.step.key, turn.window.closes_on) == (registration.pk, key, closes_on):
            return turn
    raise Refused(rules.NOT_ASKED)


def _said(turn: Turn, on: date | None, by: Person) -> RenewalStep:
    made = turn.said or RenewalStep(
        organisation_id=turn.registration.organisation_id, person_id=turn.registration.person_id,
        registration=turn.registration, key=turn.step.key, closes_on=turn.window.closes_on,
    )  # fmt: skip
    made.done_on, made.said_at, made.said_by = on, clock.now(), by
    made.save()
    return made
