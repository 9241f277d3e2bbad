"""Is the tree that of RFC 9162? Held against the words of the RFC, written out as plainly as they stand there."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.foundation.ledger import merkle
from cairn.foundation.ledger.merkle import Peaks

# The eight inputs and roots that the Certificate Transparency implementations publish as their reference.
INPUTS = [bytes.fromhex(part) for part in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")] + [
    bytes.fromhex("606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves):
    """MTH of section 2.1.1, as it is written."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def trees(least=1, most=70):
    return st.integers(least, most).map(lambda size: [merkle.leaf_hash(bytes([n])) for n in range(size)])


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_that_were_published(size):
    leaves = [merkle.leaf_hash(content) for content in INPUTS[:size]]

    assert merkle.root(leaves).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert merkle.root([]) == Peaks().root() == naive_root([])


@given(trees())
def test_peaks_grow_to_the_root_of_the_whole_list(leaves):
    peaks = Peaks()
    for size, leaf in enumerate(leaves, start=1):
        peaks = peaks.append(leaf)
        assert (peaks.size, len(peaks.hashes)) == (size, size.bit_count())
        assert Peaks.from_bytes(size, peaks.to_bytes()) == peaks
    assert peaks.root() == naive_root(leaves)


def test_a_leaf_costs_one_hash_on_average():
    assert sum(merkle.trailing_ones(size) for size in range(1024)) == 1023


@pytest.mark.parametrize(("size", "stored"), [(0, b"x" * 32), (3, b"x" * 32), (1, b"x" * 31), (-1, b"")])
def test_peaks_that_do_not_fit_the_size_are_refused(size, stored):
    with pytest.raises(ValueError, match="peaks"):
        Peaks.from_bytes(size, stored)


@given(trees(), st.data())
def test_every_leaf_can_be_proved(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = merkle.inclusion_proof(index, leaves)

    assert merkle.includes(leaves[index], index, len(leaves), proof, naive_root(leaves))


@given(trees(least=2), st.data())
def test_a_bent_inclusion_proof_proves_nothing(leaves, data):
    index, root = data.draw(st.integers(0, len(leaves) - 1)), naive_root(leaves)
    proof = merkle.inclusion_proof(index, leaves)
    cut = data.draw(st.integers(0, len(proof) - 1))
    bent = [*proof[:cut], merkle.leaf_hash(b"another"), *proof[cut + 1 :]]
    other = data.draw(st.integers(0, len(leaves) - 1).filter(lambda other: other != index))

    assert not merkle.includes(leaves[index], index, len(leaves), bent, root)
    assert not merkle.includes(leaves[index], other, len(leaves), proof, root)
    assert not merkle.includes(leaves[other], index, len(leaves), proof, root)
    assert not merkle.includes(leaves[index], index, len(leaves), proof[:-1], root)
    assert not merkle.includes(leaves[index], index, len(leaves), [*proof, root], root)


@given(trees(), st.data())
def test_every_older_tree_is_shown_to_be_the_beginning(leaves, data):
    old_size = data.draw(st.integers(1, len(leaves)))
    proof = merkle.consistency_proof(old_size, leaves)

    assert merkle.extends(old_size, len(leaves), proof, naive_root(leaves[:old_size]), naive_root(leaves))


@given(trees(least=2), st.data())
def test_a_tree_that_was_changed_below_an_older_head_does_not_extend_it(leaves, data):
    old_size = data.draw(st.integers(1, len(leaves) - 1))
    changed = data.draw(st.integers(0, old_size - 1))
    rewritten = [*leaves[:changed], merkle.leaf_hash(b"another"), *leaves[changed + 1 :]]
    proof = merkle.consistency_proof(old_size, rewritten)
    old_root = naive_root(leaves[:old_size])

    assert not merkle.extends(old_size, len(leaves), proof, old_root, naive_root(rewritten))
    assert not merkle.extends(old_size, len(leaves), [*proof, old_root], old_root, naive_root(leaves))


def test_an_empty_tree_proves_nothing():
    leaf = merkle.leaf_hash(b"x")

    assert not merkle.extends(0, 1, [], merkle.EMPTY_ROOT, leaf)
    assert not merkle.extends(2, 1, [], leaf, leaf)
    assert not merkle.includes(leaf, 0, 0, [], merkle.EMPTY_ROOT)


@pytest.mark.parametrize("ask", [merkle.inclusion_proof, merkle.consistency_proof])
@pytest.mark.parametrize("place", [-1, 4])
def test_what_is_outside_the_tree_can_not_be_proved(ask, place):
    with pytest.raises(IndexError, match=r"[Aa] tree of 3"):
        ask(place, [merkle.leaf_hash(b"x")] * 3)
