"""What do higher rooms show on the page of a statement: judgements, evidence, actions?

The page belongs to standards, which knows nothing of the rooms above it. A higher room puts its part in when it is
ready, as a template and a function that finds what the template needs:

    panels.register("improvement/on_statement.html", actions_on, place="beside", position=10)

The template sees `found` (what the function answered), `statement`, and the macros of the page as `c`. A function that
answers None shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cairn.foundation.people.models import Person
    from cairn.foundation.standards.models import Statement

Place = Literal["above", "main", "beside"]
Finder = Callable[["Person", "Statement"], Any]


@dataclass(frozen=True)
class Panel:
    """One part of the page, owned by another room."""

    template: str
    find: Finder
    place: Place
    position: int


@dataclass(frozen=True)
class Shown:
    """A part with what was found for it."""

    template: str
    found: Any


_panels: list[Panel] = []


def register(template: str, find: Finder, *, place: Place = "main", position: int = 50) -> None:
    """Put a part on the page of every statement; lower positions come first."""
    _panels.append(Panel(template, find, place, position))
    _panels.sort(key=lambda panel: panel.position)


def shown(viewer: Person, statement: Statement) -> dict[Place, list[Shown]]:
    """The parts that have something to show to this viewer, by their place."""
    found: dict[Place, list[Shown]] = {"above": [], "main": [], "beside": []}
    for panel in _panels:
        if (content := panel.find(viewer, statement)) is not None:
            found[panel.place].append(Shown(panel.template, content))
    return found
