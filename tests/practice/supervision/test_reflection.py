"""Is reflection measured from what was found and said, once a month is over, with nobody's row and no small number?"""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.practice.supervision.sampled import NOON, drawn, finished, judged, several

from cairn.cycle.evidence.declaring import indicator_of
from cairn.cycle.evidence.measuring import measure
from cairn.cycle.evidence.sight import Sight
from cairn.foundation.core import clock
from cairn.foundation.people.access import permits

JULY = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
LAST_MINUTE = datetime(2026, 5, 31, 23, 30, tzinfo=UTC)  # the first half-hour of June by the clocks of Britain


def measured(cast, key, first=JUNE, last=JUNE, organisation=None):
    names = {cast.team_a.pk: "a", cast.team_b.pk: "b"}
    found = indicator_of(f"supervision.{key}").measure((organisation or cast.north).pk, first, last)
    return {(names[one.unit_id], one.staff_group, one.month): (one.numerator, one.denominator) for one in found}


def seen(cast, who, key, units, span=(JUNE, JUNE)):
    points = Sight(cast[who]).points([indicator_of(f"supervision.{key}")], units, span)
    return {unit: [(one.numerator, one.denominator) for one in found] for (_, unit), found in points.items()}


def test_findings_count_in_the_month_in_which_their_sample_was_finished(cast):
    several(cast, 4)
    several(cast, 2, "shona", month=4, by="callum", unit=cast.team_b, group="newly-qualified")
    finished(cast, count=6, reflective=(4, 4, 4, 4, 4, 4))
    finished(cast, count=6, reflective=(1, 1, 1, 1, 1, 1), at=LAST_MINUTE)
    with clock.at(NOON):
        judged(cast, drawn(cast, count=6))
    with clock.at(JULY):
        assert measured(cast, "reflective", MAY, JUNE) == {
            ("a", "social-worker", JUNE): (4, 8),
            ("b", "newly-qualified", JUNE): (2, 4),
        }
        assert measured(cast, "reflective", organisation=cast.south) == {}


def test_three_of_four_is_reflective_and_two_is_not(cast):
    several(cast, 4)
    finished(cast, count=4, reflective=(1, 2, 3, 4))
    with clock.at(JULY):
        assert measured(cast, "reflective") == {("a", "social-worker", JUNE): (2, 4)}


def test_the_running_month_is_not_measured(cast):
    several(cast, 6)
    finished(cast, count=6)
    with clock.at(NOON):
        assert measured(cast, "reflective") == {}


def test_a_range_of_months_is_one_question(cast):
    with clock.at(JULY), CaptureQueriesContext(connection) as asked:
        list(indicator_of("supervision.reflective").measure(cast.north.pk, date(2025, 7, 1), JUNE))
    assert len(asked) == 1


def test_nobody_sees_a_small_number_of_records_nor_any_row(cast):
    several(cast, 6)
    several(cast, 3, "shona", by="callum", unit=cast.team_b)
    finished(cast, count=9, reflective=(1, 2))
    one = indicator_of("supervision.reflective")
    with clock.at(JULY):
        measure(cast.north.pk, JUNE, JUNE, indicators=[one])
        units = (None, cast.service.pk, cast.team_a.pk, cast.team_b.pk)
        for who in ("isla", "morag", "callum", "eilidh", "fraser", "catriona"):
            open_now = seen(cast, who, "reflective", units)
            assert open_now[None] == open_now[cast.service.pk] == [(7, 9)]
            assert open_now[cast.team_a.pk] == open_now[cast.team_b.pk] == [(None, None)]
            assert one.rows(cast[who], cast.team_a, JUNE) == ()
            assert not permits(cast[who], one.rows_act, cast.team_a)


@pytest.mark.usefixtures("library")
def test_it_stands_beside_statements_that_exist(cast):
    from cairn.foundation.standards.models import Statement

    refs = set(indicator_of("supervision.reflective").statements)
    assert refs <= set(Statement.objects.values_list("ref", flat=True))
