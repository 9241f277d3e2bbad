"""Is what leaders judge kept, recorded once, and never overwritten by somebody else?"""

import pytest
from tests.assurance.evaluation.conftest import START, judge_all, make_framework, plan_round

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.commands import Judged
from cairn.assurance.evaluation.commands.judging import words_hash
from cairn.assurance.evaluation.models import Asked, AskedUnit, Judgement
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale
from cairn.foundation.ledger.models import Entry


def entries(act):
    return list(Entry.objects.filter(act=act).order_by("sequence"))


def stored(judgement):
    return Judgement.objects.get(pk=judgement.pk)


def test_judge_keeps_and_records_a_hash_of_the_words(cast, of):
    judgement = of("t.1.e", cast.team_a)

    commands.judge(judgement, by=cast["morag"], version=0, grade=3, how_we_know="Ten of ten", what_next="Again")

    kept = stored(judgement)
    assert (kept.grade, kept.how_we_know, kept.what_next, kept.version) == (3, "Ten of ten", "Again", 1)
    assert (kept.by, kept.at) == (cast["morag"], START)
    entry = entries("judgement.changed")[0]
    assert entry.facts == {"grade": 3, "version": 1, "words": words_hash(kept)}
    assert "Ten of ten" not in str(entry.facts)


def test_the_same_twice_is_one_record(cast, of):
    judgement = of("t.1.e", cast.team_a)
    for _ in range(2):
        commands.judge(judgement, by=cast["morag"], version=0, grade=3, how_we_know="x")

    assert (stored(judgement).version, len(entries("judgement.changed"))) == (1, 1)


def test_judge_refused_leaves_no_trace(cast, of):
    judgement = of("t.1.e", cast.team_a)
    before = Entry.objects.count()

    with pytest.raises(Refused, match="Team A is judged by those who lead it"):
        commands.judge(judgement, by=cast["callum"], version=0, grade=3)
    with pytest.raises(Refused, match="from 1 to 6"):
        commands.judge(judgement, by=cast["morag"], version=0, grade=7)

    assert (stored(judgement).version, Entry.objects.count()) == (0, before)


def test_an_old_version_overwrites_nothing(cast, of):
    judgement = of("t.1.e", cast.team_a)
    commands.judge(judgement, by=cast["morag"], version=0, grade=3, how_we_know="First")

    with pytest.raises(Stale) as refused:
        commands.judge(judgement, by=cast["morag"], version=0, grade=5, how_we_know="Second")

    assert refused.value.current.how_we_know == "First"
    assert (stored(judgement).how_we_know, stored(judgement).version) == ("First", 1)
    assert len(entries("judgement.changed")) == 1


def test_not_applicable_says_why_and_a_grade_takes_it_back(cast, of):
    judgement = of("t.1.e", cast.team_a)
    commands.mark_not_applicable(judgement, by=cast["morag"], version=0, because="No such service here")
    assert (stored(judgement).grade, stored(judgement).not_applicable_because) == (None, "No such service here")
    assert stored(judgement).is_judged

    commands.judge(judgement, by=cast["morag"], version=1, how_we_know="Text typed meanwhile")
    assert stored(judgement).not_applicable_because == "No such service here"

    commands.judge(judgement, by=cast["morag"], version=2, grade=4)
    assert (stored(judgement).grade, stored(judgement).not_applicable_because) == (4, "")


def test_not_applicable_without_a_reason_is_refused(cast, of):
    with pytest.raises(Refused, match="Say why"):
        commands.mark_not_applicable(of("t.1.e", cast.team_a), by=cast["morag"], version=0, because="  ")


def test_judge_many_is_one_line_in_the_ledger(cast, opened):
    assert judge_all(opened, cast.team_a, cast["morag"], grade=5) == 4

    grades = Judgement.objects.filter(round=opened, unit=cast.team_a).values_list("grade", "version", "by")
    assert set(grades) == {(5, 1, cast["morag"].pk)}
    assert entries("round.judged")[0].facts["judgements"] == 4


def test_judge_many_refuses_what_is_not_asked_and_writes_nothing(cast, opened, ids):
    with pytest.raises(Refused, match="not asked of this unit"):
        commands.judge_many(opened, cast.team_a, [Judged(ids["t.1.e"], 4), Judged(ids["t.1.p"], 4)], by=cast["morag"])
    assert not Judgement.objects.judged().exists()
    assert entries("round.judged") == []


def test_finish_judging_needs_everything_judged(cast, opened):
    with pytest.raises(Refused, match="4 statements are still to be judged"):
        commands.finish_judging(opened, cast.team_a, by=cast["morag"])
    judge_all(opened, cast.team_a, cast["morag"])

    for _ in range(2):
        commands.finish_judging(opened, cast.team_a, by=cast["morag"])

    asked = AskedUnit.objects.get(round=opened, unit=cast.team_a)
    assert (asked.finished, asked.finished_by, asked.finished_at) == (True, cast["morag"], START)
    assert Asked.objects.get(round=opened, person=cast["morag"]).answered
    assert len(entries("round.finished")) == 1


def test_finished_judgements_can_still_be_mended(cast, opened, of):
    judge_all(opened, cast.team_a, cast["morag"])
    commands.finish_judging(opened, cast.team_a, by=cast["morag"])

    assert commands.judge(of("t.1.e", cast.team_a), by=cast["morag"], version=1, grade=2).grade == 2


@pytest.fixture
def following(cast, signed):
    """The next round, on a version of the framework in which one statement is worded anew and one is gone."""
    newer = make_framework(version="2", changed=("t.1.e",))
    with clock.at(START.replace(month=10)):
        yield commands.open_round(plan_round(cast, newer, scale="four"), by=cast["isla"])


def test_carry_begins_from_last_time_and_asks_for_confirmation(cast, following):
    assert commands.carry_from(following, cast.team_a, by=cast["morag"]) == 4

    carried = Judgement.objects.get(round=following, unit=cast.team_a, statement__ref="t.1.e")
    assert (carried.grade, carried.how_we_know) == (3, "We looked at ten records together."), "5 of 6 is 3.4 of 4"
    assert carried.needs_confirming
    with pytest.raises(Refused, match="4 statements are still to be judged or confirmed"):
        commands.finish_judging(following, cast.team_a, by=cast["morag"])


def test_carried_answers_are_confirmed_by_going_on_not_by_typing(cast, following):
    commands.carry_from(following, cast.team_a, by=cast["morag"])
    carried = Judgement.objects.get(round=following, unit=cast.team_a, statement__ref="t.1.e")
    as_it_is = {"grade": carried.grade, "how_we_know": carried.how_we_know, "what_next": carried.what_next}

    commands.judge(carried, by=cast["morag"], version=1, confirms=False, **as_it_is)
    assert stored(carried).needs_confirming
    commands.judge(carried, by=cast["morag"], version=1, **as_it_is)
    assert not stored(carried).needs_confirming


def test_carry_leaves_what_was_written_alone(cast, following):
    written = Judgement.objects.get(round=following, unit=cast.team_a, statement__ref="t.1.e")
    commands.judge(written, by=cast["morag"], version=0, grade=1)

    assert commands.carry_from(following, cast.team_a, by=cast["morag"]) == 3
    assert stored(written).grade == 1


def test_carry_refused_without_an_earlier_round(cast, opened):
    with pytest.raises(Refused, match="no earlier round"):
        commands.carry_from(opened, cast.team_a, by=cast["morag"])
