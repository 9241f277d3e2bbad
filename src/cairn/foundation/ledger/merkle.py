"""Does this list still begin with that one, and does it hold that leaf? The Merkle tree of RFC 9162, section 2.1.

A tree over n leaves is held as its *peaks*: the roots of the perfect subtrees that the binary digits of n
name, largest first. A new leaf then costs one hash on average, and the root at most log2(n) hashes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

HASH_LENGTH = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of one leaf. The leading zero keeps a leaf from being passed off as a node."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbouring subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Peaks:
    """As much of a tree as is needed to append to it and to know its root."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "Peaks":
        """The tree with one more leaf: it merges with every perfect subtree that it completes."""
        hashes, carried = list(self.hashes), leaf
        for _ in range(trailing_ones(self.size)):
            carried = node_hash(hashes.pop(), carried)
        return Peaks(self.size + 1, (*hashes, carried))

    def root(self) -> bytes:
        """The root of RFC 9162: peaks are folded from the smallest upwards."""
        if not self.hashes:
            return EMPTY_ROOT
        top = self.hashes[-1]
        for peak in reversed(self.hashes[:-1]):
            top = node_hash(peak, top)
        return top

    def to_bytes(self) -> bytes:
        """The peaks one after the other, as they are stored."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> "Peaks":
        """Read stored peaks; ValueError where their number does not fit the size."""
        if size < 0 or len(stored) != HASH_LENGTH * size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count() if size >= 0 else 'no'} peaks.")
        cuts = range(0, len(stored), HASH_LENGTH)
        return cls(size, tuple(stored[cut : cut + HASH_LENGTH] for cut in cuts))


def trailing_ones(number: int) -> int:
    """How many perfect subtrees the next leaf completes."""
    return (~number & (number + 1)).bit_length() - 1


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    peaks = Peaks()
    for leaf in leaves:
        peaks = peaks.append(leaf)
    return peaks.root()


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that lead from the leaf at this index, counted from 0, to the root."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"There is no leaf {index} in a tree of {len(leaves)}.")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(index, leaves[:split]), root(leaves[split:])]
    return [*inclusion_proof(index - split, leaves[split:]), root(leaves[:split])]


def consistency_proof(old_size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that show that the tree's first `old_size` leaves are an older tree."""
    if not 0 <= old_size <= len(leaves):
        raise IndexError(f"A tree of {len(leaves)} leaves never had {old_size}.")
    if old_size in (0, len(leaves)):
        return []
    return _subproof(old_size, leaves, whole=True)


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], wanted_root: bytes) -> bool:
    """Does this proof show that the leaf stands at this index of the tree with that root? (section 2.1.3.2)"""
    if not 0 <= index < size or not _are_hashes((leaf, *proof)):
        return False
    place, last, seen = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            seen = node_hash(step, seen)
            place, last = _climb_over_zeros(place, last)
        else:
            seen = node_hash(seen, step)
        place, last = place >> 1, last >> 1
    return last == 0 and seen == wanted_root


def extends(old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Does this proof show that the older tree is the beginning of the newer one? (section 2.1.4.2)

    An empty tree proves nothing, so it is refused.
    """
    if not 0 < old_size <= size or not _are_hashes(proof):
        return False
    if old_size == size:
        return not proof and old_root == new_root
    if not proof:
        return False
    steps = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return _roots_along(steps, old_size - 1, size - 1) == (old_root, new_root)


def _roots_along(steps: list[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    """Both roots that a consistency proof leads to, or nothing where it is too long or too short."""
    ones = trailing_ones(place)
    place, last = place >> ones, last >> ones
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            place, last = _climb_over_zeros(place, last)
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _climb_over_zeros(place: int, last: int) -> tuple[int, int]:
    """Where the right edge has no neighbour, go up until it has one."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _subproof(old_size: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if old_size <= split:
        return [*_subproof(old_size, leaves[:split], whole), root(leaves[split:])]
    return [*_subproof(old_size - split, leaves[split:], whole=False), root(leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)


def _are_hashes(parts: Sequence[bytes]) -> bool:
    return all(len(part) == HASH_LENGTH for part in parts)
