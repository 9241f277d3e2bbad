"""When several act at the same moment: is no text lost, nothing counted twice, nothing done after closing?"""

from functools import partial

import pytest
from tests.assurance.evaluation.conftest import answers, team
from tests.at_once import ON_POSTGRESQL, at_once

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.models import Judgement, Result, Tally
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry

pytestmark = [ON_POSTGRESQL, pytest.mark.django_db(transaction=True)]


def _saved(judgement, by, version, text):
    return commands.judge(judgement, by=by, version=version, grade=4, how_we_know=text)


def test_of_many_who_save_the_same_version_one_wins_and_the_others_are_told(cast, of):
    judgement = of("t.1.e", cast.team_a)
    for version in range(8):
        texts = [f"Text {number} of round {version}" for number in range(6)]
        said = at_once(*[partial(_saved, judgement, cast["morag"], version, text) for text in texts])
        won = [one for one in said if isinstance(one, Judgement)]
        kept = Judgement.objects.get(pk=judgement.pk)
        assert (len(won), kept.version) == (1, version + 1)
        assert won[0].how_we_know == kept.how_we_know
    assert Entry.objects.filter(act="judgement.changed").count() == 8


def test_answers_given_at_once_all_count(cast, crowd, opened, ids):
    people = team(crowd, "team_a", cast)
    said = at_once(*[lambda one=one: commands.answer(opened, by=one, answers=answers(ids, t_1_p=4)) for one in people])
    assert said == [None] * len(people)
    assert Tally.objects.get(round=opened, unit=cast.team_a).counts[str(ids["t.1.p"])] == {"4": len(people)}


def test_one_person_in_many_windows_answers_once(cast, opened, ids):
    eilidh = cast["eilidh"]
    said = at_once(*[lambda: commands.answer(opened, by=eilidh, answers=answers(ids, t_1_p=2)) for _ in range(6)])
    assert sum(isinstance(one, Refused) for one in said) == 5
    assert Tally.objects.get(round=opened, unit=cast.team_a).counts[str(ids["t.1.p"])] == {"2": 1}


def test_what_is_judged_while_a_round_closes_is_in_its_results_or_refused(cast, opened, of):
    judgement = of("t.1.e", cast.team_a)
    judged, closed = at_once(
        *[
            lambda: commands.judge(judgement, by=cast["morag"], version=0, grade=4),
            lambda: commands.close_round(opened, by=cast["isla"]),
        ]
    )
    assert not isinstance(closed, Refused)
    in_results = Result.objects.filter(round=opened, statement__ref="t.1.e", unit=cast.team_a, employers_n=1).exists()
    assert in_results is (not isinstance(judged, Refused))
    assert (Judgement.objects.get(pk=judgement.pk).grade == 4) is in_results
