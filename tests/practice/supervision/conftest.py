"""What the tests of supervision share: the proposed policy, adopted long ago."""

from datetime import UTC, datetime

import pytest

from cairn.foundation.core import clock

LONG_AGO = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def policy(cast):
    """Cairn's proposal, in force in the North since 6 January 2025."""
    from cairn.practice.supervision.commands import policies

    with clock.at(LONG_AGO):
        return policies.adopt_starting(cast.north, by=cast["isla"])
