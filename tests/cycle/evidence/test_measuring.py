"""Figures are computed for all units at once, stored once, and a changed past stays visible."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.cycle.evidence.conftest import AUGUST, JULY, JUNE, SEPTEMBER

from cairn.cycle.evidence import declaring
from cairn.cycle.evidence.measuring import Changed, measure, measure_what_is_due, touch
from cairn.cycle.evidence.measuring.totals import NOTHING
from cairn.cycle.evidence.models import Computation, Measurement, Revision, Series, Touched
from cairn.foundation.core import clock
from cairn.foundation.people.commands import add_unit, close_unit, move_unit

OCTOBER = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)


def stored(month=SEPTEMBER):
    """Every figure of a month by the name of its unit, or by staff group."""
    rows = Measurement.objects.filter(month=month).select_related("series__unit")
    return {
        row.series.staff_group or (row.series.unit.name if row.series.unit else "whole"): (
            (row.numerator, row.denominator),
            (row.own_numerator, row.own_denominator),
            row.is_open,
        )
        for row in rows
    }


def test_a_month_is_rolled_up_through_the_tree(cast, counted, signed_sessions):
    counted.put(cast.team_a, SEPTEMBER, 5, 6)
    counted.put(cast.team_a, SEPTEMBER, 3, 5, "newly-qualified")
    counted.put(cast.team_b, SEPTEMBER, 6, 6)
    counted.put(cast.service, SEPTEMBER, 1, 2, "team-leader")

    done = measure(cast.north.pk, SEPTEMBER, SEPTEMBER)

    assert stored() == {
        "Team A": ((8, 11), (8, 11), True),
        # Two records of the service itself would follow from its figure and those of both teams.
        "Team B": ((6, 6), (6, 6), False),
        "Adult services": ((15, 19), (1, 2), True),
        "Directorate of social work": ((15, 19), (0, 0), True),
        "whole": ((15, 19), (0, 0), True),
        "social-worker": ((11, 12), (0, 0), True),
        "newly-qualified": ((3, 5), (0, 0), False),
        "team-leader": ((1, 2), (0, 0), False),
    }
    assert done.count == 8
    assert done.changed == [Changed("supervision.signed", SEPTEMBER, 8, None, (15, 19))]
    assert counted.asked == [(SEPTEMBER, SEPTEMBER)]


def test_every_row_says_its_staff_groups(cast, counted, signed_sessions):
    counted.put(cast.team_a, SEPTEMBER, 5, 6)
    counted.put(cast.team_b, SEPTEMBER, 3, 5, "newly-qualified")
    measure(cast.north.pk, SEPTEMBER, SEPTEMBER)

    groups = dict(Measurement.objects.exclude(groups={}).values_list("series__unit__name", "groups"))

    both = {"newly-qualified": [3, 5], "social-worker": [5, 6]}
    assert groups == {
        "Team A": {"social-worker": [5, 6]},
        "Team B": {"newly-qualified": [3, 5]},
        "Adult services": both,
        "Directorate of social work": both,
        None: both,
    }


def test_computing_twice_changes_nothing(cast, counted, signed_sessions):
    counted.put(cast.team_a, SEPTEMBER, 5, 6)
    measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
    before = list(Measurement.objects.order_by("pk").values())

    again = measure(cast.north.pk, SEPTEMBER, SEPTEMBER)

    assert (again.count, again.changed) == (5, [])
    assert list(Measurement.objects.order_by("pk").values()) == before
    assert not Revision.objects.exists()


def test_twelve_months_are_asked_about_at_once(cast, counted, signed_sessions):
    measure(cast.north.pk, date(2025, 3, 1), SEPTEMBER)

    assert counted.asked == [(date(2025, 3, 1), date(2026, 2, 1)), (date(2026, 3, 1), SEPTEMBER)]


@pytest.mark.parametrize("units", [1, 5])
def test_the_number_of_queries_does_not_grow(cast, counted, signed_sessions, units, django_assert_num_queries):
    from django.db import connection

    for number in range(units):
        team = add_unit(
            cast.north, name=f"Team {number}", code=f"N{number}", kind="team", parent=cast.service, by=cast["una"],
            opened_on=date(2020, 4, 1),
        )  # fmt: skip
        counted.put(team, SEPTEMBER, 5, 6)
    waits = connection.vendor == "postgresql"  # for others who measure
    with django_assert_num_queries(10 + waits):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)


def test_the_tree_is_that_of_the_month(cast, counted, signed_sessions):
    other = add_unit(
        cast.north, name="Justice", code="J", kind="service", parent=cast.directorate, by=cast["una"],
        opened_on=date(2020, 4, 1),
    )  # fmt: skip
    with clock.at(OCTOBER):
        move_unit(cast.team_b, parent=other, on=date(2026, 8, 15), by=cast["una"])
    for month in (JULY, AUGUST):
        counted.put(cast.team_a, month, 5, 6)
        counted.put(cast.team_b, month, 3, 7)

    measure(cast.north.pk, JULY, AUGUST)

    assert stored(JULY)["Adult services"][0] == (8, 13)
    assert "Justice" not in stored(JULY)
    assert stored(AUGUST)["Adult services"][0] == (5, 6)
    assert stored(AUGUST)["Justice"][0] == (3, 7)
    assert stored(JULY)["whole"][0] == stored(AUGUST)["whole"][0] == (8, 13)


def test_a_closed_unit_stays_where_it_stood_and_one_before_its_opening_where_it_was_opened(
    cast, counted, signed_sessions
):
    with clock.at(OCTOBER):
        late = add_unit(cast.north, name="Late", code="T", kind="team", parent=cast.service, by=cast["una"])
        close_unit(late, on=date(2026, 10, 14), by=cast["una"])
    counted.put(late, SEPTEMBER, 5, 6)
    with clock.at(datetime(2026, 12, 2, 9, 0, tzinfo=UTC)):
        counted.put(late, date(2026, 11, 1), 5, 6)
        measure(cast.north.pk, SEPTEMBER, date(2026, 11, 1))

    assert stored()["Adult services"][0] == (5, 6)
    assert stored(date(2026, 11, 1))["Adult services"][0] == (5, 6)


def test_records_of_no_unit_belong_to_the_whole(cast, counted, signed_sessions):
    counted.put(None, SEPTEMBER, 5, 6)

    measure(cast.north.pk, SEPTEMBER, SEPTEMBER)

    assert stored() == {"whole": ((5, 6), (5, 6), True), "social-worker": ((5, 6), (0, 0), True)}


def test_one_employer_is_measured_alone(cast, counted, signed_sessions):
    counted.put(cast.team_a, SEPTEMBER, 5, 6)

    measure(cast.north.pk, SEPTEMBER, SEPTEMBER)

    assert set(Series.objects.values_list("organisation_id", flat=True)) == {cast.north.pk}
    assert set(Computation.objects.values_list("organisation_id", flat=True)) == {cast.north.pk}


def test_an_answer_for_another_month_is_a_mistake(cast, counted, signed_sessions, monkeypatch):
    counted.put(cast.team_a, JUNE, 5, 6)
    monkeypatch.setattr(counted, "measure", lambda *_: [declaring.Figure(cast.team_a.pk, "", JUNE, 1, 1)])
    declaring.register(declaring.Indicator(**(vars(signed_sessions) | {"measure": counted.measure})))

    with pytest.raises(ValueError, match="months that it was not asked about"):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)


def test_a_closed_month_that_comes_out_differently_keeps_what_it_was(cast, counted, signed_sessions):
    counted.put(cast.team_a, SEPTEMBER, 5, 6)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        counted.put(cast.team_a, SEPTEMBER, 6, 6)
        done = measure(cast.north.pk, SEPTEMBER, SEPTEMBER)

    assert done.changed == [Changed("supervision.signed", SEPTEMBER, 5, (5, 6), (6, 6))]
    revisions = Revision.objects.values_list(
        "unit__name", "month", "numerator_before", "denominator_before", "numerator", "denominator"
    )
    assert set(revisions) == {
        (name, SEPTEMBER, 5, 6, 6, 6) for name in ("Team A", "Adult services", "Directorate of social work", None)
    }


def test_what_appears_in_a_closed_month_had_nothing_before(cast, counted, signed_sessions):
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        counted.put(None, SEPTEMBER, 5, 6)
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)

    assert list(Revision.objects.values_list("numerator_before", "numerator", "denominator")) == [(None, 5, 6)]


def test_what_is_gone_becomes_nought_once(cast, counted, signed_sessions):
    counted.put(None, SEPTEMBER, 5, 6)
    measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
    counted.figures.clear()

    first = measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
    second = measure(cast.north.pk, SEPTEMBER, SEPTEMBER)

    assert first.changed == [Changed("supervision.signed", SEPTEMBER, 2, (5, 6), (0, 0))]
    assert second.changed == []
    assert set(Measurement.objects.values_list("numerator", "denominator", "is_open")) == {(0, 0, NOTHING.is_open)}


def test_the_running_month_changes_without_a_revision(cast, counted, signed_sessions):
    with clock.at(datetime(2026, 9, 20, 9, 0, tzinfo=UTC)):
        counted.put(None, SEPTEMBER, 5, 6)
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
    with clock.at(OCTOBER):
        counted.put(None, SEPTEMBER, 6, 7)
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)

    assert not Revision.objects.exists()


def test_the_database_keeps_revisions_as_they_are(cast, counted, signed_sessions):
    test_what_appears_in_a_closed_month_had_nothing_before(cast, counted, signed_sessions)

    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Revision.objects.update(numerator=0)


@pytest.fixture
def since_july(cast, counted, signed_sessions):
    """The North began in July; in mid-October everything was measured."""
    cast.north.created_at = datetime(2026, 7, 3, 9, 0, tzinfo=UTC)
    cast.north.save()
    counted.put(cast.team_a, JULY, 5, 6)
    with clock.at(OCTOBER):
        measure_what_is_due(cast.north)
    counted.asked.clear()


def measured_again(cast, counted, at=OCTOBER):
    """Which months the worker asks about now."""
    counted.asked.clear()
    with clock.at(at):
        measure_what_is_due(cast.north)
    return counted.asked


def test_the_worker_begins_where_the_employer_began(cast, counted, since_july):
    computed = Computation.objects.filter(organisation=cast.north).values_list("month", flat=True)

    assert sorted(computed) == [JULY, AUGUST, SEPTEMBER, date(2026, 10, 1)]


def test_closed_months_rest_and_the_running_one_does_not(cast, counted, since_july):
    assert measured_again(cast, counted) == [(date(2026, 10, 1), date(2026, 10, 1))]


def test_a_touched_month_is_measured_once_more(cast, counted, since_july):
    with clock.at(OCTOBER):
        touch("supervision", cast.north.pk, date(2026, 8, 20), date(2026, 8, 1), date(2026, 10, 2), None)
        touch("learning", cast.north.pk, date(2026, 7, 20))
    assert Touched.objects.count() == 2

    assert measured_again(cast, counted) == [(AUGUST, AUGUST), (date(2026, 10, 1), date(2026, 10, 1))]
    assert not Touched.objects.exists()
    assert measured_again(cast, counted) == [(date(2026, 10, 1), date(2026, 10, 1))]


def test_months_before_the_beginning_count_once_touched(cast, counted, since_july):
    with clock.at(OCTOBER):
        touch("supervision", cast.north.pk, date(2025, 1, 20))

    assert measured_again(cast, counted)[0] == (date(2025, 1, 1), date(2025, 1, 1))


def test_the_month_that_ended_is_measured_once_more(cast, counted, since_july):
    november = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)

    assert measured_again(cast, counted, november) == [(date(2026, 10, 1), date(2026, 11, 1))]
    assert measured_again(cast, counted, november) == [(date(2026, 11, 1), date(2026, 11, 1))]


def test_a_new_version_of_the_rule_is_asked_about_everything(cast, counted, since_july, signed_sessions):
    declaring.register(declaring.Indicator(**(vars(signed_sessions) | {"version": 2})))

    assert measured_again(cast, counted) == [(JULY, date(2026, 10, 1))]
    assert set(Computation.objects.values_list("version", flat=True)) == {2}


def test_a_tree_that_changed_in_the_past_is_measured_again(cast, counted, since_july):
    with clock.at(OCTOBER):
        move_unit(cast.team_b, parent=cast.directorate, on=date(2026, 8, 15), by=cast["una"])

    assert measured_again(cast, counted) == [(AUGUST, date(2026, 10, 1))]


def test_what_fails_is_touched_still(cast, counted, since_july, monkeypatch):
    """A change that is not yet measured is not forgotten."""
    with clock.at(OCTOBER):
        touch("supervision", cast.north.pk, date(2026, 8, 20))
    counted.put(None, AUGUST, 1, -1)

    with pytest.raises(IntegrityError), transaction.atomic():
        measured_again(cast, counted)

    assert Touched.objects.count() == 1
