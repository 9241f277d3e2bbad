"""Does one organisation's ledger hold together, from its first entry to its end?

Rows are read as they are stored and in one pass. Memory does not grow with the ledger, except by a number for
each disposal between an entry and its certificate.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from cairn.foundation.ledger import commitments, heads, keys, merkle, reading, signed
from cairn.foundation.ledger.findings import Report
from cairn.foundation.ledger.merkle import Peaks
from cairn.foundation.ledger.models import Entry, Signature, Tail, TreeHead
from cairn.foundation.ledger.reading import Row

CERTIFIED = "ledger.disposed"
NO_END = 2**62


class Beside:
    """Rows that are taken up while the entries pass by, each at its own place."""

    def __init__(self, rows: Iterator[Row], along: str):
        self.rows, self.along = rows, along
        self.next = next(rows, None)

    def at(self, place: int) -> Iterator[Row]:
        """The rows that belong to this place, or to an earlier one that had no entry."""
        while self.next is not None and (self.next.values[self.along] or 0) <= place:
            yield self.next
            self.next = next(self.rows, None)


class Passage:
    """One pass over one organisation's ledger."""

    def __init__(self, organisation_id: UUID, report: Report, kept_roots: dict[int, set[str]]):
        self.organisation_id, self.report, self.kept_roots = organisation_id, report, kept_roots
        self.peaks = Peaks()
        self.last_at = ""
        self.awaited: dict[int, int] = {}

    def run(self) -> None:
        """Entries first to last, with heads and signatures taken up at their places."""
        tail = self._tail()
        size = tail.values["size"] or 0
        tree_heads = Beside(self._rows(TreeHead, "size", NO_END), "size")
        signatures = Beside(self._rows(Signature, "entry_sequence", NO_END), "entry_sequence")
        for entry in self._rows(Entry, "sequence", size):
            if not self._is_next(entry.values["sequence"]):
                return
            self._check(entry)
            self._check_signature(entry, list(signatures.at(self.peaks.size)))
            for head in tree_heads.at(self.peaks.size):
                self._check_head(head)
            self._check_kept()
        self._compare(tail, size)
        self._look_beyond(size, tree_heads, signatures)

    def _rows(self, model: Any, along: str, upto: int) -> Iterator[Row]:
        for row in reading.rows(model, self.organisation_id, along=along, upto=upto):
            for column in row.unreadable:
                self._tell(f"{_named(model, row)} has been changed: its {column} is not written as Cairn writes it.")
            yield row

    def _tell(self, problem: str) -> None:
        self.report.tell(problem)

    def _tail(self) -> Row:
        row = reading.row(Tail, self.organisation_id)
        if row is None:
            self._tell("The row that marks the end of this ledger is missing.")
            return Row({"size": NO_END, "peaks": None, "last_at": None})
        for column in row.unreadable:
            self._tell(f"The end of the ledger has been changed: its {column} is not written as Cairn writes it.")
        return row

    def _is_next(self, sequence: int | None) -> bool:
        if sequence == self.peaks.size + 1:
            return True
        self._tell(f"Entry {self.peaks.size + 1} is missing: nothing after it could be checked.")
        return False

    def _check(self, entry: Row) -> None:
        line, number = entry.values, entry.values["sequence"]
        self.report.entries += 1
        if entry.unreadable:
            self.peaks = self.peaks.append(merkle.leaf_hash(b""))
            return
        self.peaks = self.peaks.append(commitments.leaf(line))
        if line["certificate"] is None:
            self._check_content(line, number)
        else:
            self._check_disposed(line, number)
        if line["act"] == CERTIFIED:
            self._check_certificate(line, number)
        if line["at"] < self.last_at:
            self._tell(f"Entry {number} is dated before the entry that it follows.")
        self.last_at = line["at"]

    def _check_content(self, line: dict[str, Any], number: int) -> None:
        salt = bytes.fromhex(line["salt"])
        fits = len(salt) == commitments.SALT_LENGTH and line["facts"] != ""
        if not fits or commitments.commitment(salt, line).hex() != line["commitment"]:
            self._tell(f"Entry {number} ({line['act']}) has been changed: its content is not what was recorded.")

    def _check_disposed(self, line: dict[str, Any], number: int) -> None:
        if any(line[name] != "" for name in (*commitments.CONTENT, "salt")):
            self._tell(f"Entry {number} is marked as disposed of, but still has content.")
        if line["certificate"] <= number or line["certificate"] in self.awaited:
            self._tell(f"Entry {number} names a certificate of disposal that can't be its own.")
        self.awaited[line["certificate"]] = number

    def _check_certificate(self, line: dict[str, Any], number: int) -> None:
        certified = line["facts"].get("sequence") if isinstance(line["facts"], dict) else None
        if self.awaited.pop(number, None) != certified:
            self._tell(
                f"Entry {number} certifies that the content of entry {certified} was disposed of, but it is there. "
                "Where an old backup was restored, it has to be disposed of again."
            )

    def _check_head(self, head: Row) -> None:
        self.report.heads += 1
        values = head.values
        if head.unreadable:
            return
        public = keys.public_key(values["key_id"])
        name = f"The tree head over {values['size']} entries"
        if public is None:
            self._tell(f"{name} is signed with a key that this installation never had.")
        elif not keys.is_signed(public, heads.message(values), bytes.fromhex(values["signature"])):
            self._tell(f"{name} has been changed: its signature does not fit.")
        if values["size"] != self.peaks.size or values["root"] != self.peaks.root().hex():
            self._tell(f"{name} no longer fits: those entries are not the ones that were sealed.")

    def _check_kept(self) -> None:
        for root in self.kept_roots.get(self.peaks.size, ()):
            if root != self.peaks.root().hex():
                self._tell(
                    f"The tree head over {self.peaks.size} entries that was kept elsewhere no longer fits: "
                    "the entries before it have been rewritten."
                )

    def _check_signature(self, entry: Row, found: list[Row]) -> None:
        line, own = entry.values, None
        self.report.signatures += len(found)
        if entry.unreadable:
            return
        for row in found:
            if row.values["entry_sequence"] == line["sequence"] and signed.is_recorded_in(line):
                own = row
            else:
                self._tell(f"{_named(Signature, row)} has no entry in the ledger.")
        if signed.is_recorded_in(line) and own is None:
            self._tell(f"The signature that entry {line['sequence']} records is missing.")
        elif own is not None and not own.unreadable:
            for problem in signed.problems(own.values, line, self.organisation_id):
                self._tell(problem)

    def _entries_after(self, size: int) -> Iterator[Row]:
        return reading.rows(Entry, self.organisation_id, along="sequence", upto=NO_END, after=min(size, NO_END - 1))

    def _compare(self, tail: Row, size: int) -> None:
        if self.peaks.size < size and "size" not in tail.unreadable and size != NO_END:
            self._tell(f"Entry {self.peaks.size + 1} is missing: the ledger should have {size} entries.")
        elif not tail.unreadable and tail.values["peaks"] is not None:
            fits = tail.values["peaks"] == self.peaks.to_bytes().hex()
            if not fits or (tail.values["last_at"] or "") != self.last_at:
                self._tell("The end of the ledger does not fit its entries.")
        self.report.root = self.peaks.root().hex()

    def _look_beyond(self, size: int, tree_heads: Beside, signatures: Beside) -> None:
        """What lies after the end as it was when the pass began: acts of this very minute, or what does not belong."""
        late_heads, late_signatures = list(tree_heads.at(NO_END)), list(signatures.at(NO_END))
        newest = max((row.values["sequence"] for row in self._entries_after(size)), default=size)
        # The end is read last: it only moves on, so whatever was written lawfully until now lies before it.
        now = reading.row(Tail, self.organisation_id)
        end = (now.values["size"] or 0) if now else self.peaks.size
        if newest > end:
            self._tell(f"There are entries after entry {end}, the end of the ledger.")
        for head in late_heads:
            if head.values["size"] is None or head.values["size"] > end:
                self._tell(f"A tree head covers {head.values['size']} entries; the ledger has {end}.")
        for row in late_signatures:
            if (row.values["entry_sequence"] or 0) > end:
                self._tell(f"{_named(Signature, row)} has no entry in the ledger.")
        for kept in sorted(self.kept_roots):
            if kept > end:
                self._tell(f"A tree head over {kept} entries was kept elsewhere; the ledger now has {end}.")
        for certificate, number in self.awaited.items():
            if not size < certificate <= end:
                self._tell(f"The content of entry {number} is gone, and no certificate of its disposal is there.")


def _named(model: Any, row: Row) -> str:
    if model is Entry:
        return f"Entry {row.values['sequence']}"
    if model is TreeHead:
        return f"The tree head over {row.values['size']} entries"
    return f"The signature beside entry {row.values['entry_sequence']}"
