"""The assurance report of a round, for programmes."""

from typing import Any

from django.http import HttpResponse

from cairn.assurance.reports import commands, queries
from cairn.assurance.reports.report import AssuranceReport
from cairn.foundation.core.calls import JSON, Calls
from cairn.foundation.core.shapes import Identifier
from cairn.foundation.people.requests import Request

calls = Calls("Assurance reports")


@calls.get("/rounds/{uuid:round}/report", "report.export", gives=AssuranceReport)
def report(request: Request, round: Identifier) -> Any:
    """The assurance report of a round: as it was handed over, else as it stands now.

    The same figures as on the page and in the files. That it was taken away is recorded.
    """
    found = queries.report_found(request.user, round)
    return HttpResponse(commands.export(found.round, by=request.user, kind="json"), content_type=JSON)
