"""Who may do what, and what are the others told?"""

import pytest

from cairn.assurance.evaluation import queries, rules

NORTH = (
    "isla",
    "catriona",
    "morag",
    "callum",
    "eilidh",
    "ruaridh",
    "shona",
    "fraser",
    "una",
    "hamish",
    "nadia",
    "petra",
)
EVERYBODY = (*NORTH, "wren")
RUN_IT = {"isla", "catriona", "fraser"}
MODERATE = {"catriona", "fraser"}
SIGN = {"isla", "catriona"}


def allowed(cast, rule, *subjects):
    return {name for name in EVERYBODY if rule(cast[name], *subjects)}


def test_who_may_plan(cast):
    assert allowed(cast, rules.may_plan) == RUN_IT | {"wren"}


@pytest.mark.parametrize("rule", [rules.may_change, rules.may_open, rules.may_withdraw])
def test_who_runs_a_planned_round(cast, planned, rule):
    assert allowed(cast, rule, planned) == RUN_IT


@pytest.mark.parametrize("rule", [rules.may_close, rules.may_withdraw])
def test_who_runs_an_open_round(cast, opened, rule):
    assert allowed(cast, rule, opened) == RUN_IT


def test_cairn_itself_opens_and_closes(planned, opened):
    assert rules.may_close(None, opened)


def test_who_judges_a_team(cast, of):
    assert allowed(cast, rules.may_judge, of("t.1.e", cast.team_a)) == {"morag"}
    assert rules.may_judge(cast["isla"], of("t.1.e", cast.team_a)).reason == "Team A is judged by those who lead it."


def test_who_judges_the_whole(cast, of):
    assert allowed(cast, rules.may_judge, of("t.3.c")) == SIGN


def test_professional_leaders_judge_where_nobody_leads(cast, of, opened):
    opened.asked.filter(unit=cast.team_b, side="employer").delete()

    assert allowed(cast, rules.may_judge, of("t.1.e", cast.team_b)) == SIGN | {"callum"}


def test_nobody_judges_in_a_closed_round(cast, closed, of):
    assert allowed(cast, rules.may_judge, of("t.1.e", cast.team_a)) == set()
    assert "This one is closed" in rules.may_judge(cast["morag"], of("t.1.e", cast.team_a)).reason


def test_who_may_answer(cast, opened):
    def may_answer(actor):
        return rules.may_answer(actor, opened, queries.asked_as_practitioner(actor, opened))

    assert allowed(cast, may_answer) == {"eilidh", "ruaridh", "shona"}
    assert may_answer(cast["morag"]).reason == "You were not asked as a practitioner in this round."


def test_whoever_left_practice_is_not_asked_any_more(cast, opened):
    cast["eilidh"].posts.update(staff_group="other")
    eilidh = cast["eilidh"]

    verdict = rules.may_answer(eilidh, opened, queries.asked_as_practitioner(eilidh, opened))

    assert verdict.reason == "You no longer work in a practitioner's post, so this round does not ask you."


def test_who_moderates(cast, closed, of):
    assert allowed(cast, rules.may_moderate, of("t.1.e", cast.team_a)) == MODERATE
    assert allowed(cast, rules.may_finish_moderation, closed) == MODERATE


def test_nobody_moderates_their_own(cast, closed, of):
    own = of("t.3.c")
    own.by = cast["catriona"]

    assert (
        rules.may_moderate(cast["catriona"], own).reason
        == "You made this judgement, so somebody else has to moderate it."
    )


def test_who_signs(cast, closed, moderated):
    assert allowed(cast, rules.may_sign, moderated) == SIGN
    moderated.state = "closed"
    assert allowed(cast, rules.may_sign, moderated) == set()


def test_who_adds(cast, signed):
    assert allowed(cast, rules.may_add, signed) == SIGN


def test_who_reads_results_before_and_after_signing(cast, closed):
    first = RUN_IT | {"morag", "callum"}
    assert allowed(cast, rules.may_see_results, closed) == first
    closed.state = "signed"
    assert allowed(cast, rules.may_see_results, closed) == set(EVERYBODY) - {"petra", "wren"}
    closed.state = "open"
    assert allowed(cast, rules.may_see_results, closed) == set()


def test_who_reads_remarks(cast, closed):
    assert allowed(cast, rules.may_read_remarks, closed, cast.team_a) == RUN_IT | {"morag"}
    assert allowed(cast, rules.may_read_remarks, closed, None) == RUN_IT


def test_who_reads_judgements(cast, opened):
    assert allowed(cast, rules.may_read_judgements, opened, cast.team_b) == RUN_IT | {"callum"}
    assert allowed(cast, rules.may_read_judgements, opened, None) == RUN_IT


def test_evidence_is_named_by_judges_and_then_by_moderators(cast, opened, of):
    judgement = of("t.1.e", cast.team_a)
    assert allowed(cast, rules.may_cite, judgement) == {"morag"}
    judgement.round.state = "closed"
    assert allowed(cast, rules.may_cite, judgement) == MODERATE
