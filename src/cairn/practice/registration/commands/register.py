"""What can be done to the register: enter a registration, state how it stands, end, put right; approve."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Verdict, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person
from cairn.practice.registration import changed
from cairn.practice.registration.models import Approval, Known, Registration, Standing, State
from cairn.practice.registration.regulators import plain_number
from cairn.practice.registration.rules import register as rules

Fact = TypeVar("Fact", bound=Known)
MEANWHILE = "Somebody else put this number into the register a moment ago. Look at it."


@transaction.atomic
def enter(
    person: Person,
    *,
    regulator: str,
    part: str,
    number: str,
    first_registered_on: date,
    source: str = "",
    by: Person,
) -> Registration:
    """Put somebody's registration into the register, as registered from their first day on."""
    person = held(person)
    number = plain_number(number)
    insist(
        rules.may_enter(
            by, person, regulator=regulator, part=part, number=number, first_registered_on=first_registered_on
        )
    )
    made, is_new = Registration.objects.get_or_create(
        organisation_id=person.organisation_id, regulator=regulator, number=number,
        defaults={"person": person, "part": part},
    )  # fmt: skip
    if not is_new:
        raise Refused(MEANWHILE)
    _write(Standing(registration=made, state=State.REGISTERED), person, first_registered_on, source=source, by=by)
    record("registration.entered", by=by, subject=made, facts={"person": person.pk, "from": first_registered_on})
    changed.tell(person, by=by)
    return made


@transaction.atomic
def state(
    registration: Registration,
    *,
    state: str,
    starts_on: date,
    ends_on: date | None = None,
    bars: Iterable[str] = (),
    words: str = "",
    source: str = "",
    by: Person,
) -> Standing:
    """Write down what the regulator decided. Its effects on functions are immediate."""
    registration = _held_registration(registration)
    bars = sorted(set(bars))
    insist(
        rules.may_state(
            by, registration, state=state, starts_on=starts_on, ends_on=ends_on, bars=bars, words=words
        )
    )  # fmt: skip
    made = Standing(registration=registration, state=state, bars=bars)
    _write(made, registration.person, starts_on, ends_on=ends_on, words=words, source=source, by=by)
    record("standing.stated", by=by, subject=made, facts={"state": state, "from": starts_on, "to": ends_on})
    changed.tell(registration.person, by=by)
    return made


@transaction.atomic
def approve(
    person: Person,
    *,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    given_by: str = "",
    words: str = "",
    source: str = "",
    by: Person,
) -> Approval:
    """Write down an approval, such as mental health officer."""
    person = held(person)
    insist(rules.may_approve(by, person, kind=kind, starts_on=starts_on, ends_on=ends_on, words=words))
    made = Approval(kind=kind, given_by=given_by.strip()[:120])
    _write(made, person, starts_on, ends_on=ends_on, words=words, source=source, by=by)
    record("approval.approved", by=by, subject=made, facts={"kind": kind, "from": starts_on, "to": ends_on})
    changed.tell(person, by=by)
    return made


@transaction.atomic
def end(fact: Fact, *, on: date, words: str = "", by: Person) -> Fact:
    """Its last day is known. The entry without an end stays readable behind the one that counts."""
    fact = _held_fact(fact)
    insist(rules.may_end(by, fact, on=on))
    made = _instead(fact, by=by, why=words.strip() or "Its last day is known.", ends_on=on)
    record(f"{_word(fact)}.ended", by=by, subject=made, facts={"on": on, "instead_of": fact.pk})
    changed.tell(made.person, by=by)
    return made


@transaction.atomic
def correct(fact: Fact, *, starts_on: date, ends_on: date | None, words: str = "", why: str, by: Person) -> Fact:
    """Put an entry right. What was written before stays, with who replaced it, when and why."""
    fact = _held_fact(fact)
    insist(rules.may_replace(by, fact, why))
    insist(_may_stand_instead(by, fact, starts_on=starts_on, ends_on=ends_on, words=words))
    made = _instead(fact, by=by, why=why, starts_on=starts_on, ends_on=ends_on, words=words.strip())
    facts = {"from": starts_on, "to": ends_on, "instead_of": fact.pk}
    record(f"{_word(fact)}.corrected", by=by, subject=made, facts=facts)
    changed.tell(made.person, by=by)
    return made


@transaction.atomic
def strike(fact: Fact, *, why: str, by: Person) -> None:
    """It never was so, such as an entry under the wrong person. It counts no more, and stays readable as struck."""
    fact = _held_fact(fact)
    insist(rules.may_replace(by, fact, why))
    _replace(fact, by=by, why=why)
    record(f"{_word(fact)}.struck", by=by, subject=fact, facts={"from": fact.starts_on})
    changed.tell(fact.person, by=by)


def held(person: Person) -> Person:
    """Nobody else writes about this person's registration at the same moment."""
    return Person.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation").get(pk=person.pk)


def _held_registration(registration: Registration) -> Registration:
    person = held(registration.person)
    registration = Registration.objects.get(pk=registration.pk)
    registration.person = person
    return registration


def _held_fact(fact: Fact) -> Fact:
    person = held(fact.person)
    found: Any = type(fact).objects.get(pk=fact.pk)
    found.person = person
    return cast(Fact, found)


def _write(
    fact: Known,
    person: Person,
    starts_on: date,
    *,
    ends_on: date | None = None,
    words: str = "",
    source: str = "",
    by: Person | None,
) -> None:
    fact.organisation_id, fact.person, fact.recorded_by = person.organisation_id, person, by
    fact.starts_on, fact.ends_on, fact.words, fact.source = starts_on, ends_on, words.strip(), source.strip()[:200]
    fact.recorded_at = clock.now()
    fact.save(force_insert=True)


def _replace(fact: Known, *, by: Person, why: str) -> None:
    fact.replaced_at, fact.replaced_by, fact.why_replaced = clock.now(), by, why.strip()[:300]
    fact.save(update_fields=["replaced_at", "replaced_by", "why_replaced"])


def _instead(fact: Fact, *, by: Person, why: str, **different: Any) -> Fact:
    """The same fact with something else in it; both carry the same moment, so that one of them counts at any time."""
    _replace(fact, by=by, why=why)
    kept: Mapping[str, Any] = {
        field.attname: getattr(fact, field.attname)
        for field in fact._meta.concrete_fields
        if field.name not in ("id", "recorded_at", "recorded_by", "replaced_at", "replaced_by", "why_replaced")
    }
    made = type(fact)(**{**kept, **different}, recorded_at=fact.replaced_at, recorded_by=by)
    made.save(force_insert=True)
    return made


def _may_stand_instead(by: Person, fact: Any, **asked: Any) -> Verdict:
    if isinstance(fact, Standing):
        return rules.may_state(by, fact.registration, state=fact.state, bars=fact.bars, instead_of=fact, **asked)
    return rules.may_approve(by, fact.person, kind=fact.kind, instead_of=fact, **asked)


def _word(fact: Known) -> str:
    return str(fact._meta.model_name)
