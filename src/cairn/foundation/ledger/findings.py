"""What did a verification find?"""

from dataclasses import dataclass, field
from typing import Any

TOLD = 100


@dataclass
class Report:
    """What was found, with every problem as a sentence. Of very many problems the first hundred are told."""

    organisation_id: str = ""
    entries: int = 0
    heads: int = 0
    signatures: int = 0
    root: str = ""
    problems: list[str] = field(default_factory=list)
    untold: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.problems

    def tell(self, problem: str) -> None:
        """Note a problem."""
        if len(self.problems) < TOLD:
            self.problems.append(problem)
        else:
            self.untold += 1

    def as_content(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "organisation": self.organisation_id,
            "whole": self.is_whole,
            "entries": self.entries,
            "heads": self.heads,
            "signatures": self.signatures,
            "root": self.root,
            "problems": self.problems,
            "problems_untold": self.untold,
        }
