"""How does a letter leave this room? The room that keeps the outbox stands above and says so when it is ready."""

from typing import Protocol

from cairn.foundation.people.models import Person


class Carrier(Protocol):
    """Puts a letter into the outbox, in the transaction of the act that asks for it."""

    def __call__(self, person: Person, *, subject: str, text: str) -> object: ...


_carriers: list[Carrier] = []


def carried_by(carrier: Carrier) -> None:
    """From now on this is how letters leave."""
    _carriers[:] = [carrier]


def write(person: Person, *, subject: str, text: str) -> None:
    """Write to somebody at their own address."""
    for carrier in _carriers:
        carrier(person, subject=subject, text=text)
