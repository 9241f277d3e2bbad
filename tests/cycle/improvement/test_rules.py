"""Who may do what to an action or a suggestion."""

import pytest

from cairn.cycle.improvement import commands, rules, sources
from cairn.cycle.improvement.models import NEXT, NEXT_OF_SUGGESTION, State, SuggestionState

WHO_MAY_RAISE = {
    "isla": True,
    "catriona": True,
    "fraser": True,
    "morag": True,
    "eilidh": False,
    "una": False,
    "hamish": False,
    "petra": False,
}
WHO_MAY_CHANGE = {"isla": True, "fraser": True, "morag": True, "callum": False, "eilidh": False, "wren": False}
WHO_MAY_FINISH = {"isla": True, "fraser": True, "morag": False, "eilidh": True, "ruaridh": False, "ada": False}
WHO_MAY_CHECK = {"isla": True, "callum": True, "morag": True, "eilidh": False, "ruaridh": False, "ada": False}
WHO_MAY_WITHDRAW = {"isla": True, "fraser": True, "morag": False, "eilidh": False, "wren": False}
WHO_MAY_OFFER = {"eilidh": True, "hamish": True, "petra": False}


@pytest.mark.parametrize(("who", "allowed"), WHO_MAY_RAISE.items())
def test_who_may_raise(cast, who, allowed):
    assert bool(rules.may_raise(cast[who])) is allowed


@pytest.fixture
def private_source(cast, monkeypatch):
    """A kind of record that only Eilidh has a part in."""
    monkeypatch.setattr(sources, "_sources", {})
    sources.register("x.Record", lambda person, pk: (person.pk, pk) == (cast["eilidh"].pk, "7"), is_private=True)
    return "x.Record:7"


def test_out_of_a_record_of_their_own_anybody_raises_actions_and_nobody_else(cast, private_source):
    assert rules.may_raise(cast["eilidh"], private_source)
    for who in ("morag", "isla", "ruaridh"):
        assert rules.may_raise(cast[who], private_source).reason == (
            "Only those whose record it is raise actions out of it."
        )
    assert not rules.may_raise(cast["eilidh"], "x.Record:8")
    assert not rules.may_raise(cast["eilidh"], "y.Other:7")


def test_a_private_record_is_never_named_where_the_log_is_read(private_source):
    assert (sources.shown(private_source), sources.shown("evaluation.Round:7")) == ("", "evaluation.Round:7")


@pytest.mark.parametrize(("who", "allowed"), WHO_MAY_CHANGE.items())
def test_who_may_change(cast, action, who, allowed):
    assert bool(rules.may_change(cast[who], action)) is allowed


@pytest.mark.parametrize(("who", "allowed"), WHO_MAY_FINISH.items())
def test_who_may_finish(cast, action, who, allowed):
    assert bool(rules.may_finish(cast[who], action)) is allowed


@pytest.mark.parametrize(("who", "allowed"), WHO_MAY_CHECK.items())
def test_who_may_check(cast, done_action, who, allowed):
    assert bool(rules.may_check(cast[who], done_action)) is allowed


@pytest.mark.parametrize(("who", "allowed"), WHO_MAY_WITHDRAW.items())
def test_who_may_withdraw(cast, action, who, allowed):
    assert bool(rules.may_withdraw(cast[who], action)) is allowed


@pytest.mark.parametrize(("who", "allowed"), WHO_MAY_OFFER.items())
def test_who_may_offer(cast, who, allowed):
    assert bool(rules.may_offer(cast[who])) is allowed


def test_nobody_checks_their_own_action(cast, done_action):
    done_action.owner = cast["isla"]

    assert (
        rules.may_check(cast["isla"], done_action).reason
        == "Somebody other than the owner must check whether it helped."
    )


def test_nobody_answers_their_own_suggestion(cast):
    own = commands.offer(by=cast["fraser"], text="Shorter forms")

    assert rules.may_answer(cast["fraser"], own).reason == "Somebody else answers your suggestion."
    assert rules.may_answer(cast["isla"], own)


def test_effect_is_not_checked_before_it_is_done(cast, action):
    assert rules.may_check(cast["isla"], action).reason == "Its effect can be checked when the action has been done."


def test_every_state_is_mapped_and_reachable():
    assert set(NEXT) == set(State)
    assert set().union(*NEXT.values()) == set(State)
    assert set(NEXT_OF_SUGGESTION) == set(SuggestionState)
    assert set().union(*NEXT_OF_SUGGESTION.values()) == set(SuggestionState) - {SuggestionState.OFFERED}
