"""Do grades of different scales meet at the right place?"""

from decimal import Decimal

import pytest

from cairn.assurance.evaluation import scales
from cairn.assurance.evaluation.scales import Scale


@pytest.mark.parametrize("scale", Scale.values)
def test_points_run_from_the_top_to_one(scale):
    assert [point.value for point in scales.points(scale)] == list(range(scales.top(scale), 0, -1))
    assert [scales.word(scale, grade + 1) for grade in range(scales.top(scale))] == list(scales.labels(scale))


@pytest.mark.parametrize("scale", Scale.values)
def test_lowest_is_0_and_highest_is_100(scale):
    assert (scales.normalised(scale, 1), scales.normalised(scale, scales.top(scale))) == (0, 100)


@pytest.mark.parametrize(
    ("value", "old", "new", "expected"),
    [("6", "six", "four", "4"), ("1", "three", "six", "1"), ("2", "three", "six", "3.5"), ("3.5", "six", "six", "3.5")],
)
def test_translated(value, old, new, expected):
    assert scales.translated(Decimal(value), old, new) == Decimal(expected)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([0, 0], None), ([1, 0], "1"), ([1, 1], "1.50"), ([1, 2], "1.67"), ([0, 0, 0, 5, 0, 1], "4.33")],
)
def test_mean(counts, expected):
    assert scales.mean(counts) == (None if expected is None else Decimal(expected))


def test_worded():
    assert scales.worded("six", 4) == "4 Good"
    assert scales.word("six", None) == scales.worded("three", None) == ""
