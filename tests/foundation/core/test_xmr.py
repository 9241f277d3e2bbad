"""Limits and signs against cases computed by hand, against a second reading of each rule, and on real series."""

import csv
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.foundation.core.xmr import Assurance, Limits, Mark, Sign, assurance, limits_of, marks_of, xmr

REFERRALS = Path("/work/shared/data/spc/cin_referrals_monthly_long_2012-04_to_2024-03.csv")


def signs(values, **options):
    return "".join(
        "." if mark is None else {"outside": "o", "trend": "t", "two of three": "n", "shift": "s"}[mark.sign]
        for mark in xmr(values, **options).marks
    )


# -- Limits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "mean", "average_range", "lower", "upper"),
    [
        # 10 12 11 15 13 14: ranges 2 1 4 2 1, their mean 2; 2.66 × 2 = 5.32.
        ([10, 12, 11, 15, 13, 14], 12.5, 2.0, 7.18, 17.82),
        # Shares 6/8 5/8 7/8 6/8: ranges 1/8 2/8 1/8, mean 1/6; 2.66 / 6 = 0.443333333…
        ([0.75, 0.625, 0.875, 0.75], 0.75, 1 / 6, 0.30666666666667, 1.19333333333333),
        ([0.9], 0.9, 0.0, 0.9, 0.9),
        ([7, 7, 7], 7.0, 0.0, 7.0, 7.0),
    ],
)
def test_limits_by_hand(values, mean, average_range, lower, upper):
    limits = limits_of(values)

    assert limits.mean == pytest.approx(mean, abs=1e-9)
    assert limits.average_range == pytest.approx(average_range, abs=1e-9)
    assert limits.lower == pytest.approx(lower, abs=1e-9)
    assert limits.upper == pytest.approx(upper, abs=1e-9)


def test_a_single_leap_is_screened_once():
    # Ranges: 1 ×10, then 40, 40. Their average is 90/12 = 7.5; 3.267 × 7.5 = 24.5, so both forties go: 10/10 = 1.
    values = [10, 11] * 5 + [10] + [50, 10]
    assert limits_of(values).average_range == pytest.approx(7.5, abs=1e-9)
    assert limits_of(values, screened=True).average_range == pytest.approx(1.0, abs=1e-9)


def test_screening_takes_ranges_from_exactly_3_267_times_the_average_on():
    # Averages are made so that the largest range is 3.267 times theirs: 3267 of (2×1000 + … ) over four ranges.
    values = [0, 3267, 3267 + 733, 3267 + 733, 3267 + 733]
    assert limits_of(values).average_range == 1000
    assert limits_of(values, screened=True).average_range == pytest.approx(733 / 3, abs=1e-9)
    almost = [0, 3266, 3266 + 734, 3266 + 734, 3266 + 734]
    assert limits_of(almost, screened=True).average_range == 1000


def test_where_nothing_moves_nothing_is_screened():
    assert limits_of([5, 5, 5], screened=True) == Limits(5, 0)


FLOATS = st.floats(min_value=-1000, max_value=1000, allow_nan=False, width=32)


@settings(max_examples=200, deadline=None)
@given(st.lists(FLOATS, min_size=1, max_size=40))
def test_limits_agree_with_fractions(values):
    exact = [Fraction(value) for value in values]
    ranges = [abs(b - a) for a, b in pairwise(exact)]
    spread = Fraction("2.66") * sum(ranges) / len(ranges) if ranges else Fraction()
    mean = sum(exact) / len(exact)

    limits = limits_of(values)

    assert abs(Fraction(limits.upper) - mean - spread) < Fraction(1, 10**9)
    assert abs(Fraction(limits.lower) - mean + spread) < Fraction(1, 10**9)


# -- Signs ----------------------------------------------------------------------------------------------------------

WIDE = Limits(mean=10, average_range=3 / 2.66)  # limits 7 and 13, two thirds of the way: 8 and 12


def by(values, limits=WIDE):
    return [
        "" if mark is None else f"{mark.sign} {'up' if mark.is_up else 'down'}" for mark in marks_of(values, limits)
    ]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        # Outside; on the limit is not outside.
        ([10, 13.1, 10], ["", "outside up", ""]),
        ([10, 13, 10], ["", "", ""]),
        ([10, 6.9, 10], ["", "outside down", ""]),
        # Two of three beyond two thirds, all on one side: only those beyond are marked.
        ([12.5, 11, 12.5, 9], ["two of three up", "", "two of three up", ""]),
        ([7.5, 7.5, 9.9], ["two of three down", "two of three down", ""]),
        # On two thirds is not beyond; a third point on the mean or across it makes no three of a side.
        ([12, 11, 12.5], ["", "", ""]),
        ([12.5, 10, 12.5], ["", "", ""]),
        ([12.5, 9.9, 12.5], ["", "", ""]),
        # Two are not three.
        ([12.5, 12.5], ["", ""]),
        # The revised reading: a point outside counts as beyond, and keeps its own sign.
        ([13.5, 11, 12.5], ["outside up", "", "two of three up"]),
        # Seven on one side.
        ([10.5, 11, 10.5, 11, 10.5, 11, 10.5], ["shift up"] * 7),
        ([10.5, 11, 10.5, 11, 10.5, 11, 9.5], [""] * 7),
        # A point on the mean breaks the run.
        ([10.5, 11, 10.5, 10, 10.5, 11, 10.5, 11], [""] * 8),
        # Seven rising, or falling; equal neighbours break it.
        ([9, 9.2, 9.4, 9.6, 10.2, 10.4, 10.6], ["trend up"] * 7),
        ([10.6, 10.4, 10.2, 9.6, 9.4, 9.2, 9], ["trend down"] * 7),
        ([9, 9.2, 9.4, 9.4, 10.2, 10.4, 10.6, 10.7], [""] * 8),
        # Precedence: outside before trend before two of three before shift.
        ([9, 9.5, 10.5, 11, 11.5, 12.5, 13.5], ["trend up"] * 6 + ["outside up"]),
        ([10.2, 10.4, 10.6, 10.8, 11, 11.2, 11.4], ["trend up"] * 7),
        ([12.5, 12.6, 10.1, 10.2, 10.1, 10.2, 10.1], ["two of three up"] * 2 + ["shift up"] * 5),
    ],
)  # fmt: skip
def test_signs(values, found):
    assert by(values) == found


def test_where_a_rise_ends_and_a_fall_begins_the_point_belongs_to_the_fall():
    up = [9, 9.1, 9.2, 9.3, 10.2, 10.4, 10.6]
    values = [*up, *reversed(up[:-1])]
    assert by(values) == ["trend up"] * 6 + ["trend down"] * 7


def test_rounding_of_the_machine_makes_no_sign():
    """0.1 + 0.1 + 0.1 is not 0.3: without care such a row lies a hair above its own mean."""
    assert signs([0.1] * 9) == "........."
    assert signs([2 / 3] * 30) == "." * 30
    assert by([10 + 1e-12] * 9, WIDE) == [""] * 9


def test_a_signal_in_a_row_with_its_own_limits():
    steady = [84, 82, 86, 83, 85, 84, 83, 85, 84, 82, 86, 84]
    assert signs(steady) == "." * 12
    # The fall draws the mean down, so that seven points before it now lie on one side.
    assert signs([*steady, 60]) == "..sssssss...o"


def second_reading(values):
    """The same rules, written the slow way from the text."""
    limits = limits_of(values)
    hair = 1e-9 * max(1, *map(abs, values))
    above = [v > limits.mean + hair for v in values]
    below = [v < limits.mean - hair for v in values]
    far = 2 / 3 * (limits.upper - limits.mean)
    found = []
    for place, value in enumerate(values):
        sevens = [values[i : i + 7] for i in range(max(0, place - 6), place + 1) if i + 7 <= len(values)]
        places = [range(i, i + 7) for i in range(max(0, place - 6), place + 1) if i + 7 <= len(values)]
        threes = [range(i, i + 3) for i in range(max(0, place - 2), place + 1) if i + 3 <= len(values)]
        rising = any(all(b - a > hair for a, b in pairwise(s)) for s in sevens)
        falling = any(all(a - b > hair for a, b in pairwise(s)) for s in sevens)
        near = [
            three
            for three in threes
            for side, edge in ((above, 1), (below, -1))
            if all(side[i] for i in three)
            and edge * (value - limits.mean) > far + hair
            and sum(edge * (values[i] - limits.mean) > far + hair for i in three) >= 2
        ]
        if value > limits.upper + hair or value < limits.lower - hair:
            found.append("o")
        elif rising or falling:
            found.append("t")
        elif near:
            found.append("n")
        elif any(all(above[i] for i in seven) or all(below[i] for i in seven) for seven in places):
            found.append("s")
        else:
            found.append(".")
    return "".join(found)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=30))
def test_both_readings_agree(values):
    assert signs([value / 12 for value in values]) == second_reading([value / 12 for value in values])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.integers(1, 9), st.integers(-40, 40))
def test_signs_do_not_hang_on_the_unit_of_measure(values, scale, shift):
    assert signs(values) == signs([scale * value + shift for value in values])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_upside_down_the_same_points_stand_out(values):
    turned = xmr([-value for value in values]).marks
    for mark, other in zip(xmr(values).marks, turned, strict=True):
        assert (mark is None) == (other is None)
        assert mark is None or (mark.sign, mark.is_up) == (other.sign, not other.is_up)


# -- Baselines ------------------------------------------------------------------------------------------------------


def test_a_baseline_begins_limits_and_runs_afresh():
    values = [10, 12] * 7 + [20, 22] * 7
    whole, drawn = xmr(values), xmr(values, baselines=[14])

    assert [(one.start, one.end) for one in whole.segments] == [(0, 28)]
    assert [(one.start, one.end, one.limits.mean) for one in drawn.segments] == [(0, 14, 11.0), (14, 28, 21.0)]
    assert any(whole.marks)
    assert not any(drawn.marks)
    assert drawn.latest.limits.mean == 21.0


def test_places_outside_the_row_are_no_baselines():
    assert len(xmr([1, 2, 3], baselines=[0, 3, 9, -1]).segments) == 1


@pytest.mark.parametrize(("count", "provisional"), [(1, True), (12, True), (13, False)])
def test_fewer_than_thirteen_points_are_provisional(count, provisional):
    assert xmr(list(range(count))).latest.is_provisional is provisional


# -- Assurance ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        (13.5, Assurance.MISSED, Assurance.MET),
        (6.5, Assurance.MET, Assurance.MISSED),
        (10, Assurance.BY_CHANCE, Assurance.BY_CHANCE),
        # On a limit is within them.
        (13, Assurance.BY_CHANCE, Assurance.BY_CHANCE),
        (7, Assurance.BY_CHANCE, Assurance.BY_CHANCE),
        (13 + 1e-12, Assurance.BY_CHANCE, Assurance.BY_CHANCE),
    ],
)
def test_assurance(target, up, down):
    assert assurance(WIDE, target, up_is_better=True) == up
    assert assurance(WIDE, target, up_is_better=False) == down


@pytest.mark.parametrize("up", [True, False])
def test_all_points_on_the_target_meet_it(up):
    """What a well-known spreadsheet gets wrong: all points exactly on target, or a hair beside it by rounding."""
    limits = limits_of([0.1 + 0.2] * 6)  # 0.30000000000000004
    assert assurance(limits, 0.3, up_is_better=up) == Assurance.MET


def test_six_points_that_beat_the_target_are_no_failure():
    limits = limits_of([0.952, 0.951, 0.953, 0.951, 0.952, 0.951])
    assert assurance(limits, 0.945, up_is_better=True) == Assurance.MET
    assert assurance(limits, 0.9505, up_is_better=True) == Assurance.BY_CHANCE


# -- Real series ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not REFERRALS.exists(), reason=f"The series of referrals are not at {REFERRALS}")
def test_referrals_of_english_authorities():
    """Twelve years of monthly referrals for each authority: both readings agree, and 2020 stands out somewhere."""
    series = {}
    with REFERRALS.open(newline="") as lines:
        for row in csv.DictReader(lines):
            if row["referrals"].isdigit():
                series.setdefault(row["la_name"], []).append(int(row["referrals"]))
    chosen = [series[name] for name in sorted(series)[::6] if len(series[name]) >= 24]

    assert len(chosen) >= 20
    for values in chosen:
        assert signs(values) == second_reading(values)
        limits = limits_of(values)
        assert limits.lower < limits.mean < limits.upper
    assert any("o" in signs(values) for values in chosen)
    assert any("s" in signs(values) for values in chosen)


def test_marks_name_the_rule_and_the_way():
    assert xmr([10, 12] * 7 + [40]).marks[-1] == Mark(Sign.OUTSIDE, is_up=True)
