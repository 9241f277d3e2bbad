"""Which statutory functions are kept for registered workers, who may be accountable for them, and by which law?

Dated data: `library/functions/*.yaml`, one catalogue for each nation (sa.reserved.1). What others may do within a
function is part of it (sa.reserved.2). A function is changed by a new edition of its catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cairn.practice.registration.approvals import APPROVALS

LIBRARY = Path(__file__).parent / "library" / "functions"
EVERY = "every"  # what a condition bars where it bars all of them


@dataclass(frozen=True)
class Function:
    """One function: its law, and what is asked of whoever is accountable for it.

    `registered_as` names the parts of a register of which one is enough. `experience_months` count from the day of
    first registration. `offices` are the professional roles of which one must be held, where the law names them.
    """

    key: str
    title: str
    basis: str
    registered_as: tuple[str, ...]
    approvals: tuple[str, ...] = ()
    experience_months: int = 0
    offices: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()

    @property
    def registered_words(self) -> str:
        """'social worker or occupational therapist'."""
        return _either(self.registered_as)

    @property
    def asks(self) -> str:
        """What is asked, in words: 'a registered social worker, approved as mental health officer, ...'."""
        said = [f"registered as {self.registered_words}"]
        said += [f"approved as {APPROVALS[one].lower()}" for one in self.approvals]
        if self.experience_months:
            said.append(f"with {self.experience_months} months since first registered")
        if self.offices:
            said.append("holding the office that the law names")
        return ", ".join(said)


@dataclass(frozen=True)
class Catalogue:
    """The functions of one nation, as they stand from a day on."""

    nation: str
    source: str
    since: date
    functions: Mapping[str, Function]


@cache
def catalogues() -> tuple[Catalogue, ...]:
    """Every edition of every nation, the oldest first."""
    found = [one for path in sorted(LIBRARY.glob("*.yaml")) for one in _read(path)]
    return tuple(sorted(found, key=lambda one: one.since))


def catalogue_on(nation: str, day: date) -> Catalogue:
    """What holds in a nation on a day; before the first edition, that one."""
    mine = [one for one in catalogues() if one.nation == nation]
    begun = [one for one in mine if one.since <= day]
    return begun[-1] if begun else mine[0]


def function_on(nation: str, key: str, day: date) -> Function | None:
    """A function as it stands on a day; None where the nation knows none of this key."""
    return catalogue_on(nation, day).functions.get(key)


def _read(path: Path) -> list[Catalogue]:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Catalogue(raw["nation"], raw["source"], edition["from"], dict(map(_function, edition["functions"])))
        for edition in raw["editions"]
    ]


def _function(raw: Mapping[str, Any]) -> tuple[str, Function]:
    asked: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    return raw["key"], Function(**asked)


def _either(parts: tuple[str, ...]) -> str:
    said = [part.replace("_", " ") for part in parts]
    return " or ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
