"""What can be done to absences: record one, say that somebody is back, put one right."""

from datetime import date
from typing import Any

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Absence, Person
from cairn.foundation.people.rules import may_end_absence, may_record_absence


@transaction.atomic
def record_absence(person: Person, *, starts_on: date, ends_on: date | None = None, why: str, by: Person) -> Absence:
    """Somebody is away, so that nothing is expected of them meanwhile.

    Why they are away may tell of health, so the ledger, which more people read, does not hold it.
    """
    person = _held(person)
    insist(may_record_absence(by, person, starts_on=starts_on, ends_on=ends_on, why=why))
    absence = Absence.objects.create(
        organisation_id=person.organisation_id, person=person, starts_on=starts_on, ends_on=ends_on, why=why
    )
    record("absence.recorded", by=by, subject=absence, facts=_said_of(absence))
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, on: date | None = None, by: Person) -> Absence:
    """Somebody is back: this was the last day on which they were away."""
    person, absence = _held(absence.person), _again(absence)
    day = on or clock.today()
    insist(may_end_absence(by, person, absence, on=day))
    absence.ends_on = day
    absence.save(update_fields=["ends_on"])
    record("absence.ended", by=by, subject=absence, facts=_said_of(absence))
    return absence


@transaction.atomic
def correct_absence(absence: Absence, *, starts_on: date, ends_on: date | None = None, why: str, by: Person) -> Absence:
    """Put right the days, or the word for it. What follows from them is reckoned anew."""
    person, absence = _held(absence.person), _again(absence)
    insist(may_record_absence(by, person, starts_on=starts_on, ends_on=ends_on, why=why, but=absence))
    before, why_before = _said_of(absence), absence.why
    absence.starts_on, absence.ends_on, absence.why = starts_on, ends_on, why
    absence.save(update_fields=["starts_on", "ends_on", "why"])
    facts = _said_of(absence) | {"before": before, "word_was_changed": why != why_before}
    record("absence.corrected", by=by, subject=absence, facts=facts)
    return absence


def _held(person: Person) -> Person:
    """Nobody else writes down an absence of this person at the same moment, so that no two overlap."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _again(absence: Absence) -> Absence:
    return Absence.objects.select_for_update().get(pk=absence.pk)


def _said_of(absence: Absence) -> dict[str, Any]:
    return {"person": absence.person_id, "from": absence.starts_on, "to": absence.ends_on}
