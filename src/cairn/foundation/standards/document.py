"""What does a YAML file say, line by line, without trusting it?

Only plain YAML is read: mappings, lists and words. Anchors, aliases and tags are refused, because they
can make a small file grow without end; every word stays a word, so that a version `2021` or a title `No`
is never turned into something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from cairn.foundation.standards.faults import Fault, Faults, Unreadable

LARGEST_FILE = 2_000_000
MOST_NODES = 100_000
DEEPEST = 60

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Word:
    """A piece of text, as it was written."""

    line: int
    text: str


@dataclass
class Items:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass
class Entries:
    """A mapping: each key with the line on which it stands."""

    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = Word | Items | Entries


def read(content: bytes) -> tuple[Entries, Faults]:
    """The mapping that a file holds, with the faults that did not prevent reading it.

    Raises Unreadable where no mapping can be had at all.
    """
    text = _decoded(content)
    faults = Faults()
    try:
        root = _Builder(faults).build(text)
    except yaml.MarkedYAMLError as error:
        raise Unreadable([*faults.found, _syntax(error)]) from error
    except yaml.YAMLError as error:
        raise Unreadable([*faults.found, Fault(1, "This cannot be read as YAML.")]) from error
    if not isinstance(root, Entries):
        raise Unreadable([Fault(1, "The file must be a mapping that begins with “kind:”, such as “kind: framework”.")])
    return root, faults


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        size = f"{len(content) / 1_000_000:.1f}"
        raise Unreadable([Fault(1, f"The file has {size} MB; the largest that can be read has 2 MB.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable([Fault(line, "A character here is not in UTF-8. Save the file as UTF-8.")]) from error
    if bad := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise Unreadable([Fault(line, f"There is an unprintable character (U+{ord(bad.group()):04X}). Remove it.")])
    if not text.strip():
        raise Unreadable([Fault(1, "The file is empty.")])
    return text


def _syntax(error: yaml.MarkedYAMLError) -> Fault:
    mark: Any = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = (error.problem or "something is out of place").strip()
    if "\\t" in problem or "tab" in problem:
        problem = "a tab is used where spaces are needed"
    return Fault(line, f"This is not well-formed YAML: {problem}. Check the indentation and the quotes just above.")


class _Builder:
    """Builds the nodes from a flat stream of events, so that deep nesting cannot exhaust the stack."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.root: Node | None = None
        self.open: list[Items | Entries] = []
        self.keys: list[tuple[str, int] | None] = []
        self.nodes = 0
        self.documents = 0

    def build(self, text: str) -> Node | None:
        for event in yaml.parse(text, Loader=_LOADER):
            mark: Any = event.start_mark
            self._take(event, mark.line + 1)
        return self.root

    def _take(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise Unreadable([Fault(line, "A second document begins here. Keep one document in one file.")])
        elif isinstance(event, yaml.AliasEvent):
            self.faults.add(line, f"The alias “*{event.anchor}” is not allowed. Write the text out.")
            self._place(Word(line, ""), line)
        elif isinstance(event, yaml.ScalarEvent):
            self._plain(event, line)
            self._place(Word(line, event.value), line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._plain(event, line)
            self._descend(Items(line), line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._plain(event, line)
            self._descend(Entries(line), line)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.open.pop()
            self.keys.pop()

    def _plain(self, event: Any, line: int) -> None:
        if event.anchor:
            self.faults.add(line, f"The anchor “&{event.anchor}” is not allowed. Remove it.")
        if event.tag and event.tag != "!":
            self.faults.add(line, f"The tag “{event.tag}” is not allowed. Remove it.")

    def _descend(self, node: Items | Entries, line: int) -> None:
        if len(self.open) >= DEEPEST:
            raise Unreadable([*self.faults.found, Fault(line, "This is nested too deeply to be a framework.")])
        self._place(node, line)
        self.open.append(node)
        self.keys.append(None)

    def _place(self, node: Node, line: int) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Unreadable([*self.faults.found, Fault(line, "The file has too many entries to be one framework.")])
        if not self.open:
            self.root = node
            return
        holder = self.open[-1]
        if isinstance(holder, Items):
            holder.items.append(node)
        elif self.keys[-1] is None:
            self._begin_key(node, line)
        else:
            self._end_key(holder, node)

    def _begin_key(self, node: Node, line: int) -> None:
        if not isinstance(node, Word):
            raise Unreadable([*self.faults.found, Fault(line, "A key must be a word, not a list or a mapping.")])
        self.keys[-1] = (node.text, line)

    def _end_key(self, holder: Entries, node: Node) -> None:
        key = self.keys[-1]
        self.keys[-1] = None
        if key is None:
            return
        name, line = key
        if name in holder.entries:
            self.faults.add(line, f"“{name}” is given twice; the first time on line {holder.lines[name]}. Keep one.")
            return
        holder.entries[name] = node
        holder.lines[name] = line
