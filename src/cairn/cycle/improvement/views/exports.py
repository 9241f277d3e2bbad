"""The action log as a file, safe to open in a spreadsheet."""

from django.http import HttpResponse

from cairn.cycle.improvement import forms, queries, rules
from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock, spreadsheets
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record_reading
from cairn.foundation.people.requests import Request

HEADS = [
    "Number",
    "What",
    "Why",
    "Owner",
    "Unit",
    "Statement",
    "Priority",
    "Due",
    "State",
    "Effect to be checked",
    "Effect",
]


@page("action.export")
def export_csv(request: Request) -> HttpResponse:
    """The log as it is filtered, as CSV."""
    return _answer(request, spreadsheets.as_csv(HEADS, _rows(request)), "csv", "text/csv; charset=utf-8")


@page("action.export")
def export_xlsx(request: Request) -> HttpResponse:
    """The log as it is filtered, as an Excel workbook."""
    return _answer(
        request, spreadsheets.as_workbook("Action log", HEADS, _rows(request)), "xlsx", spreadsheets.WORKBOOK
    )


def _rows(request: Request) -> list[list[object]]:
    insist(rules.may_export(request.user))
    form = forms.FilterForm(request.GET)
    return [_row(action) for action in queries.action_log(request.user, **form.chosen())]


def _row(action: Action) -> list[object]:
    return [
        action.number,
        action.what,
        action.why,
        action.owner.full_name,
        action.unit.name if action.unit else "",
        action.statement.ref if action.statement else "",
        action.get_priority_display(),
        action.due_on,
        action.get_state_display(),
        action.check_on,
        action.effect,
    ]


def _answer(request: Request, content: bytes, ending: str, media_type: str) -> HttpResponse:
    record_reading(request.user.organisation, by=request.user, purpose=f"took the action log away as {ending}")
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="action-log-{clock.today():%Y-%m-%d}.{ending}"'
    return response
