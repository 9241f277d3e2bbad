"""What the collection of evidence proves: what judgements rest on still holds."""

from datetime import UTC, date, datetime

import pytest

from cairn.cycle.evidence import commands
from cairn.cycle.evidence.declaring import Figure
from cairn.cycle.evidence.indicators import in_date, rows_kept
from cairn.cycle.evidence.models import Touched
from cairn.foundation.core import clock

JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (6, 7, 8))


def at(month, day):
    return clock.at(datetime(2026, month, day, 9, 0, tzinfo=UTC))


@pytest.fixture
def kept(cast):
    """Records of June: one holds and is withdrawn in August, one expires in mid-July, one speaks of July 2025."""
    made = {}
    with at(6, 5):
        for name, given in {
            "holds": {},
            "expires": {"expires_on": date(2026, 7, 15)},
            "old": {"happened_on": date(2025, 7, 10)},
        }.items():
            made[name] = commands.add(
                by=cast["morag"], title=name, kind="record", reference="1", unit=cast.team_a,
                **({"happened_on": JUNE} | given),
            )  # fmt: skip
    with at(8, 20):
        commands.withdraw(made["holds"], by=cast["morag"], reason="x")
    return made


def test_in_date_at_the_end_of_each_month(cast, kept, django_assert_num_queries):
    with at(9, 1), django_assert_num_queries(1):
        found = {figure.month: figure[3:] for figure in in_date(cast.north.pk, date(2026, 5, 1), AUGUST)}
    assert found == {JUNE: (3, 3), JULY: (1, 3), AUGUST: (0, 2)}


def test_the_running_month_is_weighed_today(cast, kept):
    with at(7, 9):
        assert list(in_date(cast.north.pk, JULY, JULY)) == [Figure(cast.team_a.pk, "", JULY, 3, 3)]
    with at(7, 16):
        assert list(in_date(cast.north.pk, JULY, JULY)) == [Figure(cast.team_a.pk, "", JULY, 1, 3)]


def test_another_employers_evidence_does_not_count(cast, kept):
    with at(9, 1):
        assert list(in_date(cast.south.pk, JUNE, AUGUST)) == []


def test_the_rows_behind_it(cast, kept):
    with at(9, 1):
        rows = list(rows_kept(cast["isla"], cast.team_a, JULY))
        assert [(row.title, row.counts) for row in rows] == [("expires", False), ("holds", True), ("old", False)]
        assert list(rows_kept(cast["isla"], cast.team_b, JULY)) == []
        assert list(rows_kept(cast["eilidh"], cast.team_a, JULY)) == []


def test_corrected_dates_are_measured_again(cast, kept):
    with at(9, 1):
        commands.change(kept["expires"], by=cast["morag"], title="Expires")
        assert not Touched.objects.exists()
        commands.change(kept["expires"], by=cast["morag"], expires_on=date(2026, 7, 31))
    assert set(Touched.objects.values_list("source", "month")) == {("evidence", m) for m in (JUNE, JULY, AUGUST)}
