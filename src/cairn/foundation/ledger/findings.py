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

    def in_words(self) -> str:
        """For the terminal."""
        if not self.organisation_id:
            lines = ["The database and its guards: " + ("in order." if self.is_whole else "not in order.")]
        else:
            counted = f"{self.entries:,} entries, {self.heads:,} tree heads, {self.signatures:,} signatures"
            lines = [f"Organisation {self.organisation_id}: {counted}" + (", all in order." if self.is_whole else ".")]
        lines += [f"  {problem}" for problem in self.problems]
        if self.untold:
            lines.append(f"  … and {self.untold:,} more.")
        return "\n".join(lines)

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
