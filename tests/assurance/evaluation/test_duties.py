"""Does everybody find what a round asks of them, and does nobody learn who answered?"""

from datetime import date, timedelta

import pytest
from tests.assurance.evaluation.conftest import answers, judge_all

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.duties import ANSWER, JUDGE, KINDS, MODERATE, SIGN
from cairn.cycle.duties.commands import plan_ahead
from cairn.cycle.duties.kinds import kind_of
from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.queries import duty_for, visible, work_of
from cairn.foundation.core import clock
from cairn.foundation.people.access import forget_standing
from cairn.foundation.people.models import Post


def waits(cast, name):
    return [(item.title, item.href, item.due_on) for item in work_of(cast[name]).owed]


def outcomes(kind):
    return sorted(Duty.objects.filter(kind=kind).values_list("outcome", flat=True))


def test_what_is_asked_in_an_open_round(cast, opened):
    at, last = f"/rounds/{opened.pk}/", date(2026, 9, 21)
    assert waits(cast, "eilidh") == [("Answer in Autumn self-evaluation", f"{at}answering/", last)]
    assert waits(cast, "morag") == [("Judge Team A in Autumn self-evaluation", f"{at}judging/{cast.team_a.pk}/", last)]
    assert waits(cast, "isla") == [
        ("Judge the whole organisation in Autumn self-evaluation", f"{at}judging/whole/", last)
    ]
    assert waits(cast, "hamish") == waits(cast, "wren") == []


def test_what_was_done_waits_no_more(cast, opened, ids):
    commands.answer(opened, by=cast["eilidh"], answers=answers(ids, t_1_p=4))
    judge_all(opened, None, cast["isla"])
    commands.finish_judging(opened, None, by=cast["isla"])

    assert waits(cast, "eilidh") == waits(cast, "isla") == []
    assert waits(cast, "catriona") == [], "the other professional leader has said that the whole is complete"
    assert len(waits(cast, "morag")) == len(waits(cast, "ruaridh")) == 1


def test_answers_from_paper_are_met_too(cast, opened, ids):
    given = [(cast[name], answers(ids, t_1_p=4)) for name in ("eilidh", "ruaridh")]
    commands.answer_many(opened, given)
    assert waits(cast, "eilidh") == waits(cast, "ruaridh") == []
    assert len(waits(cast, "shona")) == 1


def test_after_a_change_of_hands_whoever_leads_now_judges(cast, opened):
    Post.objects.filter(person=cast["morag"]).update(ends_on=clock.today() - timedelta(days=1))
    Post.objects.filter(person=cast["eilidh"]).update(leads_unit=True)
    forget_standing(cast["eilidh"])
    assert waits(cast, "morag") == []
    assert [title for title, _, _ in waits(cast, "eilidh")] == [
        "Answer in Autumn self-evaluation",
        "Judge Team A in Autumn self-evaluation",
    ]


def test_a_unit_that_nobody_leads_is_judged_by_professional_leaders(cast, planned):
    Post.objects.filter(leads_unit=True).update(leads_unit=False)
    opened = commands.open_round(planned, by=cast["isla"])
    assert sorted(Duty.objects.filter(kind=JUDGE).values_list("office", flat=True)) == ["signatories"] * 3
    assert len(waits(cast, "isla")) == 3
    judge_all(opened, cast.team_a, cast["isla"])
    commands.finish_judging(opened, cast.team_a, by=cast["isla"])
    assert len(waits(cast, "isla")) == 2


def test_what_waits_for_an_office(cast, closed):
    fortnight = date(2026, 9, 15)
    at = f"/rounds/{closed.pk}/"
    assert waits(cast, "fraser") == [("Moderate Autumn self-evaluation", f"{at}moderation/", fortnight)]
    assert waits(cast, "isla") == []
    commands.finish_moderation(closed, by=cast["fraser"])
    assert waits(cast, "fraser") == []
    assert waits(cast, "isla") == [("Sign Autumn self-evaluation", f"{at}sign/", fortnight)]
    assert work_of(cast["isla"]).owed[0].is_signature is True


def test_what_was_not_done_when_it_closed_has_lapsed(cast, closed):
    """Eight of team A and five of the six of team B had answered; nobody said that a unit was complete."""
    assert outcomes(ANSWER) == ["lapsed"] + ["met"] * 13
    assert outcomes(JUDGE) == ["lapsed"] * 3
    assert outcomes(MODERATE) == [""]


def test_a_signed_round_leaves_its_report_to_be_handed_over(cast, signed):
    assert (outcomes(MODERATE), outcomes(SIGN)) == (["met"], ["met"])
    [(title, href, due_on)] = waits(cast, "isla")
    assert title == "Comment on and hand over the report: Autumn self-evaluation"
    assert (href, due_on) == (f"/reports/{signed.pk}/", date(2026, 9, 15))


def test_of_a_withdrawn_round_nobody_owes_anything(cast, opened):
    commands.withdraw(opened, by=cast["isla"], reason="Reorganised")
    assert set(Duty.objects.values_list("outcome", "reason", "excused_by")) == {
        ("excused", "The round was withdrawn.", cast["isla"].pk)
    }


def test_nobody_learns_who_was_asked_or_answered(cast, opened, ids):
    """Of a practitioner there is one row: asked, and met or not. No day, no order, no unit's list, no leader's page."""
    commands.answer(opened, by=cast["eilidh"], answers=answers(ids, t_1_p=4, t_1_d="Too little time."))
    duty = Duty.objects.get(kind=ANSWER, bearer=cast["eilidh"])
    assert (duty.outcome, duty.met_on, duty.reminders, duty.words) == ("met", None, 0, "Autumn self-evaluation")
    assert list(visible(cast["eilidh"]).filter(kind=ANSWER)) == [duty]
    for name in ("morag", "isla", "fraser", "una", "ruaridh"):
        assert duty not in visible(cast[name])
        with pytest.raises(Duty.DoesNotExist):
            duty_for(cast[name], duty.pk)
    assert work_of(cast["eilidh"]).done == []
    assert kind_of(ANSWER).is_private is True
    assert kind_of(ANSWER).is_timed is False


def test_answering_leaves_all_other_duties_byte_for_byte(cast, opened, ids):
    others = Duty.objects.exclude(bearer=cast["eilidh"]).order_by("pk")
    before = list(others.values())
    commands.answer(opened, by=cast["eilidh"], answers=answers(ids, t_1_p=4))
    assert list(others.values()) == before


COMPARED = ("kind", "about", "occasion", "bearer", "office", "unit", "opens_on", "due_on", "words")


@pytest.mark.parametrize("stage", ["answered", "closed", "moderated", "signed"])
def test_the_worker_finds_what_was_there_before_there_were_duties(request, cast, stage):
    request.getfixturevalue(stage)
    kinds = [*KINDS, kind_of("reports.hand_over")]
    assert [plan_ahead(cast.north, kind) for kind in kinds] == [0] * 5
    before = sorted(map(str, Duty.objects.open().values_list(*COMPARED)))
    Duty.objects.all().delete()
    assert sum(plan_ahead(cast.north, kind) for kind in kinds) == len(before)
    assert sorted(map(str, Duty.objects.open().values_list(*COMPARED))) == before
