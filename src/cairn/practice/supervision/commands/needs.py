"""What can be done about somebody's needs: agree on more than the policy asks, and say that professional is owed."""

from datetime import date, timedelta

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Person
from cairn.practice.supervision import agreeing
from cairn.practice.supervision.models import AnotherDiscipline, ParticularNeed
from cairn.practice.supervision.rules import needs as rules

ONE_DAY = timedelta(days=1)
AGREED = "Something was agreed for your supervision. Read it."
MARKED = "It was noted that professional supervision is owed to you, beside that by your line manager."


@transaction.atomic
def agree_need(
    person: Person,
    *,
    every: int,
    period: str,
    minutes: int,
    reason: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Person,
) -> ParticularNeed:
    """More than the policy asks, for one person and for a time. It may tell of health, so the ledger names nobody."""
    person = _held(person)
    day = starts_on or clock.today()
    insist(
        rules.may_agree_this(
            by, person, starts_on=day, ends_on=ends_on, every=every, period=period, minutes=minutes, reason=reason
        )
    )
    need = ParticularNeed.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        starts_on=day,
        ends_on=ends_on,
        every=every,
        period=period,
        minutes=minutes,
        reason=reason.strip(),
        agreed_by=by,
        agreed_at=clock.now(),
    )
    record("particular_need.agreed", by=by, subject=need, facts={"from": day, "to": ends_on})
    agreeing.keep_turns_of(person)
    notify(person, text=AGREED, link=f"/supervision/people/{person.pk}/", about=need)
    return need


@transaction.atomic
def end_need(need: ParticularNeed, *, on: date | None = None, by: Person) -> ParticularNeed:
    """It holds until this day, and the policy alone afterwards."""
    _held(need.person)
    need = ParticularNeed.objects.select_related("person").get(pk=need.pk)
    day = on or clock.today()
    insist(rules.may_end(by, need, on=day))
    need.ends_on = day
    need.save(update_fields=["ends_on"])
    record("particular_need.ended", by=by, subject=need, facts={"on": day})
    agreeing.keep_turns_of(need.person)
    return need


@transaction.atomic
def mark_another_discipline(person: Person, *, by: Person) -> AnotherDiscipline:
    """The line manager is of another discipline: from today professional supervision is owed (sa.5.e.7)."""
    person = _held(person)
    insist(rules.may_mark_now(by, person))
    today = clock.today()
    mark = AnotherDiscipline.objects.create(
        organisation_id=person.organisation_id, person=person, starts_on=today, marked_by=by, marked_at=clock.now()
    )
    record("another_discipline.marked", by=by, subject=mark, facts={"person": person.pk, "from": today})
    notify(person, text=MARKED, link=f"/supervision/people/{person.pk}/", about=mark)
    return mark


@transaction.atomic
def unmark_another_discipline(person: Person, *, by: Person) -> None:
    """From today it is no longer so; what was owed before stays in the history."""
    person = _held(person)
    insist(rules.may_mark(by, person))
    mark = AnotherDiscipline.objects.filter(person=person, ends_on=None).first()
    if mark is None:
        raise Refused("It has not been said.")
    mark.ends_on = max(mark.starts_on, clock.today() - ONE_DAY)
    mark.save(update_fields=["ends_on"])
    record("another_discipline.ended", by=by, subject=mark, facts={"person": person.pk, "on": mark.ends_on})


def _held(person: Person) -> Person:
    """Nobody else writes down a need of this person at the same moment."""
    return Person.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation").get(pk=person.pk)
