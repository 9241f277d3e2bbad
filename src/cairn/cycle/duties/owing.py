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
    keep_in_step(kind_of(kind), list(open_now), owed, organisation_id, reason)


@transaction.atomic
def meet(
    kind: str,
    about: Any,
    *,
    on: date | None = None,
    bearer: Person | None = None,
    bearers: Iterable[UUID] | None = None,
    occasion: str | None = None,
) -> int:
    """It is done: on time up to the due day, late afterwards. Says how many were met; twice is no harm.

    Where neither a bearer nor several by their identifiers are named, everybody who owed it has met it.
    """
    open_now = _open(kind, about)
    if bearer is not None:
        open_now = open_now.filter(bearer=bearer)
    if bearers is not None:
        open_now = open_now.filter(bearer__in=list(bearers))
    if occasion is not None:
        open_now = open_now.filter(occasion=occasion)
    day = on or clock.today()
    if not kind_of(kind).is_timed:
        return open_now.update(outcome=Outcome.MET)
    in_time = Case(When(due_on__gte=day, then=Value(Outcome.MET)), default=Value(Outcome.LATE))
    return open_now.update(outcome=in_time, met_on=day)


@transaction.atomic
def reopen(kind: str, about: Any, *, occasion: str) -> int:
    """It was not done after all: what was met is owed again, by the same day, and reminded of anew."""
    met = Duty.objects.filter(kind=kind_of(kind).key, about=subject(about), occasion=occasion)
    return met.filter(outcome__in=[Outcome.MET, Outcome.LATE]).update(outcome=Outcome.OPEN, met_on=None, reminders=0)


@transaction.atomic
def lapse(kind: str, about: Any) -> int:
    """Its time went by: it can't be done any more, and was not."""
    return _open(kind, about).update(outcome=Outcome.LAPSED)


@transaction.atomic
def excuse_all(kind: str, about: Any, *, reason: str, by: Person | None = None) -> int:
    """What it was about came to an end, so nobody owes it any more; the act that ended it is in the ledger."""
    return _open(kind, about).update(outcome=Outcome.EXCUSED, reason=reason[:200], excused_by=by)


def _open(kind: str, about: Any) -> DutyQuerySet:
    return Duty.objects.open().filter(kind=kind_of(kind).key, about=subject(about))


def existing(kind: str, organisation_id: UUID) -> DutyQuerySet:
    """Every duty of one kind in an organisation, whatever became of it."""
    return Duty.objects.filter(kind=kind, organisation_id=organisation_id)


def _key(duty: Duty) -> tuple[str, str, UUID | str]:
    return duty.about, duty.occasion, duty.bearer_id or duty.office


def keep_in_step(kind: Kind, standing: list[Duty], owed: Iterable[Owed], organisation_id: UUID, reason: str) -> int:
    """Raise what is missing, move what has moved, take back what is no longer owed. What is closed stays as it is.

    Says how many duties changed. What somebody else closes meanwhile is left alone: whatever is to be changed is read
    again under a lock.
    """
    wanted = {one.key: one for one in owed}
    pairs = [(duty, wanted.pop(_key(duty), None)) for duty in standing]
    moving = {duty.pk: one for duty, one in pairs if one is not None and _differences(duty, one)}
    gone = [duty.pk for duty, one in pairs if one is None]
    return _move(moving) + _take_back(gone, reason) + _create(kind, wanted.values(), organisation_id)


def _differences(duty: Duty, one: Owed) -> list[str]:
    return [name for name in KEPT_IN_STEP if getattr(duty, name) != getattr(one, name)]


def _put_in_step(duty: Duty, one: Owed) -> None:
    """A new day is reminded of anew."""
    if duty.due_on != one.due_on:
        duty.reminders = 0
    for name in _differences(duty, one):
        setattr(duty, name, getattr(one, name))


def _move(moving: dict[UUID, Owed]) -> int:
    moved = 0
    for some in chunks(list(moving)):
        held = list(Duty.objects.open().select_for_update(of=("self",)).filter(pk__in=some))
        for duty in held:
            _put_in_step(duty, moving[duty.pk])
        _write(held, [*KEPT_IN_STEP, "reminders"])
        moved += len(held)
    return moved


def _write(changed: list[Duty], names: list[str]) -> None:
    """Each row with its own values; for thousands of rows several times as fast as one long choice by case."""
    Duty.objects.bulk_create(
        changed, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=names
    )


def _take_back(identifiers: list[UUID], reason: str) -> int:
    """What had not begun was never owed; what had begun is excused, and says why."""
    taken = 0
    for some in chunks(identifiers):
        no_more = Duty.objects.open().filter(pk__in=some)
        deleted, _ = no_more.filter(opens_on__gt=clock.today()).delete()
        taken += deleted + no_more.update(outcome=Outcome.EXCUSED, reason=reason[:200])
    return taken


def _create(kind: Kind, owed: Iterable[Owed], organisation_id: UUID) -> int:
    """Raise what was never raised before; what Cairn had taken back and is owed again is opened again.

    Only the turns in question are read, so ten years of earlier turns cost nothing. Where another raised the same
    duty a moment ago, theirs stands.
    """
    wanted = {one.key: one for one in owed}
    again = []
    for known in _known(kind, list(wanted.values()), organisation_id):
        one = wanted.pop(_key(known), None)
        if one is not None and known.outcome == Outcome.EXCUSED and known.excused_by_id is None:
            known.outcome, known.reason, known.reminders = Outcome.OPEN, "", 0
            _put_in_step(known, one)
            again.append(known)
    _write(again, [*KEPT_IN_STEP, "outcome", "reason", "reminders"])
    duties = [_duty(kind, one, organisation_id) for one in wanted.values()]
    return len(again) + len(Duty.objects.bulk_create(duties, batch_size=AT_ONCE, ignore_conflicts=True))


def _known(kind: Kind, wanted: list[Owed], organisation_id: UUID) -> Iterator[Duty]:
    """Those of the wanted duties that were raised before, whatever became of them.

    Asked for by what they are about, in the order of their turns: every subject of a question is looked up with each
    of its turns. The organisation is looked at afterwards, lest the database take it for the shorter way.
    """
    for some in chunks(sorted(wanted, key=lambda one: one.occasion)):
        found = Duty.objects.filter(kind=kind.key, about__in={one.about for one in some}).order_by()
        for duty in found.filter(occasion__in={one.occasion for one in some}):
            if duty.organisation_id == organisation_id:
                yield duty


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


def chunks(values: list[Any]) -> Iterator[list[Any]]:
    """So many at once that either database takes them in one statement."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
