"""How does a room say that records of a past month changed? Inside its own act, in one short row."""

from datetime import date
from uuid import UUID

from cairn.cycle.evidence.models import Touched
from cairn.foundation.core import clock, months


def touch(source: str, organisation_id: UUID, *days: date | None) -> None:
    """Records of these days changed: their months are computed again within the hour.

    `source` is the room, the first word of the keys of its indicators. The running month is computed every hour
    anyway, and the month before once more after its end, so neither costs anything here.
    """
    running = months.first_of(clock.today())
    closed = {months.first_of(day) for day in days if day is not None and day < running}
    Touched.objects.bulk_create(
        Touched(organisation_id=organisation_id, source=source, month=month) for month in sorted(closed)
    )
