"""Who may read the ledger? The access policy says so; it stands above, so it puts itself in here."""

from collections.abc import Callable
from typing import Any

Permits = Callable[[Any, str], bool]

_asked: list[Permits] = []


def ask(permits: Permits) -> None:
    """From now on ask this function whether a person may do an act such as `ledger.see`."""
    _asked[:] = [permits]


def permit(person: Any, act: str) -> bool:
    """Nobody, as long as no policy was put in."""
    return bool(_asked) and all(permits(person, act) for permits in _asked)
