"""What does a framework file say: its heading and its tree of statements?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cairn.foundation.core.words import capital
from cairn.foundation.standards.document import Entries
from cairn.foundation.standards.faults import Faults
from cairn.foundation.standards.fingerprint import hash_of
from cairn.foundation.standards.keys import Reader
from cairn.foundation.standards.models import Audience, Status

FRAMEWORK_KEYS = (
    "kind", "format", "urn", "version", "title", "short_title", "publisher", "licence", "may_be_copied", "source",
    "language", "edition", "status", "nation", "summary", "scales", "statements",
)  # fmt: skip
STATEMENT_KEYS = (
    "ref", "urn", "heading", "text", "audience", "assessable", "good", "typical_evidence", "clauses", "edition",
    "statements",
)  # fmt: skip
SCALE_KEYS = ("name", "grades")
GRADE_KEYS = ("grade", "label", "meaning")
REF = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class StatementEntry:
    """One node as it was written, with the nodes below it."""

    line: int
    ref: str
    urn: str
    heading: str
    text: str
    audience: str
    assessable: bool
    good: str
    typical_evidence: tuple[str, ...]
    clauses: tuple[str, ...]
    edition: str
    statements: tuple[StatementEntry, ...]

    def content(self) -> dict[str, object]:
        """Everything that was written, without the line it stood on."""
        return {
            "ref": self.ref, "urn": self.urn, "heading": self.heading, "text": self.text, "audience": self.audience,
            "assessable": self.assessable, "good": self.good, "typical_evidence": list(self.typical_evidence),
            "clauses": sorted(self.clauses), "edition": self.edition,
            "statements": [below.content() for below in self.statements],
        }  # fmt: skip

    def meaning(self) -> str:
        """What a judgement rests on: whoever is asked, what is asked, and what good looks like."""
        return hash_of({"text": self.text, "audience": self.audience, "good": self.good, "asked": self.assessable})


@dataclass(frozen=True)
class FrameworkFile:
    """A framework as its file gives it."""

    urn: str
    version: str
    title: str
    short_title: str
    publisher: str
    licence: str
    may_be_copied: bool
    source: str
    language: str
    edition: str
    status: str
    nation: str
    summary: str
    scales: tuple[dict[str, object], ...]
    statements: tuple[StatementEntry, ...]

    def content(self) -> dict[str, object]:
        """Everything that was written, in one canonical shape."""
        heading: dict[str, object] = {key: value for key, value in vars(self).items() if key != "statements"}
        return heading | {"scales": list(self.scales), "statements": [node.content() for node in self.statements]}

    @property
    def fingerprint(self) -> str:
        """The hash of the content: comments, order of keys and line breaks do not count, every word does."""
        return hash_of(self.content())

    def walk(self) -> Iterator[StatementEntry]:
        """Every node, in the order of the document."""
        waiting = list(reversed(self.statements))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.statements))


def framework_from(root: Entries, faults: Faults) -> FrameworkFile:
    """The framework that a file describes; raises Unreadable with every fault."""
    reader = Reader(root, faults, known=FRAMEWORK_KEYS, what="the framework")
    urn = reader.urn("urn", required=True)
    title = reader.text("title", required=True, longest=300)
    made = FrameworkFile(
        urn=urn,
        version=reader.text("version", required=True, longest=40),
        title=title,
        short_title=reader.text("short_title", longest=80) or title[:80],
        publisher=reader.text("publisher", required=True, longest=200),
        licence=reader.text("licence", required=True, longest=300),
        may_be_copied=reader.yes_no("may_be_copied", required=True),
        source=reader.text("source", required=True),
        language=reader.text("language", required=True, longest=20),
        edition=reader.text("edition", required=True, longest=100),
        status=reader.choice("status", Status.values, required=True),
        nation=reader.choice("nation", ("scotland", "england", "wales", "northern-ireland")),
        summary=reader.text("summary"),
        scales=_scales(reader),
        statements=_Statements(urn, faults).below(reader, required=True),
    )
    faults.refuse()
    return made


def _scales(reader: Reader) -> tuple[dict[str, object], ...]:
    scales: list[dict[str, object]] = []
    for entries in reader.mappings("scales"):
        scale = Reader(entries, reader.faults, known=SCALE_KEYS, what="the scale")
        grades = [_grade(below, reader.faults) for below in scale.mappings("grades", required=True)]
        if len({grade["grade"] for grade in grades}) < len(grades):
            scale.fault("grades", "A grade is given twice in this scale.")
        scales.append({"name": scale.text("name", required=True, longest=60), "grades": grades})
    return tuple(scales)


def _grade(entries: Entries, faults: Faults) -> dict[str, object]:
    reader = Reader(entries, faults, known=GRADE_KEYS, what="the grade")
    grade = reader.text("grade", required=True, longest=3)
    if grade and not (grade.isascii() and grade.isdigit()):
        reader.fault("grade", f"“grade” must be a whole number, not “{grade}”.")
    label = reader.text("label", required=True, longest=60)
    return {"grade": grade, "label": label, "meaning": reader.text("meaning", longest=500)}


@dataclass
class _Statements:
    """Reads the tree, and remembers which names were given where."""

    framework_urn: str
    faults: Faults
    lines: dict[str, int] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    def below(self, reader: Reader, *, required: bool = False) -> tuple[StatementEntry, ...]:
        found = tuple(self._one(entries) for entries in reader.mappings("statements", required=required))
        if required and not found and not self.faults.found:
            reader.fault("statements", "The framework has no statements. Write at least one.")
        return found

    def _one(self, entries: Entries) -> StatementEntry:
        ref = Reader(entries, Faults(), known=STATEMENT_KEYS, what="").text("ref")
        reader = Reader(entries, self.faults, known=STATEMENT_KEYS, what=f"statement {ref}" if ref else "the statement")
        ref = reader.text("ref", required=True, longest=60)
        if ref and not REF.fullmatch(ref):
            reader.fault("ref", f"“{ref}” cannot be a ref. Use letters, digits, dots and hyphens, such as “4.d.5”.")
        urn = reader.urn("urn", longest=260) or f"{self.framework_urn}:{ref}"
        self._once(reader, "ref", ref)
        if reader.has("urn") or f"ref {ref}" not in self.shared:
            self._once(reader, "urn", urn)
        node = StatementEntry(
            line=reader.line,
            ref=ref,
            urn=urn,
            heading=reader.text("heading", longest=300),
            text=reader.text("text"),
            audience=reader.choice("audience", Audience.values),
            assessable=reader.yes_no("assessable", otherwise=reader.has("audience")),
            good=reader.text("good"),
            typical_evidence=reader.texts("typical_evidence"),
            clauses=reader.texts("clauses"),
            edition=reader.text("edition", longest=100),
            statements=self.below(reader),
        )
        self._check(reader, node)
        return node

    def _check(self, reader: Reader, node: StatementEntry) -> None:
        named = capital(reader.what)
        if node.assessable and not node.text:
            reader.fault("assessable", f"{named} can be judged, so it needs a “text” that says what is judged.")
        elif not (node.heading or node.text):
            reader.faults.add(reader.line, f"{named} has neither a “heading” nor a “text”.")
        if node.assessable and not reader.has("audience"):
            reader.fault("assessable", f"{named} can be judged, so it needs an “audience”: whom it speaks to.")
        for clause in node.clauses:
            if len(clause) > 60 or not REF.fullmatch(clause):
                reader.fault("clauses", f"“{clause}” is not the id of a clause, such as “sa.4.d.5c”.")

    def _once(self, reader: Reader, key: str, word: str) -> None:
        if not word:
            return
        mark = f"{key} {word}"
        if mark in self.lines:
            self.shared.add(mark)
            reader.fault(key, f"The {key} “{word}” is already used on line {self.lines[mark]}. Give each its own.")
        else:
            self.lines[mark] = reader.line_of(key)
