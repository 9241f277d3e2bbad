"""What happens when something is done to an action or a suggestion, and that a refusal leaves no trace."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cairn.cycle.improvement import commands, queries
from cairn.cycle.improvement.models import Action, State
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice


def acts():
    return list(Entry.objects.order_by("sequence").values_list("act", flat=True))


def test_raise_numbers_tells_the_owner_and_records(cast, action):
    second = commands.raise_action(
        by=cast["isla"], what="x", why="y", owner=cast["isla"], due_on=clock.today() + timedelta(days=1)
    )

    assert (action.number, second.number) == (1, 2)
    assert action.check_on == action.due_on + commands.CHECK_AFTER
    assert [notice.person for notice in Notice.objects.all()] == [cast["eilidh"]]
    assert acts() == ["action.raised", "action.raised"]


def test_raise_refused_leaves_no_trace(cast):
    with pytest.raises(Refused, match="offer a suggestion instead"):
        commands.raise_action(
            by=cast["eilidh"], what="x", why="y", owner=cast["eilidh"], due_on=clock.today() + timedelta(days=1)
        )
    with pytest.raises(Refused, match="in the past"):
        commands.raise_action(
            by=cast["isla"], what="x", why="y", owner=cast["isla"], due_on=clock.today() - timedelta(days=1)
        )
    with pytest.raises(Refused, match="works here now"):
        commands.raise_action(
            by=cast["isla"], what="x", why="y", owner=cast["ada"], due_on=clock.today() + timedelta(days=1)
        )

    assert not Action.objects.exists()
    assert acts() == []


def test_change_records_what_was_and_what_is(cast, action):
    later = action.due_on + timedelta(days=30)
    commands.change(action, by=cast["morag"], reason="Sickness", due_on=later, owner=cast["ruaridh"])

    action.refresh_from_db()
    assert (action.due_on, action.owner) == (later, cast["ruaridh"])
    entry = Entry.objects.get(act="action.changed")
    assert entry.reason == "Sickness"
    assert entry.facts["changed"]["owner"] == ["Eilidh Farrow", "Ruaridh Ogg"]


def test_finish_needs_evidence(cast, action):
    with pytest.raises(Refused, match="Closing needs evidence"):
        commands.finish(action, by=cast["eilidh"], done_words="Done", check_on=clock.today() + timedelta(days=30))

    action.refresh_from_db()
    assert action.state == State.OPEN
    assert acts() == ["action.raised"]


def test_finish_sets_the_check_for_another_day_and_another_person(cast, action, sample):
    def finish(**changes):
        ways = {"done_words": "x", "check_on": clock.today() + timedelta(days=30), "evidence": [sample], **changes}
        return commands.finish(action, by=cast["eilidh"], **ways)

    with pytest.raises(Refused, match="day after today"):
        finish(check_on=clock.today())
    with pytest.raises(Refused, match="other than the owner"):
        finish(checker=cast["eilidh"])

    done = finish(checker=cast["callum"])
    assert (done.state, list(done.evidence.all())) == (State.DONE, [sample])
    assert cast["callum"] in [notice.person for notice in Notice.objects.all()]


@pytest.mark.parametrize(("worked", "state"), [(True, State.EFFECTIVE), (False, State.INEFFECTIVE)])
def test_check_closes_and_says_what_changed(cast, done_action, worked, state):
    commands.check(done_action, by=cast["callum"], worked=worked, effect="29 of 30 signed within a week.")

    done_action.refresh_from_db()
    assert (done_action.state, done_action.checked_by) == (state, cast["callum"])
    assert Entry.objects.get(act="action.checked").facts == {"worked": worked}


def test_check_by_the_owner_is_refused_by_rule_and_by_database(cast, done_action):
    with pytest.raises(Refused, match="other than the owner"):
        commands.check(done_action, by=cast["eilidh"], worked=True, effect="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=done_action.pk).update(state="effective", effect="x", checked_by=done_action.owner_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=done_action.pk).update(state="effective")

    assert "action.checked" not in acts()


def test_reopen_sends_it_back(cast, done_action):
    due = clock.today() + timedelta(days=5)
    commands.reopen(done_action, by=cast["callum"], reason="Half the team only", due_on=due)

    done_action.refresh_from_db()
    assert (done_action.state, done_action.due_on) == (State.OPEN, due)
    assert acts()[-1] == "action.reopened"


def test_withdraw_needs_a_reason(cast, action):
    with pytest.raises(Refused, match="Say why"):
        commands.withdraw(action, by=cast["fraser"], reason=" ")
    commands.withdraw(action, by=cast["fraser"], reason="The team was closed")

    assert queries.tally(cast["isla"]).unfinished == 0
    with pytest.raises(Refused, match="closed already"):
        commands.withdraw(action, by=cast["fraser"], reason="again")


def test_suggestion_gets_an_answer_and_its_person_is_told(cast):
    offered = commands.offer(by=cast["eilidh"], text="A quiet room for court reports")
    commands.answer(offered, by=cast["isla"], state="taken up", answer="Room 2.14 every Thursday.")

    offered.refresh_from_db()
    assert (offered.state, offered.answered_by) == ("taken up", cast["isla"])
    assert Notice.objects.get().person == cast["eilidh"]
    assert acts() == ["suggestion.offered", "suggestion.answered"]
    with pytest.raises(Refused, match="final answer"):
        commands.answer(offered, by=cast["isla"], state="declined", answer="No")
