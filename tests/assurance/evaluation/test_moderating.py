"""Does moderation set a second grade beside the first, and change nothing that practitioners said?"""

import pytest

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.models import Judgement, Result, State
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice


def practitioners(round):
    names = ("statement", "unit", "is_area", "practitioners_counts", "practitioners_mean", "practitioners_withheld")
    return sorted(Result.objects.filter(round=round).values_list(*names), key=str)


def test_moderate_sets_another_grade_and_says_why(cast, closed, of):
    judgement = of("t.1.e", cast.team_a)

    commands.moderate(judgement, by=cast["catriona"], grade=3, reason="Four of ten records only")

    kept = Judgement.objects.get(pk=judgement.pk)
    assert (kept.grade, kept.moderated_grade, kept.stands, kept.moderated_by) == (5, 3, 3, cast["catriona"])
    entry = Entry.objects.get(act="judgement.moderated")
    assert (entry.reason, entry.facts) == ("Four of ten records only", {"judged": 5, "moderated": 3})


@pytest.mark.parametrize(
    ("who", "grade", "reason", "why"),
    [
        ("callum", 3, "x", "moderated by the principal social worker"),
        ("isla", 3, "x", "moderated by the principal social worker"),
        ("catriona", 9, "x", "from 1 to 6"),
        ("catriona", 3, " ", "Say why"),
    ],
)
def test_moderate_refused_leaves_no_trace(cast, closed, of, who, grade, reason, why):
    judgement, before = of("t.1.e", cast.team_a), Entry.objects.count()
    with pytest.raises(Refused, match=why):
        commands.moderate(judgement, by=cast[who], grade=grade, reason=reason)
    assert Judgement.objects.get(pk=judgement.pk).moderated_grade is None
    assert Entry.objects.count() == before


def test_finish_moderation_computes_employers_anew_and_leaves_practitioners(cast, closed, of, ids):
    before = practitioners(closed)
    rows = dict(Result.objects.filter(round=closed).values_list("pk", "employers_mean"))
    commands.moderate(of("t.1.d", cast.team_a), by=cast["catriona"], grade=2, reason="See above")

    moderated = commands.finish_moderation(closed, by=cast["fraser"])

    assert (moderated.state, moderated.moderated_at is not None) == (State.MODERATED, True)
    assert practitioners(closed) == before
    after = dict(Result.objects.filter(round=closed).values_list("pk", "employers_mean"))
    assert after.keys() == rows.keys()
    changed = Result.objects.filter(pk__in=[pk for pk in rows if rows[pk] != after[pk]])
    assert set(changed.values_list("statement__ref", flat=True)) == {"t.1", "t.1.d"}
    team = Result.objects.get(round=closed, statement__ref="t.1.d", unit=cast.team_a, is_area=False)
    assert (str(team.employers_mean), team.employers_counts) == ("2.00", [0, 1, 0, 0, 0, 0])
    assert str(team.gap) == str(team.employers_mean - team.practitioners_mean)
    assert Notice.objects.filter(person=cast["isla"], link=f"/rounds/{closed.pk}/sign/").exists()


def test_finish_moderation_refused_to_others(cast, closed):
    with pytest.raises(Refused, match="moderated by"):
        commands.finish_moderation(closed, by=cast["isla"])
    closed.refresh_from_db()
    assert closed.state == State.CLOSED
