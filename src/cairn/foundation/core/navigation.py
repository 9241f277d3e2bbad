"""Which rooms stand in the bar at the top, and for whom?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cairn.foundation.core.links import address


@dataclass(frozen=True)
class Entry:
    """One word in the bar. `shown_to` asks the access policy."""

    title: str
    url_name: str
    position: int
    shown_to: Callable[[Any], bool]
    begins_with: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return address(self.url_name)

    def is_here(self, path: str) -> bool:
        return path == self.address or any(path.startswith(start) for start in self.begins_with)


_entries: list[Entry] = []


def register(
    title: str,
    url_name: str,
    *,
    position: int,
    shown_to: Callable[[Any], bool],
    begins_with: tuple[str, ...] = (),
) -> None:
    """A room puts itself into the bar when it is ready."""
    _entries.append(Entry(title, url_name, position, shown_to, begins_with))
    _entries.sort(key=lambda entry: entry.position)


def entries_for(person: Any) -> list[Entry]:
    """The bar for this person."""
    return [entry for entry in _entries if entry.shown_to(person)]
