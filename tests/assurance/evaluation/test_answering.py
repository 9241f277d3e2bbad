"""Are practitioners' answers counted once, for their unit, and is nothing else of them kept?"""

import pytest
from tests.assurance.evaluation.conftest import answers, team

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.commands import Answer
from cairn.assurance.evaluation.models import Asked, RemarkBox, Tally
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry


def counts(round, unit):
    return Tally.objects.get(round=round, unit=unit).counts


def test_answer_counts_every_statement_also_those_left_out(cast, opened, ids):
    said = {ids["t.1.p"]: Answer(4), ids["t.1.d"]: Answer(cannot_say=True)}

    commands.answer(opened, by=cast["eilidh"], answers=said)

    assert counts(opened, cast.team_a) == {
        str(ids["t.1.p"]): {"4": 1}, str(ids["t.1.d"]): {"cannot": 1}, str(ids["t.2.v"]): {"skipped": 1},
    }  # fmt: skip
    assert counts(opened, cast.team_b) == {}
    assert Asked.objects.get(round=opened, person=cast["eilidh"]).answered


def test_answer_adds_up(cast, crowd, opened, ids):
    for grade, person in zip((2, 2, 5), team(crowd, "team_a"), strict=False):
        commands.answer(opened, by=person, answers=answers(ids, t_1_p=grade))

    assert counts(opened, cast.team_a)[str(ids["t.1.p"])] == {"2": 2, "5": 1}


def test_the_ledger_knows_that_and_not_what(cast, opened, ids):
    commands.answer(opened, by=cast["eilidh"], answers=answers(ids, t_1_p="A remark"))

    entry = Entry.objects.get(act="round.answered")
    assert (entry.actor, entry.subject, entry.reason, entry.facts) == (
        str(cast["eilidh"].pk), f"evaluation.Round:{opened.pk}", "", {},
    )  # fmt: skip


def test_nobody_answers_twice(cast, opened, ids):
    commands.answer(opened, by=cast["eilidh"], answers=answers(ids, t_1_p=4))
    with pytest.raises(Refused, match="You have answered already"):
        commands.answer(opened, by=cast["eilidh"], answers=answers(ids, t_1_p=1))
    assert counts(opened, cast.team_a)[str(ids["t.1.p"])] == {"4": 1}
    assert Entry.objects.filter(act="round.answered").count() == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "Nothing has been answered"),
        ({"t.1.p": Answer(remark="Only words")}, "Nothing has been answered"),
        ({"t.1.p": Answer(7)}, "from 1 to 6"),
        ({"t.1.p": Answer(3, cannot_say=True)}, "from 1 to 6"),
        ({"t.1.e": Answer(3)}, "not asked of practitioners"),
        ({"t.1.p": Answer(3, remark="x" * 2001)}, "up to 2,000 characters"),
    ],
)
def test_answer_refused_leaves_no_trace(cast, opened, ids, said, reason):
    before = Entry.objects.count()
    with pytest.raises(Refused, match=reason):
        commands.answer(opened, by=cast["eilidh"], answers={ids[ref]: one for ref, one in said.items()})

    assert (counts(opened, cast.team_a), Entry.objects.count()) == ({}, before)
    assert not Asked.objects.get(round=opened, person=cast["eilidh"]).answered


def test_who_was_not_asked_is_refused(cast, opened, ids):
    for name in ("morag", "isla", "petra", "wren", "ben"):
        with pytest.raises(Refused, match="not asked as a practitioner"):
            commands.answer(opened, by=cast[name], answers=answers(ids, t_1_p=4))


def test_remarks_lie_in_an_order_of_their_own(cast, crowd, opened, ids):
    written = [f"Remark {number}" for number in range(6)]
    for text, person in zip(written, team(crowd, "team_a"), strict=True):
        commands.answer(opened, by=person, answers=answers(ids, t_1_p=text))

    kept = RemarkBox.objects.get(round=opened, unit=cast.team_a).remarks[str(ids["t.1.p"])]
    assert sorted(kept) == written
    assert kept != written


def test_answer_many_refuses_whoever_answered_before(cast, crowd, opened, ids):
    person = team(crowd, "team_b")[0]
    commands.answer(opened, by=person, answers=answers(ids, t_1_p=4))
    with pytest.raises(Refused, match="has answered already"):
        commands.answer_many(opened, [(person, answers(ids, t_1_p=2))])
