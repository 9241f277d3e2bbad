"""What can be done about a concern: raise it, decide whether to refer, tell the person, write down what followed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cairn.cycle.duties import owing
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Person
from cairn.practice.registration import referring
from cairn.practice.registration.commands import register
from cairn.practice.registration.models import Concern, ConcernStage, Registration
from cairn.practice.registration.models.concern import LAST
from cairn.practice.registration.rules import concerns as rules

TOLD = "Something about your registration was written down, and you can read it."


@dataclass(frozen=True)
class Order:
    """What the regulator ordered with a stage: how the registration stands from which day."""

    state: str
    starts_on: date
    ends_on: date | None = None
    bars: Iterable[str] = ()


@transaction.atomic
def raise_concern(person: Person, *, what: str, raised_on: date, by: Person) -> Concern:
    """Say what may put somebody's fitness to practise in question."""
    person = register.held(person)
    insist(rules.may_write(by, person, what=what, raised_on=raised_on))
    made = Concern.objects.create(
        organisation_id=person.organisation_id, person=person, what=what.strip(), raised_on=raised_on,
        registration=Registration.objects.filter(person=person).order_by("regulator", "number").first(),
        raised_at=clock.now(), raised_by=by,
    )  # fmt: skip
    record("concern.raised", by=by, subject=made, facts={"on": raised_on})
    owed = referring.owed_for(made, person.organisation)
    owing.raise_each(referring.REFER, [owed], organisation_id=person.organisation_id)
    return made


@transaction.atomic
def choose(concern: Concern, *, choice: str, why: str, by: Person) -> Concern:
    """Decide whether the regulator is told, with the reasons."""
    concern = _held(concern)
    insist(rules.may_choose(by, concern, choice=choice, why=why))
    before = f"{concern.why}\n\n" if concern.why else ""
    concern.choice, concern.why = choice, f"{before}{why.strip()}"
    concern.chosen_at, concern.chosen_by = clock.now(), by
    concern.save(update_fields=["choice", "why", "chosen_at", "chosen_by"])
    record("concern.decided", by=by, subject=concern, facts={"choice": choice})
    owing.meet(referring.REFER, concern)
    return concern


@transaction.atomic
def tell(concern: Concern, *, on: date, by: Person) -> Concern:
    """The person was told; from now on they read it too."""
    concern = _held(concern)
    insist(rules.may_tell(by, concern, on=on))
    concern.told_on, concern.told_by = on, by
    concern.save(update_fields=["told_on", "told_by"])
    record("concern.told", by=by, subject=concern, facts={"on": on})
    notify(concern.person, text=TOLD, link=f"/registration/concerns/{concern.pk}/", about=concern)
    return concern


@transaction.atomic
def follow(
    concern: Concern, *, stage: str, on: date, words: str = "", order: Order | None = None, by: Person
) -> ConcernStage:
    """What the regulator did. An order that came with it counts in the register at once, with all that follows."""
    concern = _held(concern)
    insist(rules.may_follow(by, concern, stage=stage, on=on, words=words))
    standing = None
    if order is not None and concern.registration is not None:
        standing = register.state(
            concern.registration, state=order.state, starts_on=order.starts_on, ends_on=order.ends_on,
            bars=order.bars, words=words, source="Fitness to practise", by=by,
        )  # fmt: skip
    made = ConcernStage.objects.create(
        concern=concern, stage=stage, on=on, words=words.strip(), standing=standing, recorded_at=clock.now(),
        recorded_by=by,
    )  # fmt: skip
    if stage in LAST:
        concern.ended_on = on
        concern.save(update_fields=["ended_on"])
    record("concern.followed", by=by, subject=concern, facts={"stage": stage, "on": on})
    return made


def _held(concern: Concern) -> Concern:
    register.held(concern.person)
    found = Concern.objects.select_related("registration", "person__organisation")
    return found.get(pk=concern.pk)
