"""What the page of a statement shows of the rounds: both sides, newest first, as far as results may be seen."""

import re
from datetime import timedelta

import pytest
from tests.assurance.evaluation.conftest import START, judge_all, make_framework, plan_round

from cairn.assurance.evaluation import commands, queries
from cairn.assurance.evaluation.panels import judgements_on_statement
from cairn.foundation.core import clock
from cairn.foundation.standards.queries import statement_for


def text_of(response):
    main = response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("&#39;", "'").strip()


def later_round(cast, framework, title, days, grade=4):
    """Another round, judged, moderated and signed."""
    with clock.at(START + timedelta(days=days)):
        round = commands.open_round(plan_round(cast, framework, title=title), by=cast["isla"])
        judge_all(round, cast.team_a, cast["morag"], grade)
        closed = commands.close_round(round, by=cast["isla"])
        commands.finish_moderation(closed, by=cast["catriona"])
        commands.sign(closed, by=cast["isla"])
        return round


@pytest.fixture
def both(signed):
    """A statement that both sides were asked."""
    return signed.framework.statements.get(ref="t.1.d")


def test_the_newest_round_with_its_spread_and_those_before(cast, signed, both, signed_in):
    later_round(cast, signed.framework, "Spring", days=180, grade=2)
    page = text_of(signed_in(cast["eilidh"]).get(f"/standards/statements/{both.pk}/"))

    assert "What people say How many chose each grade in Spring Employers 1 × 2 2" in page
    assert "Spring signed 28 February 2027 2 weak – –" in page
    assert "Autumn self-evaluation signed 1 September 2026 4.0 good" in page
    assert page.index("Spring signed") < page.index("Autumn self-evaluation signed")


def test_how_far_the_sides_are_apart(cast, signed, both):
    (found,) = queries.judged_over_rounds(cast["eilidh"], statement_for(cast["eilidh"], both.pk))
    said = judgements_on_statement(cast["eilidh"], statement_for(cast["eilidh"], both.pk))["said"]
    assert said == f"The two sides are {abs(found.gap):.1f} grades apart."


@pytest.mark.parametrize(("who", "sees"), [("isla", True), ("morag", True), ("catriona", True), ("eilidh", False)])
def test_before_it_is_signed_a_round_is_shown_to_those_who_read_it_first(cast, closed, signed_in, who, sees):
    statement = closed.framework.statements.get(ref="t.1.d")
    page = text_of(signed_in(cast[who]).get(f"/standards/statements/{statement.pk}/"))
    assert ("Autumn self-evaluation not signed yet" in page) is sees
    assert ("What people say" in page) is sees


def test_an_open_round_shows_nothing(cast, answered):
    statement = statement_for(cast["isla"], answered.framework.statements.get(ref="t.1.d").pk)
    assert judgements_on_statement(cast["isla"], statement) is None


@pytest.mark.parametrize("who", ["petra", "wren"])
def test_outsiders_see_no_judgement(cast, signed, both, signed_in, who):
    page = text_of(signed_in(cast[who]).get(f"/standards/statements/{both.pk}/"))
    assert "What people say" not in page
    assert "Autumn self-evaluation" not in page


def test_a_round_on_another_version_counts_too(cast, signed):
    newer = make_framework(version="2")
    statement = statement_for(cast["isla"], newer.statements.get(ref="t.1.d").pk)
    (row,) = judgements_on_statement(cast["isla"], statement)["rows"]
    assert row[0].round_id == signed.pk


def test_at_any_number_of_rounds_one_query_and_eight_lines(cast, signed, both, django_assert_num_queries):
    for number in range(9):
        later_round(cast, signed.framework, f"Round {number}", days=100 * (number + 1))
    viewer = cast["isla"]
    judgements_on_statement(viewer, statement_for(viewer, both.pk))
    shown = statement_for(viewer, both.pk)
    with django_assert_num_queries(1):
        found = judgements_on_statement(viewer, shown)
    assert [row.round.title for row, _ in found["rows"]] == [f"Round {number}" for number in range(8, 0, -1)]
    assert found["more"]
