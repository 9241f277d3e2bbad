"""When does a judgement disagree with what the records show, and in which words?"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cycle.evidence.test_standing import CANCELLED, of
from tests.cycle.evidence.test_wording import SIGNED, course

from cairn.assurance.evaluation import scales
from cairn.assurance.evaluation.conflicts import conflict
from cairn.assurance.evaluation.scales import Scale
from cairn.cycle.evidence.declaring import Direction
from cairn.cycle.evidence.standing import stand_on

DAY = date(2026, 10, 14)
FAILS = stand_on(of((61, 100)), DAY)
MEETS = stand_on(of((97, 100)), DAY)
SILENT = stand_on(of((0, 4)), DAY)
UNAIMED = stand_on(of((61, 100), indicator=CANCELLED), DAY)
WORSE = stand_on(course([16, 18, 14, 17, 15, 17, 15, 16, 18, 14, 16, 40], indicator=CANCELLED), date(2026, 1, 5))
NEITHER = stand_on(of((61, 100), indicator=replace(SIGNED, direction=Direction.NEITHER)), DAY)


def test_judged_high_while_a_figure_fails_its_target():
    assert conflict(Scale.SIX, 5, [FAILS]) == (
        "Judged 5 Very good, but “Sessions signed by both” stood at 61% in September 2026 (61 of 100 sessions); the "
        "target is 95%."
    )


def test_judged_high_while_a_figure_got_worse():
    assert conflict(Scale.FOUR, 3, [UNAIMED, WORSE]) == (
        "Judged 3 Good, but “Cancelled” stood at 23% in October to December 2025 (70 of 300 sessions). December 2025 "
        "lies above the upper limit of 30%. That is a real change for the worse, not chance."
    )


def test_judged_low_while_all_figures_meet_their_targets():
    assert conflict(Scale.SIX, 2, [MEETS, UNAIMED]) == (
        "Judged 2 Weak, yet every figure that has a target meets it: “Sessions signed by both” stood at 97% in "
        "September 2026 (97 of 100 sessions); the target is 95%."
    )


def test_several_figures_are_counted():
    said = conflict(Scale.SIX, Decimal("4.62"), [FAILS, MEETS, FAILS, WORSE, FAILS])
    assert said.startswith("Judged 4.6 on average, but “Sessions signed by both” stood at 61%")
    assert said.endswith("the target is 95%. Likewise two other figures.")


@pytest.mark.parametrize(
    ("scale", "high", "low"), [(Scale.SIX, {4, 5, 6}, {1, 2}), (Scale.FOUR, {3, 4}, {1, 2}), (Scale.THREE, {3}, {1})]
)
def test_which_grades_are_high_and_low(scale, high, low):
    grades = range(1, scales.top(scale) + 1)
    assert {grade for grade in grades if conflict(scale, grade, [FAILS])} == high
    assert {grade for grade in grades if conflict(scale, grade, [MEETS])} == low


@pytest.mark.parametrize("stands", [[], [SILENT], [UNAIMED], [NEITHER], [SILENT, UNAIMED, NEITHER]])
@pytest.mark.parametrize("grade", [None, 1, 2, 3, 4, 5, 6])
def test_what_says_nothing_disagrees_with_nothing(stands, grade):
    assert conflict(Scale.SIX, grade, stands) == ""


KINDS = {"fails": FAILS, "meets": MEETS, "silent": SILENT, "unaimed": UNAIMED, "worse": WORSE, "neither": NEITHER}
SOME = st.lists(st.sampled_from(sorted(KINDS)), max_size=6)
GRADES = st.one_of(st.integers(1, 6), st.decimals(1, 6, places=2))


@given(SOME, GRADES)
def test_the_rule_written_out(kinds, grade):
    """High and something fails or got worse; low, something meets and nothing fails or got worse; else nothing.

    A mean counts as the nearest grade, halves up.
    """
    said = conflict(Scale.SIX, grade, [KINDS[kind] for kind in kinds])
    bad = "fails" in kinds or "worse" in kinds
    expected = (grade >= Decimal("3.5") and bad) or (grade < Decimal("2.5") and "meets" in kinds and not bad)
    assert bool(said) is bool(expected)
    if said:
        assert " in " in said
        assert "the target is 95%" in said or "not chance" in said
        assert "%" in said


@given(SOME, GRADES, GRADES)
def test_a_higher_grade_never_disagrees_less_with_bad_figures(kinds, one, other):
    stands = [KINDS[kind] for kind in kinds if kind not in ("meets",)]
    lower, higher = sorted((one, other))
    assert not (conflict(Scale.SIX, lower, stands) and not conflict(Scale.SIX, higher, stands))


@given(SOME, GRADES, st.randoms(use_true_random=False))
def test_whether_they_disagree_hangs_not_on_the_order(kinds, grade, random):
    stands = [KINDS[kind] for kind in kinds]
    shuffled = random.sample(stands, len(stands))
    assert bool(conflict(Scale.SIX, grade, stands)) == bool(conflict(Scale.SIX, grade, shuffled))


@given(SOME, st.integers(1, 4))
def test_one_more_bad_figure_never_hides_a_conflict_of_a_high_grade(kinds, grade):
    stands = [KINDS[kind] for kind in kinds]
    if grade >= 3:
        assert not conflict(Scale.FOUR, grade, stands) or conflict(Scale.FOUR, grade, [*stands, FAILS])
    else:
        assert conflict(Scale.FOUR, grade, [*stands, FAILS]) == ""
