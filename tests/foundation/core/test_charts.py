"""A chart says every figure in words and in a table, and keeps its meaning without colour."""

import pytest
from defusedxml import ElementTree

from cairn.foundation.core.charts import SHADES, Bar, Spread, bars, shade, spread, trend

SVG = "{http://www.w3.org/2000/svg}"
AREAS = (
    ("Risk & decisions", (Bar("Employers", 4.2), Bar("Practitioners", 3.1))),
    ("Supervision", (Bar("Employers", 5.0), Bar("Practitioners", None, "withheld: fewer than five answers"))),
)


def drawn(chart):
    return ElementTree.fromstring(chart.svg)


def written(chart):
    return [element.text for element in drawn(chart).iter(f"{SVG}text")]


def test_bars_say_every_figure_in_words_in_a_table_and_beside_the_bar():
    chart = bars("Judgement by area", AREAS, top=6)

    assert chart.description == (
        "Risk & decisions: Employers 4.2, Practitioners 3.1. "
        "Supervision: Employers 5.0, Practitioners withheld: fewer than five answers."
    )
    assert chart.heads == ("", "Employers", "Practitioners")
    assert chart.rows == (
        ("Risk & decisions", "4.2", "3.1"),
        ("Supervision", "5.0", "withheld: fewer than five answers"),
    )
    assert written(chart)[6:] == [
        "Risk & decisions",
        "Employers",
        "4.2",
        "Practitioners",
        "3.1",
        "Supervision",
        "Employers",
        "5.0",
        "Practitioners",
        "withheld: fewer than five answers",
    ]


def test_bars_draw_no_bar_for_a_missing_figure():
    rectangles = [r for r in drawn(bars("x", AREAS, top=6)).iter(f"{SVG}rect") if r.get("height") == "18"]

    assert [r.get("fill") for r in rectangles] == [shade(4.2, 6), shade(3.1, 6), "url(#bars-stripes)", shade(5, 6)]


def test_bars_of_nothing_is_an_empty_chart():
    assert bars("x", (), top=6).rows == ()


@pytest.mark.parametrize(
    "chart",
    [
        bars("Judgement <by> area", AREAS, top=6, identity="one"),
        spread("Judgement <by> area", [("A", [Spread("All", (1, 2, 3))])], top=3, identity="one"),
        trend("Judgement <by> area", [("March", 3.0)], top=6, identity="one"),
    ],
)
def test_every_chart_is_named_for_a_screen_reader_and_has_no_style_attribute(chart):
    root = drawn(chart)

    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "one-title one-said")
    assert root.find(f"{SVG}title").text == "Judgement <by> area"
    assert root.find(f"{SVG}desc").text == chart.description
    assert not [element for element in root.iter() if element.get("style") or element.tag.endswith("script")]


def test_spread_writes_each_count_in_its_piece_and_the_point_below():
    chart = spread("Spread", [("Risk", [Spread("Practitioners", (0, 4, 6))])], top=3)

    assert chart.description == "Risk: Practitioners 4 at 2, 6 at 3."
    assert chart.rows == (("Risk", "Practitioners", "0", "4", "6"),)
    assert written(chart)[1:] == ["Risk", "Practitioners", "4", "6", "2", "3", "10 answers"]


def test_spread_leaves_out_a_count_that_its_piece_is_too_narrow_for():
    chart = spread("Spread", [("Risk", [Spread("Practitioners", (1, 999))])], top=2)

    assert written(chart)[3:] == ["999", "2", "1,000 answers"]
    assert chart.rows == (("Risk", "Practitioners", "1", "999"),)


def test_spread_says_why_counts_are_missing_and_when_nobody_answered():
    withheld = spread("Spread", [("Team", [Spread("All", None, "withheld: fewer than five answers")])], top=2)

    assert withheld.rows == (("Team", "All", "withheld: fewer than five answers", "withheld: fewer than five answers"),)
    assert "withheld: fewer than five answers" in written(withheld)
    assert spread("Spread", [("Team", [Spread("All", (0, 0))])], top=2).description == "Team: All no answers."


def test_trend_leaves_a_gap_where_a_figure_is_missing():
    chart = trend("Risk", [("2024", 3.0), ("2025", None), ("2026", 3.6)], top=6)

    assert chart.description == "2024 3.0, 2025 no figure, 2026 3.6."
    assert (len(list(drawn(chart).iter(f"{SVG}line"))), len(list(drawn(chart).iter(f"{SVG}circle")))) == (0, 2)


@pytest.mark.parametrize(
    ("value", "top", "place"),
    [(1, 6, 0), (6, 6, 5), (3.4, 6, 2), (3.5, 6, 3), (1, 3, 0), (2, 3, 3), (3, 3, 5), (9, 4, 5)],
)
def test_shade_follows_the_scale_whatever_its_length(value, top, place):
    assert shade(value, top) == SHADES[place]


@pytest.mark.parametrize("colour", SHADES)
def test_every_shade_bears_white_text(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]

    assert 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05) >= 4.5
