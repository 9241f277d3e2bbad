"""Who may read the ledger, and who is meant by a name? People stand above it, so they put their answers in here."""

from collections.abc import Callable
from typing import Any

Permits = Callable[[Any, str], bool]
Named = Callable[[Any, str], list[tuple[str, str]]]
SigningIn = Callable[[str], Any]

_answers: dict[str, Any] = {}


def ask(*, permits: Permits, named: Named, signing_in_as: SigningIn) -> None:
    """From now on ask these.

    `permits(person, act)` says whether the access policy lets a person do an act such as `ledger.see`;
    `named(viewer, words)` gives identifier and name of at most ten colleagues who go by these words;
    `signing_in_as(email)` is the person who signs in with this address, or None.
    """
    _answers.update(permits=permits, named=named, signing_in_as=signing_in_as)


def permit(person: Any, act: str) -> bool:
    """Nobody, as long as no policy was put in."""
    return "permits" in _answers and bool(_answers["permits"](person, act))


def named(viewer: Any, words: str) -> list[tuple[str, str]]:
    """Colleagues who go by these words."""
    return list(_answers["named"](viewer, words)) if "named" in _answers else []


def signing_in_as(email: str) -> Any:
    """Who signs in with this address; nobody as long as nobody was put in."""
    return _answers["signing_in_as"](email) if "signing_in_as" in _answers else None
