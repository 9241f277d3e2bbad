"""Which kinds of duty are there? Each room declares its own in `duties.py`, and says so when it is ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from cairn.cycle.duties.models import Duty
from cairn.foundation.people.models import Organisation


class Asks(StrEnum):
    """What somebody has to do to meet it."""

    DO = "do"
    SIGN = "sign"


@dataclass(frozen=True)
class Owed:
    """One duty as a room asks for it: of a person, or of whoever holds an office in a unit.

    `occasion` tells the turns of a recurring duty apart and never changes for one turn, while the dates may.
    """

    about: str
    opens_on: date
    due_on: date
    bearer_id: UUID | None = None
    office: str = ""
    unit_id: UUID | None = None
    occasion: str = ""
    words: str = ""
    awaited_by_id: UUID | None = None

    @property
    def key(self) -> tuple[str, str, UUID | str]:
        """What makes it this duty and no other of its kind."""
        return self.about, self.occasion, self.bearer_id or self.office


Plan = Callable[[Organisation, date], Iterable[Owed]]


@dataclass(frozen=True)
class Kind:
    """One kind of duty.

    `title` is neutral and stands in calendars and letters; `sentence` stands on pages, `{words}` being the duty's own.
    `page` gives the address where it is done. `reminders` are days before the due day, below zero after it.
    `minutes` is how long it takes. `is_private` hides from leaders who owes it; `is_timed` false keeps no day on which
    it was met, where the day could give somebody away.

    `plan(organisation, until)` gives every turn of a recurring kind that is owed and not done and falls due up to a
    day, however old it is: the worker raises what is missing, moves what has moved, and takes back what is no longer
    owed. So after an outage it catches up, and a change of posts, policies, leave or hours needs to tell nobody.
    """

    key: str
    title: str
    sentence: str
    page: Callable[[Duty], str]
    asks: Asks = Asks.DO
    why: str = ""
    minutes: int = 0
    reminders: tuple[int, ...] = (7, 0, -7)
    is_private: bool = False
    is_timed: bool = True
    plan: Plan | None = None
    ahead: timedelta = timedelta(days=35)

    def said(self, duty: Duty) -> str:
        """The duty in a sentence, for those who may read its words."""
        return self.sentence.format(words=duty.words) if duty.words else self.title


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """A room declares its kinds."""
    _kinds.update((kind.key, kind) for kind in kinds)


def kind_of(key: str) -> Kind:
    """The kind of this key; a kind that nobody declared is a mistake."""
    return _kinds[key]


def all_kinds() -> list[Kind]:
    """Every declared kind."""
    return list(_kinds.values())


def subject(record: Any) -> str:
    """How a duty names what it is about: 'supervision.Session:<id>'."""
    return record if isinstance(record, str) else f"{record._meta.label}:{record.pk}"
