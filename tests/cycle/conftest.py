"""Evidence and actions that the tests of this storey begin with."""

from datetime import timedelta

import pytest

from cairn.cycle.evidence import commands as evidence_commands
from cairn.cycle.improvement import commands
from cairn.foundation.core import clock


@pytest.fixture
def sample(cast):
    """A link that Eilidh's team leader Morag owns, from last week."""
    return evidence_commands.add(
        by=cast["morag"],
        title="Dip sample of records",
        kind="link",
        address="https://records.north.example/sample",
        happened_on=clock.today() - timedelta(days=7),
        unit=cast.team_a,
    )


@pytest.fixture
def action(cast):
    """Morag raised it for her team, Eilidh carries it, due in ten days."""
    return commands.raise_action(
        by=cast["morag"],
        what="Record supervision during the session",
        why="A third of records come back weeks later.",
        owner=cast["eilidh"],
        due_on=clock.today() + timedelta(days=10),
        unit=cast.team_a,
    )


@pytest.fixture
def done_action(cast, action, sample):
    """The same action, done by Eilidh; Callum is to check its effect."""
    return commands.finish(
        action,
        by=cast["eilidh"],
        done_words="Both sign before leaving the room.",
        check_on=clock.today() + timedelta(days=60),
        checker=cast["callum"],
        evidence=[sample],
    )
