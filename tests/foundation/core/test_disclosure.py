"""Can anybody's answer be worked out from what is shown? The attacker adds and subtracts whatever was published."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.foundation.core.disclosure import (
    Known,
    Tree,
    is_crowd,
    is_safe,
    is_strained,
    released,
    released_to,
    remainders,
    rests,
)

LEAST = 5


def attack(tree, own, shown):
    """Every group of units whose answers follow from the shown figures, and are neither nobody's nor safe.

    The shown figures are sums over units. A group's figure follows exactly where the group lies in the space that
    these sums span: asked here for every group there is, by elimination, without using anything from `disclosure`.
    """
    units = list(tree.parents)
    sums = [[Fraction(_is_below(tree, unit, key)) for unit in units] for key in shown]
    basis = _eliminated(sums)
    found = []
    for size in range(1, len(units) + 1):
        for group in combinations(range(len(units)), size):
            wanted = [Fraction(place in group) for place in range(len(units))]
            if not any(_reduced(wanted, basis)):
                counts = [sum(own[units[place]][point] for place in group) for point in range(len(own[units[0]]))]
                if any(counts) and not is_safe(counts, LEAST):
                    found.append((tuple(units[place] for place in group), tuple(counts)))
    return found


def _is_below(tree, unit, top):
    while unit is not None:
        if unit == top:
            return True
        unit = tree.parents[unit]
    return False


def _eliminated(rows):
    basis = []
    for row in rows:
        left = _reduced(row, basis)
        if any(left):
            lead = next(place for place, value in enumerate(left) if value)
            basis.append((lead, [value / left[lead] for value in left]))
    return basis


def _reduced(row, basis):
    row = list(row)
    for lead, other in basis:
        if row[lead]:
            factor = row[lead]
            row = [value - factor * taken for value, taken in zip(row, other, strict=True)]
    return row


@st.composite
def organisations(draw):
    """A tree of up to seven units, each with answers of its own on three points."""
    parents = {0: None}
    for unit in range(1, draw(st.integers(2, 7))):
        parents[unit] = draw(st.integers(0, unit - 1))
    few = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9])
    return Tree(parents), {unit: tuple(draw(few) for _ in range(3)) for unit in parents}


@settings(max_examples=300, deadline=None)
@given(organisations())
def test_nothing_unsafe_follows_from_what_is_shown(made):
    tree, own = made
    assert attack(tree, own, released(tree, own, least=LEAST, points=3)) == []


@settings(max_examples=200, deadline=None)
@given(organisations())
def test_remainders_are_all_that_an_attacker_can_reach(made):
    """The theory behind the rule: unsafe remainders and successful attacks go together."""
    tree, own = made
    naive = [key for key, counts in tree.totals(own, 3).items() if is_safe(counts, LEAST)]
    unsafe = [
        left for left in remainders(tree, own, naive, points=3).values() if any(left) and not is_safe(left, LEAST)
    ]
    assert bool(attack(tree, own, naive)) is bool(unsafe)


@settings(max_examples=200, deadline=None)
@given(organisations())
def test_whatever_is_safe_in_all_is_shown(made):
    """The rule does not simply hide everything."""
    tree, own = made
    assert (0 in released(tree, own, least=LEAST, points=3)) is is_safe(tree.totals(own, 3)[0], LEAST)


FAMILY = Tree({"service": None, "a": "service", "b": "service", "c": "service"})


def test_planted_fault_is_caught():
    """Five or more and nothing else, as many tools do it: the attacker reads the small team by subtraction."""
    own = {"service": (0, 0, 0), "a": (4, 4, 0), "b": (3, 0, 3), "c": (0, 1, 2)}
    naive = [key for key, counts in FAMILY.totals(own, 3).items() if sum(counts) >= LEAST]
    # Nobody works in the service itself, so what is left over is team c, to the last answer.
    assert attack(FAMILY, own, naive) == [(("service", "c"), (0, 1, 2))]
    assert attack(FAMILY, own, released(FAMILY, own, least=LEAST, points=3)) == []


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"a": (4, 4, 0), "b": (3, 0, 3), "c": (5, 2, 0)}, {"service", "a", "b", "c"}),
        ({"a": (4, 4, 0), "b": (3, 0, 3), "c": (0, 0, 0)}, {"service", "a", "b"}),
        ({"a": (4, 4, 0), "b": (3, 0, 3), "c": (0, 1, 2)}, {"service", "a"}),
        ({"a": (4, 4, 0), "b": (2, 0, 1), "c": (0, 1, 2)}, {"service", "a"}),
        ({"a": (1, 1, 0), "b": (1, 0, 0), "c": (0, 1, 0)}, set()),
        # Unanimous: everybody in c said the same, so c goes up, and b with it where c could be worked out.
        ({"a": (4, 4, 0), "b": (3, 0, 3), "c": (6, 0, 0)}, {"service", "a"}),
        ({"a": (9, 0, 0), "b": (0, 0, 0), "c": (0, 0, 0)}, set()),
    ],
)
def test_who_is_shown(own, expected):
    assert released(FAMILY, {"service": (0, 0, 0), **own}, least=LEAST, points=3) == expected


def test_a_unit_that_is_left_out_is_not_chosen():
    own = {"a": (6,), "b": (5,), "c": (2,)}
    crowds = released(FAMILY, own, least=LEAST, points=1, among={"service", "a", "b"}, safe=is_crowd)
    assert crowds == {"service", "a"}


def test_a_larger_promise_shows_less():
    own = {"a": (4, 4, 0), "b": (3, 0, 3), "c": (5, 2, 0)}
    assert released(FAMILY, own, least=8, points=3) == {"service", "a"}


# -- Readers who know some of the rows ------------------------------------------------------------------------------


@st.composite
def readers(draw):
    """An organisation in which records are counted, and the units whose rows somebody may read."""
    tree, own = draw(organisations())
    known = draw(st.sets(st.sampled_from(sorted(tree.parents))))
    return tree, {unit: (sum(counts),) for unit, counts in own.items()}, known


def attack_by(tree, own, known, shown):
    """What follows for somebody who counts the rows of the known units: each of these is one more figure to them."""
    units = [unit for unit in tree.parents if unit not in known]
    sums = [[Fraction(_is_below(tree, unit, key)) for unit in units] for key in shown]
    basis = _eliminated(sums)
    found = []
    for size in range(1, len(units) + 1):
        for group in combinations(range(len(units)), size):
            count = sum(own[units[place]][0] for place in group)
            if 0 < count < LEAST and not any(_reduced([Fraction(p in group) for p in range(len(units))], basis)):
                found.append(tuple(units[place] for place in group))
    return found


@settings(max_examples=300, deadline=None)
@given(readers())
def test_nothing_small_follows_for_somebody_who_knows_some_rows(made):
    tree, own, known = made
    assert attack_by(tree, own, known, released_to(tree, known, own, least=LEAST, points=1)) == []


@settings(max_examples=300, deadline=None)
@given(readers())
def test_strain_is_found_exactly_where_the_attack_succeeds(made):
    """So that the figures open to all stand for most readers without weighing the whole tree anew."""
    tree, own, known = made
    shown = released(tree, own, least=LEAST, points=1, safe=is_crowd)
    left = {key: counts[0] for key, counts in rests(tree, own, shown, points=1).items()}
    sorted_out = Known.of(tree, known)
    touched = sorted_out.touched(tree)
    strained = is_strained(
        tree,
        sorted_out,
        shown & touched,
        {key: left[key] for key in touched},
        {key: own[key][0] for key in touched},
        least=LEAST,
    )
    assert strained is bool(attack_by(tree, own, known, shown))


def test_a_leader_could_subtract_their_own_team():
    own = {"service": (0,), "a": (8,), "b": (9,), "c": (3,)}
    shown = released(FAMILY, own, least=LEAST, points=1, safe=is_crowd)
    assert shown == {"service", "b"}
    # Whoever leads team a takes its eight from the eleven that are left over, and has team c.
    assert attack_by(FAMILY, own, {"a"}, shown) == [("service", "c")]
    assert released_to(FAMILY, {"a"}, own, least=LEAST, points=1) == {"service", "a"}
