"""What waits for somebody? Rooms say so here; the start page puts it together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.foundation.core import clock


@dataclass(frozen=True)
class Waiting:
    """One thing that a person is asked to do, with the page that does it."""

    title: str
    href: str
    due_on: date | None = None
    why: str = ""
    minutes: int = 0
    tag: str = ""
    tag_kind: str = ""

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


Provider = Callable[[Any], Iterable[Waiting]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """A room says how to find what waits for a person, in at most two queries."""
    _providers.append(provider)


def for_person(person: Any) -> list[Waiting]:
    """Everything that waits for this person, soonest first; what has no date comes last."""
    found = [item for provider in _providers for item in provider(person)]
    return sorted(found, key=lambda item: (item.due_on is None, item.due_on or date.max, item.title))
