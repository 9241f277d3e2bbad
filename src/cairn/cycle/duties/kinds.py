"""Which kinds of duty are there? Each room declares its own in `duties.py`, and says so when it is ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from cairn.cycle.duties.models import LONGEST_WORDS, Duty
from cairn.foundation.people.models import Organisation
from cairn.foundation.people.offices import LEADER, known_offices


class Asks(StrEnum):
    """What somebody has to do to meet it."""

    DO = "do"
    SIGN = "sign"


@dataclass(frozen=True)
class Owed:
    """One duty as a room asks for it: of a person, or of whoever holds an office in a unit.

    `occasion` tells the turns of a recurring duty apart and never changes for one turn, while the dates may; or it
    names a part of what the duty is about, such as the unit that is judged in a round. `words` beyond what the table
    holds are cut.
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

    def __post_init__(self) -> None:
        if bool(self.office) == (self.bearer_id is not None):
            raise ValueError(f"{self.about}: a duty is owed either by a person or by an office.")
        if self.office and (self.office not in known_offices() or (self.office == LEADER and not self.unit_id)):
            raise ValueError(f"{self.about}: nobody can hold the office '{self.office}' there.")
        if self.due_on < self.opens_on:
            raise ValueError(f"{self.about}: it would be due before it can be done.")
        if len(self.words) > LONGEST_WORDS:
            object.__setattr__(self, "words", self.words[: LONGEST_WORDS - 1].rstrip() + "…")

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
    it was met, where the day could give somebody away. `followed_at` is the page where whoever waits for it looks, if
    that is open to them.

    `plan(organisation, until)` gives everything of its kind that is owed and not done and falls due up to a day,
    however old it is, in a few queries whatever the history: the worker raises what is missing, moves what has moved,
    and takes back whatever stands open and is not given. So what is raised further ahead than `ahead`, as an action's
    date may be, is given too. After an outage it catches up, and a change of posts, policies, leave or hours needs to
    tell nobody.
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
    followed_at: Callable[[Duty], str] | None = None
    plan: Plan | None = None
    ahead: timedelta = timedelta(days=35)

    def said(self, duty: Duty) -> str:
        """The duty in a sentence, for those who may read its words."""
        return self.sentence_of(duty.words)

    def sentence_of(self, words: str) -> str:
        """The same, of its words alone; without any, its title."""
        return self.sentence.format(words=words) if words else self.title


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


def private_kinds() -> list[str]:
    """The kinds of which nobody else learns who owes them."""
    return sorted(kind.key for kind in _kinds.values() if kind.is_private)


def subject(record: Any) -> str:
    """How a duty names what it is about: 'supervision.Session:<id>'."""
    return record if isinstance(record, str) else f"{record._meta.label}:{record.pk}"
