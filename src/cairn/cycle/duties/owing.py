"""How do rooms keep duties inside their own acts: raise, keep in step, meet, let lapse?

The entry of the act in the ledger speaks for these changes too, so none of them records by itself.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Value, When

from cairn.cycle.duties.kinds import Kind, Owed, kind_of, subject
from cairn.cycle.duties.models import Duty, DutyQuerySet, Outcome
from cairn.foundation.core import clock
from cairn.foundation.people.models import Person

AT_ONCE = 1000
KEPT_IN_STEP = ("unit_id", "words", "awaited_by_id", "opens_on", "due_on")
NO_LONGER = "It is no longer owed."


@transaction.atomic
def raise_each(kind: str, owed: Iterable[Owed], *, organisation_id: UUID) -> int:
    """Raise these duties; what was raised before, whatever became of it, is not raised again. Says how many are new."""
    return _create(kind_of(kind), owed, organisation_id)


@transaction.atomic
def settle(kind: str, about: Any, owed: Iterable[Owed], *, organisation_id: UUID, reason: str = NO_LONGER) -> None:
    """Hold the open duties of one subject to what is owed now: after a change of owner, date or unit."""
    open_now = existing(kind, organisation_id).open().filter(about=subject(about))
    keep_in_step(kind_of(kind), list(open_now), list(owed), organisation_id, reason)


@transaction.atomic
def meet(
    kind: str, about: Any, *, on: date | None = None, bearer: Person | None = None, occasion: str | None = None
) -> int:
    """It is done: on time up to the due day, late afterwards. Says how many were met; twice is no harm."""
    open_now = Duty.objects.open().filter(kind=kind, about=subject(about))
    if bearer is not None:
        open_now = open_now.filter(bearer=bearer)
    if occasion is not None:
        open_now = open_now.filter(occasion=occasion)
    day = on or clock.today()
    if not kind_of(kind).is_timed:
        return open_now.update(outcome=Outcome.MET)
    in_time = Case(When(due_on__gte=day, then=Value(Outcome.MET)), default=Value(Outcome.LATE))
    return open_now.update(outcome=in_time, met_on=day)


@transaction.atomic
def lapse(kind: str, about: Any) -> int:
    """Its time went by: it can't be done any more, and was not."""
    return Duty.objects.open().filter(kind=kind, about=subject(about)).update(outcome=Outcome.LAPSED)


@transaction.atomic
def excuse_all(kind: str, about: Any, *, reason: str, by: Person | None = None) -> int:
    """What it was about came to an end, so nobody owes it any more; the act that ended it is in the ledger."""
    open_now = Duty.objects.open().filter(kind=kind, about=subject(about))
    return open_now.update(outcome=Outcome.EXCUSED, reason=reason[:200], excused_by=by)


def existing(kind: str, organisation_id: UUID) -> DutyQuerySet:
    """Every duty of one kind in an organisation, whatever became of it."""
    return Duty.objects.filter(kind=kind, organisation_id=organisation_id)


def _key(duty: Duty) -> tuple[str, str, UUID | str]:
    return duty.about, duty.occasion, duty.bearer_id or duty.office


def keep_in_step(kind: Kind, standing: list[Duty], owed: list[Owed], organisation_id: UUID, reason: str) -> int:
    """Raise what is missing, move what has moved, take back what is no longer owed. What is closed stays as it is."""
    wanted = {one.key: one for one in owed}
    pairs = [(duty, wanted.pop(_key(duty), None)) for duty in standing]
    moved = [duty for duty, one in pairs if one is not None and _put_in_step(duty, one)]
    Duty.objects.bulk_update(moved, KEPT_IN_STEP, batch_size=AT_ONCE)
    taken_back = _take_back([duty.pk for duty, one in pairs if one is None], reason)
    return len(moved) + taken_back + _create(kind, wanted.values(), organisation_id)


def _put_in_step(duty: Duty, one: Owed) -> bool:
    """Whether anything of an open duty had to be changed."""
    differs = [name for name in KEPT_IN_STEP if getattr(duty, name) != getattr(one, name)]
    for name in differs:
        setattr(duty, name, getattr(one, name))
    return bool(differs)


def _take_back(identifiers: list[UUID], reason: str) -> int:
    """What had not begun was never owed; what had begun is excused, and says why."""
    for some in _chunks(identifiers):
        no_more = Duty.objects.open().filter(pk__in=some)
        no_more.filter(opens_on__gt=clock.today()).delete()
        no_more.update(outcome=Outcome.EXCUSED, reason=reason[:200])
    return len(identifiers)


def _create(kind: Kind, owed: Iterable[Owed], organisation_id: UUID) -> int:
    """Raise what was never raised before; what Cairn had taken back and is owed again is opened again."""
    wanted = {one.key: one for one in owed}
    again = []
    for some in _chunks(list({one.about for one in wanted.values()})):
        for known in existing(kind.key, organisation_id).filter(about__in=some):
            one = wanted.pop(_key(known), None)
            if one is not None and known.outcome == Outcome.EXCUSED and known.excused_by_id is None:
                known.outcome, known.reason = Outcome.OPEN, ""
                _put_in_step(known, one)
                again.append(known)
    Duty.objects.bulk_update(again, [*KEPT_IN_STEP, "outcome", "reason"], batch_size=AT_ONCE)
    duties = [_duty(kind, one, organisation_id) for one in wanted.values()]
    return len(again) + len(Duty.objects.bulk_create(duties, batch_size=AT_ONCE))


def _duty(kind: Kind, one: Owed, organisation_id: UUID) -> Duty:
    return Duty(
        organisation_id=organisation_id,
        kind=kind.key,
        bearer_id=one.bearer_id,
        office=one.office,
        unit_id=one.unit_id,
        about=one.about,
        occasion=one.occasion,
        words=one.words,
        awaited_by_id=one.awaited_by_id,
        opens_on=one.opens_on,
        due_on=one.due_on,
    )


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
