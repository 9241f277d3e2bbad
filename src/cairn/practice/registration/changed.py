"""Who has to know at once when a registration or approval changes? Inside the act, so that nothing is between."""

from collections.abc import Callable

from cairn.foundation.people.models import Person

Listener = Callable[..., None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """A room says what follows from a change: `listener(person, by=...)`, in the same transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(person: Person, *, by: Person | None) -> None:
    """Something about this person changed."""
    for listener in _listeners:
        listener(person, by=by)
