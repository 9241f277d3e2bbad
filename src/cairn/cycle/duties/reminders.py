"""Of what is somebody to be reminded today, and how much is due to each?

A kind names the days before and after the due day on which it reminds. Each duty counts how many of them were given,
so what was told is not told again, and several days that went by together are told as one.
"""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q

from cairn.cycle.duties.kinds import all_kinds, kind_of
from cairn.cycle.duties.models import Duty, DutyQuerySet
from cairn.foundation.core import clock
from cairn.foundation.people.models import Absence
from cairn.foundation.people.offices import Holders

SOON = timedelta(days=7)


def stage_of(duty: Duty) -> int:
    """How many of the days on which its kind reminds have come."""
    before = (duty.due_on - clock.today()).days
    return sum(before <= days for days in kind_of(duty.kind).reminders)


def to_be_reminded_of(organisation_id: UUID) -> DutyQuerySet:
    """Open duties for which a day to remind has come that nobody was told of, of people who are here."""
    away = Absence.objects.filter(organisation_id=organisation_id).current().values("person")
    found = _open(organisation_id).filter(_newly_at_a_stage())
    found = found.filter(Q(bearer=None) | Q(bearer__is_active=True)).exclude(bearer__in=away)
    return found.only("kind", "bearer_id", "office", "unit_id", "awaited_by_id", "due_on", "reminders")


def _newly_at_a_stage() -> Q:
    today, kinds_by_days = clock.today(), defaultdict(list)
    for kind in all_kinds():
        kinds_by_days[tuple(sorted(kind.reminders, reverse=True))].append(kind.key)
    found = Q(pk__in=[])
    for every, kinds in kinds_by_days.items():
        for given, days in enumerate(every):
            found |= Q(kind__in=kinds, reminders=given, due_on__lte=today + timedelta(days=days))
    return found


class Bearers:
    """Who is here to do a duty: its bearer, or those who hold its office, without whoever waits for it."""

    def __init__(self, organisation_id: UUID) -> None:
        self._holders = Holders(organisation_id)
        away = Absence.objects.filter(organisation_id=organisation_id).current()
        self._away = set(away.values_list("person_id", flat=True))

    def of(self, bearer: UUID | None, office: str, unit: UUID | None, awaited_by: UUID | None) -> set[UUID]:
        """Nobody, where all of them are away."""
        held = {bearer} if bearer else self._holders.of(office, unit) - {awaited_by}
        return held - self._away


def due_to_each(organisation_id: UUID, bearers: Bearers) -> dict[UUID, tuple[int, int]]:
    """By person, how much is late and how much is due within a week; in one query."""
    today = clock.today()
    soon = _open(organisation_id).filter(due_on__lte=today + SOON)
    grouped = soon.order_by().values_list("bearer_id", "office", "unit_id", "awaited_by_id")
    due: dict[UUID, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for *whose, all_of_them, late in grouped.annotate(Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))):
        for person in bearers.of(*whose):
            due[person] = (due[person][0] + late, due[person][1] + all_of_them - late)
    return due


def _open(organisation_id: UUID) -> DutyQuerySet:
    return Duty.objects.filter(organisation_id=organisation_id).open().begun()
