"""What is left of a file, and what was taken out of it?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cleaned:
    """A file without its traces; `removed` names them in words, `left_because` says why they had to stay."""

    content: bytes
    removed: tuple[str, ...] = ()
    left_because: str = ""
