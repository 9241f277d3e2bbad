"""What the tests of caseload share: the proposed weighting, adopted long ago."""

from datetime import UTC, datetime

import pytest

from cairn.foundation.core import clock

LONG_AGO = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def weighting(cast):
    """Cairn's proposal, in force in the North since 6 January 2025."""
    from cairn.practice.caseload.commands import weightings

    with clock.at(LONG_AGO):
        return weightings.adopt_proposal(cast.north, by=cast["isla"])
