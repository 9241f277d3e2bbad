"""An indicator over records that a test writes down itself."""

from datetime import date
from decimal import Decimal

import pytest

from cairn.cycle.evidence import declaring
from cairn.cycle.evidence.declaring import Figure, Indicator, Row

JUNE, JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (6, 7, 8, 9))


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
