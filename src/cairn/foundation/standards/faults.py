"""What is wrong with a file of standards, and on which line?"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong: the line where it stands, and a sentence that says what to do."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}"


class Unreadable(Exception):
    """A file cannot be taken in. All its faults are told at once, in the order of the lines."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass
class Faults:
    """The faults found so far; reading goes on, so that a person mends a file in one sitting."""

    found: list[Fault] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        """Note one fault."""
        self.found.append(Fault(line, sentence))

    def refuse(self) -> None:
        """Stop here if anything was wrong."""
        if self.found:
            raise Unreadable(self.found)
