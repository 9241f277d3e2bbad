"""Each month's figure: both agree on it, or say that they don't, and why; additional hours are told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from tests.practice.caseload.made import case, give

from cairn.cycle.duties.commands import plan_ahead
from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people.models import Post
from cairn.practice.caseload.commands import figures as commands
from cairn.practice.caseload.duties import SAY, SAY_AS_MANAGER
from cairn.practice.caseload.models import Figure
from cairn.practice.caseload.queries import figures as queries


@pytest.fixture
def figure(cast, weighting):
    """Eilidh's figure of this month, with Morag as her manager."""
    Post.objects.filter(person=cast.people["eilidh"]).update(line_manager=cast["morag"])
    give(cast, case(cast))
    commands.draw_up(cast.north)
    return Figure.objects.get(person=cast["eilidh"])


def test_it_is_drawn_up_and_kept_in_step_until_somebody_speaks(cast, figure, entries):
    assert (figure.points, figure.limit, figure.cases, figure.manager) == (19, 100, 1, cast["morag"])
    assert commands.draw_up(cast.north) == 0
    give(cast, case(cast, "2"))
    assert commands.draw_up(cast.north) == 1
    commands.say(figure, by=cast["eilidh"], agrees=True)
    give(cast, case(cast, "3"))
    assert commands.draw_up(cast.north) == 0
    figure.refresh_from_db()
    assert figure.points == 23
    assert len(entries("figures.drawn_up")) == 2


def test_both_agree(cast, figure, entries):
    commands.say(figure, by=cast["eilidh"], agrees=True, extra_hours=Decimal("6.5"))
    done = commands.say(figure, by=cast["morag"], agrees=True)
    assert (done.state, done.extra_hours) == ("agreed", Decimal("6.5"))
    with pytest.raises(Refused, match=r"Both have agreed on it\."):
        commands.say(figure, by=cast["eilidh"], agrees=False, words="No.")
    assert [one.act for one in entries()][-2:] == ["figure.said", "figure.said"]


def test_whoever_does_not_agree_says_why_and_may_come_round(cast, figure):
    with pytest.raises(Refused, match=r"Say why you don't agree\."):
        commands.say(figure, by=cast["eilidh"], agrees=False)
    assert commands.say(figure, by=cast["eilidh"], agrees=False, words="Court took two weeks.").state == "disputed"
    assert commands.say(figure, by=cast["morag"], agrees=True).state == "disputed"
    assert commands.say(figure, by=cast["eilidh"], agrees=True).state == "agreed"


@pytest.mark.parametrize("who", ["ruaridh", "callum", "fraser", "isla"])
def test_nobody_else_says_it(cast, figure, who):
    with pytest.raises(Refused, match="say whether the figure is right"):
        commands.say(figure, by=cast[who], agrees=True)


def test_hours_are_the_workers_to_say(cast, figure):
    with pytest.raises(Refused, match=r"Additional hours are said by whoever worked them\."):
        commands.say(figure, by=cast["morag"], agrees=True, extra_hours=Decimal(3))


def test_both_owe_it_by_the_end_of_the_month(cast, figure):
    for kind in (SAY, SAY_AS_MANAGER):
        plan_ahead(cast.north, kind)
    own = Duty.objects.get(kind=SAY.key, bearer=cast["eilidh"])
    assert own.due_on == months.last_of(clock.today())
    assert Duty.objects.get(kind=SAY_AS_MANAGER.key, awaited_by=cast["eilidh"]).bearer == cast["morag"]
    commands.say(figure, by=cast["eilidh"], agrees=True)
    own.refresh_from_db()
    assert own.outcome == "met"
    with clock.at(clock.now() + timedelta(days=200)):
        assert not [one for one in SAY.plan(cast.north, clock.today()) if one.bearer_id == cast["eilidh"].pk]


def test_additional_hours_are_seen_by_those_who_lead(cast, figure):
    commands.say(figure, by=cast["eilidh"], agrees=True, extra_hours=Decimal("6.5"))
    assert queries.tally(queries.figures(cast["isla"], figure.month)).extra_hours == Decimal("6.5")
    assert queries.tally(queries.figures(cast["fraser"], figure.month)).figures == 0


def test_the_pages(cast, figure, signed_in):
    where = f"/caseload/figures/{figure.pk}/"
    client = signed_in(cast["eilidh"], Client())
    assert "19 of 100 points" in client.get(where).content.decode()
    refused = client.post(where, {"agrees": "no", "words": "", "extra_hours": "4"}).content.decode()
    assert "Say why you don&#39;t agree." in refused
    assert client.post(where, {"agrees": "yes", "extra_hours": "4"}).status_code == 302
    assert "4.0" in signed_in(cast["morag"], Client()).get("/caseload/figures/").content.decode()
    assert "extra_hours" not in signed_in(cast["morag"], Client()).get(where).content.decode()
    assert signed_in(cast["callum"], Client()).get(where).status_code == 404
    assert signed_in(cast["wren"], Client()).get(where).status_code == 404
