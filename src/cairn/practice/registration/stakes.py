"""For what else is somebody accountable, so that it must be reassigned when they may be no longer? Rooms above say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cairn.foundation.people.models import Person


@dataclass(frozen=True)
class Stake:
    """One thing that somebody answers for, such as a case: its name, and the page where it is given to another."""

    words: str
    page: str
    function: str = ""


Stakes = Callable[[Person], Iterable[Stake]]
_sources: list[Stakes] = []


def register(source: Stakes) -> None:
    """A room that makes people accountable declares how it is asked what they answer for."""
    if source not in _sources:
        _sources.append(source)


def stakes_of(person: Person) -> list[Stake]:
    """Everything that somebody answers for in any room, beside delegations."""
    return [stake for source in _sources for stake in source(person)]
