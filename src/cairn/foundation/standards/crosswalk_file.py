"""What does a crosswalk file say: which statements meet, how far, and why?"""

from __future__ import annotations

from dataclasses import dataclass

from cairn.foundation.standards.document import Entries
from cairn.foundation.standards.faults import Faults
from cairn.foundation.standards.fingerprint import hash_of
from cairn.foundation.standards.keys import Reader
from cairn.foundation.standards.models import Relation

CROSSWALK_KEYS = (
    "kind", "format", "urn", "version", "title", "publisher", "licence", "source", "summary", "from", "to", "pairs",
)  # fmt: skip
END_KEYS = ("urn", "version")
PAIR_KEYS = ("from", "to", "relation", "rationale")


@dataclass(frozen=True)
class End:
    """One of the two frameworks, in one of its versions."""

    line: int
    urn: str
    version: str

    def content(self) -> dict[str, str]:
        """The framework, without the line."""
        return {"urn": self.urn, "version": self.version}


@dataclass(frozen=True)
class PairEntry:
    """Two statements, by ref, as they were written."""

    line: int
    from_ref: str
    to_ref: str
    relation: str
    rationale: str

    def content(self) -> list[str]:
        """The pair, without the line."""
        return [self.from_ref, self.to_ref, self.relation, self.rationale]


@dataclass(frozen=True)
class CrosswalkFile:
    """A crosswalk as its file gives it."""

    urn: str
    version: str
    title: str
    publisher: str
    licence: str
    source: str
    summary: str
    begins: End
    ends: End
    pairs: tuple[PairEntry, ...]

    @property
    def fingerprint(self) -> str:
        """The hash of the content, as for a framework."""
        heading: dict[str, object] = {k: v for k, v in vars(self).items() if isinstance(v, str)}
        pairs = [pair.content() for pair in self.pairs]
        return hash_of(heading | {"from": self.begins.content(), "to": self.ends.content(), "pairs": pairs})


def crosswalk_from(root: Entries, faults: Faults) -> CrosswalkFile:
    """The crosswalk that a file describes; raises Unreadable with every fault."""
    reader = Reader(root, faults, known=CROSSWALK_KEYS, what="the crosswalk")
    made = CrosswalkFile(
        urn=reader.urn("urn", required=True),
        version=reader.text("version", required=True, longest=40),
        title=reader.text("title", required=True, longest=300),
        publisher=reader.text("publisher", required=True, longest=200),
        licence=reader.text("licence", required=True, longest=300),
        source=reader.text("source", required=True),
        summary=reader.text("summary"),
        begins=_end(reader, "from"),
        ends=_end(reader, "to"),
        pairs=_pairs(reader),
    )
    faults.refuse()
    return made


def _end(reader: Reader, key: str) -> End:
    entries = reader.mapping(key, required=True)
    if entries is None:
        return End(reader.line, "", "")
    end = Reader(entries, reader.faults, known=END_KEYS, what=f"“{key}”")
    return End(end.line, end.urn("urn", required=True), end.text("version", required=True, longest=40))


def _pairs(reader: Reader) -> tuple[PairEntry, ...]:
    found: list[PairEntry] = []
    lines: dict[tuple[str, str], int] = {}
    for entries in reader.mappings("pairs", required=True):
        pair = _pair(entries, reader.faults)
        ends = (pair.from_ref, pair.to_ref)
        if all(ends) and ends in lines:
            reader.faults.add(pair.line, f"{ends[0]} and {ends[1]} are already paired on line {lines[ends]}. Keep one.")
        lines.setdefault(ends, pair.line)
        found.append(pair)
    return tuple(found)


def _pair(entries: Entries, faults: Faults) -> PairEntry:
    pair = Reader(entries, faults, known=PAIR_KEYS, what="the pair")
    return PairEntry(
        line=pair.line,
        from_ref=pair.text("from", required=True, longest=60),
        to_ref=pair.text("to", required=True, longest=60),
        relation=pair.choice("relation", Relation.values, required=True),
        rationale=pair.text("rationale", required=True),
    )
