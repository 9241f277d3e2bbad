"""Do the stored results say what was judged and answered, and nothing that should be withheld?"""

import random
from decimal import Decimal

import pytest
from tests.assurance.evaluation.conftest import START, judge_all, make_framework, plan_round, team
from tests.foundation.core.test_disclosure import attack

from cairn.assurance.evaluation import commands, figures, queries
from cairn.assurance.evaluation.commands import Answer
from cairn.assurance.evaluation.models import Result, Tally
from cairn.foundation.core import clock


def row(round, ref, unit=None, is_area=False):
    return Result.objects.get(round=round, statement__ref=ref, unit=unit, is_area=is_area)


def test_both_sides_of_a_statement(cast, closed):
    team_a = row(closed, "t.1.d", cast.team_a)
    assert (team_a.employers_n, team_a.employers_mean, team_a.employers_counts) == (1, Decimal(5), [0, 0, 0, 0, 1, 0])
    assert (team_a.practitioners_n, team_a.practitioners_mean) == (8, Decimal("1.88"))
    assert (team_a.practitioners_counts, team_a.gap) == ([3, 3, 2, 0, 0, 0], Decimal("3.12"))


def test_a_unit_takes_in_all_below_it(cast, closed):
    for unit in (cast.service, cast.directorate, None):
        both = row(closed, "t.1.d", unit)
        assert (both.employers_counts, both.practitioners_n) == ([0, 0, 1, 0, 1, 0], 13)


def test_too_few_are_withheld_everywhere(cast, closed):
    team_b = row(closed, "t.1.p", cast.team_b)
    assert team_b.practitioners_withheld
    assert (team_b.practitioners_n, team_b.practitioners_mean, team_b.practitioners_counts, team_b.gap) == (None,) * 4


def test_an_area_pools_its_statements_and_compares_only_what_both_judged(cast, closed):
    area = row(closed, "t.1", cast.team_a, is_area=True)
    assert area.employers_counts == [0, 0, 0, 0, 2, 0]
    assert area.practitioners_counts == [3, 3, 5, 3, 2, 0], "statements t.1.p and t.1.d"
    assert area.gap == Decimal("3.12"), "of t.1.d alone: t.1.e was asked of leaders only, t.1.p of practitioners only"


def test_an_area_is_put_together_from_what_is_shown(cast, closed):
    area = row(closed, "t.1", cast.team_b, is_area=True)
    assert area.practitioners_counts == row(closed, "t.1.d", cast.team_b).practitioners_counts


def test_remarks_go_up_to_where_nobody_can_be_told(cast, crowd, opened, ids):
    for place, person in enumerate(team(crowd, "team_a", cast)):
        remark = "Records come back weeks later" if place == 0 else ""
        commands.answer(opened, by=person, answers={ids["t.1.p"]: Answer(2 + place % 3, remark=remark)})
    for person in team(crowd, "team_b")[:3]:
        commands.answer(opened, by=person, answers={ids["t.1.p"]: Answer(2), ids["t.2.v"]: Answer(4, remark="Alone")})

    closed = commands.close_round(opened, by=cast["isla"])

    assert row(closed, "t.1.p", cast.team_a).practitioners_withheld, "else the three of team B could be worked out"
    assert row(closed, "t.1.p", cast.service).remarks == ["Records come back weeks later"]
    shown = [text for texts in Result.objects.filter(round=closed).values_list("remarks", flat=True) for text in texts]
    assert "Alone" not in shown, "three people in team B are no crowd, and no larger unit shows this statement"


def test_a_remark_of_somebody_who_gave_no_grade_can_not_be_told_by_subtraction(cast, crowd, opened, ids):
    """Team A is shown with its eight; two of team B could not say. What one of them wrote is not told from A's."""
    for place, person in enumerate(team(crowd, "team_a", cast)):
        commands.answer(
            opened, by=person, answers={ids["t.1.p"]: Answer(2 + place % 3, remark="Of team A" if place == 3 else "")}
        )
    for remark, person in zip(("Of team B", ""), team(crowd, "team_b"), strict=False):
        commands.answer(opened, by=person, answers={ids["t.1.p"]: Answer(cannot_say=True, remark=remark)})

    closed = commands.close_round(opened, by=cast["isla"])

    assert row(closed, "t.1.p", cast.team_a).practitioners_n == 8

    def read(unit):
        return [remark.text for remark in queries.remarks(cast["isla"], closed, unit).get(ids["t.1.p"], [])]

    assert (read(cast.team_a), read(cast.service)) == ([], ["Of team A", "Of team B"])


@pytest.mark.parametrize("seed", range(12))
def test_no_attack_on_a_stored_round_succeeds(cast, crowd, opened, ids, seed):
    """Random answers; the attacker reads the rows that pages are made of."""
    dice = random.Random(seed)
    said = [
        (person, {ids[ref]: Answer(dice.choice([1, 1, 2, 6])) for ref in ("t.1.p", "t.1.d") if dice.random() < 0.7})
        for person in [*team(crowd, "team_a", cast), *team(crowd, "team_b", cast)]
        if dice.random() < 0.8
    ]
    commands.answer_many(opened, [(person, given) for person, given in said if given])
    tallies = dict(Tally.objects.filter(round=opened).values_list("unit_id", "counts"))
    tree = figures.tree_of(opened, tallies)
    closed = commands.close_round(opened, by=cast["isla"])

    for ref in ("t.1.p", "t.1.d"):
        nobody = (0,) * 6
        own = {unit: figures._graded(counts.get(str(ids[ref]), {}), 6) for unit, counts in tallies.items()}
        own = {unit: own.get(unit, nobody) for unit in tree.parents}
        rows = Result.objects.filter(round=closed, statement=ids[ref], is_area=False, practitioners_withheld=False)
        shown = [figures.node_of(closed, unit) for unit in rows.values_list("unit_id", flat=True)]
        assert attack(tree, own, shown) == []
        totals = tree.totals(own, 6)
        for one in rows:
            assert tuple(one.practitioners_counts) == totals[figures.node_of(closed, one.unit_id)]


def test_the_next_round_says_what_changed_where_the_words_are_the_same(cast, crowd, signed):
    newer = make_framework(version="2", changed=("t.1.d",))
    with clock.at(START.replace(month=10)):
        round = commands.open_round(plan_round(cast, newer, scale="three"), by=cast["isla"])
        judge_all(round, cast.team_a, cast["morag"], grade=2)
        closed = commands.close_round(round, by=cast["isla"])

    same, reworded = row(closed, "t.1.e", cast.team_a), row(closed, "t.1.d", cast.team_a)
    assert (same.employers_previous, same.employers_change) == (Decimal("2.60"), Decimal("-0.60")), "5 of 6 is 2.6 of 3"
    assert reworded.employers_previous is None
    assert row(closed, "t.1", cast.team_a, is_area=True).employers_previous == Decimal("2.60")


def test_a_round_about_one_unit_has_that_unit_as_its_whole(cast, crowd, framework, ids):
    round = commands.open_round(plan_round(cast, framework, scope=cast.team_a), by=cast["isla"])
    judge_all(round, cast.team_a, cast["morag"], grade=3)

    closed = commands.close_round(round, by=cast["isla"])

    assert set(Result.objects.filter(round=closed).values_list("unit", flat=True)) == {None}
    assert row(closed, "t.1.e").employers_mean == Decimal(3)
