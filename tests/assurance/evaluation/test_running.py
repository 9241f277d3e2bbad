"""Who is asked when a round opens, and what is left when it has closed?"""

from datetime import timedelta

import pytest
from tests.assurance.evaluation.conftest import START, answers, plan_round, team

from cairn.assurance.evaluation import commands, drafts, recurring
from cairn.assurance.evaluation.commands import Answer
from cairn.assurance.evaluation.models import Asked, Draft, Judgement, RemarkBox, Result, Round, Side, State, Tally
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post


def asked(round, side):
    rows = Asked.objects.filter(round=round, side=side).values_list("person__given_name", "unit__name")
    return sorted(rows, key=str)


def test_open_asks_leaders_and_practitioners(cast, opened):
    assert asked(opened, Side.EMPLOYER) == [
        ("Callum", "Team B"),
        ("Catriona", None),
        ("Isla", None),
        ("Morag", "Team A"),
    ]
    practitioners = asked(opened, Side.PRACTITIONER)
    assert len(practitioners) == 14
    assert {unit for _, unit in practitioners} == {"Team A", "Team B"}
    assert ("Catriona", None) not in practitioners, "she judges the whole, so she is not asked as a practitioner too"


def test_open_makes_every_judgement_and_an_empty_tally(cast, opened):
    rows = Judgement.objects.filter(round=opened).values_list("unit__name", "statement__ref")
    of_a_team = ["t.1.d", "t.1.e", "t.2.e", "t.2.v"]
    assert sorted(rows, key=str) == sorted(
        [("Team A", ref) for ref in of_a_team] + [("Team B", ref) for ref in of_a_team] + [(None, "t.3.c")], key=str
    )
    assert sorted(Tally.objects.values_list("unit__name", "counts")) == [("Team A", {}), ("Team B", {})]


def test_open_records_and_tells_without_names(cast, opened):
    entry = Entry.objects.order_by("-sequence").first()
    assert (entry.act, entry.facts) == (
        "round.opened", {"units": 3, "leaders": 4, "practitioners": 14, "judgements": 9},
    )  # fmt: skip
    told = Notice.objects.get(person=cast["eilidh"])
    assert told.text == (
        "Autumn self-evaluation: what do you see? Nobody can see who answered what. Until 21 September 2026."
    )
    assert Notice.objects.get(person=cast["morag"]).link == f"/rounds/{opened.pk}/"
    assert Notice.objects.count() == 18


def test_where_nobody_leads_the_next_above_is_asked(cast, planned):
    Post.objects.filter(person=cast["callum"]).delete()
    Post.objects.filter(person=cast["catriona"]).update(leads_unit=True)

    opened = commands.open_round(planned, by=cast["isla"])

    assert ("Catriona", "Team B") in asked(opened, Side.EMPLOYER)


def test_a_round_about_a_part_asks_nothing_of_office_holders(cast, crowd, framework):
    round = commands.open_round(plan_round(cast, framework, scope=cast.team_b), by=cast["isla"])

    assert asked(round, Side.EMPLOYER) == [("Callum", "Team B")]
    assert len(asked(round, Side.PRACTITIONER)) == 6
    assert not Judgement.objects.filter(round=round, unit=None).exists()


def test_the_whole_at_once(cast, crowd, framework):
    round = commands.open_round(plan_round(cast, framework, level="whole"), by=cast["isla"])

    rows = Judgement.objects.filter(round=round).values_list("unit", "statement__ref")
    assert sorted(rows) == [(None, ref) for ref in ("t.1.d", "t.1.e", "t.2.e", "t.2.v", "t.3.c")]


def test_a_sample_is_the_same_share_of_each_team_and_always_the_same(cast, crowd, framework):
    round = plan_round(cast, framework, sample_percent=50)
    from cairn.assurance.evaluation.opening import opening_of

    first, again = opening_of(round, clock.today()), opening_of(round, clock.today())

    assert first == again
    units = [unit for _, unit in first.practitioners]
    assert (units.count(cast.team_a.pk), units.count(cast.team_b.pk)) == (4, 3)


def test_open_refused_after_the_closing_date(cast, planned):
    with clock.at(START + timedelta(days=30)), pytest.raises(Refused, match="closing date has passed"):
        commands.open_round(planned, by=cast["isla"])
    assert not Asked.objects.exists()


def test_open_refused_where_nobody_is_to_judge(cast, framework):
    with pytest.raises(Refused, match="nobody to judge"):
        commands.open_round(plan_round(cast, framework, scope=cast.team_a, level="service"), by=cast["isla"])


def test_open_twice_is_refused(cast, opened):
    with pytest.raises(Refused, match="Only a planned round"):
        commands.open_round(opened, by=cast["isla"])
    assert Asked.objects.filter(round=opened).count() == 18


def test_close_counts_stores_and_throws_drafts_away(cast, answered, crowd, ids):
    drafts.put(answered, cast["shona"], None, ids["t.1.p"], Answer(3))

    closed = commands.close_round(answered, by=cast["isla"])

    assert (closed.state, closed.employers_asked, closed.employers_answered) == (State.CLOSED, 3, 3)
    assert (closed.practitioners_asked, closed.practitioners_answered) == (14, 13)
    assert not Draft.objects.exists()
    assert [box.remarks for box in RemarkBox.objects.all()] == [{}, {}]
    assert Result.objects.filter(round=closed, is_area=False).count() > 0
    entry = Entry.objects.order_by("-sequence").first()
    assert (entry.act, entry.facts["practitioners_answered"]) == ("round.closed", 13)
    assert Notice.objects.filter(person=cast["fraser"]).get().link == f"/rounds/{closed.pk}/moderation/"


def test_close_refused_to_others(cast, opened):
    before = Entry.objects.count()
    with pytest.raises(Refused, match="A round is run by"):
        commands.close_round(opened, by=cast["morag"])
    opened.refresh_from_db()
    assert (opened.state, Result.objects.count(), Entry.objects.count()) == (State.OPEN, 0, before)


def test_nobody_answers_after_closing(cast, closed, ids):
    with pytest.raises(Refused, match="while the round is open"):
        commands.answer(closed, by=cast["shona"], answers=answers(ids, t_1_p=3))


def test_rounds_open_and_close_on_their_day(cast, crowd, framework):
    round = plan_round(cast, framework, opens_on=clock.today() + timedelta(days=1))
    assert recurring.open_and_close_due() == 0
    with clock.at(START + timedelta(days=1)):
        assert recurring.open_and_close_due() == 1
        assert Round.objects.get(pk=round.pk).state == State.OPEN
        assert recurring.open_and_close_due() == 0
    with clock.at(START + timedelta(days=20, hours=12)):
        assert recurring.open_and_close_due() == 0, "the last day is included"
    with clock.at(START + timedelta(days=21)):
        assert recurring.open_and_close_due() == 1
        assert Round.objects.get(pk=round.pk).state == State.CLOSED
    opened = Entry.objects.get(act="round.opened")
    assert (opened.actor, opened.actor_name) == ("", "")


def test_what_is_refused_on_its_day_stays_planned(cast, framework):
    round = plan_round(cast, framework, scope=cast.team_a, level="service")

    assert recurring.open_and_close_due() == 0
    assert Round.objects.get(pk=round.pk).state == State.PLANNED


def test_half_of_a_team_has_answered(cast, crowd, opened, ids):
    commands.answer_many(opened, [(one, answers(ids, t_1_p=4)) for one in team(crowd, "team_b")])

    closed = commands.close_round(opened, by=cast["isla"])

    assert closed.practitioners_answered == 5
    entry = Entry.objects.get(act="round.answered")
    assert (entry.actor, entry.facts) == ("", {"people": 5})
