"""Does the X-ray find what is the matter, say it in a sentence, and open the form that mends it?"""

from datetime import timedelta

import pytest
from tests.assurance.evaluation.conftest import START
from tests.assurance.evaluation.test_citing import evidence_of

from cairn.assurance.evaluation import commands, queries
from cairn.cycle.evidence import commands as evidence_commands


def flaw(viewer, round, judgement, kind=""):
    return next((one for one in queries.lint(viewer, round, kind=kind) if one.judgement.pk == judgement.pk), None)


def judged(cast, of, grade, ref="t.1.e"):
    judgement = of(ref, cast.team_a)
    return commands.judge(judgement, by=cast["morag"], version=judgement.version, grade=grade)


def test_what_nobody_judged(cast, opened, of):
    assert flaw(cast["morag"], opened, of("t.1.e", cast.team_a)) is None, "it simply waits"
    found = flaw(cast["morag"], opened, of("t.1.e", cast.team_a), kind="unjudged")
    assert (found.kinds, found.sentence) == (("unjudged",), "Nobody has judged this yet.")
    assert found.address == f"/rounds/judgements/{found.judgement.pk}/"


def test_a_high_grade_with_nothing_to_show(cast, opened, of):
    found = flaw(cast["morag"], opened, judged(cast, of, 5))
    assert found.kinds == ("without_evidence", "contradicted")
    assert found.sentence == (
        "Judged 5 Very good, and nothing is named that shows it. A high grade needs something current to stand on."
    )


def test_a_low_grade_with_nothing_to_show_contradicts_nothing(cast, opened, of):
    assert flaw(cast["morag"], opened, judged(cast, of, 3)).kinds == ("without_evidence",)


def test_current_evidence_mends_it(cast, opened, of):
    judgement = judged(cast, of, 5)
    commands.cite(judgement, evidence_of(cast["morag"]), by=cast["morag"])
    assert flaw(cast["morag"], opened, judgement) is None


TODAY = START.date()


@pytest.mark.parametrize(
    "dates",
    [
        {"happened_on": TODAY - timedelta(days=400)},
        {"happened_on": TODAY - timedelta(days=9), "expires_on": TODAY - timedelta(days=1)},
        {"period_from": TODAY - timedelta(days=700), "period_to": TODAY - timedelta(days=500)},
    ],
)
def test_old_or_expired_evidence(cast, opened, of, dates):
    judgement = judged(cast, of, 3)
    commands.cite(judgement, evidence_of(cast["morag"], **dates), by=cast["morag"])

    found = flaw(cast["morag"], opened, judgement)
    assert (found.kinds, found.sentence) == (
        ("stale_evidence",), "Judged 3 Adequate; all that is named has expired or is more than a year old.",
    )  # fmt: skip


def test_withdrawn_evidence_counts_for_nothing(cast, opened, of):
    judgement, evidence = judged(cast, of, 5), evidence_of(cast["morag"])
    commands.cite(judgement, evidence, by=cast["morag"])
    evidence_commands.withdraw(evidence, by=cast["morag"], reason="Wrong year")
    assert flaw(cast["morag"], opened, judgement).kinds == ("stale_evidence", "contradicted")


def test_evidence_that_shows_otherwise(cast, opened, of):
    judgement = judged(cast, of, 2)
    commands.cite(judgement, evidence_of(cast["morag"]), by=cast["morag"], shows="contradicts")
    found = flaw(cast["morag"], opened, judgement)
    assert (found.kinds, found.sentence) == (
        ("contradicted",), "Judged 2 Weak, but evidence named for it shows otherwise.",
    )  # fmt: skip


def test_practitioners_who_see_it_much_lower(cast, closed, of):
    found = flaw(cast["catriona"], closed, of("t.1.d", cast.team_a))
    assert "Practitioners there say 1.9, which is 3.1 lower." in found.sentence
    assert found.address == f"/rounds/judgements/{found.judgement.pk}/moderate/"


def test_counts_and_lists_agree(cast, closed):
    viewer = cast["catriona"]
    counts = queries.flaw_counts(viewer, closed)
    assert counts == {kind: len(queries.lint(viewer, closed, kind=kind)) for kind in counts}
    assert counts["without_evidence"] == 9


def test_every_line_says_something(cast, closed):
    found = queries.lint(cast["catriona"], closed)
    assert all(one.sentence for one in found)
    assert [one.judgement.position for one in found] == sorted(one.judgement.position for one in found)


def test_leaders_see_their_own_units_only(cast, closed):
    units = {one.judgement.unit for one in queries.lint(cast["morag"], closed)}
    assert units == {cast.team_a}
