"""At which address does a page stand? Asked once for each kind of address, since lists hold hundreds of links."""

from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse

PLACES = tuple(UUID(int=0xFEED << 96 | number) for number in range(4))


def address(name: str, *identifiers: Any, **named: Any) -> str:
    """The address of a named page, with the identifiers of its records put in."""
    if named or len(identifiers) > len(PLACES) or not all(type(one) is UUID for one in identifiers):
        return reverse(name, args=identifiers, kwargs=named)
    pieces = _pieces(name, len(identifiers))
    return "".join([pieces[0], *(f"{one}{piece}" for one, piece in zip(identifiers, pieces[1:], strict=True))])


@cache
def _pieces(name: str, count: int) -> tuple[str, ...]:
    """What stands before, between and after the identifiers."""
    rest, pieces = reverse(name, args=PLACES[:count]), []
    for place in PLACES[:count]:
        piece, _, rest = rest.partition(str(place))
        pieces.append(piece)
    return (*pieces, rest)
