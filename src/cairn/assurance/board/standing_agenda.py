"""Which items stand on the agenda of a new board? Those of appendix 3, as dated data that an employer can change."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

LIBRARY = Path(__file__).parent / "library" / "standing_agenda.yaml"


@dataclass(frozen=True)
class Line:
    """One item of the shipped agenda; `brief` is what a room declares today or will one day."""

    number: str
    title: str
    kind: str
    clause: str
    block: str = ""
    brief: str = ""


@cache
def shipped() -> tuple[Line, ...]:
    """The thirteen numbers of the source, of which 7 is missing there too."""
    return tuple(Line(**item) for item in yaml.safe_load(LIBRARY.read_text())["items"])
