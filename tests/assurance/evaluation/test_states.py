"""Does any order of acts, by anybody, lead a round through a step that is not in the table of states? (B12)"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.assurance.evaluation.conftest import START, judge_all, plan_round

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.models import NEXT, Round, State
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry

ACTS = {
    "change": lambda round, by: commands.change(round, by=by, title="Changed"),
    "open": lambda round, by: commands.open_round(round, by=by),
    "close": lambda round, by: commands.close_round(round, by=by),
    "withdraw": lambda round, by: commands.withdraw(round, by=by, reason="No more"),
    "judge": lambda round, by: judge_all(round, round.organisation.units.get(code="A"), by),
    "finish moderation": lambda round, by: commands.finish_moderation(round, by=by),
    "sign": lambda round, by: commands.sign(round, by=by),
    "add": lambda round, by: commands.add_addendum(round, by=by, text="Also"),
}
WHO = ("isla", "catriona", "morag", "fraser", "eilidh", "wren")
STEPS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(WHO)), min_size=5, max_size=25)


def test_every_state_is_mapped_and_reachable():
    assert set(NEXT) == set(State)
    assert set().union(*NEXT.values()) == set(State) - {State.PLANNED}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_order_of_acts_breaks_the_table(cast, framework, steps):
    with transaction.atomic():
        round, people = plan_round(cast, framework), {name: cast[name] for name in WHO}
        state = State.PLANNED
        for minute, (act, who) in enumerate(steps, 1):
            entries = Entry.objects.count()
            with clock.at(START + timedelta(minutes=minute)):
                refused = _try(ACTS[act], round, people[who])
            now = State(Round.objects.get(pk=round.pk).state)
            assert now == state or now in NEXT[state]
            assert not refused or (now, Entry.objects.count()) == (state, entries)
            state = now
        transaction.set_rollback(True)


def _try(act, round, by):
    try:
        with transaction.atomic():
            act(round, by)
    except Refused:
        return True
    return False


@pytest.mark.groundwork("name")
@pytest.mark.parametrize("name", ["planned", "opened", "closed", "moderated", "signed"])
def test_the_usual_way(request, name):
    expected = {"opened": "open"}.get(name, name)
    assert Round.objects.get(pk=request.getfixturevalue(name).pk).state == expected
