"""May somebody raise an action out of a record, whatever their role? Rooms above say so for their own records."""

from collections.abc import Callable
from dataclasses import dataclass

from cairn.foundation.people.models import Person

Admits = Callable[[Person, str], bool]


@dataclass(frozen=True)
class Source:
    """What a room says of one kind of record. A private one is never named where the log is read."""

    admits: Admits
    is_private: bool


_sources: dict[str, Source] = {}


def register(label: str, admits: Admits, *, is_private: bool = False) -> None:
    """`register("supervision.Session", fn)`: `fn(person, identifier)` says whether they may raise actions out of it."""
    _sources[label] = Source(admits, is_private)


def admits(actor: Person, source: str) -> bool | None:
    """Whether the room of this record lets them, where `source` is such as "supervision.Session:<id>"; None where no
    room decides about such records."""
    label, _, pk = source.partition(":")
    return _sources[label].admits(actor, pk) if label in _sources else None


def shown(source: str) -> str:
    """The source as everybody may read it: nothing, where it is a private record."""
    known = _sources.get(source.partition(":")[0])
    return "" if known and known.is_private else source
