"""What does somebody owe, what waits for them with others, and what did they get done?"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from cairn.cycle.duties.kinds import Asks, Kind, kind_of, private_kinds
from cairn.cycle.duties.models import Duty, DutyQuerySet
from cairn.cycle.duties.wording import office_in_words
from cairn.foundation.core import clock, months
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person
from cairn.foundation.people.offices import held_by

MOST = 100
LATER = timedelta(days=28)


@dataclass(frozen=True)
class Item:
    """A duty as a page shows it, with what its kind says of it."""

    duty: Duty
    kind: Kind

    @classmethod
    def of(cls, duty: Duty) -> "Item":
        return cls(duty, kind_of(duty.kind))

    @property
    def title(self) -> str:
        return self.kind.said(self.duty)

    @property
    def href(self) -> str:
        """The page where it is done."""
        return self.kind.page(self.duty)

    @property
    def followed_at(self) -> str:
        """The page where whoever waits for it can look; nothing where there is none."""
        return self.kind.followed_at(self.duty) if self.kind.followed_at else ""

    @property
    def whose(self) -> str:
        """Who owes it, in words."""
        return self.duty.bearer.full_name if self.duty.bearer else office_in_words(self.duty)

    @property
    def due_on(self) -> date:
        return self.duty.due_on

    @property
    def is_late(self) -> bool:
        return self.duty.is_late

    @property
    def is_signature(self) -> bool:
        return self.kind.asks == Asks.SIGN


def items(found: DutyQuerySet, most: int = MOST) -> list[Item]:
    """The first of these as a page shows them."""
    return [Item.of(duty) for duty in found[:most]]


@dataclass(frozen=True)
class Work:
    """What one person owes and waits for. `owed` holds what is late or due within four weeks, soonest first.

    Of each list the first hundred; `is_cut` says that there is more to do than that.
    """

    owed: list[Item]
    later: list[Item]
    awaited: list[Item]
    done: list[Item]
    is_cut: bool = False

    @property
    def late(self) -> int:
        return sum(item.is_late for item in self.owed)

    @property
    def minutes(self) -> int:
        """How long it takes in all; none where one thing does not say."""
        minutes = [item.kind.minutes for item in self.owed]
        return sum(minutes) if all(minutes) else 0


def work_of(viewer: Person) -> Work:
    """Everything on *My work*, at a cost that does not depend on what was done in years before: four queries."""
    mine = [*items(own(viewer).begun(), MOST + 1), *items(of_offices(viewer).begun(), MOST + 1)]
    every = sorted(mine, key=lambda item: (item.due_on, item.title))
    until, first = clock.today() + LATER, every[:MOST]
    return Work(
        owed=[item for item in first if item.due_on <= until],
        later=[item for item in first if item.due_on > until],
        is_cut=len(every) > MOST,
        awaited=items(stuck_with_others(viewer)),
        done=items(done_since(viewer, months.first_of(clock.today()))),
    )


def own(viewer: Person) -> DutyQuerySet:
    """What somebody owes in person, soonest first."""
    return Duty.objects.filter(bearer=viewer).open().order_by("due_on", "id")


def of_offices(viewer: Person) -> DutyQuerySet:
    """What is owed by an office that somebody holds, but not what they wait for themselves."""
    found = Duty.objects.filter(held_by(viewer), organisation_id=viewer.organisation_id, bearer=None)
    return found.exclude(awaited_by=viewer).open().order_by("due_on", "id")


def all_owed(viewer: Person) -> DutyQuerySet:
    """What somebody owes in person or by an office and can do by now, as one list to page through."""
    by_office = Q(held_by(viewer), bearer=None) & ~Q(awaited_by=viewer)
    mine = Duty.objects.filter(Q(bearer=viewer) | by_office, organisation_id=viewer.organisation_id)
    return mine.open().begun()


def coming(viewer: Person, most: int) -> list[Duty]:
    """What somebody owes, whether or not it can be done yet, soonest first: for their calendar."""
    mine = [*own(viewer)[:most], *of_offices(viewer)[:most]]
    return sorted(mine, key=lambda duty: (duty.due_on, duty.pk))[:most]


def stuck_with_others(viewer: Person) -> DutyQuerySet:
    """What somebody waits for and is due by now."""
    found = Duty.objects.filter(awaited_by=viewer, due_on__lte=clock.today()).open()
    return found.exclude(kind__in=private_kinds()).select_related("bearer", "unit").order_by("due_on", "id")


def done_since(viewer: Person, day: date) -> DutyQuerySet:
    """What somebody got done in person since a day, newest first; kinds that keep no day are not among them."""
    return Duty.objects.filter(bearer=viewer, met_on__gte=day).order_by("-met_on", "id")


def visible(viewer: Person) -> DutyQuerySet:
    """The duties that the access policy lets somebody see: private kinds are seen by their bearer only."""
    found = Duty.objects.filter(reach(viewer, "duty.see", owner=("bearer", "awaited_by"), state=""))
    return found.filter(Q(bearer=viewer) | ~Q(kind__in=private_kinds()))


def duty_for(viewer: Person, pk: UUID) -> Duty:
    """One duty; DoesNotExist where this person may not see it."""
    return visible(viewer).select_related("unit", "bearer").get(pk=pk)
