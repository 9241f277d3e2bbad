"""The demonstration, loaded once for all tests that look at it, and gone afterwards."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from tests.groundwork import groundwork

from cairn.config.demonstration.build import Built, build
from cairn.foundation.core import clock

TODAY = date(2026, 11, 22)


@groundwork
def employers() -> list[Built]:
    """Both of them, built as of that day."""
    return build(seed=7, today=TODAY)


@pytest.fixture
def demonstration(employers: list[Built]) -> Iterator[list[Built]]:
    """The demonstration at noon of that day."""
    with clock.at(datetime.combine(TODAY, time(12), ZoneInfo("Europe/London"))):
        yield employers
