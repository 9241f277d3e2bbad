"""Which charts does the report draw?"""

from typing import TypeVar

from cairn.assurance.reports.report import NOT_ASKED, AssuranceReport, Figure
from cairn.foundation.core.charts import Bar, Chart, Spread, bars, spread

Side = TypeVar("Side", Bar, Spread)


def judgement_by_area(report: AssuranceReport) -> Chart:
    """Two bars per area, employers above practitioners; a side that was not asked has none."""
    rows = [
        (area.title, _asked(_bar("Employers", area.employers), _bar("Practitioners", area.practitioners)))
        for area in report.areas
    ]
    return bars("Mean judgement by area and side", rows, top=report.scale.top, identity="judgement-by-area")


def spread_by_area(report: AssuranceReport) -> Chart:
    """One bar per area and side, a piece for each point of the scale."""
    rows = [
        (
            area.title,
            _asked(
                Spread("Employers", area.spread.employers, area.spread.employers_missing),
                Spread("Practitioners", area.spread.practitioners, area.spread.practitioners_missing),
            ),
        )
        for area in report.areas
    ]
    return spread("How the answers spread", rows, top=report.scale.top, identity="spread-by-area")


def _asked(*sides: Side) -> tuple[Side, ...]:
    """What was withheld must be seen to be withheld; what was not asked is told by the table alone."""
    return tuple(side for side in sides if side.missing != NOT_ASKED) or sides[:1]


def _bar(side: str, figure: Figure) -> Bar:
    return Bar(side, None if figure.value is None else float(figure.value), figure.missing)
