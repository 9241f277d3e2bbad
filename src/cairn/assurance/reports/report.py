"""What does an assurance report say about a self-evaluation round, whatever the format it is read in?

The report is one frozen value. The web page, the PDF, the Word and Excel files and the JSON are all made from it, so
that the same figures stand in all five, and a report kept as JSON is made again byte for byte. A figure that cannot
be shown carries the reason in words and is never zero (sa.purpose.3).
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

WITHHELD = "withheld: fewer than five answers"
NOT_ASKED = "not asked"
NOT_JUDGED = "not yet judged"
NOT_APPLICABLE = "not applicable here"
ONE_SIDE = "one side only"
FIRST_ROUND = "no earlier round"
NO_EARLIER_FIGURE = "no figure last time"
NO_ANSWERS = "no answers"
NOT_BOTH = "nothing that both sides judged"

COMMENTARY_HEADS = {
    "implications": "What this means",
    "remedy": "What will be put right",
    "shared_learning": "What others can learn from it",
    "monitoring": "How it will be watched",
}


@dataclass(frozen=True)
class Figure:
    """A count or a mean to one decimal; without a value, `missing` says what is missing."""

    value: int | float | None
    missing: str = ""

    @property
    def worded(self) -> str:
        if self.value is None:
            return self.missing
        return f"{self.value:,}" if isinstance(self.value, int) else f"{self.value:.1f}"


def mean(value: float | Decimal | None, missing: str = WITHHELD) -> Figure:
    """A mean grade or a difference, rounded half up to one decimal as it will be read."""
    if value is None:
        return Figure(None, missing)
    return Figure(float(Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)) + 0.0)


def count(value: int | None, missing: str = WITHHELD) -> Figure:
    """A number of people, answers or documents."""
    return Figure(None, missing) if value is None else Figure(value)


@dataclass(frozen=True)
class Scale:
    """What the grades mean; the labels run from the lowest point, 1, upwards."""

    name: str
    labels: tuple[str, ...]

    @property
    def top(self) -> int:
        return len(self.labels)

    def worded(self, grade: Figure) -> str:
        """'4, good', or what is missing."""
        if grade.value is None:
            return grade.missing
        return f"{grade.value}, {self.labels[int(grade.value) - 1]}"


@dataclass(frozen=True)
class Spread:
    """How many chose each point of the scale, the lowest first; None where that may not be shown."""

    employers: tuple[int, ...] | None
    practitioners: tuple[int, ...] | None
    employers_missing: str = WITHHELD
    practitioners_missing: str = WITHHELD


@dataclass(frozen=True)
class Judged:
    """One statement: the grade that stands, what either side said of it, and how much evidence it has."""

    ref: str
    title: str
    grade: Figure
    employers: Figure
    practitioners: Figure
    gap: Figure
    answers: Figure
    evidence: int
    note: str = ""


@dataclass(frozen=True)
class Area:
    """One area of the framework: the headline judgement and the statements below it."""

    ref: str
    title: str
    grade: Figure
    employers: Figure
    practitioners: Figure
    gap: Figure
    change: Figure
    answers: Figure
    spread: Spread
    statements: tuple[Judged, ...]


@dataclass(frozen=True)
class Finding:
    """A statement picked out of the whole, and in one sentence why."""

    ref: str
    title: str
    area: str
    grade: Figure
    employers: Figure
    practitioners: Figure
    gap: Figure
    why: str


@dataclass(frozen=True)
class ActionLine:
    """An action that follows from a statement, and how far it has come."""

    title: str
    refs: tuple[str, ...]
    owner: str
    priority: str
    due_on: date | None
    state: str
    is_late: bool
    effect: str


@dataclass(frozen=True)
class Comment:
    """What the chief social work officer says under one head (sa.cswo.comment)."""

    head: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Evidence:
    """What a judgement rests on: whose, for what time, until when, and the hash of its bytes, or where it is kept."""

    title: str
    owner: str
    covers: str
    expires_on: date | None
    is_stale: bool
    sha256: str
    refs: tuple[str, ...]
    kept: str = ""


@dataclass(frozen=True)
class FigureLine:
    """A figure that the records prove: how it stood when the round closed, against its target, and how it is now."""

    title: str
    refs: tuple[str, ...]
    then: str
    target: str
    verdict: str
    now: str


@dataclass(frozen=True)
class SignatureLine:
    """Who signed the round, in which role, what they declared, and the hash of what they signed."""

    name: str
    role: str
    statement: str
    at: datetime
    content_hash: str


@dataclass(frozen=True)
class TreeHead:
    """The newest signed head of the organisation's ledger when the report was made."""

    size: int
    root: str
    at: datetime
    key_id: str


@dataclass(frozen=True)
class Participation:
    """How many were asked on one side, and how many answered."""

    side: str
    asked: Figure
    answered: Figure


@dataclass(frozen=True)
class AssuranceReport:
    """All that a chief executive is told about one round (sa.purpose.1 to sa.purpose.4)."""

    organisation: str
    round_title: str
    state: str
    framework: str
    framework_version: str
    framework_source: str
    purpose: str
    scope: str
    led_by: str
    opened_on: date
    closed_on: date | None
    scale: Scale
    participation: tuple[Participation, ...]
    areas: tuple[Area, ...]
    strengths: tuple[Finding, ...]
    gaps: tuple[Finding, ...]
    disagreements: tuple[Finding, ...]
    contradictions: tuple[Finding, ...]
    stale_evidence: tuple[Finding, ...]
    without_evidence: tuple[Finding, ...]
    actions: tuple[ActionLine, ...]
    commentary: tuple[Comment, ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    signatures: tuple[SignatureLine, ...]
    tree_head: TreeHead | None
    made_at: datetime
    content_hash: str = ""
    figures: tuple[FigureLine, ...] = ()

    @property
    def title(self) -> str:
        return f"Assurance report: {self.round_title}"

    @property
    def statements(self) -> tuple[Judged, ...]:
        return tuple(statement for area in self.areas for statement in area.statements)

    def as_json(self) -> dict[str, Any]:
        """The whole report as plain JSON values. A report without figures is written as before there were any."""
        content: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return content if self.figures else {name: part for name, part in content.items() if name != "figures"}

    def as_text(self) -> str:
        """The JSON as a file for people and programs: indented, in the order in which a report is read."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=2) + "\n"


@cache
def _adapter() -> TypeAdapter[AssuranceReport]:
    return TypeAdapter(AssuranceReport)


def from_json(content: dict[str, Any]) -> AssuranceReport:
    """The report that `as_json` wrote."""
    return _adapter().validate_python(content)


def hash_of(report: AssuranceReport) -> str:
    """SHA-256 of everything the report says, apart from the hash itself, as sorted JSON without spaces."""
    content = {**report.as_json(), "content_hash": ""}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def sealed(report: AssuranceReport) -> AssuranceReport:
    """The same report, carrying the hash of what it says."""
    return replace(report, content_hash=hash_of(report))
