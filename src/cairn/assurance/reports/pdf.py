"""How does the assurance report stand on paper?"""

from cairn.assurance.reports import outline, tables
from cairn.assurance.reports.report import AssuranceReport
from cairn.foundation.core import paper
from cairn.foundation.core.paper import Paper


def render(report: AssuranceReport) -> bytes:
    """The whole report on A4."""
    return paper.render(
        Paper(
            title=report.title,
            organisation=report.organisation,
            subject=report.round_title,
            byline=f"{report.framework}, version {report.framework_version}. Made {tables.moment(report.made_at)}.",
            footer=f"Report {report.content_hash[:16]}" if report.content_hash else "Not yet sealed",
            made_at=report.made_at,
            sections=tuple(outline.sections(report)),
        )
    )
