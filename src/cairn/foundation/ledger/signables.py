"""Which records can be signed, and how is their present content read again, to be held against the signature?"""

from collections.abc import Callable, Mapping
from typing import Any

Content = Callable[[str], Mapping[str, Any]]

_contents: dict[str, Content] = {}


def register(label: str, content: Content) -> None:
    """A room says how the content of its signed record is read: `register("evaluation.Round", round_content)`.

    The function is given the record's identifier as text and gives what was given to `sign`. Where the record
    no longer exists it raises `ObjectDoesNotExist`.
    """
    _contents[label] = content


def content_of(label: str) -> Content | None:
    """How records of this kind are read, if a room has said so."""
    return _contents.get(label)


def labels() -> list[str]:
    """Every kind of record that can be signed."""
    return sorted(_contents)
