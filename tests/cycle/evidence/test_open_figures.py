"""What is open to everybody tells nothing small: the attacker holds units and staff groups against each other."""

from fractions import Fraction
from itertools import combinations
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cycle.evidence.conftest import SEPTEMBER
from tests.foundation.core.test_disclosure import _eliminated, _is_below, _reduced

from cairn.cycle.evidence.declaring import Figure
from cairn.cycle.evidence.measuring.totals import LEAST, computed
from cairn.cycle.evidence.measuring.trees import tree_over
from cairn.foundation.core.disclosure import is_safe, remainders

GROUPS = ("agency", "social-worker", "student")


def unit(number):
    return UUID(int=number)


def attack(month, cells, rows):
    """Every choice of cells (a unit's own records of one staff group) whose sum follows and is small.

    Cells without records are known to have none: everybody can look up who works where.
    """
    held = sorted(cells, key=str)
    sums = []
    for (of_unit, group), row in rows.items():
        if row.is_open:
            top = month.places[of_unit]
            sums.append(
                [
                    Fraction(_is_below(month.tree, month.places[u], top) and group in ("", g))
                    for u, g in held
                ]
            )  # fmt: skip
    basis = _eliminated(sums)
    found = []
    for size in range(1, len(held) + 1):
        for chosen in combinations(range(len(held)), size):
            count = sum(cells[held[place]] for place in chosen)
            if count < LEAST and not any(_reduced([Fraction(place in chosen) for place in range(len(held))], basis)):
                found.append(tuple(held[place] for place in chosen))
    return found


@st.composite
def months_of_records(draw):
    """Up to five units in a tree, with at most nine cells that hold records."""
    above = {}
    for number in range(draw(st.integers(1, 5))):
        above[unit(number)] = draw(st.sampled_from([None, *above]))
    places = [(one, group) for one in (None, *above) for group in GROUPS]
    held = draw(st.lists(st.sampled_from(places), min_size=1, max_size=9, unique=True))
    return tree_over(above), {place: draw(st.sampled_from([1, 2, 3, 4, 5, 6, 8, 11])) for place in held}


def rows_of(month, cells):
    return computed(month, [Figure(one, group, SEPTEMBER, 0, count) for (one, group), count in cells.items()])


@settings(max_examples=200, deadline=None)
@given(months_of_records())
def test_nothing_small_follows_from_what_is_open(made):
    month, cells = made
    assert attack(month, cells, rows_of(month, cells)) == []


TEAMS = tree_over({unit(1): None, unit(2): None})


def test_planted_fault_is_caught():
    """All students work in one team: with both figures open, its only social worker's record would follow."""
    cells = {(unit(1), "student"): 6, (unit(1), "social-worker"): 1, (unit(2), "social-worker"): 8}
    rows = rows_of(TEAMS, cells)
    open_to_all = {part for part, row in rows.items() if row.is_open}
    assert open_to_all == {(None, ""), (unit(1), ""), (unit(2), "")}
    careless = {part: row._replace(is_open=True) for part, row in rows.items()}
    assert attack(TEAMS, cells, careless) == [((unit(1), "social-worker"),)]


def test_groups_are_open_where_they_tell_nothing():
    cells = {
        (one, group): count
        for one in (unit(1), unit(2))
        for group, count in (("student", 6), ("social-worker", 8), ("agency", 1))
    }
    rows = rows_of(TEAMS, cells)
    # What is left of agency staff is withheld, and the smaller of the others with it: else it would follow.
    assert {part for part, row in rows.items() if row.is_open} == {
        (None, ""),
        (unit(1), ""),
        (unit(2), ""),
        (None, "social-worker"),
    }


def test_records_of_nobody_in_particular_are_no_group():
    rows = rows_of(TEAMS, {(unit(1), ""): 9, (unit(2), "social-worker"): 9})
    assert {group for _, group in rows} == {"", "social-worker"}
    assert rows[None, "social-worker"].is_open


@settings(max_examples=150)
@given(months_of_records(), st.data())
def test_of_answers_nothing_small_and_nothing_of_one_mind_follows(drawn, data):
    month, cells = drawn
    figures = [
        Figure(one, "", SEPTEMBER, data.draw(st.integers(0, count)), count)
        for (one, group), count in cells.items()
        if group == GROUPS[0]
    ]
    rows = computed(month, figures, of_answers=True)
    assert {group for _, group in rows} <= {""}
    own = {month.places[one.unit_id]: (one.numerator, one.denominator - one.numerator) for one in figures}
    shown = {month.places[one] for (one, _), row in rows.items() if row.is_open}
    for rest in remainders(month.tree, own, shown, points=2).values():
        assert not any(rest) or is_safe(rest, LEAST)
