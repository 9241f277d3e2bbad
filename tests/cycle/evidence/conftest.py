"""An indicator over records that a test writes down itself."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cairn.cycle.evidence import declaring
from cairn.cycle.evidence.declaring import Figure, Indicator, Row
from cairn.cycle.evidence.measuring import measure
from cairn.foundation.core import clock, months

JUNE, JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (6, 7, 8, 9))
OCTOBER = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)


class Counted:
    """What there is to count: `counted.put(unit, month, 3, 4)` are four records of the unit, three of which count."""

    def __init__(self, employer):
        self.employer, self.figures, self.asked, self.rows = employer, {}, [], []

    def put(self, unit, month, numerator, denominator, group="social-worker"):
        key = (unit.pk if unit else None, group, month)
        self.figures[key] = (numerator, denominator)

    def measure(self, organisation_id, first, last):
        self.asked.append((first, last))
        if organisation_id != self.employer.pk:
            return []
        return [
            Figure(unit, group, month, *pair)
            for (unit, group, month), pair in self.figures.items()
            if first <= month <= last and pair[1]
        ]

    def found(self, viewer, unit, month):
        return [Row(title, "/", month, counts) for title, counts in self.rows]


@pytest.fixture
def no_indicators(monkeypatch):
    """Only what a test declares itself."""
    monkeypatch.setattr(declaring, "_indicators", {})


@pytest.fixture
def counted(no_indicators, cast):
    """Records of the North; nobody else has any."""
    return Counted(cast.north)


@pytest.fixture
def signed_sessions(counted):
    """Sessions signed by both: rows are seen by leaders of a unit, the quality officer and the PSW."""
    indicator = Indicator(
        key="supervision.signed",
        version=1,
        title="Sessions signed by both within ten working days",
        numerator="sessions signed by both within ten working days",
        denominator="sessions held",
        measure=counted.measure,
        rows=counted.found,
        rows_act="supervision.see",
        statements=("sa.4.d.5e",),
        target=Decimal("0.95"),
        noun="sessions",
    )
    declaring.register(indicator)
    return indicator


@pytest.fixture
def two_years(cast, counted, signed_sessions):
    """Team A signed 17 or 18 of 20 each month, and 10 since June; team B all of its ten; October has begun."""
    for place, month in enumerate(months.between(date(2024, 11, 1), SEPTEMBER)):
        counted.put(cast.team_a, month, 10 if month >= JUNE else 17 + place % 2, 20)
        counted.put(cast.team_b, month, 10, 10)
    counted.put(cast.team_a, date(2026, 10, 1), 3, 6)
    with clock.at(OCTOBER):
        measure(cast.north.pk, date(2024, 11, 1), date(2026, 10, 1))
        yield cast


def text_of(response):
    """What stands on the page between the marks."""
    main = response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("&#39;", "'").strip()
