"""Is the quick way to see whether staff groups tell something small the same as looking at every choice of them?"""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as some

from cairn.cycle.evidence.measuring.totals import LEAST, _tells_nothing_small


def looked_at_one_by_one(atoms):
    """Every choice of columns: what the rows in which it occurs hold besides it is nothing or a crowd."""
    columns = range(len(atoms[0]))
    for size in range(1, len(columns)):
        for chosen in map(set, combinations(columns, size)):
            touched = [atom for atom in atoms if any(atom[place] for place in chosen)]
            over = sum(atom[place] for atom in touched for place in columns if place not in chosen)
            if 0 < over < LEAST:
                return False
    return True


counts = some.sampled_from([0, 0, 0, 1, 2, 4, 5, 9, 30])
tables = some.integers(1, 6).flatmap(lambda width: some.lists(some.tuples(*[counts] * width), min_size=1, max_size=6))


@given(tables)
def test_both_ways_come_to_the_same(atoms):
    assert _tells_nothing_small(atoms) == looked_at_one_by_one(atoms)


def test_twelve_columns_and_two_hundred_rows_take_no_time():
    atoms = [tuple(5 + (row * column) % 7 for column in range(12)) for row in range(200)]
    assert _tells_nothing_small(atoms)
