"""How are computed figures kept: only what differs is written, and a closed month leaves a trace of what it was?"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from cairn.cycle.evidence.declaring import Indicator
from cairn.cycle.evidence.measuring.totals import NOTHING, Computed
from cairn.cycle.evidence.models import Computation, Measurement, Revision, Series
from cairn.foundation.core import clock, months

Part = tuple[UUID | None, str]
Place = tuple[UUID | None, str, date]
Differing = dict[Place, tuple[Computed | None, Computed]]

ROWS_AT_ONCE = 2000
# An act that began before midnight may be committed a little after it.
GRACE = timedelta(hours=2)
COLUMNS = ("series_id", "month", *Computed._fields)
# A quarter of a million rows for one year of an employer of 5,000 people: to make a record of each takes longer than
# all the rest. Both databases read this alike.
WRITE = (
    f"INSERT INTO {Measurement._meta.db_table} ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))}) "  # noqa: S608
    f"ON CONFLICT (series_id, month) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in COLUMNS[2:])}"
)


def keep(
    organisation_id: UUID, indicator: Indicator, rows: Mapping[Place, Computed], trees: Mapping[date, str]
) -> Differing:
    """Store the rows of these months and say which figures differ from what stood there. What is gone becomes nought.

    `trees` are the fingerprints of the trees by month.
    """
    span = min(trees), max(trees)
    series = _series(organisation_id, indicator)
    known = _stored(organisation_id, indicator, series, span)
    gone = {place: NOTHING for place, row in known.items() if place not in rows and row != NOTHING}
    to_write = {place: row for place, row in (*rows.items(), *gone.items()) if known.get(place) != row}
    _write(organisation_id, indicator, series, to_write)
    differing: Differing = {
        place: (known.get(place), row) for place, row in to_write.items() if known.get(place, NOTHING)[:5] != row[:5]
    }
    _note_revisions(organisation_id, indicator, differing, span)
    _note_computation(organisation_id, indicator, trees)
    return differing


def _series(organisation_id: UUID, indicator: Indicator) -> dict[Part, int]:
    found = Series.objects.filter(organisation=organisation_id, indicator=indicator.key)
    return {(unit, group): pk for unit, group, pk in found.values_list("unit_id", "staff_group", "id")}


def _stored(
    organisation_id: UUID, indicator: Indicator, series: Mapping[Part, int], span: tuple[date, date]
) -> dict[Place, Computed]:
    parts = {number: part for part, number in series.items()}
    found = Measurement.objects.filter(
        series__organisation=organisation_id, series__indicator=indicator.key, month__range=span
    ).order_by()
    return {
        (*parts[number], month): Computed(*values) for number, month, *values in found.values_list(*COLUMNS).iterator()
    }


def _write(
    organisation_id: UUID, indicator: Indicator, series: dict[Part, int], rows: Mapping[Place, Computed]
) -> None:
    missing = {place[:2] for place in rows} - series.keys()
    made = Series.objects.bulk_create(
        [
            Series(organisation_id=organisation_id, indicator=indicator.key, unit_id=unit, staff_group=group)
            for unit, group in sorted(missing, key=str)
        ],
        batch_size=ROWS_AT_ONCE,
    )
    series |= {(one.unit_id, one.staff_group): one.pk for one in made}
    lines = [
        (series[unit, group], month.isoformat(), *row[:4], json.dumps(row.groups), row.is_open, row.rest)
        for (unit, group, month), row in rows.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(WRITE, sorted(lines))


def is_final(month: date, at: datetime) -> bool:
    """Whether something computed at this time saw the whole month."""
    return at >= end_of(month)


def end_of(month: date) -> datetime:
    """From when on a month can't gain records that are dated in it without somebody dating them back."""
    return clock.of_day(months.add(month, 1)) + GRACE


def _note_revisions(organisation_id: UUID, indicator: Indicator, differing: Differing, span: tuple[date, date]) -> None:
    before = {one.month: one for one in _computations(organisation_id, indicator, span)}
    now = clock.now()
    revisions = []
    for (unit, group, month), (was, row) in differing.items():
        known = before.get(month)
        if group or known is None or not is_final(month, known.at) or (was and was[:2] == row[:2]):
            continue
        revisions.append(
            Revision(
                organisation_id=organisation_id,
                indicator=indicator.key,
                unit_id=unit,
                month=month,
                numerator_before=was.numerator if was else None,
                denominator_before=was.denominator if was else None,
                version_before=known.version,
                numerator=row.numerator,
                denominator=row.denominator,
                version=indicator.version,
                at=now,
            )
        )
    Revision.objects.bulk_create(revisions, batch_size=ROWS_AT_ONCE)


def _computations(organisation_id: UUID, indicator: Indicator, span: tuple[date, date]) -> Iterable[Computation]:
    return Computation.objects.filter(organisation=organisation_id, indicator=indicator.key, month__range=span)


def _note_computation(organisation_id: UUID, indicator: Indicator, trees: Mapping[date, str]) -> None:
    now = clock.now()
    Computation.objects.bulk_create(
        [
            Computation(
                organisation_id=organisation_id,
                indicator=indicator.key,
                month=month,
                version=indicator.version,
                tree=tree,
                at=now,
            )
            for month, tree in trees.items()
        ],
        update_conflicts=True,
        unique_fields=["organisation", "indicator", "month"],
        update_fields=["version", "tree", "at"],
    )
