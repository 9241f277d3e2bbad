#!/usr/bin/env python3
"""Is an exported Cairn ledger the one whose tree heads were kept elsewhere? Needs nothing but Python 3.9 or later.

    python3 cairn_verify.py ledger.jsonl --heads kept-heads.jsonl [--key KEY_ID ...] [--json]

`ledger.jsonl` comes from `cairn ledger export`, `kept-heads.jsonl` from any earlier `cairn ledger heads`. Exit status:
0 the ledger is whole and continues every kept head, 1 it does not, 2 wrong usage. Copy this file to where Cairn does
not run.
"""
# ruff: noqa: T201 (a program that answers at the terminal)

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

FORMAT = "cairn ledger 1"
HEAD_PREFIX = b"Cairn tree head 1\n"
SALT_LENGTH = 16
CONTENT = ("actor", "actor_name", "facts", "reason", "subject")
OUTLINE = ("act", "at", "commitment", "id", "organisation_id", "sequence")
ENTRY = {
    **dict.fromkeys(("act", "actor", "actor_name", "reason", "subject"), r"(?s).*"),
    "at": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z",
    "id": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "organisation_id": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "salt": r"([0-9a-f]{32})?",
    "commitment": r"[0-9a-f]{64}",
}
SIGNED = ("at", "id", "key_id", "organisation_id", "root", "size")
HEAD = {
    **{name: ENTRY[name] for name in ("at", "id", "organisation_id")},
    **dict.fromkeys(("key_id", "root", "public_key"), r"[0-9a-f]{64}"),
    "signature": r"[0-9a-f]{128}",
}


class Unsound(Exception):
    """What is wrong, as a sentence."""


# --- the written form -------------------------------------------------------------------------------------------


def canonical(content):
    """Sorted names, no blanks, UTF-8 (RFC 8785 without decimals)."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def read_line(line, name):
    """A line of a file as content; it must be written in the one canonical way, to the last byte."""
    try:
        content = json.loads(line)
        whole = line == canonical(content) + b"\n" and isinstance(content, dict)
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        raise Unsound(f"{name} is damaged: it is not written as Cairn writes it.")
    return content


def insist_on_form(content, texts, numbers, others, name):
    """Exactly these names, each with a value of its kind."""
    fits = set(content) == {*texts, *numbers, *others}
    fits = fits and all(
        isinstance(content[key], str) and re.fullmatch(form, content[key]) for key, form in texts.items()
    )
    if not (fits and all(type(content[key]) is int for key in numbers)):
        raise Unsound(f"{name} is damaged: it does not have the form of Cairn's.")


# --- the tree (RFC 9162, section 2.1) ---------------------------------------------------------------------------


class Tree:
    """A Merkle tree as the roots of its perfect subtrees, largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, content):
        """One more leaf."""
        carried, size = hashlib.sha256(b"\x00" + content).digest(), self.size
        while size & 1:
            carried, size = node(self.peaks.pop(), carried), size >> 1
        self.peaks.append(carried)
        self.size += 1

    def root(self):
        """64 hexadecimal digits."""
        if not self.peaks:
            return hashlib.sha256(b"").hexdigest()
        top = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            top = node(peak, top)
        return top.hex()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


# --- signatures (Ed25519 after RFC 8032, sections 5.1 and 6) ----------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(one, other):
    """Points in extended coordinates (X, Y, Z, T)."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    product = (0, 1, 1, 0)
    while number:
        if number & 1:
            product = add(product, point)
        point, number = add(point, point), number >> 1
    return product


def x_of(y, odd):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if odd else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != odd else x


def point_of(encoded):
    number = int.from_bytes(encoded, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    x = x_of(y, odd)
    return None if x is None else (x, y, 1, x * y % P)


def are_equal(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 == (one[1] * other[2] - other[1] * one[2]) % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def is_signed(public, message, signature):
    """Did the owner of this public key sign exactly this message?"""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = point_of(public), point_of(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or answer >= Q:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    return are_equal(times(answer, BASE), add(commitment, times(challenge, key)))


# --- tree heads -------------------------------------------------------------------------------------------------


def insist_on_head(head, name):
    """A head is signed by the key that it names, and the name is the hash of the key."""
    insist_on_form(head, HEAD, ("size",), (), name)
    public = bytes.fromhex(head["public_key"])
    message = HEAD_PREFIX + canonical({key: head[key] for key in SIGNED})
    named = hashlib.sha256(public).hexdigest() == head["key_id"]
    if not named or not is_signed(public, message, bytes.fromhex(head["signature"])):
        raise Unsound(f"{name} has been changed: its signature does not fit.")


class Kept:
    """What was kept elsewhere: tree heads, and names of keys."""

    def __init__(self, lines=(), keys=()):
        self.heads, self.keys = [], set(keys)
        for number, line in enumerate(lines, start=1):
            head = read_line(line, f"Kept tree head {number}")
            insist_on_head(head, f"Kept tree head {number}")
            self.heads.append(head)
        self.trusted = self.keys or {head["key_id"] for head in self.heads}

    def roots(self, organisation_id):
        """Size to root, for one organisation. Two heads of one size must agree."""
        found = {}
        for head in self.heads:
            if (
                head["organisation_id"] == organisation_id
                and found.setdefault(head["size"], head["root"]) != head["root"]
            ):
                raise Unsound(
                    f"Two kept tree heads over {head['size']} entries contradict each other: history was split."
                )
        if self.heads and not found:
            raise Unsound("None of the kept tree heads is of this organisation.")
        return found


# --- the ledger -------------------------------------------------------------------------------------------------


class Ledger:
    """One pass over an exported file; memory does not grow with it."""

    def __init__(self, kept):
        self.kept, self.tree, self.last_at, self.awaited, self.disposed = kept, Tree(), "", {}, 0

    def check(self, lines):
        """Raise Unsound at the first thing that is wrong; else give the closing head."""
        lines = iter(lines)
        header = read_line(next(lines, b""), "The first line")
        if set(header) != {"format", "organisation_id"} or header["format"] != FORMAT:
            raise Unsound("The first line is not that of a Cairn ledger.")
        self.organisation_id = header["organisation_id"]
        self.roots = self.kept.roots(self.organisation_id)
        for line in lines:
            content = read_line(line, f"Entry {self.tree.size + 1}")
            if "head" in content:
                return self.close(content, next(lines, None))
            self.add(content, self.tree.size + 1)
        raise Unsound("The file breaks off: it does not close with a tree head.")

    def add(self, entry, number):
        """Check one entry against its commitment, its place and any head that was kept at this size."""
        insist_on_form(entry, ENTRY, ("sequence",), ("certificate", "facts"), f"Entry {number}")
        if entry["sequence"] != number:
            raise Unsound(f"Entry {number} is missing: entry {entry['sequence']} stands in its place.")
        if entry["organisation_id"] != self.organisation_id:
            raise Unsound(f"Entry {number} belongs to another organisation.")
        if entry["at"] < self.last_at:
            raise Unsound(f"Entry {number} is dated before the entry that it follows.")
        self.last_at = entry["at"]
        self.check_content(entry, number)
        self.tree.append(canonical({key: entry[key] for key in OUTLINE}))
        if self.roots.get(number, self.tree.root()) != self.tree.root():
            raise Unsound(
                f"The entries up to {number} are not those of the tree head that was kept: they were rewritten."
            )

    def check_content(self, entry, number):
        """Content fits its commitment; or it is gone, and a later entry certifies that."""
        if entry["certificate"] is None:
            salt = bytes.fromhex(entry["salt"])
            content = canonical({key: entry[key] for key in CONTENT})
            fits = len(salt) == SALT_LENGTH and isinstance(entry["facts"], dict)
            if not fits or hashlib.sha256(salt + content).hexdigest() != entry["commitment"]:
                raise Unsound(f"Entry {number} has been changed: its content is not what was recorded.")
        else:
            self.await_certificate(entry, number)
        if entry["act"] == "ledger.disposed":
            self.take_certificate(entry, number)

    def await_certificate(self, entry, number):
        blank = all(entry[key] == "" for key in (*CONTENT, "salt"))
        certificate = entry["certificate"]
        if not blank or type(certificate) is not int or certificate <= number or certificate in self.awaited:
            raise Unsound(f"Entry {number} is marked as disposed of in a way that can't be.")
        self.awaited[certificate] = number
        self.disposed += 1

    def take_certificate(self, entry, number):
        certified = entry["facts"].get("sequence") if isinstance(entry["facts"], dict) else None
        if self.awaited.pop(number, None) != certified:
            raise Unsound(f"Entry {number} certifies that entry {certified} was disposed of, but its content is there.")

    def close(self, closing, more):
        """The last line is a head over exactly these entries, signed with a key that is trusted."""
        if more is not None:
            raise Unsound("There are lines after the closing tree head.")
        head = closing["head"]
        if set(closing) != {"head"} or not isinstance(head, dict):
            raise Unsound("The closing tree head is damaged.")
        beyond = max(self.roots, default=0)
        if beyond > self.tree.size:
            raise Unsound(f"A tree head over {beyond} entries was kept, but the ledger has only {self.tree.size}.")
        for certificate, number in self.awaited.items():
            raise Unsound(f"The content of entry {number} is gone, and entry {certificate} does not certify it.")
        insist_on_form(head, HEAD, ("size",), (), "The closing tree head")
        if (head["organisation_id"], head["size"], head["root"]) != (
            self.organisation_id,
            self.tree.size,
            self.tree.root(),
        ):
            raise Unsound("The closing tree head is not the one over these entries.")
        insist_on_head(head, "The closing tree head")
        if self.kept.trusted and head["key_id"] not in self.kept.trusted:
            raise Unsound(
                f"The closing tree head is signed with key {head['key_id']}, which you did not keep. "
                "If the key was changed in the open, add it with --key."
            )
        return head


def verify(lines, kept):
    """The closing head of a ledger that is whole; Unsound otherwise."""
    return Ledger(kept).check(lines)


# --- the terminal -----------------------------------------------------------------------------------------------


def arguments_of(words):
    parser = argparse.ArgumentParser(description="Check an exported Cairn ledger against tree heads kept elsewhere.")
    parser.add_argument("ledger", type=Path, help="the file that `cairn ledger export` wrote")
    parser.add_argument("--heads", type=Path, help="tree heads kept elsewhere, from `cairn ledger heads`")
    parser.add_argument("--key", action="append", default=[], metavar="KEY_ID", help="a key that you trust")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    return parser.parse_args(words)


def main(words=None):
    """Print the answer and give the exit status."""
    arguments = arguments_of(words)
    try:
        kept = Kept(arguments.heads.read_bytes().splitlines(keepends=True) if arguments.heads else (), arguments.key)
        with arguments.ledger.open("rb") as lines:
            head = verify(lines, kept)
    except (Unsound, OSError) as problem:
        print(json.dumps({"whole": False, "problem": str(problem)}) if arguments.json else f"NOT WHOLE: {problem}")
        return 1
    if arguments.json:
        print(json.dumps({"whole": True, "head": head, "kept_heads": len(kept.heads)}))
        return 0
    print(f"Whole: {head['size']} entries up to {head['at']}, root {head['root']}, key {head['key_id']}.")
    if kept.heads:
        print(f"It continues each of the {len(kept.heads)} tree heads that were kept.")
    else:
        print("No kept tree heads were given, so this shows only that the file agrees with itself.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
