"""What a figure and its chart say: sentences, roundings that never cross the target, dots that differ in shape."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from defusedxml import ElementTree

from cairn.cycle.evidence import charting, wording
from cairn.cycle.evidence.course import Course, Pooled
from cairn.cycle.evidence.declaring import Direction, Indicator
from cairn.cycle.evidence.sight import Point
from cairn.foundation.core import months

SIGNED = Indicator(
    key="supervision.signed",
    version=1,
    title="Sessions signed by both",
    numerator="sessions signed by both within ten working days",
    denominator="sessions held",
    measure=lambda *_: [],
    rows=lambda *_: [],
    rows_act="supervision.see",
    statements=("sa.4.d.5e",),
    target=Decimal("0.95"),
    noun="sessions",
)
MINUTES = replace(
    SIGNED, title="Minutes", numerator="minutes without interruption", is_mean=True, dimension="minutes",
    target=Decimal(90),
)  # fmt: skip
APRIL = date(2026, 4, 1)
STEADY = [84, 82, 86, 83, 85, 83, 85, 84, 82, 86, 84, 85, 83, 84, 83, 85]


def course(values, indicator=SIGNED, baselines=(), running=None, start=date(2025, 1, 1)):
    """Months from January 2025 on, of a hundred records each; None is a month that is withheld."""
    points = [
        Point(months.add(start, place)) if value is None else Point(months.add(start, place), value, 100)
        for place, value in enumerate(values)
    ]
    if running is not None:
        points.append(Point(months.add(start, len(values)), running, 100, is_running=True))
    return Course(indicator, tuple(points), tuple(baselines))


@pytest.mark.parametrize(
    ("indicator", "figure", "said"),
    [
        (SIGNED, 0.7641, "76%"),
        (SIGNED, 0.765, "77%"),
        (SIGNED, 0.95, "95%"),
        # Rounded to a whole number these would stand on the target, or beyond it.
        (SIGNED, 0.9496, "94.9%"),
        (SIGNED, 0.9504, "95.1%"),
        (SIGNED, 0.94, "94%"),
        (SIGNED, 19 / 20, "95%"),
        (SIGNED, 1.0, "100%"),
        (MINUTES, 92.44, "92.4 minutes"),
        (MINUTES, 89.97, "89.97 minutes"),
        (MINUTES, 1234.5, "1,234.5 minutes"),
    ],
)
def test_values(indicator, figure, said):
    assert wording.value(indicator, figure) == said


def test_counts_and_rules():
    assert wording.count(SIGNED, Point(date(2026, 9, 1), 1214, 2820)) == "1,214 of 2,820 sessions"
    assert wording.count(MINUTES, Pooled(900, 10, date(2026, 1, 1), date(2026, 3, 1))) == "from 10 sessions"
    assert wording.count(SIGNED, Point(date(2026, 9, 1))) == "withheld"
    assert wording.rule(SIGNED) == "Sessions signed by both within ten working days, out of sessions held."
    assert wording.rule(MINUTES) == "Minutes without interruption, divided by sessions held."
    assert wording.target(SIGNED) == "95%"
    assert wording.target(replace(SIGNED, target=None)) == ""


PROVISIONAL = " The limits are provisional: they rest on seven months and are firm from 13."


@pytest.mark.parametrize(
    ("values", "look", "sentence"),
    [
        ([], "early", "No month has been measured yet."),
        ([80], "early", "One month can't tell change from chance."),
        (STEADY, "", "April 2026 is within what chance explains: no real change."),
        (
            [*STEADY, 60],
            "worse",
            "May 2026 lies below the lower limit of 73%. That is a real change for the worse, not chance.",
        ),
        (
            [*STEADY, 99],
            "better",
            "May 2026 lies above the upper limit of 92%. That is a real change for the better, not chance.",
        ),
        (
            [*STEADY, 82, 81, 82, 81, 82, 81, 82],
            "worse",
            "Since May 2026 it runs below the mean, seven months in a row. That is a real change for the worse, not "
            "chance.",
        ),
        (
            [60, 70, 71, 72, 73, 74, 75],
            "better",
            "It has risen month after month since January 2025. That is a real change for the better, not chance."
            + PROVISIONAL,
        ),
        (
            [*STEADY, 88, 88],
            "better",
            "Two of the last three months lie far above the mean, near the upper limit of 90% or beyond it. That is a "
            "real change for the better, not chance.",
        ),
    ],
)
def test_variation(values, look, sentence):
    said = wording.variation(course(values))
    assert (said.sentence, said.look) == (sentence, look)


def test_where_less_is_better_a_rise_is_worse():
    down = replace(SIGNED, direction=Direction.DOWN)
    assert wording.variation(course([*STEADY, 99], down)).look == "worse"
    assert wording.variation(course([*STEADY, 60], down)).look == "better"
    neither = replace(SIGNED, direction=Direction.NEITHER)
    said = wording.variation(course([*STEADY, 60], neither))
    assert (said.look, said.sentence[-39:]) == ("different", "73%. That is a real change, not chance.")
    assert wording.assurance(course(STEADY, neither)) is None


@pytest.mark.parametrize(
    ("values", "look", "sentence"),
    [
        ([80], "early", "The target of 95% can't be weighed yet: two months are needed at least."),
        (
            STEADY,
            "worse",
            "The target of 95% will be missed until something changes: 79% to 89% is what can be expected.",
        ),
        ([98, 99] * 7, "better", "The target of 95% will be met month after month if nothing changes."),
        (
            [94, 98] * 7,
            "",
            "The target of 95% is met in some months and missed in others, by chance: 85% to 100% can be expected.",
        ),
        # Every month exactly on target.
        ([95] * 6, "better", "The target of 95% will be met month after month if nothing changes."),
    ],
)
def test_assurance(values, look, sentence):
    said = wording.assurance(course(values))
    assert (said.sentence, said.look) == (sentence, look)


def test_assurance_is_judged_by_the_latest_baseline():
    ran = course([80, 82] * 7 + [98, 99] * 7, baselines=[date(2026, 3, 1)])
    assert ran.assurance == "met"
    assert [(one.start, one.end) for one in ran.chart.segments] == [(0, 14), (14, 28)]
    assert course([80, 82] * 7 + [98, 99] * 7).assurance == "by chance"


def test_a_baseline_in_a_month_without_records_begins_at_the_next():
    ran = course([80, 82, None, 97, 99], baselines=[date(2025, 3, 1)])
    assert [(one.start, one.end) for one in ran.chart.segments] == [(0, 2), (2, 4)]


def test_the_running_month_and_withheld_months_count_for_nothing():
    plain, with_more = course(STEADY), course([*STEADY, None], running=10)
    assert with_more.chart == plain.chart
    assert with_more.latest.month == date(2026, 4, 1)
    assert course([], running=10).latest.is_running
    assert wording.variation(course([], running=10)).sentence == "The first month is not over yet."


def test_the_last_three_months_that_are_over():
    assert course(STEADY).before(date(2026, 5, 20)) == Pooled(84 + 83 + 85, 300, date(2026, 2, 1), APRIL)
    assert course([*STEADY, None]).before(date(2026, 6, 1)) == Pooled(83 + 85, 200, date(2026, 3, 1), APRIL)
    assert course(STEADY, running=0).before(date(2026, 5, 20)).numerator == 252
    assert course(STEADY).before(date(2027, 5, 20)) is None


# -- The chart ------------------------------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart):
    return ElementTree.fromstring(chart.svg)


def test_the_chart_says_its_figures_in_words_and_as_a_table():
    chart = charting.chart_of(course([*STEADY, 60], running=70), notes=[date(2026, 5, 1)])

    assert chart.title == "Sessions signed by both"
    assert chart.description == (
        "May 2026: 60%. May 2026 lies below the lower limit of 73%. That is a real change for the worse, not chance. "
        "The target of 95% will be missed until something changes: 73% to 92% is what can be expected."
    )
    assert chart.heads == ("Month", "Figure", "Records", "What stands out")
    assert chart.rows[:3] == (
        ("June 2026", "70%", "70 of 100 sessions", "not over yet"),
        ("May 2026", "60%", "60 of 100 sessions", "worse: below the lower limit"),
        ("April 2026", "85%", "85 of 100 sessions", "better: above the mean, in a run"),
    )
    assert len(chart.rows) == 18
    assert chart.svg.count(chart.description) == 1


def test_a_sign_differs_in_shape_and_not_in_colour_alone():
    def squares(values):
        return sum("h9.2v9.2" in (path.get("d") or "") for path in drawn(charting.chart_of(course(values))).iter())

    assert (squares(STEADY), squares([*STEADY, 60])) == (0, 1)
    assert "l6.5 6.5" in charting.chart_of(course([*STEADY, 99])).svg


def test_a_withheld_month_is_a_gap_and_a_word():
    chart = charting.chart_of(course([84, None, 86, 83]))
    assert chart.rows[2] == ("February 2025", "withheld", "", "")
    circles = list(drawn(chart).iter(f"{SVG}circle"))
    assert len(circles) == 3


def test_limits_of_a_share_are_drawn_within_nought_and_one_and_computed_without():
    ran = course([94, 98] * 7)
    assert ran.chart.latest.limits.upper > 1
    assert ran.bounds(ran.chart.latest)[1] == 1.0
    written = [text.text for text in drawn(charting.chart_of(ran)).iter(f"{SVG}text")]
    assert "100%" in written
    assert "95% target" in written


def test_every_month_is_drawn_and_more_than_fit_make_the_chart_wider():
    chart = charting.chart_of(course([80, 82] * 60))
    assert len(chart.rows) == 120
    assert 'width="1168"' in chart.svg
    assert 'width="576"' in charting.chart_of(course([80, 82] * 12)).svg


@pytest.mark.parametrize("values", [[], [80], [80, 80], [0], [100, 100], STEADY])
def test_every_course_can_be_drawn(values):
    for indicator in (SIGNED, MINUTES, replace(SIGNED, target=None)):
        for chart in (
            charting.chart_of(course(values, indicator)),
            charting.spark_of(course(values, indicator), identity="s"),
        ):
            numbers = [
                float(number)
                for shape in drawn(chart).iter()
                for name in ("x", "y", "cx", "cy")
                if (number := shape.get(name)) is not None
            ]
            assert all(-10 <= number <= 700 for number in numbers)
            assert "style=" not in chart.svg
