"""Is each key of a file known, present, and of the right kind?"""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from cairn.foundation.standards.document import Entries, Items, Node, Word
from cairn.foundation.standards.faults import Faults

LONGEST_TEXT = 5_000
URN = re.compile(r"urn:[a-z0-9][a-z0-9-]*(?::[A-Za-z0-9._-]+)+")
YES_NO = {"yes": True, "true": True, "no": False, "false": False}


class Reader:
    """Reads one mapping, key by key, and notes a sentence for whatever is wrong."""

    def __init__(self, entries: Entries, faults: Faults, *, known: Collection[str], what: str) -> None:
        self.entries = entries
        self.faults = faults
        self.what = what
        self._refuse_unknown(known)

    @property
    def line(self) -> int:
        """Where the mapping begins."""
        return self.entries.line

    def line_of(self, key: str) -> int:
        """Where a key stands, or else the mapping."""
        return self.entries.lines.get(key, self.line)

    def fault(self, key: str, sentence: str) -> None:
        """Note a fault at a key."""
        self.faults.add(self.line_of(key), sentence)

    def has(self, key: str) -> bool:
        """Whether the key was written at all."""
        return key in self.entries.entries

    def text(self, key: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> str:
        """One piece of text; line breaks that only fold a sentence are taken out."""
        node = self._node(key, required=required)
        if node is None:
            return ""
        if not isinstance(node, Word):
            self.fault(key, f"“{key}” of {self.what} must be a text, not a list or a mapping.")
            return ""
        words = tidy(node.text)
        if required and not words:
            self.fault(key, f"“{key}” of {self.what} is empty. Write it, or ask its publisher.")
        if len(words) > longest:
            self.fault(key, f"“{key}” of {self.what} has {len(words)} characters; {longest} is the most.")
        return words

    def choice(self, key: str, among: Collection[str], *, required: bool = False, otherwise: str = "") -> str:
        """One of a few words."""
        word = self.text(key, required=required)
        if not word:
            return otherwise
        if word not in among:
            self.fault(key, f"“{key}” cannot be “{word}”.{suggestion(word, among)} It is one of: {', '.join(among)}.")
            return otherwise
        return word

    def yes_no(self, key: str, *, required: bool = False, otherwise: bool = False) -> bool:
        """Yes or no."""
        word = self.text(key, required=required).casefold()
        if not word:
            return otherwise
        if word not in YES_NO:
            self.fault(key, f"“{key}” must be yes or no, not “{word}”.")
        return YES_NO.get(word, otherwise)

    def urn(self, key: str, *, required: bool = False, longest: int = 200) -> str:
        """A stable name such as `urn:council:framework:practice`."""
        word = self.text(key, required=required, longest=longest)
        if word and not URN.fullmatch(word):
            self.fault(key, f"“{word}” is not a URN. Write it like “urn:your-council:framework:its-name”, no spaces.")
        return word

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        found = []
        for node in self.items(key):
            if isinstance(node, Word) and (words := tidy(node.text)):
                found.append(words)
            else:
                self.faults.add(node.line, f"Every entry of “{key}” must be a text, and none may be empty.")
        if len(set(found)) < len(found):
            self.fault(key, f"“{key}” of {self.what} says the same thing twice.")
        return tuple(found)

    def items(self, key: str, *, required: bool = False) -> list[Node]:
        """A list of anything."""
        node = self._node(key, required=required)
        if node is None or (isinstance(node, Word) and not node.text):
            return []
        if not isinstance(node, Items):
            self.fault(key, f"“{key}” of {self.what} must be a list: put each entry on its own line, after a dash.")
            return []
        return node.items

    def mappings(self, key: str, *, required: bool = False) -> list[Entries]:
        """A list of mappings."""
        found = []
        for node in self.items(key, required=required):
            if isinstance(node, Entries):
                found.append(node)
            else:
                self.faults.add(node.line, f"Every entry of “{key}” must have keys of its own, such as “ref: a.1”.")
        return found

    def mapping(self, key: str, *, required: bool = False) -> Entries | None:
        """A mapping below this one."""
        node = self._node(key, required=required)
        if node is not None and not isinstance(node, Entries):
            self.fault(key, f"“{key}” of {self.what} must have keys of its own below it.")
            return None
        return node

    def _node(self, key: str, *, required: bool) -> Node | None:
        node = self.entries.entries.get(key)
        if node is None and required:
            self.faults.add(self.line, f"“{key}” is missing from {self.what}.")
        return node

    def _refuse_unknown(self, known: Collection[str]) -> None:
        for key, line in self.entries.lines.items():
            if key not in known:
                self.faults.add(line, f"“{key}” is not a key of {self.what}.{suggestion(key, known)}")


def suggestion(word: str, among: Collection[str]) -> str:
    """What was probably meant, as a sentence with a space before it; nothing where nothing is near."""
    near = get_close_matches(word.casefold(), list(among), n=1, cutoff=0.6)
    return f" Did you mean “{near[0]}”?" if near else ""


def tidy(text: str) -> str:
    """Text with single spaces inside a paragraph; an empty line parts two paragraphs."""
    paragraphs = re.split(r"\n[ \t]*\n", text.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
