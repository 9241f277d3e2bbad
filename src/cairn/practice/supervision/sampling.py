"""Which signed records does a seed draw, so that nobody chooses and anybody can draw them again?

Every record has a number of its own: SHA-256 of the seed, a colon and the record's identifier. Those with the smallest
numbers are drawn. So one record more or less changes nothing for the others, and no list has to be in any order.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairn.foundation.people.models import Person, Unit
from cairn.practice.supervision.independence import Held, standing_between
from cairn.practice.supervision.models import OF_TWO, Session, State


@dataclass(frozen=True)
class Draw:
    """What is drawn: sessions held in these days, in a unit and all below it or in the whole organisation.

    Only records of two that both had signed before the day of the draw count, and none that was brought in from
    elsewhere. `on` is the day of the draw.
    """

    reviewer: Person
    unit: Unit | None
    held_from: date
    held_to: date
    count: int
    on: date

    @property
    def organisation_id(self) -> UUID:
        return self.reviewer.organisation_id


@dataclass(frozen=True)
class Urn:
    """The records from which is drawn, and how many others the reviewer stands too near to."""

    records: tuple[UUID, ...]
    too_near: int

    def drawn(self, seed: int, count: int) -> list[UUID]:
        """The records with the smallest numbers."""
        return sorted(self.records, key=lambda record: number_of(seed, record))[:count]


def number_of(seed: int, record: UUID) -> str:
    """The number of a record under a seed.

    >>> number_of(7, UUID(int=1))[:12]
    'c4b0a2d8f0c6'
    """
    return hashlib.sha256(f"{seed}:{record}".encode()).hexdigest()


def urn_of(draw: Draw) -> Urn:
    """The signed records of the draw that its reviewer may judge. Three questions to the database."""
    standing = standing_between(draw.reviewer, draw.held_from, draw.on)
    signed = list(_signed(draw))
    records = tuple(one.pk for one in signed if standing.is_independent_of(one))
    return Urn(records, len(signed) - len(records))


def _signed(draw: Draw) -> Iterable[Held]:
    found = Session.objects.filter(
        organisation_id=draw.organisation_id,
        kind__in=OF_TWO,
        state=State.SIGNED,
        is_imported=False,
        held_on__range=(draw.held_from, draw.held_to),
        signed_on__lt=draw.on,
        personal__isnull=False,
    )
    if draw.unit is not None:
        found = found.filter(unit__path__startswith=draw.unit.path)
    rows = found.order_by().values_list("pk", "supervisor_id", "supervisee_id", "unit_id", "unit__path")
    return (Held(*row) for row in rows.iterator())
