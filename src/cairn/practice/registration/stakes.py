"""For what else is somebody accountable, so that it must be reassigned when they may be no longer? Rooms above say."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from cairn.foundation.people.models import Person


@dataclass(frozen=True)
class Stake:
    """One thing that somebody answers for, such as a case: its name, and the page where it is given to another."""

    words: str
    page: str
    function: str = ""


@dataclass(frozen=True)
class Source:
    """How a room is asked who answers for what in it.

    `of(person)` lists it for one. `pairs(organisation_id, people)` gives each person with each function for which they
    answer (empty where it is under none), of these people or of everybody, in one question.
    """

    of: Callable[[Person], Iterable[Stake]]
    pairs: Callable[[UUID, Collection[UUID] | None], Iterable[tuple[UUID, str]]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """A room that makes people accountable declares how it is asked what they answer for."""
    if source not in _sources:
        _sources.append(source)


def stakes_of(person: Person) -> list[Stake]:
    """Everything that somebody answers for in any room, beside delegations."""
    return [stake for source in _sources for stake in source.of(person)]


def pairs(organisation_id: UUID, people: Collection[UUID] | None = None) -> set[tuple[UUID, str]]:
    """Who answers for something in any room, under which function."""
    return {pair for source in _sources for pair in source.pairs(organisation_id, people)}
