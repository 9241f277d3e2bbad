"""How does the report become a file for programs?"""

from cairn.assurance.reports.report import AssuranceReport


def render(report: AssuranceReport) -> bytes:
    """JSON in UTF-8, in the order in which the report is read."""
    return report.as_text().encode()
