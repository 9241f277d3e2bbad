"""Does a line of management come back to where it began?"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def circles(above: Mapping[Node, set[Node]]) -> list[list[Node]]:
    """Every circle once, beginning with the member that comes first; `above` tells who stands over whom.

    >>> circles({"ann": {"bea"}, "bea": {"cal"}, "cal": {"bea"}})
    [['bea', 'cal']]
    """
    finished: set[Node] = set()
    found: list[list[Node]] = []
    for start in above:
        if start not in finished:
            _follow(start, above, finished, found)
    return found


def _follow(start: Node, above: Mapping[Node, set[Node]], finished: set[Node], found: list[list[Node]]) -> None:
    """Walk upwards without recursion: a line may be as long as the organisation is large."""
    path: list[Node] = [start]
    places = {start: 0}
    waiting = [iter(sorted(above.get(start, ()), key=str))]
    while waiting:
        higher = next(waiting[-1], None)
        if higher is None:
            waiting.pop()
            done = path.pop()
            del places[done]
            finished.add(done)
        elif higher in places:
            found.append(path[places[higher] :])
        elif higher not in finished:
            places[higher] = len(path)
            path.append(higher)
            waiting.append(iter(sorted(above.get(higher, ()), key=str)))
