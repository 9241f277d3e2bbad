"""Which charts does the report draw?"""

from cairn.assurance.reports.report import AssuranceReport, Figure
from cairn.foundation.core.charts import Bar, Chart, Spread, bars, spread


def judgement_by_area(report: AssuranceReport) -> Chart:
    """Two bars per area, employers above practitioners."""
    rows = [
        (area.title, (_bar("Employers", area.employers), _bar("Practitioners", area.practitioners)))
        for area in report.areas
    ]
    return bars("Mean judgement by area and side", rows, top=report.scale.top, identity="judgement-by-area")


def spread_by_area(report: AssuranceReport) -> Chart:
    """One bar per area and side, a piece for each point of the scale."""
    rows = [
        (
            area.title,
            (
                Spread("Employers", area.spread.employers, area.spread.employers_missing),
                Spread("Practitioners", area.spread.practitioners, area.spread.practitioners_missing),
            ),
        )
        for area in report.areas
    ]
    return spread("How the answers spread", rows, top=report.scale.top, identity="spread-by-area")


def _bar(side: str, figure: Figure) -> Bar:
    return Bar(side, None if figure.value is None else float(figure.value), figure.missing)
