"""Does everybody find what a round asks of them?"""

from datetime import date

from tests.assurance.evaluation.conftest import answers, judge_all

from cairn.assurance.evaluation import commands, waiting


def waits(cast, name):
    return [(one.title, one.href, one.due_on) for one in waiting.rounds(cast[name])]


def test_what_is_asked_in_an_open_round(cast, opened, ids):
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


def test_what_waits_for_an_office(cast, closed):
    assert waits(cast, "fraser") == [("Moderate Autumn self-evaluation", f"/rounds/{closed.pk}/moderation/", None)]
    assert waits(cast, "isla") == []
    commands.finish_moderation(closed, by=cast["fraser"])
    assert waits(cast, "fraser") == []
    assert waits(cast, "isla") == [("Sign Autumn self-evaluation", f"/rounds/{closed.pk}/sign/", None)]


def test_cost_does_not_grow(cast, opened, django_assert_max_num_queries):
    morag = cast["morag"]
    with django_assert_max_num_queries(5):
        list(waiting.rounds(morag))
