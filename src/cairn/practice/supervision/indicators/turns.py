"""Did supervision take place when it was due (sa.4.d.5b), and professional supervision where it is owed (sa.5.e.7)?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cairn.cycle.evidence.declaring import Indicator, Row
from cairn.cycle.evidence.turns import Turns
from cairn.foundation.people.models import Person, Unit
from cairn.practice.supervision.indicators.sessions import OWED
from cairn.practice.supervision.indicators.showing import SEES, turn_rows


class SessionTurns(Turns):
    """Sessions that were owed, for the staff group of the supervisee."""

    def rows(self, viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
        """The turns of a month that the viewer may know of."""
        return turn_rows(viewer, unit, self.of(viewer.organisation_id, month, month))


def _indicator(key: str, asked: SessionTurns, **said: Any) -> Indicator:
    return Indicator(
        key=f"supervision.{key}",
        version=1,
        measure=asked.measure,
        rows=asked.rows,
        rows_act=SEES,
        noun="sessions owed",
        target=OWED,
        **said,
    )


INDICATORS = (
    _indicator(
        "held",
        SessionTurns(("supervision.hold",), "awaited_by"),
        title="Supervision held when it was due",
        numerator="sessions held by the day on which they were due",
        denominator="sessions that fell due by the policy or the agreement and were not excused",
        statements=("sa.4.d.5b", "sa.2.e.2", "sa.4.p.1", "es5.1", "es5.2", "es5.3"),
    ),
    _indicator(
        "professional",
        SessionTurns(("supervision.professional",), "awaited_by"),
        title="Professional supervision where it is owed",
        numerator="sessions of professional supervision held by the day on which they were due",
        denominator="sessions of professional supervision that fell due and were not excused",
        statements=("sa.5.e.7", "es5.6"),
    ),
)
